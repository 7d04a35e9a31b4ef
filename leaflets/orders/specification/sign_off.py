# SPDX-License-Identifier: MIT
"""The last page of the proof: what is approved, by whom, and what to look at before."""

from __future__ import annotations

from dataclasses import replace

from leaflets.core.folds import FLAT
from leaflets.core.paper import PAPERS
from leaflets.orders.order import Order
from leaflets.orders.specification.paper import BOLD, LINE_MM, PLAIN, Document, DocumentStyle, Type

MARGIN, BOX, LABEL = 18.0, 4.2, 30.0
SMALL = Type(8.5)
ROW = 5.6
PLACES = (0.0, 96.0, 122.0, 136.0, 174.0)
"""The starts of the columns; the last is the end of its own."""
TITLES = ("file", "language", "version", "SHA-256 begins", "copies")
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
    page, left, right = _Page(paper), MARGIN, paper.width - MARGIN
    page.head(order)
    page.y = paper.block(left, page.y, right - left, order.title, style=Type(20, bold=True)) + 4
    page.row(TITLES, replace(SMALL, colour=look.grey))
    for item in order.items:
        if page.y > paper.height - MARGIN - 6:
            paper.next_page()
            page.head(order)
        cells = (item.file, item.language_name, item.version, item.sha256[:16], f"{item.quantity:,}")
        paper.line([(left, page.y - 4), (right, page.y - 4)], width_pt=0.4, colour=look.rule)
        page.row(cells, SMALL)
    if page.y > paper.height - 172:
        paper.next_page()
        page.head(order)
    page.y += 6
    page.heading("Before you sign")
    is_folded = any(product.format.fold != FLAT for product in order.products)
    for words in (*LOOK_AT, *([FOLD_IT] if is_folded else [])):
        paper.text(left, page.y, words)
        page.y += ROW
    page.y += 5
    page.heading("Decision")
    for words in CHOICES:
        paper.box((left, page.y - BOX + 0.9), (BOX, BOX), width_pt=0.8)
        paper.text(left + BOX + 3, page.y, words)
        page.y += ROW + 2
    page.y += 4
    for label in LINES:
        paper.text(left, page.y, label, replace(PLAIN, colour=look.grey))
        paper.line([(left + LABEL, page.y + 1), (right, page.y + 1)], width_pt=0.5)
        page.y += ROW + 5
    return paper.bytes()


class _Page:
    """The page being drawn, and how far."""

    def __init__(self, paper: Document) -> None:
        self.paper, self.y = paper, MARGIN

    def head(self, order: Order) -> None:
        paper = self.paper
        paper.box((0, 0), (paper.width, 5), fill=paper.look.accent)
        paper.text(MARGIN, MARGIN, "Sign-off of the proof", replace(BOLD, colour=paper.look.accent))
        paper.text(paper.width - MARGIN, MARGIN, f"Job {order.job}", replace(BOLD, align="right"))
        self.y = MARGIN + 11

    def heading(self, words: str) -> None:
        self.paper.text(MARGIN, self.y, words, replace(BOLD, size=11, colour=self.paper.look.accent))
        self.y += ROW + 1

    def row(self, cells: tuple[str, ...], style: Type) -> None:
        """Write one row; the name of a file may take several lines."""
        for cell, place in zip(cells[1:-1], PLACES[1:-1], strict=True):
            self.paper.text(MARGIN + place, self.y, cell, style)
        self.paper.text(MARGIN + PLACES[-1], self.y, cells[-1], replace(style, align="right"))
        end = self.paper.block(MARGIN, self.y, PLACES[1] - 3, cells[0], style=style)
        self.y = end - style.size * LINE_MM + ROW
