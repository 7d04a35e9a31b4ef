# SPDX-License-Identifier: MIT
"""The allow-list of drawings that svg_table.yaml holds: what each element, attribute and property may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from leaflets.pictures.svg_values import CHECKS, Check, matches, words

_TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def _check(value: str | list[str]) -> Check:
    """Return the check that a value of the table names."""
    if isinstance(value, list):
        return words(*value)
    return matches(value[1:-1]) if value.startswith("/") else CHECKS[value]


def _checks(part: str | dict[str, Any]) -> dict[str, Check]:
    """Return the attributes of a group, by its name, or those that are written out."""
    listed = _TABLE["groups"][part] if isinstance(part, str) else part
    return {name: _check(value) for name, value in listed.items()}


ELEMENTS = {
    tag: {name: check for part in parts for name, check in _checks(part).items()}
    for tag, parts in _TABLE["elements"].items()
}
COMMON, PROPERTIES = _checks(_TABLE["common"]), _checks(_TABLE["properties"])
SILENT, PROGRAMS = tuple(_TABLE["silent"]), tuple(_TABLE["programs"])
PLAIN = str(_TABLE["plain"])
REFUSED: dict[str, tuple[str, str, str]] = {
    tag: (slug, why, hint.format_map(_TABLE)) for tags, slug, why, hint in _TABLE["refused"] for tag in tags
}
ADVICE: dict[str, tuple[str, str]] = {name: (slug, hint) for name, (slug, hint) in _TABLE["advice"].items()}
