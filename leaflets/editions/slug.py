# SPDX-License-Identifier: MIT
"""Draw what is outside the bleed of a press sheet: crop and fold marks, the slug line, the warning on a proof.

Everything is in black only. Crop marks are hairlines at the corners of the trim; fold marks are dashed; both begin 1
mm outside the bleed, so that none remains if the cut is slightly out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from leaflets.core.formats import points
from leaflets.editions.overlay import Overlay, TextStyle, register_font
from leaflets.editions.sheets.placement import PRESS_MARK_PT

SLUG_MM = 14.0
"""Room around the trim on every side."""
MARK_GAP = 1.0
MARK_END = 9.0
"""The distance of the marks' ends from the trim, in mm; words are beyond it."""
TEXT_PT, PROOF_PT = 6, 8
LINE_MM, FOOT_MM = 2.6, 1.6
INDENT_MM = 2.0
DASH_MM = 1.0
DIGITS = 12
FORM = "/Slug"
"""The form on each page that draws the marks and the words."""

Side = tuple[str, tuple[float, float], tuple[float, ...]]
"""Name of the side, its trimmed width and height, its folds from the left, in mm."""


@dataclass(frozen=True)
class Slug:
    """What the slug line says of an edition, so that a printed sheet can be traced to its file."""

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
        return [
            f"{self.code} version {self.version}",
            self.edition,
            self.language,
            side,
            f"issued {self.issued}",
            self.digest[:DIGITS],
            self.condition,
        ]


def draw_slugs(slug: Slug, sides: Sequence[Side], *, bleed: float, font: Path) -> Overlay:
    """Return a page of marks and words for each side, with the trim `SLUG_MM` from its edges."""
    overlay, name = Overlay(), register_font(font)
    for side in sides:
        (width, height), margin = side[1], 2 * SLUG_MM
        overlay.begin_page(width + margin, height + margin)
        draw_marks(overlay, side, bleed)
        draw_words(overlay, slug, side, name)
    return overlay


def draw_marks(overlay: Overlay, side: Side, bleed: float) -> None:
    """Draw crop marks at the corners and fold marks above and below."""
    _, (width, height), folds = side
    near, far = bleed + MARK_GAP, MARK_END
    canvas = overlay.canvas
    canvas.setLineWidth(PRESS_MARK_PT)
    canvas.setStrokeColorCMYK(0, 0, 0, 1)

    def line(*ends: float) -> None:
        overlay.line(*(SLUG_MM + end for end in ends))

    for x in (0.0, width):
        line(x, -far, x, -near)
        line(x, height + near, x, height + far)
    for y in (0.0, height):
        line(-far, y, -near, y)
        line(width + near, y, width + far, y)
    canvas.setDash(points(DASH_MM), points(DASH_MM))
    for x in folds:
        line(x, -near, x, -far)
        line(x, height + near, x, height + far)
    canvas.setDash()


def draw_words(overlay: Overlay, slug: Slug, side: Side, font: str) -> None:
    """Write the slug line below the sheet, in as many lines as it takes, and the warning above."""
    name, (width, height), _ = side
    x, style = SLUG_MM + INDENT_MM, TextStyle(font, TEXT_PT)
    overlay.canvas.setFillColorCMYK(0, 0, 0, 1)
    for number, text in enumerate(reversed(broken(slug.words(name), style, width - 2 * INDENT_MM))):
        overlay.write(text, (x, FOOT_MM + number * LINE_MM), style)
    if slug.warning:
        overlay.write(slug.warning, (x, height + SLUG_MM + MARK_END + 1), TextStyle(font, PROOF_PT))


def broken(words: Sequence[str], style: TextStyle, room: float) -> list[str]:
    """Return the words in lines that fit the room, in mm."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}  ·  {word}" if lines else word
        if lines and style.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
