# SPDX-License-Identifier: MIT
"""What an operator draws with: matrices, boxes, the graphics state, and the marks that come of it.

Boxes here are (left, bottom, right, top) in points of the page's own axes, y upwards, as the PDF has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import hypot, sqrt
from typing import Literal, NamedTuple

from leaflets.preflight.press.paint import BLACK, Paint
from leaflets.preflight.press.text import EmbeddedFont

Kind = Literal["fill", "stroke", "text", "image", "shading"]
Points = tuple[float, float, float, float]
Point = tuple[float, float]
Subpath = tuple[Point, ...]
EVERYWHERE: Points = (-1e6, -1e6, 1e6, 1e6)


class Matrix(NamedTuple):
    """Six numbers of a PDF transformation."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def times(self, after: Matrix) -> Matrix:
        """Return this transformation followed by another."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    def point(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Points:
        """Return the upright box around a transformed rectangle."""
        return around(self.point(x, y) for x in (left, right) for y in (bottom, top))

    @property
    def scale(self) -> float:
        """How much larger an area becomes, as a length."""
        return sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def across(self) -> float:
        """How much wider something becomes."""
        return hypot(self.a, self.b)

    @property
    def upright(self) -> float:
        """How much taller something becomes."""
        return hypot(self.c, self.d)


SAME = Matrix()


def around(points: Iterable[Point]) -> Points:
    """Return the box around some points; there must be one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Points, other: Points) -> Points:
    """Return what two boxes share; its right lies left of its left if that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_empty(box: Points) -> bool:
    """Return whether there is nothing between a box's sides."""
    return box[2] < box[0] or box[3] < box[1]


def overlap(one: Points, other: Points, least: float = 0.0) -> bool:
    """Return whether two boxes share more than a strip of that width."""
    left, bottom, right, top = meet(one, other)
    return right - left > least and top - bottom > least


@dataclass(frozen=True)
class PlacedImage:
    """A picture made of pixels, as it stands on a page."""

    width: int
    height: int
    bits: int
    ppi: float


@dataclass
class GraphicsState:
    """The graphics state, as far as these checks look at it."""

    matrix: Matrix = SAME
    clip: Points = EVERYWHERE
    fill: Paint = BLACK
    stroke: Paint = BLACK
    width: float = 1.0
    fill_overprints: bool = False
    stroke_overprints: bool = False
    overprint_mode: int = 0
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False
    font: EmbeddedFont | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(frozen=True)
class PaintedMark:
    """Something that is put on paper."""

    kind: Kind
    page: int
    box: Points
    """What can be seen of it."""
    paint: Paint
    size_pt: float = 0.0
    """The size of text, the width of a line, how thin a filled rectangle is; 0 if it has none."""
    overprints: bool = False
    overprint_mode: int = 0
    alpha: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False
    font: str = ""
    picture: PlacedImage | None = None
    outline: tuple[Subpath, ...] = ()
    even_odd: bool = False
    inside: bool = False
    """Whether it is part of a pattern, of a glyph or of a note, whose box is that of the whole."""

    @property
    def is_transparent(self) -> bool:
        return self.alpha < 1 or self.blend not in ("Normal", "Compatible") or self.soft_mask

    @cached_property
    def _boxes(self) -> tuple[Points, ...]:
        return tuple(around(subpath) for subpath in self.outline)

    def covers(self, x: float, y: float) -> bool:
        """Return whether the mark lies on a point; curves are taken as the lines between their ends."""
        if not (self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]):
            return False
        if not self.outline:
            return True
        turns = 0
        for subpath, box in zip(self.outline, self._boxes, strict=True):
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                turns += winding(subpath, x, y)
        return turns % 2 == 1 if self.even_odd else turns != 0


def winding(subpath: Subpath, x: float, y: float) -> int:
    """Return how often a closed outline runs around a point, against the clock."""
    turns = 0
    x1, y1 = subpath[-1]
    for x2, y2 in subpath:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            turns += 1 if y2 > y1 else -1
        x1, y1 = x2, y2
    return turns
