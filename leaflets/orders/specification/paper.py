# SPDX-License-Identifier: MIT
"""Paper to draw on: millimetres from the top left corner, two weights of one family, four colours.

A thin layer over reportlab for the pages of a print pack. The same calls give the same bytes. Characters missing
from the font are collected, never dropped silently.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from leaflets.content.model import Project
from leaflets.core.formats import POINTS_PER_MM as MM
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.overlay import TextStyle, register_font
from leaflets.languages.language import Languages
from leaflets.layout.logos import PlacedLogo, as_png, place_logos, read_logos

Align = Literal["left", "centre", "right"]
LEADING = 1.28
LINE_MM = LEADING / MM
"""The height of a line in mm for each point of its type."""
FAMILY, FALLBACK = "Atkinson Hyperlegible", "Noto Sans"
STROKE = 0.035
"""How wide an outline makes letters bold, of their size."""
LOGOS_MM = 8.0, 76.0
"""Height and width of the row of logos."""


@dataclass(frozen=True)
class DocumentStyle:
    """The colours of the pages (#rrggbb) and the font's files by weight."""

    accent: str
    tint: str
    ink: str
    grey: str
    rule: str
    fonts: Mapping[int, Path]
    logos: Sequence[tuple[PlacedLogo, bytes]] = ()
    """Each with its picture as PNG."""
    fallback: Path | None = None
    """The font for words of which the first lacks a letter, such as Welsh names."""


def make_look(project: Project, accent: str, *, languages: Languages, resources: Resources) -> DocumentStyle:
    """Return the style of a document; `accent` is the name of its main colour."""
    colours = {name: colour.rgb for name, colour in project.colours.items()}
    logos = read_logos(project, resources)
    placed = place_logos(logos, *LOGOS_MM, least_ppi=0)
    return DocumentStyle(
        colours[accent],
        colours.get(f"{accent}-tint", colours["paper"]),
        colours["ink"],
        colours["grey"],
        colours["rule"],
        {weight: languages.fonts[FAMILY].path(weight) for weight in (400, 700)},
        [(one, as_png(logo)) for logo, one in zip(logos, placed, strict=True)],
        languages.fonts[FALLBACK].path(400),
    )


@dataclass(frozen=True)
class Type:
    """How words are set."""

    size: float = 9.5
    bold: bool = False
    colour: str = ""
    """Empty: the ink colour."""
    align: Align = "left"


PLAIN = Type()
BOLD = Type(bold=True)


class Document:
    """A document being drawn."""

    def __init__(self, look: DocumentStyle, size: tuple[float, float], *, title: str, author: str) -> None:
        self.look, (self.width, self.height) = look, size
        self.stream = io.BytesIO()
        self.missing: set[str] = set()
        self.page = 1
        self.fonts = {weight: register_font(path) for weight, path in look.fonts.items()}
        points = (self.width * MM, self.height * MM)
        # The first font and colours apply to every page, so they must not be reportlab's own.
        self.canvas = Canvas(
            self.stream, pagesize=points, invariant=1, pageCompression=1, initialFontName=self.fonts[400], lang="en-GB"
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("Leaflets")

    def style(self, style: Type, words: str) -> TextStyle:
        font = TextStyle(self.fonts[700 if style.bold else 400], style.size)
        if font.missing(words) and self.look.fallback:
            return TextStyle(register_font(self.look.fallback), style.size)
        return font

    def text(self, x: float, y: float, words: str, style: Type = PLAIN) -> None:
        """Write words on the baseline y, from x, around x or up to x."""
        font = self.style(style, words)
        self.missing |= font.missing(words)
        self.canvas.setFont(font.font, font.size_pt)
        self.canvas.setFillColor(HexColor(style.colour or self.look.ink))
        draw = {
            "left": self.canvas.drawString,
            "centre": self.canvas.drawCentredString,
            "right": self.canvas.drawRightString,
        }
        as_bold = style.bold and self.look.fallback and font.font == str(self.look.fallback)
        if as_bold:  # it has no bold face: its outlines are drawn too
            self.canvas.setStrokeColor(HexColor(style.colour or self.look.ink))
            self.canvas.setLineWidth(font.size_pt * STROKE)
        draw[style.align](x * MM, (self.height - y) * MM, words, mode=2 if as_bold else 0)

    def split(self, words: str, width: float, style: Type = PLAIN) -> list[str]:
        """Return words as lines no wider than that; a word that is too long is split."""
        lines: list[str] = []
        for line in self.style(style, words).wrap(words, width):
            lines += self._cut(line, width, style)
        return lines

    def _cut(self, line: str, width: float, style: Type) -> list[str]:
        pieces = []
        while line and self.measure(line, style) > width:
            fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or self.measure(line[:n], style) <= width))
            pieces.append(line[:fits])
            line = line[fits:]
        return [*pieces, line] if line else pieces

    def measure(self, words: str, style: Type = PLAIN) -> float:
        return self.style(style, words).width(words)

    def block(self, x: float, y: float, width: float, words: str, *, style: Type = PLAIN) -> float:
        """Write words on lines of that width; return the next baseline."""
        for line in self.split(words, width, style):
            self.text(x, y, line, style)
            y += style.size * LINE_MM
        return y

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        width_pt: float = 0.5,
        colour: str = "",
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a line through points, with round ends and corners if it has several."""
        self._stroke(width_pt, colour, dash)
        path = self.canvas.beginPath()
        for number, (x, y) in enumerate(points):
            (path.lineTo if number else path.moveTo)(x * MM, (self.height - y) * MM)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def picture(self, corner: tuple[float, float], size: tuple[float, float], png: bytes) -> None:
        (x, y), (width, height) = corner, size
        image = ImageReader(io.BytesIO(png))
        self.canvas.drawImage(image, x * MM, (self.height - y - height) * MM, width * MM, height * MM, mask="auto")

    def box(
        self,
        corner: tuple[float, float],
        size: tuple[float, float],
        *,
        fill: str = "",
        width_pt: float = 0,
        colour: str = "",
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a box from its top left corner: filled, outlined or both."""
        self._stroke(width_pt or 1, colour, dash)
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        (x, y), (width, height) = corner, size
        self.canvas.rect(
            x * MM,
            (self.height - y - height) * MM,
            width * MM,
            height * MM,
            stroke=int(width_pt > 0),
            fill=int(bool(fill)),
        )

    def _stroke(self, width_pt: float, colour: str, dash: Sequence[float]) -> None:
        self.canvas.setStrokeColor(HexColor(colour or self.look.ink))
        self.canvas.setLineWidth(width_pt)
        self.canvas.setLineCap(0 if dash else 1)
        self.canvas.setLineJoin(1)
        self.canvas.setDash(*([list(dash)] if dash else []))

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def bytes(self) -> bytes:
        """Finish the document; ProblemsFound if its font lacks letters that were written."""
        if self.missing:
            letters = " ".join(sorted(self.missing))
            message = f"the font of this document has no glyph for {letters}."
            hint = "write the name of the place, printer or publisher in Latin letters."
            raise ProblemsFound([Problem("letter-missing", message, hint=hint)])
        self.canvas.showPage()
        self.canvas.save()
        return self.stream.getvalue()
