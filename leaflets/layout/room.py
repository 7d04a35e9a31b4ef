# SPDX-License-Identifier: MIT
"""How far the words of each page reach, what room they leave, how high the rows of risks are; and telling a design."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TypedDict

from leaflets.layout.composed import Composed, Stylesheet
from leaflets.layout.pages import DrawnPage, FitStep, PageItem

CLEARANCE = 0.01
"""The gap above what is fixed to the bottom, as a share of the page's height: 3 mm on A4."""


@dataclass(frozen=True)
class Reach:
    """How far down a piece of the flow reaches, and its limit."""

    piece: PageItem
    limit: float

    @property
    def over(self) -> float:
        return self.piece.bottom - self.limit


def reaches(page: DrawnPage, composed: Composed) -> list[Reach]:
    """Return each piece of the flow with its limit: the safe area, or what is fixed to the bottom below it."""
    safe_bottom = page.height - composed.format.safe
    hanging = [piece for piece in page.pieces if piece.anchored and not piece.bleeds]
    clear = CLEARANCE * composed.format.height
    result = []
    for piece in page.pieces:
        if not piece.anchored and not piece.bleeds:
            # What grows stays above all of it: a rule may run farther than the words below it.
            below = (
                other.edge - clear
                for other in hanging
                if composed.grows or (other.left < piece.right and piece.left < other.right)
            )
            result.append(Reach(piece, min((safe_bottom + piece.quiet, *below))))
    return result


def fills(pages: tuple[DrawnPage, ...], composed: Composed) -> dict[str, float]:
    """Return how full each panel is: 1 is full to the last line."""
    safe = composed.format.safe
    found: dict[str, float] = {}
    for page in pages:
        shares = [(reach.piece.bottom - safe) / max(reach.limit - safe, 1) for reach in reaches(page, composed)]
        found[page.panel] = max(found.get(page.panel, 0.0), round(max(shares, default=0.0), 3))
    return found


class Room(TypedDict):
    """What a design that grows is told: the heights of its rows of risks, and what each panel then has left, in mm."""

    rows: tuple[float, ...]
    spare: tuple[tuple[str, float], ...]


def use_room(pages: tuple[DrawnPage, ...], composed: Composed) -> Room:
    """Return the height of each row of risks, the highest on any panel, and what is then left below the words."""
    heights = {page.panel: risk_heights(page) for page in pages}
    rows = tuple(round(max(row), 2) for row in zip_longest(*heights.values(), fillvalue=0.0))
    added = {name: sum(rows[: len(own)]) - sum(own) for name, own in heights.items()}
    over = {page.panel: max((one.over for one in reaches(page, composed)), default=0.0) for page in pages}
    return Room(rows=rows, spare=tuple((name, round(max(0.0, -over[name] - added[name]), 2)) for name in over))


def risk_heights(page: DrawnPage) -> list[float]:
    """Return how high each risk of a page is, from the first line of its words to the last."""
    extent: dict[str, tuple[float, float]] = {}
    for piece in page.pieces:
        if piece.risk and piece.text:
            top, bottom = extent.get(piece.risk, (piece.top, piece.bottom))
            extent[piece.risk] = min(top, piece.top), max(bottom, piece.bottom)
    return [bottom - top for top, bottom in extent.values()]


def fitting(fit: FitStep) -> Stylesheet:
    """Return the stylesheet that tells a design how much to tighten, and what room it has."""
    sizes = {"space": fit.space, "heading": fit.heading, "line": fit.line, "body": fit.body}
    text = "".join(f" :root {{ --fit-{name}: {size:g} }}" for name, size in sizes.items())
    text += "".join(f" :root {{ --spare-{panel}: {room:.2f}mm }}" for panel, room in fit.spare)
    text += "".join(f" :root {{ --row-{number}: {height:.2f}mm }}" for number, height in enumerate(fit.rows, 1))
    if fit.title_width:
        text += f" :root {{ --title-size: {fit.title:g}; --title-width: {fit.title_width:g}mm }}"
    return Stylesheet("(fit)", "tokens", text)
