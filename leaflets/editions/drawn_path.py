# SPDX-License-Identifier: MIT
"""Paths in a content stream: read from the bytes before an operator, and moved to the axes of the page."""

from __future__ import annotations

from typing import NamedTuple

from leaflets.core.geometry import Matrix, Point, Points, around, meet

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
    def closed(self) -> DrawnPath:
        return self._replace(drawn=self.drawn + b" h")

    @property
    def sides(self) -> Point:
        return self.box[2] - self.box[0], self.box[3] - self.box[1]

    @property
    def middle(self) -> Point:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def path_of(before: bytes, axes: Matrix) -> DrawnPath | None:
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
        moved = [axes.point(x, y) for x, y in zip(given[::2], given[1::2], strict=True)]
        if token == b"re":
            x, y, width, height = given
            moved = [axes.point(*at) for at in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))]
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


def is_within(one: Points, other: Points) -> bool:
    """Return whether a box lies within another, as exactly as a PDF is written."""
    return all(abs(a - b) < 0.01 for a, b in zip(meet(one, other), one, strict=True))
