# SPDX-License-Identifier: MIT
"""Paths in a content stream: read from the bytes before an operator, and moved to the axes of the page."""

from __future__ import annotations

from typing import NamedTuple

import pikepdf

from leaflets.core.formats import points
from leaflets.core.geometry import Point, Points, around, meet

INNER = points(1)
"""An edge so far within the trim does not lie on it."""
PATH = {b"m": 2, b"l": 2, b"c": 6, b"v": 4, b"y": 4, b"h": 0, b"re": 4}
"""The number of operands of each operator that draws a path."""


class DrawnPath(NamedTuple):
    """A path on the axes of the page, in points."""

    drawn: bytes
    box: Points
    start: Point
    is_box: bool
    """It has rectangles only."""

    @property
    def has_four_corners(self) -> bool:
        return b"c" not in self.drawn and self.drawn.count(b" l") in (3, 4)

    @property
    def closed(self) -> DrawnPath:
        return self._replace(drawn=self.drawn + b" h")

    @property
    def sides(self) -> Point:
        return self.box[2] - self.box[0], self.box[3] - self.box[1]

    @property
    def middle(self) -> Point:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def path_of(before: bytes, axes: pikepdf.Matrix) -> DrawnPath | None:
    """Return the path at the end of the bytes; its box holds the curves' own points too."""
    drawn, numbers, corners, only_boxes = list[str](), list[float](), list[Point](), True
    for token in before.split():
        count = PATH.get(token)
        if count is None:
            try:
                numbers.append(float(token))
            except ValueError:
                numbers.clear()
            continue
        given, numbers = numbers[len(numbers) - count :], []
        moved = [axes.transform((x, y)) for x, y in zip(given[::2], given[1::2], strict=True)]
        if token == b"re":
            x, y, width, height = given
            moved = [axes.transform(at) for at in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))]
        elif token == b"m" and drawn and drawn[-1].endswith("m"):  # an empty part
            drawn.pop()
            corners.pop()
        only_boxes = only_boxes and token == b"re"
        corners += moved
        at = [f"{x:.3f} {y:.3f}" for x, y in moved]
        drawn.append(
            f"{at[0]} m {at[1]} l {at[2]} l {at[3]} l h" if token == b"re" else " ".join((*at, token.decode()))
        )
    return DrawnPath(" ".join(drawn).encode(), around(corners), corners[0], only_boxes) if corners else None


def rectangle(box: Points) -> bytes:
    """Return the operator of a rectangle."""
    return b"%.3f %.3f %.3f %.3f re" % (box[0], box[1], box[2] - box[0], box[3] - box[1])


def is_within(one: Points, other: Points) -> bool:
    """Return whether a box lies within another, as exactly as a PDF is written."""
    return all(abs(a - b) < 0.01 for a, b in zip(meet(one, other), one, strict=True))


def inner_edges(box: Points, trim: Points, rule: float, *, out: float) -> list[Points]:
    """Return a rule along each edge of a box that lies within the trim, a little outside the box."""
    left, bottom, right, top = box[0] - out, box[1] - out, box[2] + out, box[3] + out
    edges = (
        (left > trim[0] + INNER, (left, bottom, left + rule, top)),
        (right < trim[2] - INNER, (right - rule, bottom, right, top)),
        (bottom > trim[1] + INNER, (left, bottom, right, bottom + rule)),
        (top < trim[3] - INNER, (left, top - rule, right, top)),
    )
    return [edge for is_inner, edge in edges if is_inner]
