# SPDX-License-Identifier: MIT
"""Formats as values, in millimetres: panels and faces, safe area, fold, the pages of each file, names in words.

The unit of layout is the panel, and a panel is a page. A folded format lists its panels in reading order with their
widths; `faces` gives their order on the flat sheet for a left-to-right reader. Everything that follows from trim,
panels and fold is worked out here only; `content.formats` reads formats from YAML. The small values are named tuples
because every start of the program makes these classes, and a dataclass takes five times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from leaflets.core.edition import KINDS, Layout, Purpose
from leaflets.core.folds import FLAT, Fold

ROOT_PT = 12.0
"""The size of body type on A4 and on leaflets."""
MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH

Kind = Literal["folded", "booklet", "poster", "card", "sheets"]
Carries = Literal["full", "short", "none"]
OFFICE_PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Paper sizes that a school's or clinic's printer takes (ISO 216)."""


def points(mm: float) -> float:
    """Return millimetres as PDF points (1/72 inch)."""
    return mm * POINTS_PER_MM


class Panel(NamedTuple):
    """One page of the layout: its name, and its trimmed width in mm."""

    name: str
    width: float


class Face(NamedTuple):
    """Panels side by side on a page or sheet: the face's name, and the panels from the left."""

    name: str
    panels: tuple[Panel, ...]
    height: float
    folds: tuple[float, ...] = ()
    """The distance of each fold from the left trim edge, in mm."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trim in mm."""
        return sum(panel.width for panel in self.panels), self.height


class OfficeSheet(NamedTuple):
    """The paper for an office printer, portrait or landscape, and how many copies fit on it."""

    paper: str
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    whole: bool = True
    """Whether the piece is as large as the sheet; if not, copies are cut from it, or peeled off."""
    pitch: tuple[float, float] = (0.0, 0.0)
    """The distance from the start of one copy to the next, across and down, in mm."""
    origin: tuple[float, float] = (0.0, 0.0)
    """The start of the first copy, from the left and top of the sheet, in mm."""
    cut: bool = True
    """Whether copies must be cut; labels are cut already."""

    @property
    def flip(self) -> Literal["short", "long"]:
        """The edge on which a two-sided sheet is flipped, so that backs and fronts are the same way up."""
        return "short" if self.width > self.height else "long"


