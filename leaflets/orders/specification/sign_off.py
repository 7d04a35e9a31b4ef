# SPDX-License-Identifier: MIT
"""The last page of the proof: what is approved, by whom, and what to look at before."""

from __future__ import annotations

from dataclasses import replace

from leaflets.core.folds import FLAT
from leaflets.core.paper import PAPERS
from leaflets.orders.order import Order
from leaflets.orders.specification.order_page import HASH, OrderPage
from leaflets.orders.specification.paper import PLAIN, Document, DocumentStyle, Type

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
