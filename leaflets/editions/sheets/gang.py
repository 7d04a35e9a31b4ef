# SPDX-License-Identifier: MIT
"""Gang up: place press editions on a printer's sheet as often as they fit, with marks and a slug line.

Finished press editions of one size become one file with the sides of the sheet: vectors, with the same inks, fonts and
output intent. Each side is a page seen from the printed side, with the gripper edge at the bottom; printed on both
sides as the file asks, fronts and backs match. One that reads the other way lies head to foot if it is folded, so that
its folds meet those of its neighbours.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf

from leaflets.core.formats import POINTS_PER_MM, Format, points
from leaflets.core.paper import Paper
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.content_stream import outside_strings, remove
from leaflets.editions.metadata import save
from leaflets.editions.overlay import Overlay, TextStyle, register_font
from leaflets.editions.sheets.control_marks import Strip, draw_control_marks, strips
from leaflets.editions.sheets.grid import USUAL, Cell, Grid, Margins, PrintPiece, Turn, choose_grid
from leaflets.editions.sheets.placement import (
    Clip,
    Flip,
    Placement,
    SheetSide,
    Turned,
    ask_for_actual_size,
    impose,
)
from leaflets.editions.slug import FORM

ROUND: dict[Turned, Turned] = {0: 180, 90: 270, 180: 0, 270: 90}
SLUG_POINTS = (6.0, 5.0, 4.0)
LEADING = 1.25
COPIED = ("/Title", "/Author", "/Subject", "/Producer", "/CreationDate", "/ModDate", "/GTS_PDFXVersion", "/Trapped")
SLUG_DRAWN = outside_strings(FORM.encode() + rb"\s+Do\b")
UUID = re.compile(rb"uuid:[0-9a-fA-F-]{36}")
PROOF = "PROOF: it prints facts that nobody has verified. Not for a print run."


@dataclass(frozen=True)
class GangSettings:
    """What was asked for: the paper, how the sheet is turned (None: whichever gives most copies), the margins."""

    paper: Paper
    turn: Turn | None = None
    margins: Margins = USUAL


@dataclass(frozen=True)
class SlugLabel:
    """What the slug line says of the edition."""

    edition: str
    code: str
    version: str
    language: str
    digest: str
    proof: bool


@dataclass(frozen=True)
class GangItem:
    """A press edition to be placed: its file, its direction of reading, and what the slug line says of it."""

    pdf: bytes
    direction: str
    label: SlugLabel
    leaf: int = 0
    """Which leaf of a booklet with several, from the outermost."""
    creep: float = 0.0
    """How far its pages move towards the spine, in mm: inner leaves stick out and are cut level with the others."""


@dataclass(frozen=True)
class PagePart:
    """A page of the press edition on a copy: its index, its distance from the copy's left edge, its width."""

    page: int
    x: float
    width: float
    shift: float = 0.0
    """How far it moves to the right, in mm."""


@dataclass(frozen=True)
class Ganged:
    """Finished sheets and their layout."""

    pdf: bytes
    grid: Grid


@dataclass(frozen=True)
class PlacedItem:
    """The faces of a piece among the pages of all, and whether it lies head to foot."""

    faces: list[list[PagePart]]
    turned_round: bool


def grid_of(item: GangItem, form: Format, wish: GangSettings) -> Grid:
    """Return how a piece fits on the sheet; ProblemsFound if not even one copy does."""
    with pikepdf.open(io.BytesIO(item.pdf)) as source:
        piece = measure(source, form, item.direction)
    return choose_grid(piece, wish.paper, turn=wish.turn, margins=wish.margins)


def gang_up(
    items: Sequence[GangItem], form: Format, *, wish: GangSettings, font: Path, shares: Sequence[int] = ()
) -> Ganged:
    """Return press editions on sheets, each on its share of the places; ProblemsFound if none fits."""
    grid = grid_of(items[0], form, wish)
    shares = shares or (grid.places,)
    with ExitStack() as stack:
        sources = [stack.enter_context(pikepdf.open(io.BytesIO(item.pdf))) for item in items]
        pages, placed = stack.enter_context(pikepdf.new()), list[PlacedItem]()
        for item, source, share in zip(items, sources, shares, strict=True):
            measure(source, form, item.direction)
            leave_slugs(source)
            faces = faces_of(form, item, first=len(pages.pages))
            opposite = bool(grid.piece.folds) and not form.booklet and item.direction != items[0].direction
            placed += [PlacedItem(faces, opposite)] * share
            pages.pages.extend(source.pages)
        sides = [side_of(grid, placed, number) for number in range(grid.piece.sides)]
        with impose(pages, sides) as sheets:
            set_boxes(sheets, grid)
            labels = [(item.label, share) for item, share in zip(items, shares, strict=True)]
            write_slugs(sheets, grid, labels, font)
            copy_metadata(sources, sheets, f"{wish.paper.name} {grid.turn}", labels)
            ask_for_actual_size(sheets, flip_of(grid))
            return Ganged(save(sheets, version=sources[0].pdf_version), grid)


