# SPDX-License-Identifier: MIT
"""Grid: how many copies of a flat piece fit on a printer's sheet, where they are, and where to cut.

The gripper edge is at the bottom of the page. Each copy keeps its own bleed, so neighbours are two bleeds apart.
Nothing is drawn within the margins, and marks are outside the outermost bleed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from leaflets.core.paper import Paper
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.editions.sheets.placement import Hairline, Turned

Turn = Literal["work-and-turn", "work-and-tumble", "sheetwise", "one side"]
TURNS: tuple[Turn, ...] = ("work-and-turn", "sheetwise", "work-and-tumble")
LEAST_MARKS = 1.5
"""Room that marks need outside the bleed, in mm: a gap of 0.5 and a mark of 1."""
AIR, SHORT_AIR = 1.0, 0.5
MARK_LENGTH = 5.0
DASH, GAP = 0.9, 0.6


@dataclass(frozen=True)
class Margins:
    """What a press cannot print on: the gripper edge, and the other three edges."""

    gripper: float = 10.0
    other: float = 5.0


USUAL = Margins()


@dataclass(frozen=True)
class PrintPiece:
    """The piece to be printed: its trimmed size, its bleed, whether it has two sides, folds from its left in mm."""

    width: float
    height: float
    bleed: float
    sides: int
    folds: tuple[float, ...] = ()


@dataclass(frozen=True)
class Cell:
    """The place of one copy: the bottom left corner of its trim, its rotation, and which of its sides is printed."""

    x: float
    y: float
    turned: Turned
    side: int
    place: int
    """Which of the sheet's places it is, from the top left of the front: a copy's front and back have the same."""


@dataclass(frozen=True)
class Grid:
    """Copies on a sheet of that width and height, with the gripper edge at the bottom."""

    piece: PrintPiece
    paper: Paper
    margins: Margins
    turn: Turn
    width: float
    height: float
    columns: int
    rows: int
    turned: Turned

    @property
    def copies(self) -> int:
        """The number of finished copies from one sheet."""
        return self.columns * self.rows

    @property
    def places(self) -> int:
        """The number of places that may hold different pieces: a sheet that is turned on one forme has each twice."""
        return self.copies // (2 if self.turn in ("work-and-turn", "work-and-tumble") else 1)

    @property
    def grain(self) -> str:
        """The edge along which the paper's grain must run, so that folds do not crack; empty without a fold."""
        if not self.piece.folds:
            return ""
        return f"{self.height if self.turned == 0 else self.width:g} mm"

    @property
    def box(self) -> tuple[float, float]:
        """Width and height of one copy's trim as placed on the sheet."""
        size = (self.piece.width, self.piece.height)
        return size if self.turned == 0 else (size[1], size[0])

    @property
    def pitch(self) -> tuple[float, float]:
        """The distance from one copy to the next, across and up."""
        return self.box[0] + 2 * self.piece.bleed, self.box[1] + 2 * self.piece.bleed

    @property
    def bottom(self) -> float:
        return self.margins.gripper

    @property
    def top(self) -> float:
        """How far from the bottom the press can print: a tumbled sheet is gripped at both edges."""
        return self.height - (self.margins.gripper if self.turn == "work-and-tumble" else self.margins.other)

    @property
    def block(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of all the trims, centred so that a turned sheet backs up."""
        across, up = self.columns * self.pitch[0], self.rows * self.pitch[1]
        left, bottom, bleed = (self.width - across) / 2, (self.bottom + self.top - up) / 2, self.piece.bleed
        return left + bleed, bottom + bleed, left + across - bleed, bottom + up - bleed

    def fits(self) -> bool:
        """Return whether at least one copy fits, with room for the marks."""
        return self.copies > 0 and min(room for _, room in self.rooms().values()) >= LEAST_MARKS - 1e-6

    def cells(self, side: int) -> list[Cell]:
        """Return the places on one side of the sheet (0 or 1), from the top left, row by row."""
        places = [
            (self.block[0] + column * self.pitch[0], self.block[1] + row * self.pitch[1], column, row)
            for row in reversed(range(self.rows))
            for column in range(self.columns)
        ]
        return [
            Cell(x, y, *self._shows(side, column, row), self._place(side, column, row)) for x, y, column, row in places
        ]

    def _place(self, side: int, column: int, row: int) -> int:
        """Return the number of the place whose front or back is there."""
        across, up = self.columns, self.rows
        if self.turn == "work-and-turn":
            column, across = min(column, across - 1 - column), across // 2
        elif self.turn == "work-and-tumble":
            row, up = min(row, up - 1 - row), up // 2
        elif side:
            column = across - 1 - column
        return (up - 1 - row) * across + column

    def _shows(self, side: int, column: int, row: int) -> tuple[Turned, int]:
        """Return the rotation and the side of the copy there; a back is the same way up as its front."""
        if self.turn == "work-and-turn":
            back = column >= self.columns // 2
        elif self.turn == "work-and-tumble":
            back = row >= self.rows // 2
        else:
            back = side == 1
        return (behind(self.turn, self.turned) if back else self.turned), int(back)

    def cuts(self) -> tuple[list[float], list[float]]:
        """Return where the sheet is cut: x of vertical cuts, y of horizontal ones."""
        left, bottom = self.block[:2]
        across = [left + column * self.pitch[0] + edge for column in range(self.columns) for edge in (0, self.box[0])]
        up = [bottom + row * self.pitch[1] + edge for row in range(self.rows) for edge in (0, self.box[1])]
        return across, up

    def folds(self, side: int) -> tuple[list[float], list[float]]:
        """Return where copies are folded: x of vertical folds, y of horizontal ones, each once."""
        upright, level = set[float](), set[float]()
        for cell in self.cells(side):
            for fold in self.piece.folds:
                # The back of a piece has its folds mirrored.
                at = fold if cell.side == 0 else self.piece.width - fold
                along = at if cell.turned in (0, 90) else self.piece.width - at
                (upright if cell.turned in (0, 180) else level).add(
                    round((cell.x if cell.turned in (0, 180) else cell.y) + along, 4)
                )
        return sorted(upright), sorted(level)

    def rooms(self) -> dict[str, tuple[float, float]]:
        """Return, for each side of the block, where its bleed ends and how much room is beyond it."""
        left, bottom, right, top = self.block
        bleed = self.piece.bleed
        return {
            "left": (left - bleed, left - bleed - self.margins.other),
            "bottom": (bottom - bleed, bottom - bleed - self.bottom),
            "right": (right + bleed, self.width - self.margins.other - right - bleed),
            "top": (top + bleed, self.top - top - bleed),
        }

    def marks(self, side: int) -> list[Hairline]:
        """Return the crop marks, and dashed ones at the folds, all outside the bleed."""
        rooms = self.rooms()
        (cut_x, cut_y), (fold_x, fold_y) = self.cuts(), self.folds(side)
        found: list[Hairline] = []
        for edge, outward in (("bottom", -1), ("top", 1), ("left", -1), ("right", 1)):
            start, end = mark_reach(rooms[edge][1])
            upright = edge in ("bottom", "top")
            strokes = [(at, start, end) for at in (cut_x if upright else cut_y)]
            strokes += [(at, *dash) for at in (fold_x if upright else fold_y) for dash in dashes(start, end)]
            origin = rooms[edge][0]
            found += [line(at, origin + outward * near, origin + outward * far, upright) for at, near, far in strokes]
        return found


def behind(turn: Turn, turned: Turned) -> Turned:
    """Return the rotation of a back so that its head is at the same end as its front's."""
    mirrored: dict[Turned, Turned] = {0: 0, 90: 270, 180: 180, 270: 90}
    tumbled: dict[Turned, Turned] = {0: 180, 90: 90, 180: 0, 270: 270}
    return (tumbled if turn == "work-and-tumble" else mirrored)[turned]


def mark_reach(room: float) -> tuple[float, float]:
    """Return where a mark begins and ends, from the bleed outwards."""
    air = AIR if room >= AIR + MARK_LENGTH / 2 else SHORT_AIR
    return air, min(room, air + MARK_LENGTH)


def line(at: float, start: float, end: float, upright: bool) -> Hairline:
    """Return a vertical mark at that x, or a horizontal one at that y."""
    return Hairline(at, start, at, end) if upright else Hairline(start, at, end, at)


def dashes(start: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield the strokes of a dashed line."""
    at = start
    while at < end - 1e-6:
        yield at, min(at + DASH, end)
        at += DASH + GAP


def choose_grid(piece: PrintPiece, paper: Paper, *, turn: Turn | None = None, margins: Margins = USUAL) -> Grid:
    """Return the grid with the most copies; ProblemsFound if none fits.

    Either edge of the paper may lead, and copies may be rotated. Unless `turn` is given, two-sided pieces are
    printed by work and turn (one forme, one set of plates) unless another way gives more copies.
    """
    wished: tuple[Turn, ...] = (turn,) if turn else TURNS[:2]
    turns: tuple[Turn, ...] = ("one side",) if piece.sides == 1 else wished
    grids = [
        grid
        for way in turns
        for width, height in paper.ways
        for lies in (0, 90)
        if (grid := fill(Grid(piece, paper, margins, way, width, height, 0, 0, lies))).fits()
    ]
    if grids:
        return max(grids, key=lambda grid: grid.copies)
    raise ProblemsFound([refusal(piece, paper, turn, margins)])


def fill(grid: Grid) -> Grid:
    """Return the grid with as many columns and rows as fit."""
    across = grid.width - 2 * (grid.margins.other + LEAST_MARKS)
    up = grid.top - grid.bottom - 2 * LEAST_MARKS
    columns, rows = max(0, int((across + 1e-6) // grid.pitch[0])), max(0, int((up + 1e-6) // grid.pitch[1]))
    if grid.turn == "work-and-turn":
        columns -= columns % 2
    if grid.turn == "work-and-tumble":
        rows -= rows % 2
    return replace(grid, columns=columns, rows=rows)


def refusal(piece: PrintPiece, paper: Paper, turn: Turn | None, margins: Margins) -> Problem:
    """Return why nothing fits, and what would."""
    size = f"{piece.width + 2 * piece.bleed:g} x {piece.height + 2 * piece.bleed:g} mm with its bleed"
    edges = f"{margins.gripper:g} mm at the gripper edge and {margins.other:g} mm at the others"
    if piece.sides == 2 and turn in ("work-and-turn", "work-and-tumble"):
        message = f"By {turn.replace('-', ' ')} two copies must fit side by side; each is {size}, the sheet {paper}."
        hint = "take --turn sheetwise, a larger --sheet, or smaller margins with --gripper and --margin."
        return Problem("sheet-too-small", message, hint=hint)
    message = f"One copy is {size}, with marks {2 * LEAST_MARKS:g} mm more; the sheet is {paper}, less {edges}."
    hint = "take a larger --sheet, or smaller margins with --gripper and --margin."
    return Problem("sheet-too-small", message, hint=hint)
