# SPDX-License-Identifier: MIT
"""Geometry in millimetres: trim, bleed, safe area, panels and folds of each format; the CSS tokens that templates see.

The unit of layout is the panel, and a panel is a page. A folded format lists its panels in reading order with their
widths; how they lie on the flat sheet is imposition, and `faces` says it for a left-to-right reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH


def points(mm: float) -> float:
    """Return millimetres as PDF points (1/72 inch)."""
    return mm * POINTS_PER_MM


@dataclass(frozen=True)
class Panel:
    """One page of the layout: its name, and its trimmed width in mm."""

    name: str
    width: float


@dataclass(frozen=True)
class Format:
    """Paper and folds.

    `panels` are in reading order; `faces` lists, for each side of the flat sheet, panel names from the left.
    """

    name: str
    title: str
    panels: tuple[Panel, ...]
    height: float
    safe: float
    """How far text keeps from the trim and from the folds, in mm."""
    root_pt: float
    """The size of 1rem in pt: designs are drawn in rem, so one design serves A4 and A3."""
    faces: tuple[tuple[str, ...], ...]
    layout: Literal["folded", "poster", "card", "booklet"]
    office: Literal["sheet", "gang", "booklet"]
    """How an office printer gets it: the flat sheet, several cards on A4 with cut lines, or pages two a side."""
    bleed: float = 3.0

    @property
    def flat(self) -> tuple[float, float]:
        """Width and height in mm of the flat, trimmed sheet."""
        widths = {panel.name: panel.width for panel in self.panels}
        return sum(widths[name] for name in self.faces[0]), self.height

    def panel(self, name: str) -> Panel:
        """Return the panel of that name; KeyError if there is none."""
        return {panel.name: panel for panel in self.panels}[name]


def _single(name: str, title: str, width: float, height: float, safe: float, root_pt: float) -> Format:
    return Format(name, title, (Panel("page", width),), height, safe, root_pt, (("page",),), "poster", "sheet")


FORMATS = {
    form.name: form
    for form in (
        # Roll fold of A4 to DL: the flap is 3 mm narrower, so that it lies flat inside (print-print.co.uk, tri-fold).
        Format(
            "trifold-dl",
            "A4 folded to DL",
            (
                Panel("cover", 100),
                Panel("flap", 97),
                Panel("inside-1", 100),
                Panel("inside-2", 100),
                Panel("inside-3", 97),
                Panel("back", 100),
            ),
            210,
            8,
            12,
            (("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3")),
            "folded",
            "sheet",
        ),
        # A3 is A4 enlarged by the square root of 2 (ISO 216), type included.
        _single("poster-a4", "A4 poster", 210, 297, 10, 12),
        _single("poster-a3", "A3 poster", 297, 420, 14.14, 16.97),
        # A poster in English and, facing it, in another language.
        Format(
            "spread-a3",
            "Two A4 posters side by side",
            (Panel("page", 210), Panel("page-2", 210)),
            297,
            10,
            12,
            (("page", "page-2"),),
            "poster",
            "sheet",
        ),
        Format(
            "booklet-a5",
            "A5, four pages",
            tuple(Panel(f"page-{number}", 148.5) for number in (1, 2, 3, 4)),
            210,
            8,
            12,
            (("page-4", "page-1"), ("page-2", "page-3")),
            "booklet",
            "booklet",
        ),
        Format(
            "card-dl",
            "DL card",
            (Panel("front", 99), Panel("back", 99)),
            210,
            7,
            12,
            (("front",), ("back",)),
            "card",
            "gang",
        ),
        Format(
            "card-wallet",
            "Wallet card, 85 x 55 mm",
            (Panel("front", 85), Panel("back", 85)),
            55,
            4,
            12,
            (("front",), ("back",)),
            "card",
            "gang",
        ),
    )
}
