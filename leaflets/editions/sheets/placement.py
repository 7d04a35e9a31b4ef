# SPDX-License-Identifier: MIT
"""Place finished pages on sheets as vectors: the basis of all imposition.

`impose` knows only placements: no format, no printer. A page keeps its bleed where a placement leaves the clip open.
The sheets are for paper, so tags, links and words that are not drawn are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf

from leaflets.core.formats import points
from leaflets.editions.content_stream import outside_strings, remove
from leaflets.layout.word_layer import FONT, without_words

Turned = Literal[0, 90, 180, 270]
"""Degrees anticlockwise."""
Flip = Literal["", "none", "short", "long"]
WORDS = f"/{FONT}"
PRESS_MARK_PT = 0.25
PRESS_PEN = f"{PRESS_MARK_PT} w 0 0 0 1 K"
MARKED_CONTENT = outside_strings(
    rb"(?:(?<=\s)|^)(?:/\S+\s+(?:(?:<<(?:[^<>]|<[0-9A-Fa-f]*>)*>>|/\S+)\s*BDC|BMC)|EMC)(?=\s|$)"
)


@dataclass(frozen=True)
class Clip:
    """How far a page may draw beyond its trim on each side, in mm; negative values cut into it."""

    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0


@dataclass(frozen=True)
class Placement:
    """A page on a sheet: its index, the box of its trim once turned, how far it may draw beyond it."""

    page: int
    x: float
    y: float
    width: float
    height: float
    clip: Clip = Clip()
    turned: Turned = 0


@dataclass(frozen=True)
class Hairline:
    """A hairline, in mm from the bottom left of the sheet."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class SheetSide:
    """One side of a sheet of paper; nothing is drawn within `margin` of its edge."""

    width: float
    height: float
    placements: tuple[Placement, ...]
    marks: tuple[Hairline, ...] = ()
    margin: float = 0.0
    pen: str = PRESS_PEN
    """The operators that set the width and colour of the marks."""


def impose(source: pikepdf.Pdf, sides: Sequence[SheetSide]) -> pikepdf.Pdf:
    """Return new sheets with the pages of a finished PDF placed on them; the caller closes them."""
    sheets = pikepdf.new()
    forms: dict[int, pikepdf.Object] = {}
    for side in sides:
        for placement in side.placements:
            if placement.page not in forms:
                forms[placement.page] = as_form(sheets, source.pages[placement.page])
        size = [0, 0, round(points(side.width), 3), round(points(side.height), 3)]
        used = {f"/P{placement.page}": forms[placement.page] for placement in side.placements}
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=size,
            CropBox=size,
            TrimBox=size,
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(used)),
            Contents=sheets.make_stream(draw_side(side)),
        )
        sheets.pages.append(pikepdf.Page(sheets.make_indirect(page)))
    return sheets


def ask_for_actual_size(sheets: pikepdf.Pdf, flip: Flip) -> None:
    """Ask viewers to print at actual size: on one side, or flipped on an edge; "" leaves that to the reader."""
    preferences = pikepdf.Dictionary(DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), PickTrayByPDFSize=True)
    if flip:
        preferences.Duplex = pikepdf.Name("/Simplex" if flip == "none" else f"/DuplexFlip{flip.capitalize()}Edge")
    sheets.Root.ViewerPreferences = preferences


def as_form(sheets: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """Return a page with its bleed as a form of the new file, with its trim at 0,0 and without tags."""
    form = sheets.copy_foreign(untagged(page))
    if WORDS in (fonts := form.Resources.get("/Font", pikepdf.Dictionary())):
        del fonts[WORDS]
    return form


def untagged(page: pikepdf.Page) -> pikepdf.Object:
    """Return a page with its bleed as a form of its own file, with its trim at 0,0 and without tags."""
    left, bottom = (float(value) for value in page.trimbox[:2])
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array(page.mediabox)
    form.Matrix = pikepdf.Array([1, 0, 0, 1, -left, -bottom])
    form.write(remove(without_words(form.read_bytes()), MARKED_CONTENT))
    if "/StructParents" in form:
        del form["/StructParents"]
    return form


def draw_side(side: SheetSide) -> bytes:
    """Return the content stream of one side."""
    margin = side.margin
    lines = ["q", f"{rectangle(margin, margin, side.width - 2 * margin, side.height - 2 * margin)} W n"]
    lines += [line for placement in side.placements for line in draw_placement(placement)]
    if side.marks:
        lines.append(side.pen)
        lines += [
            f"{points(mark.x1):.3f} {points(mark.y1):.3f} m {points(mark.x2):.3f} {points(mark.y2):.3f} l S"
            for mark in side.marks
        ]
    lines.append("Q")
    return "\n".join(lines).encode()


def draw_placement(placement: Placement) -> list[str]:
    """Return the operators that place one page."""
    clip = placement.clip
    window = rectangle(
        placement.x - clip.left,
        placement.y - clip.bottom,
        placement.width + clip.left + clip.right,
        placement.height + clip.bottom + clip.top,
    )
    axes, right, top = AXES[placement.turned]
    x, y = points(placement.x + right * placement.width), points(placement.y + top * placement.height)
    return ["q", f"{window} W n", f"{axes} {x:.3f} {y:.3f} cm", f"/P{placement.page} Do", "Q"]


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return the operator of a rectangle given in mm."""
    return f"{points(x):.3f} {points(y):.3f} {points(width):.3f} {points(height):.3f} re"


AXES: dict[Turned, tuple[str, int, int]] = {
    0: ("1 0 0 1", 0, 0),
    90: ("0 1 -1 0", 1, 0),
    180: ("-1 0 0 -1", 1, 1),
    270: ("0 -1 1 0", 0, 1),
}
"""For each turn: the direction of the page's axes, and whether its origin is then at the right and at the top."""
