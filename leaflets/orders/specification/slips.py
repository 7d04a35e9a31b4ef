# SPDX-License-Identifier: MIT
"""Packing slips: one A5 page for each delivery point, to go on top in its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from leaflets.core.paper import PAPERS
from leaflets.orders.order import Delivery, Order, describe_weight, drops_of
from leaflets.orders.specification.paper import BOLD, LINE_MM, PLAIN, Document, DocumentStyle, Type

MARGIN = 14.0
GREY, ROW = Type(8.5), Type(9)
STEP = 5.8
PLACES = (MARGIN, 130.0, 154.0, 174.0)
"""The starts of the columns."""


def draw_slips(order: Order, look: DocumentStyle) -> Document:
    """Return a page for each site, in the order of the list."""
    title = f"Packing slips, job {order.job}"
    paper = Document(look, PAPERS["a5"].ways[1], title=title, author=order.customer)
    groups = [list(drops) for _, drops in groupby(drops_of(order), key=lambda drop: drop.site.key)]
    for number, drops in enumerate(groups, start=1):
        if number > 1:
            paper.next_page()
        draw_slip(paper, order, drops, f"{number} of {len(groups)}")
    return paper


def draw_slip(paper: Document, order: Order, drops: Sequence[Delivery], number: str) -> None:
    """Draw the slip of one site; what does not fit goes overleaf."""
    y = draw_head(paper, order, drops, number)
    for drop in drops:
        words = f"{drop.item.code}  {drop.item.title}, {drop.item.format.title}, version {drop.item.version}"
        lines = paper.split(words, PLACES[1] - PLACES[0] - 3, ROW)
        if y + STEP + (len(lines) - 1) * ROW.size * LINE_MM > paper.height - MARGIN - 8:
            draw_foot(paper, order)
            paper.next_page()
            y = draw_head(paper, order, drops, f"{number}, continued")
        y = draw_row(paper, drop, lines, y + STEP)
    draw_foot(paper, order)


def draw_head(paper: Document, order: Order, drops: Sequence[Delivery], number: str) -> float:
    """Write the recipient, what it weighs, and the titles of the columns."""
    site, weight = drops[0].site, describe_weight(sum(drop.kg for drop in drops))
    left, right = MARGIN, paper.width - MARGIN
    grey = replace(GREY, colour=paper.look.grey)
    paper.box((0, 0), (paper.width, 4), fill=paper.look.accent)
    paper.text(left, MARGIN, "Packing slip", replace(BOLD, colour=paper.look.accent))
    paper.text(right, MARGIN, f"Job {order.job}  ·  {number}", replace(BOLD, align="right"))
    y = paper.block(left, MARGIN + 11, right - left, site.name, style=Type(18, bold=True))
    y = paper.block(left, y - 1, right - left, f"{site.address}, {site.postcode}", style=replace(PLAIN, size=12))
    for line in filter(None, (site.contact, site.times)):
        y = paper.block(left, y, right - left, line, style=replace(PLAIN, size=10))
    paper.text(left, y, site.number, grey)
    paper.text(right, y, weight, replace(grey, align="right"))
    y += 8
    for x, words in zip(PLACES, ("in this box", "language", "bundles", "loose"), strict=True):
        paper.text(x, y, words, grey)
    paper.text(right, y, "copies", replace(grey, align="right"))
    return y


def draw_row(paper: Document, drop: Delivery, lines: Sequence[str], y: float) -> float:
    """Write the copies of one item; return the last baseline."""
    right = paper.width - MARGIN
    paper.line([(MARGIN, y - 4.2), (right, y - 4.2)], width_pt=0.4, colour=paper.look.rule)
    bundles = f"{drop.bundles} × {(drop.copies - drop.loose) // drop.bundles}" if drop.bundles else "none"
    for x, cell in zip(PLACES[1:], (drop.item.language_name, bundles, f"{drop.loose}"), strict=True):
        paper.text(x, y, cell, ROW)
    paper.text(right, y, f"{drop.copies:,}", replace(ROW, bold=True, align="right"))
    for number, line in enumerate(lines):
        paper.text(PLACES[0], y + number * ROW.size * LINE_MM, line, ROW)
    return y + (len(lines) - 1) * ROW.size * LINE_MM


def draw_foot(paper: Document, order: Order) -> None:
    """Write the sender."""
    foot, right = paper.height - MARGIN + 4, paper.width - MARGIN
    paper.line([(MARGIN, foot - 5), (right, foot - 5)], width_pt=0.8, colour=paper.look.accent)
    words = f"From {order.customer}. Free to display and to hand out. {order.website}"
    paper.text(MARGIN, foot, words, replace(GREY, colour=paper.look.grey))
