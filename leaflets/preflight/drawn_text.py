# SPDX-License-Identifier: MIT
"""Text as a page draws it: its colour, position, slant and background."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from leaflets.core.colour import Rgb
from leaflets.core.geometry import Points
from leaflets.preflight.visual_text import INVISIBLE

MOST_COLOURS, LOOKED_AT = 4096, 8
APART = 40
"""Colours that differ by no more than this in each channel count as one, because the edges of letters are softened."""
SWALLOWED_PX, STEM = 4, 0.1
"""So many rows or columns without any background are more than the rounding of a letter's box; or, as a share of the
size of large type, more than the letter's stem."""
Pixel = tuple[int, int, int]


@dataclass(frozen=True)
class DrawnText:
    """A run of text in one colour."""

    pixel: Pixel
    """Its colour."""
    box: Points
    slant: float
    """How far it leans, divided by its height."""
    size_pt: float
    grounds: Mapping[Rgb, float]
    """The colours around its letters, each with its share of the pixels of its box."""
    is_swallowed: bool
    """Whether some of its letters cannot be seen: a height or width of its box is nowhere lighter or darker."""

    @property
    def rgb(self) -> Rgb:
        """Its colour, each part from 0 to 1."""
        return _shares(self.pixel)


@dataclass(frozen=True)
class _TextRun:
    """Neighbouring pieces of text in one colour: some scripts are drawn letter by letter."""

    pixel: Pixel
    box: Points
    slant: float
    size_pt: float

    def continues_with(self, other: _TextRun) -> bool:
        """Return whether another piece belongs to the same line."""
        shared = min(self.box[3], other.box[3]) - max(self.box[1], other.box[1])
        gap = min(abs(other.box[0] - self.box[2]), abs(self.box[0] - other.box[2]))
        alike = (self.pixel, self.size_pt, self.slant) == (other.pixel, other.size_pt, other.slant)
        return alike and 2 * shared > other.box[3] - other.box[1] and gap < self.size_pt

    def joined(self, other: _TextRun) -> _TextRun:
        """Return the two pieces as one."""
        (left, bottom, right, top), (x1, y1, x2, y2) = self.box, other.box
        return replace(self, box=(min(left, x1), min(bottom, y1), max(right, x2), max(top, y2)))


def texts_of(page: pypdfium2.PdfPage, drawn: Image.Image) -> Iterator[DrawnText]:
    """Yield every text that a page shows; `drawn` is the page in colour, at any resolution."""
    scale, height = drawn.width / page.get_width(), page.get_height()
    for run in _text_runs(page):
        left, bottom, right, top = run.box
        around = (left * scale - 1, (height - top) * scale - 1, right * scale + 2, (height - bottom) * scale + 2)
        x1, y1, x2, y2 = map(round, around)
        part = drawn.crop((x1, y1, x2, y2))
        yield DrawnText(run.pixel, run.box, run.slant, run.size_pt, _grounds(part, run.pixel), _is_swallowed(part, run))


def colours_on_sheet(page: pypdfium2.PdfPage) -> set[Pixel]:
    """Return the colours of the words on a sheet: those of the pages that it holds as forms, not of their pictures."""
    found, colour = set[Pixel](), [ctypes.c_uint() for _ in range(4)]
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        form = pdfium.FPDFPage_GetObject(page.raw, number)
        for inner in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
            item = pdfium.FPDFFormObj_GetObject(form, inner)
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFPageObj_GetFillColor(item, *colour)
                found.add((colour[0].value, colour[1].value, colour[2].value))
    return found


def _text_runs(page: pypdfium2.PdfPage) -> Iterator[_TextRun]:
    colour, size, run = [ctypes.c_uint() for _ in range(4)], ctypes.c_float(), None
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=1):
        box = item.get_bounds()
        if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == INVISIBLE or box[2] - box[0] < 1 or box[3] - box[1] < 1:
            continue
        pdfium.FPDFPageObj_GetFillColor(item.raw, *colour)
        pdfium.FPDFTextObj_GetFontSize(item.raw, size)
        matrix = item.get_matrix()
        slant = abs(matrix.c / matrix.d) if abs(matrix.b) < abs(matrix.a) / 100 and matrix.d else 0.0
        pixel = (colour[0].value, colour[1].value, colour[2].value)
        new = _TextRun(pixel, box, round(slant, 2), round(size.value * abs(matrix.d), 1))
        if run and not run.continues_with(new):
            yield run
            run = None
        run = run.joined(new) if run else new
    if run:
        yield run


def _grounds(part: Image.Image, own: Pixel) -> dict[Rgb, float]:
    """Return the background colours of a part of a page, without the text and its softened edges, with their shares."""
    counted = part.getcolors(MOST_COLOURS) or part.quantize(16).convert("RGB").getcolors(MOST_COLOURS) or []
    whole, grounds = part.width * part.height, dict[Pixel, int]()
    for count, pixel in sorted(cast("list[tuple[int, Pixel]]", counted), reverse=True)[:LOOKED_AT]:
        if not _apart(pixel, own) or (grounds and _is_between(pixel, own, next(iter(grounds)))):
            continue
        near = next((known for known in grounds if not _apart(pixel, known)), pixel)
        grounds[near] = grounds.get(near, 0) + count
    return {_shares(pixel): count / whole for pixel, count in grounds.items()}


def _is_swallowed(part: Image.Image, run: _TextRun) -> bool:
    red, green, blue = run.pixel
    grey = part.convert("L")
    own = Image.new("L", grey.size, (299 * red + 587 * green + 114 * blue) // 1000)  # as Pillow has it
    apart = ImageChops.difference(grey, own)
    seen = ImageChops.subtract(apart, Image.new("L", apart.size, APART))
    size_px = run.size_pt * grey.width / (run.box[2] - run.box[0])
    swallowed = bytes(max(SWALLOWED_PX, round(STEM * size_px)))
    return any(swallowed in bytes(side) for side in seen.getprojection())


def _is_between(pixel: Pixel, own: Pixel, ground: Pixel) -> bool:
    """Return whether a colour is a mixture of the text's and the background's."""
    span = [b - a for a, b in zip(own, ground, strict=True)]
    part = sum((p - a) * s for p, a, s in zip(pixel, own, span, strict=True)) / (sum(s * s for s in span) or 1)
    if not 0 < part < 1:
        return False
    red, green, blue = (round(a + part * s) for a, s in zip(own, span, strict=True))
    return not _apart(pixel, (red, green, blue))


def _apart(one: Pixel, other: Pixel) -> bool:
    return any(abs(a - b) > APART for a, b in zip(one, other, strict=True))


def _shares(pixel: Pixel) -> Rgb:
    red, green, blue = (value / 255 for value in pixel)
    return red, green, blue
