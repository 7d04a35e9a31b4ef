# SPDX-License-Identifier: MIT
"""A page of a finished file: its boxes, and conversion of positions to mm and pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from leaflets.core.formats import points
from leaflets.core.geometry import Points, meet
from leaflets.preflight.verdict import Box, Fault, Level

MM = points(1)
DEEPEST_TREE = 64
"""Page trees are a few levels deep; in a malicious file a page is above itself."""


@dataclass(frozen=True)
class OpenPage:
    """One page, its boxes in points."""

    number: int
    raw: pikepdf.Object
    """Its dictionary."""
    media: Points
    trim: Points
    bleed: Points

    @property
    def trim_mm(self) -> tuple[float, float]:
        return size_mm(self.trim)

    @property
    def cuts(self) -> tuple[Points, Points]:
        """The trim and the bleed."""
        return self.trim, self.bleed

    @property
    def bleeds_mm(self) -> tuple[float, ...]:
        """The bleed on each side."""
        return sides_mm(self.bleed, self.trim)

    @property
    def area_m2(self) -> float:
        width, height = (value * float(self.raw.get("/UserUnit", 1)) for value in size_mm(self.media))
        return width * height / 1e6

    def box_mm(self, box: Points) -> Box:
        """Return a box in mm from the top left corner of the trim."""
        left, _, _, top = self.trim
        x1, y1, x2, y2 = meet(box, self.media)
        return (x1 - left) / MM, (top - y2) / MM, (x2 - left) / MM, (top - y1) / MM

    def fault(self, message: str, box: Points, level: Level | None = None) -> Fault:
        """Return a fault in a box of the page, in points."""
        return Fault(message, self.number, self.box_mm(box), level)

    def dots(self, box: Points, dpi: int) -> tuple[int, int, int, int]:
        """Return a box in whole pixels from the top left corner of the page."""
        scale, (left, _, _, top) = dpi / 72, self.media
        return (
            round((box[0] - left) * scale),
            round((top - box[3]) * scale),
            round((box[2] - left) * scale),
            round((top - box[1]) * scale),
        )


def from_dots(page: OpenPage, box: Sequence[float], dpi: float) -> Points:
    """Return a box in points, given in pixels from the top left corner of the page."""
    scale, (left, _, _, top) = 72 / dpi, page.media
    return left + box[0] * scale, top - box[3] * scale, left + box[2] * scale, top - box[1] * scale


def open_page(raw: pikepdf.Object, number: int) -> OpenPage:
    """Return a page with the boxes that it has or inherits; a missing one equals that around it."""
    media = box_of(raw, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
    trim = box_of(raw, "/TrimBox") or media
    return OpenPage(number, raw, media, trim, box_of(raw, "/BleedBox") or trim)


def inherited(raw: pikepdf.Object, name: str) -> pikepdf.Object | None:
    """Return a value that a page has or inherits; None if neither."""
    holder: pikepdf.Object | None = raw
    for _ in range(DEEPEST_TREE):
        if holder is None or name in holder:
            return None if holder is None else holder[name]
        holder = holder.get("/Parent")
    return None


def box_of(raw: pikepdf.Object, name: str) -> Points | None:
    """Return a box that a page has or inherits; None if neither."""
    if (found := inherited(raw, name)) is None:
        return None
    x1, y1, x2, y2 = (float(value) for value in found)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def sides_mm(outer: Points, inner: Points) -> tuple[float, ...]:
    """Return the distances between the sides of two boxes: left, bottom, right, top."""
    return tuple((b - a) * sign / MM for a, b, sign in zip(outer, inner, (1, 1, -1, -1), strict=True))


def size_mm(box: Points) -> tuple[float, float]:
    """Return the width and height of a box."""
    return (box[2] - box[0]) / MM, (box[3] - box[1]) / MM