def faces_of(form: Format, item: GangItem, *, first: int = 0) -> list[list[PagePart]]:
    """Return the pages of each side of a copy, from the left: a booklet's file has single pages, others flat sides."""
    if not form.booklet:
        return [[PagePart(first + number, 0, form.flat[0])] for number in range(len(form.faces))]
    faces = []
    for side in form.sides(item.direction)[2 * item.leaf : 2 * item.leaf + 2]:
        (left, right), (fold,) = side.panels, side.folds
        faces.append(
            [
                PagePart(first + form.page_of(left), 0.0, left.width, item.creep),
                PagePart(first + form.page_of(right), fold, right.width, -item.creep),
            ]
        )
    return faces


def measure(source: pikepdf.Pdf, form: Format, direction: str) -> PrintPiece:
    """Return the size, bleed and folds of a copy; ProblemsFound if the file does not match the format."""
    if form.has_sheets:
        message = f"'{form.product}' are printed one by one, and nothing is cut."
        raise ProblemsFound([Problem("not-this-format", message, hint="send the press edition as it is.")])
    widths = [panel.width for panel in form.panels] if form.booklet else [form.flat[0]] * len(form.faces)
    if len(source.pages) != len(widths):
        raise not_this_format(f"it has {len(source.pages)} pages, but '{form.product}' has {len(widths)}")
    for number, (page, width) in enumerate(zip(source.pages, widths, strict=True), start=1):
        left, bottom, right, top = millimetres(page.trimbox)
        if abs(right - left - width) > 0.05 or abs(top - bottom - form.height) > 0.05:
            raise not_this_format(f"page {number} is cut to {right - left:.1f} x {top - bottom:.1f} mm")
    page = source.pages[0]
    trim, bled = millimetres(page.trimbox), millimetres(page.get("/BleedBox", page.trimbox))
    folds = form.sides(direction)[0].folds
    return PrintPiece(*form.flat, round(max(0.0, trim[0] - bled[0]), 3), min(len(form.faces), 2), folds)


def leave_slugs(source: pikepdf.Pdf) -> None:
    """Remove each page's own marks and slug line: they are not visible beyond the bleed, but can be searched."""
    for page in source.pages:
        if (drawn := page.Resources.get("/XObject")) is not None and FORM in drawn:
            del drawn[FORM]
            page.contents_coalesce()
            page.Contents.write(remove(page.Contents.read_bytes(), SLUG_DRAWN))


def not_this_format(what: str) -> ProblemsFound:
    """Return that the file does not match its format."""
    message = f"The press edition cannot be placed: {what}."
    return ProblemsFound([Problem("not-this-format", message, hint="build again.")])


def millimetres(box: pikepdf.Object) -> list[float]:
    """Return a box of a page in mm."""
    return [float(value) / POINTS_PER_MM for value in box]


def side_of(grid: Grid, placed: Sequence[PlacedItem], number: int) -> SheetSide:
    """Return one side of the sheet, full of copies; `placed` has a piece for each place."""
    placements = []
    for cell in grid.cells(number):
        item = placed[cell.place]
        lying = replace(cell, turned=ROUND[cell.turned]) if item.turned_round else cell
        parts = item.faces[cell.side]
        placements += [place(part, parts, lying, grid) for part in parts]
    return SheetSide(grid.width, grid.height, tuple(placements), tuple(grid.marks(number)))


def place(part: PagePart, parts: Sequence[PagePart], cell: Cell, grid: Grid) -> Placement:
    """Return the position of a page of a copy: open to the bleed at the copy's edges, closed where pages meet."""
    bleed = grid.piece.bleed
    inner = -abs(part.shift)  # what creeps over the spine is cut off there
    left, right = (bleed if part is parts[0] else inner), (bleed if part is parts[-1] else inner)
    around = [bleed, left, bleed, right]  # top, left, bottom, right of the page as read; turning rotates them
    steps = cell.turned // 90
    top, west, bottom, east = around[-steps:] + around[:-steps] if steps else around
    x, y, clip = cell.x, cell.y, Clip(west, bottom, east, top)
    start = part.x + part.shift
    along = start if cell.turned in (0, 90) else grid.piece.width - start - part.width
    if cell.turned in (0, 180):
        return Placement(part.page, x + along, y, part.width, grid.piece.height, clip, cell.turned)
    return Placement(part.page, x, y + along, grid.piece.height, part.width, clip, cell.turned)


def set_boxes(sheets: pikepdf.Pdf, grid: Grid) -> None:
    """Set the trim box to the block of all trims, and the bleed box to its bleed."""
    left, bottom, right, top = grid.block
    bleed = grid.piece.bleed
    for page in sheets.pages:
        page.TrimBox = pikepdf.Array([round(points(value), 3) for value in (left, bottom, right, top)])
        box = (left - bleed, bottom - bleed, right + bleed, top + bleed)
        page.BleedBox = pikepdf.Array([round(points(value), 3) for value in box])


