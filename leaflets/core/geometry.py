# SPDX-License-Identifier: MIT
"""Geometry of a page: points and boxes; `one @ other` is the transformation `one` followed by `other`.

Boxes are (left, bottom, right, top) in points on the page's own axes, y upwards, as in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from pikepdf import Matrix

Points = tuple[float, float, float, float]
Point = tuple[float, float]
EVERYWHERE: Points = (-1e6, -1e6, 1e6, 1e6)
SAME = Matrix()


def scale_of(matrix: Matrix) -> float:
    """Return the scale of lengths, from that of areas."""
    return sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def box_around(matrix: Matrix, box: Iterable[float]) -> Points:
    """Return the upright box around a transformed rectangle."""
    left, bottom, right, top = box
    return around(matrix.transform((x, y)) for x in (left, right) for y in (bottom, top))


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
