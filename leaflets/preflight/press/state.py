# SPDX-License-Identifier: MIT
"""What operators draw with: the graphics state, and the resulting marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pikepdf

from leaflets.core.geometry import EVERYWHERE, SAME, Point, Points, around
from leaflets.preflight.press.paint import BLACK, Paint
from leaflets.preflight.press.text import EmbeddedFont

Kind = Literal["fill", "stroke", "text", "image", "shading"]
Subpath = tuple[Point, ...]


@dataclass(frozen=True)
class PlacedImage:
    """A raster image as placed on a page."""

    width: int
    height: int
    bits: int
    ppi: float


@dataclass
class GraphicsState:
    """The graphics state, as far as the checks need it."""

    matrix: pikepdf.Matrix = SAME
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
    """Something painted on the page."""

    kind: Kind
    page: int
    box: Points
    """Its visible part."""
    paint: Paint
    size_pt: float = 0.0
    """The size of text, the width of a line, the thickness of a filled rectangle; otherwise 0."""
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
    """Whether it is part of a pattern, a glyph or an annotation, whose whole box it has."""

    @property
    def is_transparent(self) -> bool:
        return self.alpha < 1 or self.blend not in ("Normal", "Compatible") or self.soft_mask

    @cached_property
    def _boxes(self) -> tuple[Points, ...]:
        return tuple(around(subpath) for subpath in self.outline)

    def covers(self, x: float, y: float) -> bool:
        """Return whether the mark covers a point; curves are treated as lines between their ends."""
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
    """Return the winding number of a closed outline around a point, anticlockwise."""
    turns = 0
    x1, y1 = subpath[-1]
    for x2, y2 in subpath:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            turns += 1 if y2 > y1 else -1
        x1, y1 = x2, y2
    return turns
