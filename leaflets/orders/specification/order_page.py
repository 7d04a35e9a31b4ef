# SPDX-License-Identifier: MIT
"""Pages of an order: a bar with the job's number, headings, tables that continue overleaf, and a foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leaflets.orders.order import Order
from leaflets.orders.specification.paper import BOLD, LINE_MM, Document, Type

MARGIN, FOOT = 18.0, 16.0
SMALL = Type(8)
ROW, HEADING = 4.9, 6.5
HASH = 16
"""The length of checksums on the page; SHA256SUMS has them in full."""


class OrderPage:
    """A page being drawn from the top."""

    def __init__(self, paper: Document, order: Order) -> None:
        self.paper, self.order = paper, order
        self.left, self.right = MARGIN, paper.width - MARGIN
        self.y = MARGIN

    @property
    def bottom(self) -> float:
        """The last baseline above the foot."""
        return self.paper.height - MARGIN - FOOT + 6

    def bar(self, title: str) -> None:
        """Write what the page is, and the job."""
        paper, accent = self.paper, self.paper.look.accent
        paper.box((0, 0), (paper.width, 5), fill=accent)
        paper.text(self.left, self.y, title, replace(BOLD, colour=accent))
        paper.text(self.right, self.y, f"Job {self.order.job}", replace(BOLD, align="right"))

    def heading(self, words: str, note: str = "") -> None:
        """Write the heading of a part, overleaf if only the heading would fit."""
        if self.y + HEADING > self.bottom:
            self.overleaf()
        self.paper.text(self.right, self.y, note, replace(SMALL, align="right", colour=self.paper.look.grey))
        self.paper.text(self.left, self.y, words, replace(BOLD, size=11, colour=self.paper.look.accent))
        self.y += HEADING

    def table(self, titles: Sequence[str], places: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """Write rows in columns that begin at those positions; the last column is right-aligned at its own."""
        self.row(titles, places, replace(SMALL, colour=self.paper.look.grey))
        for row in rows:
            if self.y > self.bottom:
                self.overleaf()
                self.row(titles, places, replace(SMALL, colour=self.paper.look.grey))
            self.paper.line(
                [(self.left, self.y - 3.6), (self.right, self.y - 3.6)], width_pt=0.4, colour=self.paper.look.rule
            )
            self.row(row, places, SMALL)

    def overleaf(self) -> None:
        self.foot()
        self.paper.next_page()
        self.y = MARGIN

    def row(self, cells: Sequence[str], places: Sequence[float], style: Type) -> None:
        """Write one row; a long cell continues below."""
        ends = [self.y]
        for number, (cell, place) in enumerate(zip(cells, places, strict=True)):
            if number == len(cells) - 1:
                self.paper.text(self.left + place, self.y, cell, replace(style, align="right"))
            else:
                last = number == len(cells) - 2
                width = places[number + 1] - place - (14 if last else 2)
                ends.append(
                    self.paper.block(self.left + place, self.y, width, cell, style=style) - style.size * LINE_MM
                )
        self.y = max(ends) + ROW

    def foot(self) -> None:
        paper, y = self.paper, self.paper.height - MARGIN
        paper.line([(self.left, y - 8), (self.right, y - 8)], width_pt=0.8, colour=paper.look.accent)
        who = "  ·  ".join(filter(None, (self.order.customer, self.order.email, self.order.website)))
        paper.text(self.left, y - 3.4, who, replace(SMALL, bold=True))
        rest = "Also in this pack: SHA256SUMS (full checksums), preflight.html (the checks), proof.pdf (not for print)."
        paper.text(self.left, y + 0.6, rest, replace(SMALL, size=7.5, colour=paper.look.grey))
