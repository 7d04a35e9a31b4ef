# SPDX-License-Identifier: MIT
"""Packing slips: one A5 page for each delivery point, to lie on top in its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from leaflets.order import SCHEMES, Drop, Order, drops_of
from leaflets.specification.paper import A5, BOLD, LINE_MM, PLAIN, Look, Paper, Type

MARGIN = 14.0
GREY = Type(8.5)


def draw_slips(order: Order, look: Look) -> Paper:
    """Return a page for each site, in the order of the list."""
    title = f"Packing slips, job {order.job}"
    paper = Paper(look, (A5[1], A5[0]), title=title, author=order.customer)
    groups = [list(drops) for _, drops in groupby(drops_of(order), key=lambda drop: (drop.site.scheme, drop.site.id))]
    for number, drops in enumerate(groups, start=1):
        if number > 1:
            paper.next_page()
        draw_slip(paper, order, drops, f"{number} of {len(groups)}")
    return paper


def draw_slip(paper: Paper, order: Order, drops: Sequence[Drop], number: str) -> None:
    """Draw the slip of one site."""
    site, left, right = drops[0].site, MARGIN, paper.width - MARGIN
    grey = replace(GREY, colour=paper.look.grey)
    paper.box((0, 0), (paper.width, 4), fill=paper.look.accent)
    paper.text(left, MARGIN + 2, "Packing slip", replace(BOLD, colour=paper.look.accent))
    paper.text(right, MARGIN + 2, f"Job {order.job}  ·  {number}", replace(BOLD, align="right"))
    y = paper.block(left, MARGIN + 14, right - left, site.name, Type(18, bold=True))
    y = paper.block(left, y - 1, right - left, f"{site.address}, {site.postcode}", replace(PLAIN, size=12))
    paper.text(left, y, f"{SCHEMES[site.scheme]} {site.id}", grey)
    y += 9
    places = (left, 96.0, 130.0, 164.0)
    for x, words in zip(places, ("in this box", "language", "bundles", "loose"), strict=True):
        paper.text(x, y, words, grey)
    paper.text(right, y, "copies", replace(grey, align="right"))
    for drop in drops:
        y += 6.5
        paper.line([(left, y - 4.6), (right, y - 4.6)], width_pt=0.4, colour=paper.look.rule)
        item, style = drop.item, replace(PLAIN, size=10.5)
        size = drop.copies - drop.loose
        bundles = f"{drop.bundles} × {size // drop.bundles}" if drop.bundles else "none"
        words = f"{item.code}  {item.title}, {item.format.title}, version {item.version}"
        cells = (words, item.language_name, bundles, f"{drop.loose}")
        for x, cell in zip(places[1:], cells[1:], strict=True):
            paper.text(x, y, cell, style)
        paper.text(right, y, f"{drop.copies:,}", replace(style, bold=True, align="right"))
        y = paper.block(left, y, places[1] - left - 3, cells[0], style) - style.size * LINE_MM
    foot = paper.height - MARGIN
    paper.line([(left, foot - 5), (right, foot - 5)], width_pt=0.8, colour=paper.look.accent)
    paper.text(left, foot, f"From {order.customer}. Free to display and to hand out. {order.website}", grey)