def copy_metadata(
    sources: Sequence[pikepdf.Pdf], sheets: pikepdf.Pdf, name: str, labels: Sequence[tuple[SlugLabel, int]]
) -> None:
    """Copy what makes the file PDF/X-4 and its metadata, with an id of its own; several pieces get a common title."""
    source = sources[0]
    said = {key: str(source.docinfo[key]) for key in COPIED if key in source.docinfo}
    packet = source.Root.Metadata.read_bytes() if "/Metadata" in source.Root else b""
    if len(sources) > 1:
        former, said["/Title"] = said.get("/Title", ""), f"{len(sources)} editions on one sheet"
        subject, said["/Subject"] = said.get("/Subject", ""), pieces_of(labels)
        for old, new in ((former, said["/Title"]), (subject, said["/Subject"])):
            packet = packet.replace(f">{escape(old)}<".encode(), f">{escape(new)}<".encode())
    for key, value in said.items():
        sheets.docinfo[key] = pikepdf.Name(value) if key == "/Trapped" else pikepdf.String(value)
    if "/Lang" in source.Root and len({str(one.Root.get("/Lang", "")) for one in sources}) == 1:
        sheets.Root.Lang = pikepdf.String(str(source.Root.Lang))
    if "/OutputIntents" in source.Root:
        sheets.Root.OutputIntents = sheets.copy_foreign(source.make_indirect(source.Root.OutputIntents))
    if packet:
        whole = f"{' '.join(f'{label.edition} {label.digest} {share}' for label, share in labels)} {name}"
        metadata = sheets.make_stream(UUID.sub(lambda found: own_id(found[0], whole), packet))
        metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        sheets.Root.Metadata = metadata


def own_id(former: bytes, name: str) -> bytes:
    """Return an id for a file made from another: always the same one."""
    return f"uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{former.decode()} {name}')}".encode()


def flip_of(grid: Grid) -> Flip:
    """Return the edge to flip on that makes backs match fronts; "" for one side."""
    if grid.turn == "one side":
        return ""
    return "long" if (grid.height > grid.width) != (grid.turn == "work-and-tumble") else "short"


# The slug line


def write_slugs(sheets: pikepdf.Pdf, grid: Grid, labels: Sequence[tuple[SlugLabel, int]], font: Path) -> None:
    """Write the slug line, in black only, and the printer's control marks on each side, outside the bleed."""
    overlay, name = Overlay(), register_font(font)
    for number in range(len(sheets.pages)):
        overlay.begin_page(grid.width, grid.height)
        overlay.canvas.setFillColorCMYK(0, 0, 0, 1)
        taken = write_slug(overlay, slug(grid, labels, number), strips(grid, number), name)
        draw_control_marks(overlay, grid, number, taken)
    overlay.lay_over(sheets, FORM)


def pieces_of(labels: Sequence[tuple[SlugLabel, int]]) -> str:
    """Return several pieces in words, each with its number of places."""
    return ", ".join(f"{share} x {label.code} {label.version} {label.language}" for label, share in labels)


def slug(grid: Grid, labels: Sequence[tuple[SlugLabel, int]], number: int) -> str:
    """Return the slug line of one side."""
    label = labels[0][0]
    about = f"{label.code} version {label.version}, {label.edition}, {label.digest[:12]}."
    parts = (
        PROOF if any(one.proof for one, _ in labels) else "",
        about if len(labels) == 1 else f"{pieces_of(labels)}.",
        f"{grid.paper}: {grid.copies} {'copy' if grid.copies == 1 else 'copies'}.",
        f"Side {number + 1} of {grid.piece.sides}: {SIDES[grid.turn][number]}. {TURNING[grid.turn]}".strip(),
        f"Gripper edge: bottom, {grid.width:g} mm.",
        f"Grain along the edge of {grid.grain}." if grid.grain else "",
    )
    return " ".join(filter(None, parts))


def write_slug(overlay: Overlay, text: str, places: Sequence[Strip], font: str) -> Strip:
    """Write the slug line in the first strip with enough room, and return it; ProblemsFound if there is none."""
    for style in (TextStyle(font, size) for size in SLUG_POINTS):
        leading = style.size_pt * LEADING / POINTS_PER_MM
        for strip in places:
            lines = style.wrap(text, strip.length)
            if len(lines) * leading <= strip.depth and all(style.width(line) <= strip.length for line in lines):
                for row, line in enumerate(lines):
                    overlay.write(line, strip.point(row, leading), style, upwards=strip.upwards)
                return strip
    problem = Problem("slug-too-long", "There is no room for the slug line.", hint="take a larger --sheet.")
    raise ProblemsFound([problem])


SIDES: dict[Turn, tuple[str, str]] = {
    "one side": ("front", ""),
    "sheetwise": ("fronts", "backs"),
    "work-and-turn": ("fronts and backs", "the same form again"),
    "work-and-tumble": ("fronts and backs", "the same form again"),
}
TURNING: dict[Turn, str] = {
    "one side": "",
    "sheetwise": "Sheetwise: turn left to right, the gripper edge stays.",
    "work-and-turn": "Work and turn: turn left to right, the gripper edge stays.",
    "work-and-tumble": "Work and tumble: turn head to foot, the gripper edge changes.",
}
