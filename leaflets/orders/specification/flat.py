# SPDX-License-Identifier: MIT
"""Draw the flat sheet: each side with panels, widths, folds, trim and bleed; and the fold seen from its edge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from leaflets.core.folds import FLAT
from leaflets.core.formats import Face, Format
from leaflets.orders.specification.paper import LINE_MM, Document, Type

CAPTION = Type(8.5, bold=True)
NAME = Type(8.5, align="centre")
SIZE = Type(7.5, align="centre")
GAP, ROOM_ABOVE, ROOM_BELOW, ROOM_LEFT = 9.0, 8.0, 8.0, 11.0
FOLD_ROOM = 30.0
TICK, AIR = 1.1, 3.0
LAYER, CORNER = 3.2, 0.8
"""The distance between the layers of a folded sheet as drawn, and the rounding of its corners."""
SIZE_LINE = 2.4
"""How far from the bleed the line stands that shows the height."""
SHORT = 0.08
"""By how much a slightly shorter panel is drawn shorter, as a share of the width."""


@dataclass(frozen=True)
class DrawingArea:
    """The area of a drawing: its top left corner, width and height."""

    x: float
    y: float
    width: float
    height: float


def draw_flat(paper: Document, area: DrawingArea, form: Format, *, direction: str) -> float:
    """Draw every side of the flat sheet to one scale, and return where the drawing ends; single pages are all alike."""
    width, height = form.flat
    sides = form.sides(direction)[: 1 if form.has_sheets else None]
    folded = form.fold != FLAT
    left = max(ROOM_LEFT, form.bleed + SIZE_LINE + 1 + paper.measure(f"{height:g}", SIZE))
    room = area.width - (FOLD_ROOM if folded else 0) - len(sides) * (left + GAP)
    scale = min(1, room / len(sides) / width, (area.height - ROOM_ABOVE - ROOM_BELOW) / height)
    bleed = form.bleed * scale
    x = area.x + left
    for number, side in enumerate(sides):
        paper.text(x - bleed, area.y + 3, caption(form, side, number), CAPTION)
        place = DrawingArea(x, area.y + ROOM_ABOVE, width * scale, height * scale)
        draw_side(paper, place, side, bleed)
        draw_sizes(paper, place, side, bleed)
        x += width * scale + GAP + left
    if folded:
        draw_fold(paper, DrawingArea(x - left + 2, area.y, FOLD_ROOM - 4, height * scale), form, direction)
    return area.y + ROOM_ABOVE + height * scale + ROOM_BELOW


def caption(form: Format, side: Face, number: int) -> str:
    """Return the caption of a side, with the pages of the press file that it shows."""
    if form.has_sheets:
        return f"Pages 1 to {len(form.faces)}: each" if len(form.faces) > 1 else "Page 1"
    name = side.name.capitalize() if len(form.faces) > 1 else "Front"
    if form.booklet:
        return f"{name}: pages {' and '.join(str(form.page_of(panel) + 1) for panel in side.panels)}"
    return f"{name}: page {number + 1}"


def draw_side(paper: Document, area: DrawingArea, side: Face, bleed: float) -> None:
    """Draw a side: bleed dotted, panels tinted, trim solid, folds dashed, panel names in the middle."""
    paper.box((area.x - bleed, area.y - bleed), (area.width + 2 * bleed, area.height + 2 * bleed),
              width_pt=0.5, colour=paper.look.accent, dash=(1, 1.4))  # fmt: skip
    paper.box((area.x, area.y), (area.width, area.height), fill=paper.look.tint, width_pt=0.8)
    scale = area.width / side.size[0]
    for fold in side.folds:
        x = area.x + fold * scale
        paper.line([(x, area.y - bleed - 1.4), (x, area.y + area.height + bleed + 1.4)], width_pt=0.7, dash=(3.2, 2))
    if not side.folds:
        return
    names = [panel.name.replace("-", " ") for panel in side.panels]
    breaks = any(
        paper.measure(name, NAME) > panel.width * scale - AIR for name, panel in zip(names, side.panels, strict=True)
    )
    for name, panel, start in zip(names, side.panels, (0, *side.folds), strict=True):
        for row, line in enumerate(name.split() if breaks else [name]):
            y = area.y + area.height / 2 + 1 + row * NAME.size * LINE_MM
            paper.text(area.x + (start + panel.width / 2) * scale, y, line, NAME)


def draw_sizes(paper: Document, area: DrawingArea, side: Face, bleed: float) -> None:
    """Draw the widths between folds below a side and its height to the left."""
    grey, (whole, height) = paper.look.grey, side.size
    scale = area.width / whole
    y = area.y + area.height + bleed + 2.6
    x = area.x
    sizes = [stop - start for start, stop in pairwise((0, *side.folds, whole))]
    unit = " mm" if all(paper.measure(f"{size:g} mm", SIZE) <= size * scale - AIR for size in sizes) else ""
    for size in sizes:
        end = x + size * scale
        paper.line([(x, y), (end, y)], width_pt=0.4, colour=grey)
        paper.text((x + end) / 2, y + 3.6, f"{size:g}{unit}", SIZE)
        for place in (x, end):
            paper.line([(place, y - TICK), (place, y + TICK)], width_pt=0.4, colour=grey)
        x = end
    x = area.x - bleed - SIZE_LINE
    paper.line([(x, area.y), (x, area.y + area.height)], width_pt=0.4, colour=grey)
    for place in (area.y, area.y + area.height):
        paper.line([(x - TICK, place), (x + TICK, place)], width_pt=0.4, colour=grey)
    paper.text(x - 1, area.y + area.height / 2 + 1, f"{height:g}", replace(SIZE, align="right"))


def draw_fold(paper: Document, area: DrawingArea, form: Format, direction: str) -> None:
    """Draw the folded piece seen from its bottom edge, cover on top: each panel a line, at its depth."""
    paper.text(area.x, area.y + 3, "Folded", CAPTION)
    top = area.y + ROOM_ABOVE + 5
    points = [
        (area.x + (x if direction == "ltr" else 1 - x) * area.width, top + depth * LAYER)
        for x, depth in outline(form, rounding=CORNER / area.width)
    ]
    paper.line(points, width_pt=1.2, colour=paper.look.accent)
    note = replace(SIZE, align="left", colour=paper.look.grey)
    end = top + (form.fold.columns - 1) * LAYER
    paper.block(area.x, end + 6, area.width, "seen from the bottom edge, cover on top", style=note)


def outline(form: Format, *, rounding: float) -> list[tuple[float, float]]:
    """Return the folded sheet as a line of distances from the cover's spine (the other edge is 1), and layers."""
    width, depths = form.finished[0], form.fold.depths()
    ends = [edge / width for edge in form.fold.edges(form.columns)]
    ends = [end if end in (0, 1) else min(max(end, SHORT), 1 - SHORT) for end in ends]
    points = [(ends[0], float(depths[0]))]
    for (before, at), (above, below) in zip(pairwise(ends), pairwise(depths), strict=False):
        back = rounding if at < before else -rounding
        half = 0.5 if below > above else -0.5
        points += [(at + back, above), (at, above + half), (at, below - half), (at + back, below)]
    return [*points, (ends[-1], depths[-1])]
