# SPDX-License-Identifier: MIT
"""Numbers: a British phone number that has lost or gained a figure rings nobody, or a stranger."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.model import Project
from leaflets.validate.findings import Finding

_FIELDS = ("phone", "out_of_hours_phone")
_LENGTHS = (10, 11)
_SHORT = ("08001111", "08454647")
"""Childline's number and NHS 111's former one: no others with a 0 in front are shorter."""


def find_odd_numbers(project: Project) -> Iterator[Finding]:
    """Yield each number of an organisation that begins with 0 and has too few or too many figures."""
    for name, organisation in project.organisations.items():
        for field in _FIELDS:
            phone = getattr(organisation, field)
            if phone is None:
                continue
            figures = phone.value.replace(" ", "")
            if figures.startswith("0") and not figures.startswith("00") and not _possible(figures):
                message = (
                    f"'{phone.value}' has {len(figures)} figures; a British number that begins with 0 has 10 or 11."
                )
                hint = "compare it with the page that it was read from."
                yield Finding("phone-figures", f"organisations.{name}.{field}.value", message, hint)


def _possible(figures: str) -> bool:
    return len(figures) in _LENGTHS or figures in _SHORT
