# SPDX-License-Identifier: MIT
"""The values allowed for attributes and properties of a drawing: those that two renderers were seen to draw alike.

Each grammar is narrower than the standard's. Other valid SVG is refused too, because WeasyPrint 70 draws it
differently or not at all (tests/drawings.py shows each).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PIL import ImageColor

NUMBER = r"[+-]?(?:\d{1,7}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d)?(?!\d)"
"""At most 9,999,999 with a one-digit exponent, and no further digits."""
LENGTH = rf"{NUMBER}(?:px|mm|cm|in|pt|pc|%)?"
ARGUMENTS = rf"\(\s*{NUMBER}(?:(?:\s*,\s*|\s+|(?=[+-])){NUMBER})*\s*\)"
COLOUR_FUNCTION = re.compile(
    r"(?:rgb|hsl)a?\(\s*[\d.+-]+%?(?:deg)?(?:(?:\s*,\s*|\s+)[\d.+-]+%?){2}(?:\s*,\s*[\d.]+%?)?\s*\)", re.I
)
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
REFERENCE = re.compile(r"""url\(\s*(["']?)#([^"')\s]+)\1\s*\)""")
ANY_URL = re.compile(r"url\(|\bsrc\(|image-set\(|javascript:|@import", re.I)

Check = Callable[[str], bool]


def matches(pattern: str) -> Check:
    """Return a check that the whole value, without surrounding spaces, matches a pattern."""
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value.strip()) is not None


def words(*allowed: str) -> Check:
    """Return a check that the value is one of these words."""
    return lambda value: value.strip() in allowed


def is_colour(value: str) -> bool:
    """Return whether both renderers know that colour."""
    value = value.strip()
    return bool(HEX.fullmatch(value) or COLOUR_FUNCTION.fullmatch(value)) or value.lower() in NAMES


def is_paint(value: str) -> bool:
    """Return whether the value is a colour, none, or a gradient in the file with or without a fallback colour."""
    value = value.strip()
    if found := REFERENCE.match(value):
        rest = value[found.end() :].strip()
        return not rest or rest == "none" or is_colour(rest)
    return value in ("none", "inherit") or is_colour(value)


def is_reference(value: str) -> bool:
    """Return whether the value is none or refers to something in the file."""
    value = value.strip()
    return value == "none" or REFERENCE.fullmatch(value) is not None


NAMES = {*ImageColor.colormap, "transparent"} - {"rebeccapurple"}
"""Colour names that both know; rebeccapurple is newer."""
CHECKS: dict[str, Check] = {
    "anything": lambda _value: True,
    "colour": is_colour,
    "length": matches(LENGTH),
    "lengths": matches(rf"none|{LENGTH}(?:(?:\s*,\s*|\s+){LENGTH})*"),
    "number": matches(NUMBER),
    "numbers": matches(rf"(?:{NUMBER}(?:\s*,\s*|\s+|(?=[+-]))?)*"),
    "paint": is_paint,
    "path": matches(rf"(?:[MmZzLlHhVvCcSsQqTtAa\s,]|{NUMBER})*"),
    "ratio": matches(r"none|x(Min|Mid|Max)Y(Min|Mid|Max)(\s+(meet|slice))?"),
    "reference": is_reference,
    "share": matches(rf"{NUMBER}%?"),
    "size": matches(r"auto|[+-]?[\d.]+(?:[eE][+-]?\d)?(?:px|mm|cm|in|pt|pc|%)?"),
    "transform": matches(rf"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*{ARGUMENTS}\s*,?\s*)*|none"),
    "units": words("userSpaceOnUse", "objectBoundingBox"),
}
"""What svg_table.yaml calls a value."""
