# SPDX-License-Identifier: MIT
"""Draw what stands outside the bleed of a press sheet: crop and fold marks, the slug line, the warning on a proof.

Everything is in black ink alone. Crop marks are hairlines at the corners of the trim; fold marks are dashed; both begin
1 mm outside the bleed, so that no mark is left on the paper when the cutter is a hair out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from leaflets.core.formats import points
from leaflets.editions.sheets.placement import MARK_POINTS

SLUG_MM = 14.0
"""Room around the trim on every side."""
MARK_GAP = 1.0
MARK_END = 9.0
"""How far outside the trim marks end, in mm; the lines of words stand beyond."""
TEXT_PT, PROOF_PT = 6, 8
LINE_MM, FOOT_MM = 2.6, 1.6
INDENT_MM = 2.0
DASH_MM = 1.0
DIGITS = 12
PREAMBLE = re.compile(rb"^1 0 0 1 0 0 cm\s+BT /F1 12 Tf 14\.4 TL ET\s*")

Side = tuple[str, tuple[float, float], tuple[float, ...]]
"""Name of the side, its trimmed width and height, its folds from the left, in mm."""


@dataclass(frozen=True)
class Slug:
    """What the slug line says of an edition, so that a sheet of paper leads back to its file."""

    edition: str
    code: str
    version: str
    language: str
    issued: str
    digest: str
    condition: str
    warning: str = ""
    """Why this is a proof, if it is one."""

    def words(self, side: str) -> list[str]:
        """Return what the slug line says on one side."""
        return [
            f"{self.code} version {self.version}",
            self.edition,
            self.language,
            side,
            f"issued {self.issued}",
            self.digest[:DIGITS],
            self.condition,
        ]


def draw_slugs(slug: Slug, sides: Sequence[Side], *, bleed: float, font: Path) -> bytes:
    """Return a PDF with a page of marks and words for each side, the trim `SLUG_MM` from its edges."""
    name = register(font)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0, initialFontName="Helvetica")
    for side in sides:
        (width, height), margin = side[1], 2 * SLUG_MM
        canvas.setPageSize((points(width + margin), points(height + margin)))
        draw_marks(canvas, side, bleed)
        draw_words(canvas, slug, side, name)
        canvas.showPage()
    canvas.save()
    return without_preamble(out.getvalue())


def register(font: Path) -> str:
    """Make a font known to reportlab and return the name by which it knows it."""
    name = f"slug-{font.stem}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(font)))
    return name


def draw_marks(canvas: Canvas, side: Side, bleed: float) -> None:
    """Draw crop marks at the corners and fold marks above and below."""
    _, (width, height), folds = side
    near, far = bleed + MARK_GAP, MARK_END
    canvas.setLineWidth(MARK_POINTS)
    canvas.setStrokeColorCMYK(0, 0, 0, 1)
    for x in (0.0, width):
        line(canvas, x, -far, x, -near)
        line(canvas, x, height + near, x, height + far)
    for y in (0.0, height):
        line(canvas, -far, y, -near, y)
        line(canvas, width + near, y, width + far, y)
    canvas.setDash(points(DASH_MM), points(DASH_MM))
    for x in folds:
        line(canvas, x, -near, x, -far)
        line(canvas, x, height + near, x, height + far)
    canvas.setDash()


def line(canvas: Canvas, *ends: float) -> None:
    """Draw a line between two points given in mm from the bottom left corner of the trim."""
    canvas.line(*(points(SLUG_MM + end) for end in ends))


def draw_words(canvas: Canvas, slug: Slug, side: Side, font: str) -> None:
    """Write the slug line below the sheet, in as many lines as it takes, and the warning above."""
    name, (width, height), _ = side
    x, room = points(SLUG_MM + INDENT_MM), points(width - 2 * INDENT_MM)
    canvas.setFillColorCMYK(0, 0, 0, 1)
    canvas.setFont(font, TEXT_PT)
    lines = broken(slug.words(name), font, room)
    for number, text in enumerate(reversed(lines)):
        canvas.drawString(x, points(FOOT_MM + number * LINE_MM), text)
    if slug.warning:
        canvas.setFont(font, PROOF_PT)
        canvas.drawString(x, points(height + SLUG_MM + MARK_END + 1), slug.warning)


def broken(words: Sequence[str], font: str, room: float) -> list[str]:
    """Return the words in lines that fit the room."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}  ·  {word}" if lines else word
        if lines and pdfmetrics.stringWidth(longer, font, TEXT_PT) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def without_preamble(pdf: bytes) -> bytes:
    """Take out the font that reportlab names on every page without using it: it is not embedded."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.Contents.write(PREAMBLE.sub(b"", page.Contents.read_bytes()))
            fonts = page.Resources.Font
            for name in [name for name, item in fonts.items() if item.BaseFont == "/Helvetica"]:
                del fonts[name]
        document.save(out)
    return out.getvalue()
