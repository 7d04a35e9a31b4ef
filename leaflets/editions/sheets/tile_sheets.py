# SPDX-License-Identifier: MIT
"""What tiling draws besides the poster: marks to cut by, strips for glue, and the first page, which shows how to put
the sheets together; and where a poster's codes and lines are, which no cut should cross.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import pypdfium2
import zxingcpp

from leaflets.core import qr
from leaflets.core.formats import MM_PER_INCH, POINTS_PER_MM, points
from leaflets.core.paper import Paper
from leaflets.editions.overlay import Overlay, TextStyle

HATCH = 3.0


def draw_scissors(overlay: Overlay, x: float, y: float) -> None:
    """Draw a pair of scissors cutting upwards along x."""
    overlay.line(x - 0.7, y - 0.5, x + 0.5, y + 2)
    overlay.line(x + 0.7, y - 0.5, x - 0.5, y + 2)
    for middle in (x - 0.8, x + 0.8):
        overlay.canvas.circle(points(middle), points(y - 1), points(0.55))


def draw_strip(overlay: Overlay, box: tuple[float, float, float, float]) -> None:
    """Draw slanting stripes over a strip, white under grey so that they show on light and dark."""
    left, bottom, right, top = box
    height, canvas = top - bottom, overlay.canvas
    canvas.saveState()
    overlay.clip(left, bottom, right - left, height)
    for grey, width_pt in ((1, 1.6), (0.45, 0.4)):
        canvas.setStrokeGray(grey)
        canvas.setLineWidth(width_pt)
        for number in range(ceil((right - left + height) / HATCH) + 1):
            overlay.line(left - height + number * HATCH, bottom, left + number * HATCH, top)
    canvas.restoreState()


def write_in_strip(
    overlay: Overlay, words: str, middle: tuple[float, float], style: TextStyle, *, upwards: bool
) -> None:
    """Write words in the middle of a strip, on white."""
    along, across = style.width(words) / 2, style.size_pt * 0.36 / POINTS_PER_MM
    half = (across + 0.8, along + 1.2) if upwards else (along + 1.2, across + 0.8)
    x, y = middle
    overlay.canvas.setFillGray(1)
    overlay.box(x - half[0], y - half[1], 2 * half[0], 2 * half[1], fill=True)
    overlay.canvas.setFillGray(0)
    overlay.write(words, (x + across, y - along) if upwards else (x - along, y - across), style, upwards=upwards)


def draw_twice(overlay: Overlay, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a line in white and in black, so that it shows on every background."""
    for grey, width_pt in ((1, 1), (0, 0.25)):
        overlay.canvas.setStrokeGray(grey)
        overlay.canvas.setLineWidth(width_pt)
        overlay.line(*start, *end)


MARGIN = 18.0
HEADING_PT, TEXT_PT, SMALL_PT = 20.0, 12.0, 10.0
LEADING = 1.4
RULER = 100.0
NAME_SHARE = 0.12
"""The size of a sheet's name in the picture, as a share of the shorter side of its part."""
LARGEST_PT = 24.0

# Whole, plain sentences, so that they can be translated.
HEADING = "How to put the poster together"
WHAT = "“{title}”, {width} x {height} mm, on {sheets} sheets of {paper}"
STEPS = (
    "Print all pages on {paper}, on one side, at actual size (100 %). Do not choose “fit to page”.",
    "Measure the line at the foot of this page. It must be exactly 100 mm long.",
    "Cut each sheet along its dashed lines, with a knife and a ruler if you can. Leave the striped strips on.",
    "Put glue on the vertical strips. Lay each sheet on the strip of the one to its left, edge to the line.",
    "Put glue on the horizontal strips. Lay each row on the strip of the row above it.",
)
RULER_WORDS = "This line is 100 mm long if the page was printed at actual size."


@dataclass(frozen=True)
class Poster:
    """What is shown: title, paper, size, the starts of columns and rows (and the end), the sheets' names by row."""

    title: str
    paper: Paper
    width: float
    height: float
    columns: Sequence[float]
    rows: Sequence[float]
    names: Sequence[str]


@dataclass(frozen=True)
class TileFonts:
    """The two font weights for tiles, by their names from `register_font`."""

    regular: str
    bold: str


@dataclass(frozen=True)
class SmallPart:
    """A part of the poster in the picture: its name, its box, and the origin of the whole poster."""

    name: str
    left: float
    bottom: float
    width: float
    height: float
    origin: tuple[float, float]
    scale: float


def draw_assembly(overlay: Overlay, poster: Poster, size: tuple[float, float], fonts: TileFonts) -> None:
    """Draw the page; the poster is the overlay's resource /P0."""
    width, height = size
    room = width - 2 * MARGIN
    heading, text = TextStyle(fonts.bold, HEADING_PT), TextStyle(fonts.regular, TEXT_PT)
    overlay.canvas.setFillGray(0)
    y = write_lines(overlay, HEADING, (MARGIN, height - MARGIN - 6), heading, room=room)
    paper = poster.paper
    said = {
        "title": poster.title,
        "width": f"{poster.width:.0f}",
        "height": f"{poster.height:.0f}",
        "sheets": len(poster.names),
        "paper": paper.name.upper() if paper.name.isalnum() and len(paper.name) < 6 else str(paper),
    }
    y = write_lines(overlay, WHAT.format(**said), (MARGIN, y), text, room=room) - 3
    for number, step in enumerate(STEPS, start=1):
        overlay.write(f"{number}", (MARGIN, y), TextStyle(fonts.bold, TEXT_PT))
        y = write_lines(overlay, step.format(**said), (MARGIN + 7, y), text, room=room - 7) - 1.5
    foot = MARGIN + 16
    for part in in_small(poster, (MARGIN, foot, room, y - foot)):
        draw_part(overlay, part, fonts.bold)
    draw_ruler(overlay, MARGIN, MARGIN, TextStyle(fonts.regular, SMALL_PT))


