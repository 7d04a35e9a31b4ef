# SPDX-License-Identifier: MIT
"""Overlay: lines and words laid over the pages of a PDF, in embedded and subset fonts.

For slug lines, sheet names and instructions. Positions are in mm from the bottom left corner of a page; colours,
line widths and dashes are those of reportlab's canvas. The words are real text, one line at a time, from left to
right.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from leaflets.core.formats import POINTS_PER_MM, points

PREAMBLE = re.compile(rb"^1 0 0 1 0 0 cm\s+BT /F1 12 Tf 14\.4 TL ET\s*")


@dataclass(frozen=True)
class TextStyle:
    """A font, by its name from `register_font`, and a size."""

    font: str
    size_pt: float

    def width(self, words: str) -> float:
        return float(pdfmetrics.stringWidth(words, self.font, self.size_pt)) / POINTS_PER_MM

    def wrap(self, words: str, width: float) -> list[str]:
        """Return words in lines no wider than that, in mm; a longer word has a line of its own."""
        lines: list[str] = simpleSplit(words, self.font, self.size_pt, points(width))
        return lines

    def missing(self, words: str) -> set[str]:
        known = pdfmetrics.getFont(self.font).face.charToGlyph
        return {character for character in words if ord(character) not in known}


def register_font(path: Path) -> str:
    """Register a font with reportlab and return its name there."""
    name = str(path)
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, name))
    return name


class Overlay:
    """Pages that are drawn one after another; `lay_over` puts them over those of a PDF."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, invariant=1, pageCompression=0, initialFontName="Helvetica")
        self.pages = 0

    def begin_page(self, width: float, height: float) -> None:
        if self.pages:
            self.canvas.showPage()
        self.pages += 1
        self.canvas.setPageSize((points(width), points(height)))

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.canvas.line(points(x1), points(y1), points(x2), points(y2))

    def box(self, x: float, y: float, width: float, height: float, *, line: bool = False, fill: bool = False) -> None:
        """Draw a box from its bottom left corner: outlined, filled or both."""
        self.canvas.rect(points(x), points(y), points(width), points(height), stroke=int(line), fill=int(fill))

    def clip(self, x: float, y: float, width: float, height: float) -> None:
        """Clip what follows to a box, until the canvas restores its state."""
        path = self.canvas.beginPath()
        path.rect(points(x), points(y), points(width), points(height))
        self.canvas.clipPath(path, stroke=0, fill=0)

    def write(self, words: str, at: tuple[float, float], style: TextStyle, *, upwards: bool = False) -> None:
        """Write a line starting at that point; ValueError if the font lacks a character."""
        if missing := style.missing(words):
            raise ValueError(f"{Path(style.font).name} has no letter {min(missing)!r}")
        self.canvas.setFont(style.font, style.size_pt)
        if upwards:
            self.canvas.saveState()
            self.canvas.transform(0, 1, -1, 0, points(at[0]), points(at[1]))
            self.canvas.drawString(0, 0, words)
            self.canvas.restoreState()
        else:
            self.canvas.drawString(points(at[0]), points(at[1]), words)

    def lay_over(self, pdf: pikepdf.Pdf, name: str) -> None:
        """Put each drawn page over the page of the PDF with the same number, as a form of that name."""
        self.canvas.showPage()
        self.canvas.save()
        with pikepdf.open(io.BytesIO(without_preamble(self.stream.getvalue()))) as drawn:
            for page, drawing in zip(pdf.pages, drawn.pages, strict=True):
                form = pdf.copy_foreign(drawing.as_form_xobject())
                page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(name))
                page.contents_add(f"\nq {name} Do Q".encode())


def without_preamble(pdf: bytes) -> bytes:
    """Remove the font that reportlab names on every page without using it: it is not embedded."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.Contents.write(PREAMBLE.sub(b"", page.Contents.read_bytes()))
            fonts = page.Resources.Font
            for name in [name for name, item in fonts.items() if item.BaseFont == "/Helvetica"]:
                del fonts[name]
        document.save(out)
    return out.getvalue()
