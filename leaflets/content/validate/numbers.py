# SPDX-License-Identifier: MIT
"""Check British phone numbers: one with a digit too few or too many is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaflets.content.contact_kinds import KINDS
from leaflets.content.model import Project
from leaflets.content.validate.findings import Disagreement

_LENGTHS = (
    (re.compile(r"02|03|07|0808|084|087|09"), (11,)),
    (re.compile(r"011\d|01\d1"), (11,)),
    (re.compile(r"0"), (10, 11)),
)
"""Prefixes and numbers of digits: the National Telephone Numbering Plan (Ofcom)."""
_SHORT = ("08001111", "08454647")
"""Childline's number and NHS 111's former one: the only shorter numbers that begin with 0."""


def find_wrong_numbers(project: Project) -> Iterator[Disagreement]:
    """Yield each number of an organisation that begins with 0 and has too few or too many digits."""
    for name, organisation in project.organisations.items():
        for field, phone in organisation.points.items():
            if not KINDS[phone.kind].is_number or phone.kind == "text":
                continue
            digits = phone.value.replace(" ", "")
            if not digits.startswith("0") or digits.startswith("00") or digits in _SHORT:
                continue
            start, lengths = next((found[0], lengths) for start, lengths in _LENGTHS if (found := start.match(digits)))
            if len(digits) not in lengths:
                has = " or ".join(map(str, lengths))
                message = (
                    f"'{phone.value}' has {len(digits)} digits; a British number that begins with {start} has {has}."
                )
                hint = "compare it with its source."
                path = f"organisations.{name}.{organisation.path_of(field)}.value"
                yield Disagreement("phone-digits", path, message, hint)
