# SPDX-License-Identifier: MIT
"""Tile: a poster on several sheets of ordinary paper, at actual size, to cut and glue.

Every sheet has the poster's page, clipped to its part. Each part but the last of a row extends under its neighbour
as a striped strip for glue; the neighbour is cut along a dashed line and laid on it. Nothing is printed within 5 mm
of the paper's edge. The first page shows how to put it together.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

import pikepdf

from leaflets.core.commands import command
from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.paper import Paper
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.metadata import packet, save
from leaflets.editions.overlay import Overlay, TextStyle, register_font
from leaflets.editions.sheets.placement import Clip, Placement, SheetSide, ask_for_actual_size, impose
from leaflets.editions.sheets.tile_sheets import (
    Box,
    Landmarks,
    Poster,
    TileFonts,
    draw_assembly,
    draw_scissors,
    draw_strip,
    draw_twice,
    find_landmarks,
    write_in_strip,
)

EDGE = 5.0
"""The margin that an ordinary printer cannot print on."""
NOTE = 6.0
"""Room around each part for marks and its name."""
KEEP = 2.0
"""The distance of a seam from QR codes and lines of text, in mm."""
STEP = 0.5
MOST_SHEETS = 64
MARK = 4.0
NAME_PT, NOTE_PT = 11.0, 7.0
FORM = "/Marks"
"""The form of each page that draws what is not the poster."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Span = tuple[float, float]
NONE = Landmarks()


@dataclass(frozen=True)
class TilePart:
    """One sheet: its row and column, its part of the poster, and the strips beyond it for glue."""

    row: int
    column: int
    box: Box
    right: float = 0.0
    below: float = 0.0

    @property
    def name(self) -> str:
        return f"{LETTERS[self.row]}{self.column + 1}"


@dataclass(frozen=True)
class TilePlan:
    """How a poster is divided: the sheet of paper, and the starts of columns and rows, with the poster's end."""

    paper: Paper
    width: float
    height: float
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    overlap: float

    def parts(self) -> Iterator[TilePart]:
        """Yield what each sheet shows, row by row."""
        for row, (top, bottom) in enumerate(pairwise(self.rows)):
            for column, (left, right) in enumerate(pairwise(self.columns)):
                yield TilePart(
                    row,
                    column,
                    (left, top, right, bottom),
                    self.overlap if right < self.columns[-1] else 0,
                    self.overlap if bottom < self.rows[-1] else 0,
                )

    @property
    def poster(self) -> tuple[float, float]:
        return self.columns[-1], self.rows[-1]

    @property
    def sheets(self) -> int:
        return (len(self.columns) - 1) * (len(self.rows) - 1)


@dataclass(frozen=True)
class TileLabel:
    """The words in the margin of each sheet, and the two font weights for them."""

    edition: str
    code: str
    version: str
    regular: Path
    bold: Path


@dataclass(frozen=True)
class Tiled:
    """The finished file and how the poster is divided."""

    pdf: bytes
    plan: TilePlan


