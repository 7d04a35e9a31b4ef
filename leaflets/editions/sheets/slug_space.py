# SPDX-License-Identifier: MIT
"""Strips: free paper for words on a ganged sheet, beyond the bleed and clear of the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
