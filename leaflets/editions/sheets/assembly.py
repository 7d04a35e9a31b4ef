# SPDX-License-Identifier: MIT
"""Assembly: the first page of a tiled poster, which shows in words and in a picture how the sheets go together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaflets.core.formats import points
from leaflets.editions.sheets.lettering import Lettering
from leaflets.editions.sheets.paper import Paper

MARGIN = 18.0
HEADING_PT, TEXT_PT, SMALL_PT = 20.0, 12.0, 10.0
LEADING = 1.4
RULER = 100.0
NAME_SHARE = 0.12
"""How large a sheet's name is in the picture: this share of the smaller side of its part."""
LARGEST_PT = 24.0

# Plain sentences, each whole, so that they can be translated.
HEADING = "How to put the poster together"
WHAT = "“{title}”, {width} x {height} mm, on {sheets} sheets of {paper}"
STEPS = (
    "Print all pages on {paper}, on one side, at actual size (100 %). Do not choose “fit to page”.",
    "Measure the line at the foot of this page. It must be exactly 100 mm long.",
    "Cut each sheet along its dashed lines, with a knife and a ruler if you can. Leave the striped strips on.",
    "Put glue on the upright strips. Lay each sheet on the strip of the one to its left, edge to the line.",
    "Put glue on the level strips. Lay each row on the strip of the row above it.",
)
RULER_WORDS = "This line is 100 mm long if the printer has kept the size."


@dataclass(frozen=True)
class Poster:
    """What the picture shows: title, size, where columns and rows begin (and end), the names of the sheets by row."""

    title: str
    width: float
    height: float
    columns: Sequence[float]
    rows: Sequence[float]
    names: Sequence[str]


def draw_assembly(
    poster: Poster, paper: Paper, size: tuple[float, float], *, regular: Lettering, bold: Lettering
) -> str:
    """Return the operators of the page; the poster is its resource /P0, the fonts /Regular and /Bold."""
    width, height = size
    room = width - 2 * MARGIN
    lines, y = ["q 0 g"], height - MARGIN - 6
    for text in bold.wrap(HEADING, room, HEADING_PT):
        lines.append(bold.draw(text, (MARGIN, y), size_pt=HEADING_PT, name="Bold"))
        y -= mm(HEADING_PT)
    name = paper.name.upper() if paper.name.isalnum() and len(paper.name) < 6 else str(paper)
    said = {
        "title": poster.title,
        "width": f"{poster.width:.0f}",
        "height": f"{poster.height:.0f}",
        "sheets": len(poster.names),
        "paper": name,
    }
    for text in regular.wrap(WHAT.format(**said), room, TEXT_PT):
        lines.append(regular.draw(text, (MARGIN, y), size_pt=TEXT_PT, name="Regular"))
        y -= mm(TEXT_PT)
    y -= 3
    for number, step in enumerate(STEPS, start=1):
        lines.append(bold.draw(f"{number}", (MARGIN, y), size_pt=TEXT_PT, name="Bold"))
        for text in regular.wrap(step.format(**said), room - 7, TEXT_PT):
            lines.append(regular.draw(text, (MARGIN + 7, y), size_pt=TEXT_PT, name="Regular"))
            y -= mm(TEXT_PT)
        y -= 1.5
    foot = MARGIN + 16
    lines += picture(poster, (MARGIN, foot, room, y - foot), bold)
    lines += ruler(MARGIN, MARGIN, regular)
    return "\n".join((*lines, "Q"))


def mm(size_pt: float) -> float:
    """Return the distance of two lines of that size, in mm."""
    return size_pt * LEADING / points(1)


def picture(poster: Poster, room: tuple[float, float, float, float], bold: Lettering) -> Iterator[str]:
    """Yield the poster in small, the parts a little apart, each with its name."""
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
        window = f"{points(x1):.3f} {points(y2):.3f} {points(x2 - x1):.3f} {points(y1 - y2):.3f} re"
        x = x1 - poster.columns[column] * scale
        y = y1 - (poster.height - poster.rows[row]) * scale
        yield f"q {window} W n {scale:.5f} 0 0 {scale:.5f} {points(x):.3f} {points(y):.3f} cm /P0 Do Q"
        yield f".4 G .5 w {window} S"
        yield from badge(name, (x1 + 2, y1 - 2), min(x2 - x1, y1 - y2), bold)


def badge(name: str, corner: tuple[float, float], room: float, bold: Lettering) -> Iterator[str]:
    """Yield the name of a sheet on a white plate, its top left corner there."""
    size = min(LARGEST_PT, max(SMALL_PT, points(room * NAME_SHARE)))
    along, across = bold.width(name, size), size * 0.67 / points(1)
    x, y = corner[0] + 2, corner[1] - 2 - across
    box = (x - 2, y - 2, along + 4, across + 4)
    yield f"1 g 0 G .75 w {' '.join(f'{points(value):.3f}' for value in box)} re B 0 g"
    yield bold.draw(name, (x, y), size_pt=size, name="Bold")


def ruler(x: float, y: float, regular: Lettering) -> Iterator[str]:
    """Yield a line of 100 mm with a tick every 10."""
    yield "0 G .25 w"
    yield f"{points(x):.3f} {points(y):.3f} m {points(x + RULER):.3f} {points(y):.3f} l S"
    for tick in range(0, 101, 10):
        high = y + (4 if tick in (0, 50, 100) else 2.5)
        yield f"{points(x + tick):.3f} {points(y):.3f} m {points(x + tick):.3f} {points(high):.3f} l S"
    yield regular.draw(RULER_WORDS, (x, y + 6), size_pt=SMALL_PT, name="Regular")
