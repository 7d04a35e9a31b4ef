# SPDX-License-Identifier: MIT
"""What a press operator measures on a ganged sheet: a control strip, and targets that show whether inks register.

Patches are 5 mm wide, as densitometers need: solids, tints of 50 %, overprints of two inks, and the grey of three inks
beside that of black (the grey balance of ISO 12647-2). Targets are in the colour "All", so they are on every plate.
They are left out where the paper has no room between bleed and margin.
"""

from __future__ import annotations

from reportlab.lib.colors import CMYKColorSep

from leaflets.core.formats import points
from leaflets.editions.overlay import Overlay
from leaflets.editions.sheets.grid import Grid
from leaflets.editions.sheets.slug_space import Strip, strips

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