@dataclass(frozen=True)
class Format:
    """Paper and folds.

    `panels` are in reading order; `faces` lists, for each side of the flat sheet, panel names from the left.
    """

    name: str
    """Its id."""
    title: str
    """What readers call it: "Folded leaflet"; the catalogues translate it."""
    product: str
    """What printers call it: "Leaflet, A4 folded to DL, six panels"."""
    panels: tuple[Panel, ...]
    faces: tuple[tuple[str, ...], ...]
    height: float
    safe: float
    """The least distance of text from the trim and the folds, in mm."""
    root_pt: float
    """The size of 1rem in pt: designs are drawn in rem, so one design serves A4 and A3."""
    fold: Fold = FLAT
    bleed: float = 3.0
    booklet: bool = False
    """Whether panels are numbered pages; a printer receives single pages and imposes them."""
    flows: bool = False
    """Do its words run over on to as many pages as they need? Then it has one panel until it is laid out."""
    pair_of: str = ""
    """The format that is placed twice side by side, in two languages."""
    for_office: bool = True
    """Whether it is suitable for a school's or clinic's own printer."""
    for_press: bool = True
    """Whether a commercial printer prints it; what is shown on screens has no press edition."""
    carries: Carries = "full"
    """How much of the imprint and help it must carry: all, the short form (cards, labels), or none."""
    labels: OfficeSheet | None = None
    """The sheet of labels that it is on."""
    stock: str = "150 gsm silk"
    """The usual paper stock, if data.yaml gives none."""
    bundles_of: int = 50
    """The usual number of copies in a pack."""
    binding: str = "none"
    display: str = ""
    """How many to print and where to put them, in a sentence that the catalogues translate."""

    @property
    def kind(self) -> Kind:
        """The kind of piece, for words and pictures shared by many formats."""
        if self.booklet or self.has_sheets:
            return "booklet" if self.booklet else "sheets"
        if self.fold != FLAT:
            return "folded"
        return "poster" if len(self.faces) == 1 else "card"

    @property
    def has_sheets(self) -> bool:
        """Whether each page is a sheet, or a picture, of its own."""
        return self.flows or self.faces[:1] == (("page-1",),)

    @property
    def leaves(self) -> int:
        """The number of folded sheets, one in another: more than one in a booklet of eight pages or more."""
        return len(self.faces) // 2 if self.booklet else 1

    @property
    def flat(self) -> tuple[float, float]:
        """Width and height in mm of the flat, trimmed sheet."""
        return sum(self.panel(name).width for name in self.faces[0]), self.height

    @property
    def widest(self) -> float:
        """The width in mm of the widest panel."""
        return max(panel.width for panel in self.panels)

    @property
    def type_scale(self) -> float:
        """How large type and spacing are, beside A4."""
        return self.root_pt / ROOT_PT

    @property
    def columns(self) -> tuple[float, ...]:
        """The widths of the panels side by side, from the left of the last side (the inside)."""
        return tuple(self.panel(name).width for name in self.faces[-1])

    @property
    def finished(self) -> tuple[float, float]:
        """Width and height in mm of the finished piece, after folding."""
        if self.fold == FLAT:
            return self.flat
        edges = self.fold.edges(self.columns)
        return max(edges) - min(edges), self.height

    @property
    def fold_words(self) -> str:
        *most, last = (f"{at:g}" for at in list(accumulate(self.columns))[:-1] or [0.0])
        at = f"{', '.join(most)} and {last}" if most else last
        return self.fold.words.format(flap=f"{min(self.columns):g}", at=at)

    def panel(self, name: str) -> Panel:
        """Return the panel with that name; KeyError if there is none."""
        return {panel.name: panel for panel in self.panels}[name]

    def page_of(self, panel: Panel) -> int:
        """Return the index of a panel among the pages of the layout."""
        return self.panels.index(panel)

    def with_pages(self, count: int) -> Format:
        """Return the format with as many pages as the words took; itself if it has a number of its own."""
        if not self.flows:
            return self
        panels, faces = lay_out_pages(count, self.widest)
        return replace(self, panels=panels, faces=faces)

    def parts(self, layout: Layout) -> tuple[Layout, ...]:
        """Return the layouts that make up a layout in this format: the two of a pair, otherwise itself."""
        if not self.pair_of:
            return (layout,)
        return tuple(replace(layout, format=self.pair_of, language=tag) for tag in layout.language.split("+"))

    # The pages of each file

    def sides(self, direction: str) -> tuple[Face, ...]:
        """Return the sides of the flat sheet, as they lie for that direction of reading."""
        names: tuple[str, ...] = ("one side",) if len(self.faces) == 1 else ("front", "back")
        if self.fold != FLAT:
            names = ("outside", "inside")
            if self.leaves > 1:
                names = tuple(f"leaf {leaf}, {side}" for leaf in range(1, self.leaves + 1) for side in names)
        elif self.has_sheets:
            names = tuple(panel.name.replace("-", " ") for panel in self.panels)
        sides = []
        for name, face in zip(names, self.faces, strict=True):
            panels = tuple(self.panel(panel) for panel in (face if direction == "ltr" else reversed(face)))
            folds = tuple(accumulate(panel.width for panel in panels))[:-1] if self.fold != FLAT else ()
            sides.append(Face(name, panels, self.height, folds))
        return tuple(sides)

    def pages(self, purpose: Purpose, direction: str = "ltr") -> tuple[Face, ...]:
        """Return the pages of a file before they are placed on office paper: single panels, or flat sides."""
        if purpose == "screen" or (purpose == "press" and self.booklet):
            return tuple(Face(panel.name.replace("-", " "), (panel,), self.height) for panel in self.panels)
        return self.sides(direction)

    def page_sizes(self, purpose: Purpose) -> tuple[tuple[float, float], ...]:
        """Return width and height in mm of each page of a finished file; empty if it has none."""
        if KINDS.get(purpose) == "text":
            return ()
        if purpose != "office" and not (purpose == "screen" and self.labels):
            return tuple(page.size for page in self.pages(purpose))
        sheet = self.office_sheet
        return ((sheet.width, sheet.height),) * len(self.faces) if sheet else ()

    @property
    def office_sheet(self) -> OfficeSheet | None:
        """Return the sheet for an office printer: the piece itself if it is A4 or A3, otherwise one to cut from."""
        width, height = self.flat
        if self.labels or not self.for_office:
            return self.labels
        for paper, size in OFFICE_PAPERS.items():
            if any(abs(width - across) < 0.1 and abs(height - up) < 0.1 for across, up in (size, size[::-1])):
                return OfficeSheet(paper, width, height)
        for paper, size in OFFICE_PAPERS.items() if all(len(face) == 1 for face in self.faces) else ():
            sheets = (_cut_from(paper, across, up, self.flat) for across, up in (size, size[::-1]))
            most = max(sheets, key=lambda sheet: sheet.columns * sheet.rows)
            if most.columns * most.rows:
                return most
        return None

    @property
    def is_shared(self) -> bool:
        """Whether it is only a picture, to be shared in messages: with little on it, and never printed."""
        return self.carries == "none" and self.on_screens

    @property
    def on_screens(self) -> bool:
        """Whether it is never printed, but shown on screens, so that it is made as a picture too."""
        return not self.for_press and not self.office_sheet

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that files are made for, each with pages; `Project.purposes_of` adds the texts."""
        made: dict[Purpose, object] = {
            "screen": not self.is_shared,
            "office": self.office_sheet,
            "press": self.for_press,
            "picture": self.on_screens,
        }
        return tuple(purpose for purpose, wanted in made.items() if wanted)


def _cut_from(paper: str, across: float, up: float, piece: tuple[float, float]) -> OfficeSheet:
    width, height = piece
    columns, rows = int((across + 0.01) // width), int((up + 0.01) // height)
    origin = ((across - columns * width) / 2, (up - rows * height) / 2)
    return OfficeSheet(paper, across, up, columns, rows, whole=False, pitch=piece, origin=origin)


def lay_out_pages(count: int, width: float) -> tuple[tuple[Panel, ...], tuple[tuple[str, ...], ...]]:
    """Return the panels and faces of so many pages, each of one side."""
    panels = tuple(Panel(f"page-{number}", width) for number in range(1, count + 1))
    return panels, tuple((panel.name,) for panel in panels)


def lay_out_booklet(count: int, width: float) -> tuple[tuple[Panel, ...], tuple[tuple[str, ...], ...]]:
    """Return the pages and faces of a booklet of so many pages, a multiple of four: its outermost leaf first."""
    panels, _ = lay_out_pages(count, width)
    faces = []
    for first in range(1, count // 2, 2):
        last = count + 1 - first
        faces += [(f"page-{last}", f"page-{first}"), (f"page-{first + 1}", f"page-{last - 1}")]
    return panels, tuple(faces)


def lay_out_panels(
    fold: Fold, widths: Sequence[float], *, sides: int = 1, booklet: bool = False
) -> tuple[tuple[Panel, ...], tuple[tuple[str, ...], ...]]:
    """Return the panels in reading order and the faces of a sheet; `widths` are those of the inside, from the left."""
    if fold == FLAT:
        names = ("page",) if sides == 1 else ("front", "back")
        return tuple(Panel(name, widths[0]) for name in names), tuple((name,) for name in names)
    order, faces = fold.reading_order, (fold.outside, fold.inside)
    width = {**dict(zip(fold.inside, widths, strict=True)), **dict(zip(fold.outside, reversed(widths), strict=True))}
    called = {name: f"page-{number}" if booklet else name for number, name in enumerate(order, start=1)}
    panels = tuple(Panel(called[name], width[name]) for name in order)
    return panels, tuple(tuple(called[name] for name in face) for face in faces)