def tile(pdf: bytes, paper: Paper, *, overlap: float, label: TileLabel) -> Tiled:
    """Return the poster on sheets of that paper; ProblemsFound if it cannot be tiled."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        if len(source.pages) != 1:
            message = f"It has {len(source.pages)} pages; a poster has one."
            problem = Problem("not-a-poster", message, hint=f"{command('list')} shows which editions are posters.")
            raise ProblemsFound([problem])
        left, bottom, right, top = (float(value) / POINTS_PER_MM for value in source.pages[0].trimbox)
        size = (round(right - left, 2), round(top - bottom, 2))
        plan = divide(size, paper, overlap=overlap, landmarks=find_landmarks(pdf))
        sides = [side_of(part, size, plan) for part in plan.parts()]
        cover = SheetSide(plan.width, plan.height, ())
        with impose(source, [cover, *sides]) as sheets:
            draw_over(sheets, plan, size, label=label, title=str(source.docinfo.get("/Title", "")))
            describe(source, sheets)
            return Tiled(save(sheets), plan)


def divide(size: tuple[float, float], paper: Paper, *, overlap: float, landmarks: Landmarks = NONE) -> TilePlan:
    """Return the plan with the fewest sheets, portrait or landscape; ProblemsFound if there is none."""
    if paper.holds(*size):
        message = f"The poster, {size[0]:.0f} x {size[1]:.0f} mm, fits on one sheet of {paper}."
        hint = "print its office edition, or name a smaller --paper."
        raise ProblemsFound([Problem("poster-fits", message, hint=hint)])
    plans = []
    for width, height in paper.ways:
        across, down = (side - 2 * (EDGE + NOTE) for side in (width, height))
        if min(across, down) <= 2 * overlap:
            continue
        codes, lines = landmarks.codes, landmarks.lines
        columns = seams(size[0], across, overlap, ([box[::2] for box in codes], [box[::2] for box in lines]))
        rows = seams(size[1], down, overlap, ([box[1::2] for box in codes], [box[1::2] for box in lines]))
        plans.append(TilePlan(paper, width, height, columns, rows, overlap))
    best = min(plans, key=lambda plan: plan.sheets, default=None)
    if best is None or best.sheets > MOST_SHEETS:
        message = f"Sheets of {paper} with an overlap of {overlap:g} mm are too small for this poster."
        hint = "name a larger --paper, or a smaller --overlap."
        raise ProblemsFound([Problem("paper-too-small", message, hint=hint)])
    return best


def seams(
    length: float, room: float, overlap: float, dear: tuple[Sequence[Span], Sequence[Span]] = ((), ())
) -> tuple[float, ...]:
    """Return the starts of the parts, and the end: through as few codes and lines of text as possible, and even."""
    number = max(1, ceil((length - overlap) / (room - overlap) - 1e-9))
    found = [0.0]
    for part in range(1, number):
        later = number - part
        lowest = max(found[-1] + overlap, length - later * room + (later - 1) * overlap)
        highest = found[-1] + room - overlap
        even = found[-1] + (length - found[-1]) / (later + 1)
        steps = int((highest - lowest) / STEP) + 1
        choices = [min(max(even, lowest), highest), *(lowest + step * STEP for step in range(steps))]
        found.append(min(choices, key=lambda at: (*(cuts(at, spans) for spans in dear), abs(at - even))))
    return (*(round(at, 3) for at in found), length)


def cuts(at: float, spans: Sequence[Span]) -> int:
    """Return how many things a seam there would cut that should stay whole."""
    return sum(start - KEEP < at < end + KEEP for start, end in spans)


def side_of(part: TilePart, size: tuple[float, float], plan: TilePlan) -> SheetSide:
    """Return one sheet: the whole poster, moved so that its part is on the paper, and clipped to it."""
    left, top, right, bottom = part.box
    x, y = EDGE + NOTE - left, plan.height - EDGE - NOTE + top - size[1]
    clip = Clip(-left, -(size[1] - bottom - part.below), -(size[0] - right - part.right), -top)
    return SheetSide(plan.width, plan.height, (Placement(0, x, y, *size, clip),), margin=EDGE)


def describe(source: pikepdf.Pdf, sheets: pikepdf.Pdf) -> None:
    """Write the metadata of the poster into the file."""
    entries = {name: str(source.docinfo[name]) for name in DESCRIBED if name in source.docinfo}
    said = {name: entries.get(name, "") for name in DESCRIBED[:4]} | entries
    for name, value in entries.items():
        sheets.docinfo[name] = pikepdf.String(value)
    language = str(source.Root.get("/Lang", "en"))
    sheets.Root.Lang = pikepdf.String(language)
    metadata = sheets.make_stream(packet(said, language, accessible=False))
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    sheets.Root.Metadata = metadata
    ask_for_actual_size(sheets, "none")


# Marks, strips and names


def draw_over(sheets: pikepdf.Pdf, plan: TilePlan, size: tuple[float, float], *, label: TileLabel, title: str) -> None:
    """Draw everything but the poster: the assembly page, and on each sheet where to cut and glue."""
    overlay, fonts = Overlay(), TileFonts(register_font(label.regular), register_font(label.bold))
    parts = list(plan.parts())
    if TextStyle(fonts.regular, NOTE_PT).missing(title):  # in another script: the margin of each sheet uses this name
        title = f"{label.code}, {label.edition}"
    poster = Poster(title, plan.paper, *size, plan.columns, plan.rows, [part.name for part in parts])
    overlay.begin_page(plan.width, plan.height)
    draw_assembly(overlay, poster, (plan.width, plan.height), fonts)
    for part in parts:
        overlay.begin_page(plan.width, plan.height)
        draw_part(overlay, part, plan, label=label, fonts=fonts)
    overlay.lay_over(sheets, FORM)
    first, second = (page.Resources.XObject for page in sheets.pages[:2])
    first[FORM].Resources.XObject = pikepdf.Dictionary({"/P0": second["/P0"]})


def draw_part(overlay: Overlay, part: TilePart, plan: TilePlan, *, label: TileLabel, fonts: TileFonts) -> None:
    """Draw one sheet's strips, cutting lines, marks and name."""
    left, bottom, right, top = box = on_paper(part, plan)
    note, canvas = TextStyle(fonts.regular, NOTE_PT), overlay.canvas
    if part.right:
        draw_strip(overlay, (right, bottom - part.below, right + part.right, top))
        middle = right + part.right / 2, (bottom + top) / 2
        words = f"glue {LETTERS[part.row]}{part.column + 2} here"
        write_in_strip(overlay, words, middle, note, upwards=True)
    if part.below:
        draw_strip(overlay, (left, bottom - part.below, right, bottom))
        middle = (left + right) / 2, bottom - part.below / 2
        words = f"glue {LETTERS[part.row + 1]}{part.column + 1} here"
        write_in_strip(overlay, words, middle, note, upwards=False)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.25)
    draw_edges(overlay, part, box)
    canvas.setFillGray(0)
    y = top + MARK / 4 + 0.6
    name = TextStyle(fonts.bold, NAME_PT)
    overlay.write(part.name, (left + 2, y), name)
    number = part.row * (len(plan.columns) - 1) + part.column + 1
    words = f"sheet {number} of {plan.sheets}, {label.edition}, {label.code} version {label.version}"
    overlay.write(words, (left + 2 + name.width(part.name) + 3, y), note)


