# SPDX-License-Identifier: MIT
"""The values that a drawing's attributes and properties may have, and the effort of drawing them.

Each grammar is narrower than the standard's: these values two renderers were seen to draw alike. Other valid SVG is
refused too, because WeasyPrint 70 draws it differently or not at all (tests/drawings.py shows each). Effort counts
every `use`: twenty lines can stand for a million shapes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from PIL import ImageColor

from leaflets.pictures.svg import MOST_DEPTH, Node
from leaflets.pictures.verdict import Refusal

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


NUMBERS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
SIMPLER = "simplify it (in Inkscape: Path, Simplify), or save it as PNG."


LIMITS = {
    "shapes": (20_000, "shapes"),
    "numbers": (100_000, "numbers in its outlines"),
    "references": (1_000, "gradients, clips and markers"),
}
"""The renderer takes about three seconds for each of these."""
Effort = Counter[str]
"""What is drawn: shapes and groups, the numbers of their outlines, and uses of gradients, clips and markers."""


class _Circle(Exception):
    """Raised when a part of the drawing contains itself."""


def measure_effort(root: Node, ids: Mapping[str, Node]) -> Iterator[Refusal]:
    """Yield a refusal for a drawing that takes too much effort or contains itself."""
    named = [found[2] for node in root.walk() if node.tag == "style" for found in REFERENCE.finditer(node.text)]
    try:
        effort = _Counter(ids, named).count(root, ())
    except _Circle as circle:
        message = f"The drawing refers to itself: '#{circle}' is part of itself."
        yield Refusal("picture-reference", message, "delete the copy that contains itself.")
        return
    for name, (limit, words) in LIMITS.items():
        if effort[name] > limit:
            times = " when every copy is counted" if effort["shapes"] > LIMITS["shapes"][0] else ""
            message = f"The drawing has {effort[name]:,} {words}{times}; the limit is {limit:,}."
            yield Refusal("picture-too-large", message, SIMPLER)


class _Counter:
    """Counts each part once; `named` are the ids in stylesheets, which any element may use."""

    def __init__(self, ids: Mapping[str, Node], named: list[str]) -> None:
        self.ids, self.named = ids, named
        self.known: dict[int, Effort] = {}

    def count(self, node: Node, inside: tuple[int, ...]) -> Effort:
        key = id(node)
        if key in inside or len(inside) > 4 * MOST_DEPTH:
            raise _Circle(node.attributes.get("id", node.tag))
        if key not in self.known:
            self.known[key] = self._count(node, (*inside, key))
        return self.known[key]

    def _count(self, node: Node, inside: tuple[int, ...]) -> Effort:
        outline = node.attributes.get("d", "") or node.attributes.get("points", "")
        total = Effort(shapes=1, numbers=len(NUMBERS.findall(outline)))
        href = node.attributes.get("href", node.attributes.get("xlink:href", ""))
        copied = [self.ids[href[1:]]] if href.startswith("#") and href[1:] in self.ids else []
        for part in (*node.children, *copied):
            total += self.count(part, inside)
        for name, value in (*node.attributes.items(), *(("style", f"url(#{name})") for name in self.named)):
            for found in REFERENCE.finditer(value) if name != "id" else ():
                if found[2] in self.ids:
                    times = max(1, total["numbers"] // 2) if "marker" in f"{name}{value}" else 1
                    used = self.count(self.ids[found[2]], inside)
                    total += Effort({what: number * times for what, number in used.items()})
                    total["references"] += times
        return total
