# SPDX-License-Identifier: MIT
"""Pages with everything that their operators paint, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pikepdf

from leaflets.core.geometry import Points, overlap
from leaflets.preflight.page import OpenPage
from leaflets.preflight.press.operators import OPERATORS
from leaflets.preflight.press.paint import CMYK
from leaflets.preflight.press.state import PaintedMark
from leaflets.preflight.press.walk import Walker

NEAR_PT = 2.0
"""How far the ink of a letter may extend beyond its text box."""


@dataclass(frozen=True)
class PaintedPage(OpenPage):
    """One page and its marks."""

    marks: tuple[PaintedMark, ...]

    def ground(self, mark: PaintedMark) -> PaintedMark | None:
        """Return the last thing with ink that was painted beneath a mark; None if it is on bare paper."""
        own = self.order[id(mark)]
        left, bottom, right, top = mark.box
        inset, middle = min(1.0, (right - left) / 4), (bottom + top) / 2
        for x in ((left + right) / 2, left + inset, right - inset):
            for below in reversed(self.grounds):
                if self.order[id(below)] < own and below.covers(x, middle):
                    if not below.paint.is_white:
                        return below
                    break
        return None

    @cached_property
    def order(self) -> dict[int, int]:
        """The position of each mark in painting order."""
        return {id(mark): number for number, mark in enumerate(self.marks)}

    @property
    def is_plain(self) -> bool:
        """Whether every mark is in the four inks and opaque, and overprinting changes none: black away from colour."""
        coloured: list[Points] = []
        for mark in self.marks:
            paint = mark.paint
            if paint.space != CMYK or mark.is_transparent:
                return False
            near = (overlap(mark.box, box, -NEAR_PT) for box in coloured)
            if mark.overprints and (not paint.is_black_only or any(near)):
                return False
            if not (paint.is_white or paint.is_black_only):
                coloured.append(mark.box)
        return True

    @cached_property
    def grounds(self) -> tuple[PaintedMark, ...]:
        """Marks that others may be on."""
        return tuple(mark for mark in self.marks if mark.kind in ("fill", "image", "shading") and not mark.inside)

    @cached_property
    def printed(self) -> tuple[PaintedMark, ...]:
        """The marks of the leaflet itself: those that touch the trimmed page."""
        return tuple(mark for mark in self.marks if overlap(mark.box, self.trim))

    @cached_property
    def outside(self) -> tuple[PaintedMark, ...]:
        """Crop marks, fold marks and the slug line: what is outside the trim."""
        return tuple(mark for mark in self.marks if not overlap(mark.box, self.trim))


@dataclass(frozen=True)
class PaintedFile:
    """All pages, and what was found on the way."""

    walker: Walker
    pages: tuple[PaintedPage, ...]

    @property
    def is_plain(self) -> bool:
        """Whether printed inks are those that each mark names: no other space, no mixing, nothing unclear."""
        unclear = self.walker.flaws or self.walker.replaced or self.walker.groups
        return not unclear and all(page.is_plain for page in self.pages)


def paint(pages: Iterable[OpenPage]) -> PaintedFile:
    """Follow every operator of some pages."""
    walker = Walker(OPERATORS)
    return PaintedFile(walker, tuple(_paint(page, walker) for page in pages))


def _paint(page: OpenPage, walker: Walker) -> PaintedPage:
    marks = tuple(walker.walk(pikepdf.Page(page.raw), page.number))
    return PaintedPage(page.number, page.raw, page.media, page.trim, page.bleed, marks)
