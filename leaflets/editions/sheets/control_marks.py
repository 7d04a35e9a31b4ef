# SPDX-License-Identifier: MIT
"""What is printed beside the pieces of a ganged sheet: words in its free strips, a control strip, and register targets.

Patches are 5 mm wide, as densitometers need: solids, tints of 50 %, overprints of two inks, and the grey of three inks
beside that of black (the grey balance of ISO 12647-2). Targets are in the colour "All", so they are on every plate.
They are left out where the paper has no room between bleed and margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.colors import CMYKColorSep

from leaflets.core.formats import points
from leaflets.editions.overlay import Overlay
from leaflets.editions.sheets.grid import MARK_LENGTH, Grid, mark_reach

CLEAR = 0.8
"""The distance of words from the bleed and from marks, in mm."""


@dataclass(frozen=True)
class Strip:
    """Free paper beyond the bleed: the start of its first line, its length and depth, in mm."""

    x: float
    y: float
    length: float
    depth: float
    upwards: bool
    """Whether words run from the bottom of the sheet to its top."""

    def point(self, row: int, leading: float) -> tuple[float, float]:
        """Return the start of a line; lines are stacked outwards from the bleed, the last one first on top."""
        if self.upwards:
            return self.x + (row + 1) * leading - leading / 4, self.y
        return self.x, self.y + self.depth - (row + 1) * leading + leading / 4


def strips(grid: Grid, number: int, edges: Sequence[str] = ("right", "top")) -> list[Strip]:
    """Return the strips at those edges for a slug line, the best first: beyond the marks, then between two of them."""
    rooms = grid.rooms()
    left, bottom, right, top = grid.block
    (cut_x, cut_y), (fold_x, fold_y) = grid.cuts(), grid.folds(number)
    found = []
    for edge in edges:
        start, room = rooms[edge]
        reach = mark_reach(room)[1] + CLEAR
        upwards = edge in ("left", "right")
        begin, end = (bottom, top) if upwards else (left, right)
        marks = sorted((*cut_y, *fold_y) if upwards else (*cut_x, *fold_x))
        widest = max(pairwise(marks), key=lambda pair: pair[1] - pair[0])
        for offset, low, high in ((reach, begin, end), (CLEAR, widest[0] + CLEAR, widest[1] - CLEAR)):
            depth = min(room - offset, MARK_LENGTH * 2)
            near = start + offset if edge in ("right", "top") else start - offset - depth
            x, y = (near, low) if upwards else (low, near)
            found.append(Strip(x, y, high - low, depth, upwards))
    return found


PATCH_MM, LEAST_DEPTH_MM, TARGET_MM = 5.0, 3.5, 4.0
PATCHES = (
    *((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0)),
    *((0.5, 0.4, 0.4, 0.0), (0.0, 0.0, 0.0, 0.5)),
    *((0.5, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0), (0.0, 0.0, 0.5, 0.0)),
    *((1.0, 1.0, 0.0, 0.0), (0.0, 1.0, 1.0, 0.0), (1.0, 0.0, 1.0, 0.0)),
)
"""Shares of cyan, magenta, yellow and black."""
LEAST_PATCHES = 4


def draw_control_marks(overlay: Overlay, grid: Grid, side: int, taken: Strip) -> None:
    """Draw the control strip between two targets at the foot of one side of the sheet, or else at its left.

    Two more targets are at the head, unless the slug line is there. What has no room is left out.
    """
    head = [strip for strip in strips(grid, side, ("top",)) if strip.depth >= LEAST_DEPTH_MM]
    if head and taken.upwards:
        draw_targets(overlay, head[0])
    for edge in ("bottom", "left"):
        room = [strip for strip in strips(grid, side, (edge,)) if strip.depth >= LEAST_DEPTH_MM]
        length = max((strip.length for strip in room), default=0.0)
        count = min(len(PATCHES), int((length - 2 * (TARGET_MM + 2)) // PATCH_MM))
        if count >= LEAST_PATCHES:
            strip = next(strip for strip in room if strip.length == length)
            draw_strip(overlay, strip, count)
            return


def draw_strip(overlay: Overlay, strip: Strip, count: int) -> None:
    """Draw so many patches in the middle of a strip of free paper, and a target at each end."""
    high = min(strip.depth, PATCH_MM)
    start = (strip.length - count * PATCH_MM) / 2
    for number, inks in enumerate(PATCHES[:count]):
        overlay.canvas.setFillColorCMYK(*inks)
        along = start + number * PATCH_MM
        box = (
            (strip.x, strip.y + along, high, PATCH_MM) if strip.upwards else (strip.x + along, strip.y, PATCH_MM, high)
        )
        overlay.box(*box, fill=True)
    draw_targets(overlay, strip)


def draw_targets(overlay: Overlay, strip: Strip) -> None:
    """Draw a target at each end of a strip of free paper."""
    high = min(strip.depth, PATCH_MM)
    for along in (TARGET_MM / 2, strip.length - TARGET_MM / 2):
        middle = (strip.x + high / 2, strip.y + along) if strip.upwards else (strip.x + along, strip.y + high / 2)
        draw_target(overlay, middle, min(high, TARGET_MM) / 2)


def draw_target(overlay: Overlay, middle: tuple[float, float], radius: float) -> None:
    """Draw a cross in a circle, on every plate."""
    x, y = middle
    overlay.canvas.setStrokeColor(CMYKColorSep(1, 1, 1, 1, spotName="All", density=1))
    overlay.canvas.setLineWidth(0.25)
    overlay.line(x - radius, y, x + radius, y)
    overlay.line(x, y - radius, x, y + radius)
    overlay.canvas.circle(points(x), points(y), points(radius * 0.6), stroke=1, fill=0)