def write_lines(overlay: Overlay, words: str, at: tuple[float, float], style: TextStyle, *, room: float) -> float:
    """Write words on lines that fit the room; return the position of the next line."""
    x, y = at
    for line in style.wrap(words, room):
        overlay.write(line, (x, y), style)
        y -= style.size_pt * LEADING / points(1)
    return y


def in_small(poster: Poster, room: tuple[float, float, float, float]) -> Iterator[SmallPart]:
    """Yield the parts of the poster, slightly apart, as large as fits."""
    left, bottom, width, height = room
    gap = 3.0
    columns, rows = len(poster.columns) - 1, len(poster.rows) - 1
    scale = min((width - gap * (columns - 1)) / poster.width, (height - gap * (rows - 1)) / poster.height)
    left += (width - poster.width * scale - gap * (columns - 1)) / 2
    top = bottom + height
    for number, name in enumerate(poster.names):
        row, column = divmod(number, columns)
        x1, x2 = (left + poster.columns[column + end] * scale + gap * column for end in (0, 1))
        y1, y2 = (top - poster.rows[row + end] * scale - gap * row for end in (0, 1))
        origin = x1 - poster.columns[column] * scale, y1 - (poster.height - poster.rows[row]) * scale
        yield SmallPart(name, x1, y2, x2 - x1, y1 - y2, origin, scale)


def draw_part(overlay: Overlay, part: SmallPart, font: str) -> None:
    """Draw a part of the poster, its outline, and its name on white in the top left corner."""
    canvas = overlay.canvas
    canvas.saveState()
    overlay.clip(part.left, part.bottom, part.width, part.height)
    canvas.transform(part.scale, 0, 0, part.scale, *map(points, part.origin))
    canvas.addLiteral("/P0 Do")
    canvas.restoreState()
    canvas.setStrokeGray(0.4)
    canvas.setLineWidth(0.5)
    overlay.box(part.left, part.bottom, part.width, part.height, line=True)
    size = min(LARGEST_PT, max(SMALL_PT, points(min(part.width, part.height) * NAME_SHARE)))
    style, across = TextStyle(font, size), size * 0.67 / points(1)
    x, y = part.left + 4, part.bottom + part.height - 4 - across
    canvas.setFillGray(1)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.75)
    overlay.box(x - 2, y - 2, style.width(part.name) + 4, across + 4, line=True, fill=True)
    canvas.setFillGray(0)
    overlay.write(part.name, (x, y), style)


def draw_ruler(overlay: Overlay, x: float, y: float, style: TextStyle) -> None:
    """Draw a line of 100 mm with a tick every 10."""
    overlay.canvas.setStrokeGray(0)
    overlay.canvas.setLineWidth(0.25)
    overlay.line(x, y, x + RULER, y)
    for tick in range(0, 101, 10):
        overlay.line(x + tick, y, x + tick, y + (4 if tick in (0, 50, 100) else 2.5))
    overlay.write(RULER_WORDS, (x, y + 6), style)


DPI = 150

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in mm from the page's top left corner."""


@dataclass(frozen=True)
class Landmarks:
    """What should not be cut through."""

    codes: tuple[Box, ...] = ()
    lines: tuple[Box, ...] = ()


def find_landmarks(pdf: bytes, page: int = 0) -> Landmarks:
    """Return the landmarks of a page of a finished file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return Landmarks(code_boxes(document[page]), line_boxes(document[page]))
    finally:
        document.close()


def code_boxes(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return the boxes of the QR codes, with their quiet zones."""
    bitmap = page.render(scale=DPI / 72)
    try:
        image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return tuple(map(code_box, zxingcpp.read_barcodes(image, formats=kind, try_invert=False)))


def code_box(code: zxingcpp.Barcode) -> Box:
    """Return the box of a code, with its quiet zone."""
    four = code.position
    corners = (four.top_left, four.top_right, four.bottom_right, four.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    dark = max(xs) - min(xs)
    said: Any = code.extra
    quiet = qr.QUIET_ZONE * dark / (17 + 4 * int(said["Version"]))  # ISO/IEC 18004: version 1 has 21 modules
    left, top, right, bottom = min(xs) - quiet, min(ys) - quiet, max(xs) + quiet, max(ys) + quiet
    mm = MM_PER_INCH / DPI
    return left * mm, top * mm, right * mm, bottom * mm


def line_boxes(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return the boxes of lines of text."""
    height = page.get_height()
    text = page.get_textpage()
    try:
        rectangles = [text.get_rect(number) for number in range(text.count_rects())]
    finally:
        text.close()
    return tuple(
        (left / POINTS_PER_MM, (height - top) / POINTS_PER_MM, right / POINTS_PER_MM, (height - bottom) / POINTS_PER_MM)
        for left, bottom, right, top in rectangles
    )