def on_paper(part: TilePart, plan: TilePlan) -> Box:
    """Return left, bottom, right and top of the part on its sheet, from the bottom left."""
    left, top = EDGE + NOTE, plan.height - EDGE - NOTE
    return left, top - (part.box[3] - part.box[1]), left + part.box[2] - part.box[0], top


def draw_edges(overlay: Overlay, part: TilePart, box: Box) -> None:
    """Draw the dashed cutting lines, just outside the part, and the marks for laying the next sheet."""
    left, bottom, right, top = box
    low, far = bottom - part.below, right + part.right
    # The line's width is outside, so that none of it is left after the cut.
    off = 0.2
    overlay.canvas.setDash(2, 1.5)
    overlay.line(left - off, low - MARK, left - off, top + MARK)
    overlay.line(left - MARK, top + off, far + MARK, top + off)
    if not part.right:
        overlay.line(right + off, low - MARK, right + off, top + MARK)
    if not part.below:
        overlay.line(left - MARK, bottom - off, far + MARK, bottom - off)
    overlay.canvas.setDash()
    draw_scissors(overlay, left - off, low - MARK / 2)
    if part.right:
        overlay.line(right, top + off, right, top + MARK)
        overlay.line(right, low - 1, right, low - MARK)
        draw_twice(overlay, (right + 0.15, low), (right + 0.15, top))
    if part.below:
        overlay.line(left - 1, bottom, left - MARK, bottom)
        overlay.line(far + 1, bottom, far + MARK, bottom)
        draw_twice(overlay, (left, bottom - 0.15), (far, bottom - 0.15))


DESCRIBED = ("/Title", "/Author", "/Subject", "/Producer", "/CreationDate", "/ModDate")
