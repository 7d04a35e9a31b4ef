# SPDX-License-Identifier: MIT
"""Read a press file once for all rules: boxes and marks of each page, fonts, drawn pages, codes, plates.

What costs time (drawing, Ghostscript) is done when a rule first asks for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pikepdf

from leaflets.core.formats import points
from leaflets.preflight import raster
from leaflets.preflight.press.operators import OPERATORS
from leaflets.preflight.press.paint import CMYK
from leaflets.preflight.press.separations import Separations, separate
from leaflets.preflight.press.state import PaintedMark, Points, meet, overlap
from leaflets.preflight.press.verdict import Box, NotRun
from leaflets.preflight.press.walk import Walker
from leaflets.preflight.raster import ReadCode

MM = points(1)
NEAR_PT = 2.0
"""How far the ink of a letter may reach beyond the box of its text."""


@dataclass(frozen=True)
class PageRead:
    """One page: its boxes in points, and what it puts on paper in the order of painting."""

    number: int
    page: pikepdf.Page
    media: Points
    trim: Points
    bleed: Points
    marks: tuple[PaintedMark, ...]

    def box_mm(self, box: Points) -> Box:
        """Return a box in mm from the top left corner of the trim."""
        left, _, _, top = self.trim
        x1, y1, x2, y2 = meet(box, self.media)
        return (x1 - left) / MM, (top - y2) / MM, (x2 - left) / MM, (top - y1) / MM

    def dots(self, box: Points, dpi: int) -> tuple[int, int, int, int]:
        """Return a box in whole dots from the top left corner of the page."""
        scale, (left, _, _, top) = dpi / 72, self.media
        return (
            round((box[0] - left) * scale),
            round((top - box[3]) * scale),
            round((box[2] - left) * scale),
            round((top - box[1]) * scale),
        )

    def ground(self, mark: PaintedMark) -> PaintedMark | None:
        """Return the last thing with ink on it that was painted beneath a mark; None if it is bare paper."""
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
        """When each mark was painted."""
        return {id(mark): number for number, mark in enumerate(self.marks)}

    @property
    def is_plain(self) -> bool:
        """Whether every mark is in the four inks and opaque, and overprinting changes none: black far from colour."""
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
        """What other things may lie on."""
        return tuple(mark for mark in self.marks if mark.kind in ("fill", "image", "shading") and not mark.inside)

    @cached_property
    def printed(self) -> tuple[PaintedMark, ...]:
        """The marks of the leaflet itself: those that touch the trimmed page."""
        return tuple(mark for mark in self.marks if overlap(mark.box, self.trim))

    @cached_property
    def outside(self) -> tuple[PaintedMark, ...]:
        """Crop marks, fold marks and the slug line: what lies outside the trim."""
        return tuple(mark for mark in self.marks if not overlap(mark.box, self.trim))


class OpenFile:
    """An open press file."""

    def __init__(self, content: bytes, pdf: pikepdf.Pdf, codes: list[ReadCode] | None = None) -> None:
        self.content, self.pdf, self.walker = content, pdf, Walker(OPERATORS)
        if codes is not None:
            self.codes = codes
        self.pages = tuple(self._read(page, number) for number, page in enumerate(pdf.pages, start=1))

    def _read(self, page: pikepdf.Page, number: int) -> PageRead:
        media = box_of(page, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
        trim = box_of(page, "/TrimBox") or media
        bleed = box_of(page, "/BleedBox") or trim
        return PageRead(number, page, media, trim, bleed, tuple(self.walker.walk(page, number)))

    @cached_property
    def metadata(self) -> str:
        """The XMP packet."""
        stream = self.pdf.Root.get("/Metadata")
        return stream.read_bytes().decode("utf-8", "replace") if isinstance(stream, pikepdf.Stream) else ""

    @cached_property
    def codes(self) -> list[ReadCode]:
        """Every QR code that a decoder reads from the drawn pages."""
        with raster.open_pages(self.content) as document:
            return [
                code
                for number, page in enumerate(document, start=1)
                for code in raster.read_codes(raster.draw_grey(page), number)
            ]

    @cached_property
    def slugs(self) -> list[str]:
        """What is written outside the bleed of each page."""
        found = []
        with raster.open_pages(self.content) as document:
            for page, read in zip(document, self.pages, strict=True):
                words = page.get_textpage()
                left, bottom, right, top = read.media
                inner = read.bleed
                strips = [(left, bottom, right, inner[1]), (left, inner[3], right, top)]
                strips += [(left, bottom, inner[0], top), (inner[2], bottom, right, top)]
                found.append("\n".join(words.get_text_bounded(*strip) for strip in strips))
                words.close()
        return found

    @property
    def is_plain(self) -> bool:
        """Whether the inks on paper are those that each mark names: no other space, no mixing, nothing unclear."""
        walker = self.walker
        unclear = walker.flaws or walker.replaced or walker.groups
        return not unclear and all(read.is_plain for read in self.pages)

    @cached_property
    def _separations(self) -> list[Separations] | str:
        try:
            return separate(self.content, len(self.pages), plain=self.is_plain)
        except NotRun as lack:
            return str(lack)

    @property
    def separations(self) -> list[Separations]:
        """The plates of each page; NotRun where Ghostscript cannot make them."""
        if isinstance(self._separations, str):
            raise NotRun(self._separations)
        return self._separations


@contextmanager
def read_press(content: bytes, codes: list[ReadCode] | None = None) -> Iterator[OpenFile]:
    """Open a press file for the rules; `codes` as for `check_press`."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield OpenFile(content, pdf, codes)


def box_of(page: pikepdf.Page, name: str) -> Points | None:
    """Return a box that a page states itself, or inherits; None if it has none."""
    holder: pikepdf.Object | None = page.obj
    while holder is not None:
        if name in holder:
            x1, y1, x2, y2 = (float(value) for value in holder[name])
            return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
        holder = holder.get("/Parent")
    return None
