# SPDX-License-Identifier: MIT
"""Geometry of a page: points, boxes and transformation matrices.

Boxes are (left, bottom, right, top) in points on the page's own axes, y upwards, as in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot, sqrt
from typing import NamedTuple

Points = tuple[float, float, float, float]
Point = tuple[float, float]
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
    def inverse(self) -> Matrix:
        """The transformation back; ZeroDivisionError if everything falls on one line."""
        a, b, c, d, e, f = self
        area = a * d - b * c
        return Matrix(d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)

    @property
    def scale(self) -> float:
        """The scale of lengths, from that of areas."""
        return sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def across(self) -> float:
        """The horizontal scale."""
        return hypot(self.a, self.b)

    @property
    def upright(self) -> float:
        """The vertical scale."""
        return hypot(self.c, self.d)


SAME = Matrix()


def around(points: Iterable[Point]) -> Points:
    """Return the box around some points; there must be at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Points, other: Points) -> Points:
    """Return the intersection of two boxes; its right is left of its left if there is none."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_empty(box: Points) -> bool:
    """Return whether a box has no area."""
    return box[2] < box[0] or box[3] < box[1]


def overlap(one: Points, other: Points, least: float = 0.0) -> bool:
    """Return whether two boxes overlap by more than a strip of that width."""
    left, bottom, right, top = meet(one, other)
    return right - left > least and top - bottom > least
