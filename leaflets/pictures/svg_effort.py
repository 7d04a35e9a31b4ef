# SPDX-License-Identifier: MIT
"""Measure the effort of drawing a drawing, counting every `use`: twenty lines can stand for a million shapes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from leaflets.pictures.svg import MOST_DEPTH, Node
from leaflets.pictures.svg_values import REFERENCE
from leaflets.pictures.verdict import Refusal

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
