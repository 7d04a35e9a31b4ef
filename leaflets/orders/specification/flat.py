# SPDX-License-Identifier: MIT
"""Draw the flat sheet: each side with its panels, their widths, folds, trim and bleed; the fold seen from its edge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from leaflets.core.formats import Format
from leaflets.orders.order import describe_panels
from leaflets.orders.specification.paper import Document, Type

CAPTION = Type(8.5, bold=True)
NAME = Type(8.5, align="centre")
SIZE = Type(7.5, align="centre")
GAP, ROOM_ABOVE, ROOM_BELOW, ROOM_LEFT = 9.0, 8.0, 8.0, 11.0
FOLD_ROOM = 30.0
TICK = 1.1


@dataclass(frozen=True)
class DrawingArea:
    """The room for a drawing: its top left corner, width and height."""

    x: float
    y: float
    width: float
    height: float


def draw_flat(paper: Document, area: DrawingArea, form: Format, *, direction: str, bleed: float) -> float:
    """Draw every side of the flat sheet, in one scale, and return where the drawing ends."""
    width, height = form.flat
    sides = describe_panels(form, direction)
    folded = any(len(side) > 1 for side in sides)
    room = area.width - (FOLD_ROOM if folded else 0) - len(sides) * (ROOM_LEFT + GAP)
    scale = min(room / len(sides) / width, (area.height - ROOM_ABOVE - ROOM_BELOW) / height)
    x = area.x + ROOM_LEFT
    for number, panels in enumerate(sides):
        names = [str(panel["panel"]) for panel in panels]
        paper.text(x - bleed * scale, area.y + 3, caption(form, number, names), CAPTION)
        widths = [float(panel["width_mm"]) for panel in panels]
        draw_side(
            paper, DrawingArea(x, area.y + ROOM_ABOVE, width * scale, height * scale), names, widths, bleed * scale
        )
        draw_sizes(
            paper, DrawingArea(x, area.y + ROOM_ABOVE, width * scale, height * scale), widths, height, bleed * scale
        )
        x += width * scale + GAP + ROOM_LEFT
    if folded:
        draw_fold(
            paper, DrawingArea(x - ROOM_LEFT + 2, area.y, FOLD_ROOM - 4, height * scale), len(sides[0]), direction
        )
    return area.y + ROOM_ABOVE + height * scale + ROOM_BELOW


def caption(form: Format, number: int, names: list[str]) -> str:
    """Return what a side is called, with the pages of the press file that it shows."""
    if form.layout == "booklet":
        pages = " and ".join(name.removeprefix("page-") for name in names)
        return f"{('Outside', 'Inside')[number]}: pages {pages}"
    titles = ("Outside", "Inside") if form.layout == "folded" else ("Front", "Back")
    return f"{titles[number]}: page {number + 1}"


def draw_side(paper: Document, area: DrawingArea, names: list[str], widths: list[float], bleed: float) -> None:
    """Draw a side: bleed dotted, panels tinted, trim solid, folds dashed, the names in the middle."""
    paper.box((area.x - bleed, area.y - bleed), (area.width + 2 * bleed, area.height + 2 * bleed),
              width_pt=0.5, colour=paper.look.accent, dash=(1, 1.4))  # fmt: skip
    paper.box((area.x, area.y), (area.width, area.height), fill=paper.look.tint, width_pt=0.8)
    x, scale = area.x, area.width / sum(widths)
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        if number:
            paper.line(
                [(x, area.y - bleed - 1.4), (x, area.y + area.height + bleed + 1.4)], width_pt=0.7, dash=(3.2, 2)
            )
        if name != "page" and len(names) > 1:
            paper.text(x + width * scale / 2, area.y + area.height / 2 + 1, name.replace("-", " "), NAME)
        x += width * scale


def draw_sizes(paper: Document, area: DrawingArea, widths: list[float], height: float, bleed: float) -> None:
    """Draw the panels' widths below a side and its height to the left."""
    grey, scale = paper.look.grey, area.width / sum(widths)
    y = area.y + area.height + bleed + 2.6
    x = area.x
    for width in widths:
        end = x + width * scale
        paper.line([(x, y), (end, y)], width_pt=0.4, colour=grey)
        paper.text((x + end) / 2, y + 3.6, f"{width:g} mm" if end - x > 11 else f"{width:g}", SIZE)
        for place in (x, end):
            paper.line([(place, y - TICK), (place, y + TICK)], width_pt=0.4, colour=grey)
        x = end
    x = area.x - bleed - 2.4
    paper.line([(x, area.y), (x, area.y + area.height)], width_pt=0.4, colour=grey)
    for place in (area.y, area.y + area.height):
        paper.line([(x - TICK, place), (x + TICK, place)], width_pt=0.4, colour=grey)
    paper.text(x - 1, area.y + area.height / 2 + 1, f"{height:g}", replace(SIZE, align="right"))


def draw_fold(paper: Document, area: DrawingArea, panels: int, direction: str) -> None:
    """Draw the folded piece seen from its bottom edge: the cover on top, the flap inside."""
    paper.text(area.x, area.y + 3, "Folded", CAPTION)
    left, right, top = area.x, area.x + area.width, area.y + ROOM_ABOVE + 5
    step = 3.2
    if panels == 3:
        inner = left + 0.08 * area.width
        points = [(inner, top + step), (right - 0.8, top + step), (right, top + 1.5 * step)]
        points += [(right - 0.8, top + 2 * step), (left + 0.8, top + 2 * step), (left - 0.4, top + step)]
        points += [(left + 0.8, top), (right, top)]
    else:
        points = [
            (right, top),
            (left + 0.8, top),
            (left, top + step / 2),
            (left + 0.8, top + step),
            (right, top + step),
        ]
    if direction == "rtl":
        points = [(left + right - x, y) for x, y in points]
    paper.line(points, width_pt=1.2, colour=paper.look.accent)
    end = top + (2 if panels == 3 else 1) * step
    note = replace(SIZE, align="left", colour=paper.look.grey)
    paper.block(area.x, end + 6, area.width, "seen from the bottom edge, cover on top", note)
