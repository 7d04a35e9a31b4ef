# SPDX-License-Identifier: MIT
"""Pages of an order: a bar with the job's number, headings, tables that continue overleaf, a foot; and the last page of
the proof: what is approved, by whom, and what to look at before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leaflets.core.folds import FLAT
from leaflets.core.paper import PAPERS
from leaflets.orders.order import Order
from leaflets.orders.specification.paper import BOLD, LINE_MM, PLAIN, Document, DocumentStyle, Type

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


BOX, LABEL, STEP = 4.2, 30.0, 5.6
DECISION_MM = 156.0
"""The height of all that follows the table."""
LOOK_AT = (
    "Ring every number, and scan every code.",
    "Read names, addresses, the version and the dates.",
    "Colours on a screen or on an office printer are not those of the press.",
)
FOLD_IT = "Print and fold a copy: the pages come in the right order, and the cover is on top."
CHOICES = (
    "Print it as it is.",
    "Print it with the corrections noted below; no further proof is needed.",
    "Do not print it: correct it, and send another proof.",
)
LINES = ("Corrections", "", "", "", "", "Name and role", "Date", "Signature")


def draw_sign_off(order: Order, look: DocumentStyle) -> bytes:
    """Return the page, or more if there are many files."""
    paper = Document(look, PAPERS["a4"].ways[0], title=f"Sign-off, job {order.job}", author=order.customer)
    page = OrderPage(paper, order)
    left, right = page.left, page.right
    page.bar("Sign-off of the proof")
    page.y = paper.block(left, page.y + 11, right - left, order.title, style=Type(20, bold=True)) + 4
    rows = [
        (item.file, item.language_name, item.version, item.sha256[:HASH], f"{item.quantity:,}") for item in order.items
    ]
    page.table(("file", "language", "version", "SHA-256 begins", "copies"), (0, 96, 117, 132, 174), rows)
    page.y += 6
    if page.y + DECISION_MM > page.bottom:
        page.overleaf()
    page.heading("Before you sign")
    is_folded = any(product.format.fold != FLAT for product in order.products)
    for words in (*LOOK_AT, *([FOLD_IT] if is_folded else [])):
        paper.text(left, page.y, words)
        page.y += STEP
    page.y += 5
    page.heading("Decision")
    for words in CHOICES:
        paper.box((left, page.y - BOX + 0.9), (BOX, BOX), width_pt=0.8)
        paper.text(left + BOX + 3, page.y, words)
        page.y += STEP + 2
    page.y += 4
    for label in LINES:
        paper.text(left, page.y, label, replace(PLAIN, colour=look.grey))
        paper.line([(left + LABEL, page.y + 1), (right, page.y + 1)], width_pt=0.5)
        page.y += STEP + 5
    page.foot()
    return paper.bytes()
