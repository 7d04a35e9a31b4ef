# SPDX-License-Identifier: MIT
"""Marks for cutting by hand: dashed lines, a pair of scissors, striped strips for glue."""

from __future__ import annotations

from math import ceil

from leaflets.core.formats import POINTS_PER_MM, points
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
