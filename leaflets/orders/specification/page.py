# SPDX-License-Identifier: MIT
"""The specification of one product: one page from which a printer can quote and print without asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leaflets.core.folds import FLAT
from leaflets.orders.order import (
    BOX_KG,
    PROOFS,
    Order,
    Product,
    count_bundles,
    describe_address,
    describe_weight,
    drops_of,
)
from leaflets.orders.specification.flat import DrawingArea, draw_flat
from leaflets.orders.specification.order_page import HASH, HEADING, ROW, SMALL, OrderPage
from leaflets.orders.specification.paper import LINE_MM, PLAIN, Document, Type

LABEL = 27.0
GUTTER = 8.0
DRAWING = (58.0, 92.0)
"""The least and greatest height of the drawing; tables take the rest."""
PLAIN_DRAWING = 38.0
"""The least height without folds."""
MIRRORED = "read from right to left: in a mirror, as drawn"
LOGOS, LOGOS_GAP = 50.0, 4.0
"""How far in the row of logos begins, and what stays clear between two."""


class Sheet(OrderPage):
    """One product's pages; a long table continues overleaf."""

    def __init__(self, paper: Document, order: Order, product: Product) -> None:
        super().__init__(paper, order)
        self.product = product

    def draw(self) -> None:
        self.head()
        self.facts()
        self.heading("The flat sheet", self.key())
        room = DrawingArea(self.left, self.y, self.right - self.left, self.room_for_drawing())
        self.y = draw_flat(self.paper, room, self.product.format, direction=self.product.direction)
        self.y += 6
        self.files()
        self.delivery()
        self.foot()

    def room_for_drawing(self) -> float:
        """Return the height of the drawing, so that the tables fit on the page too if possible."""
        tables = 2 * HEADING + ROW * (len(self.product.items) + 3) + 12
        addresses = ROW * (len([drop for drop in drops_of(self.order) if drop.item in self.product.items]) + 1)
        room = self.bottom - self.y - tables
        least, most = DRAWING if self.product.format.fold != FLAT else (PLAIN_DRAWING, DRAWING[1])
        return max(least, min(most, room - addresses if room - addresses >= least else room))

    def head(self) -> None:
        paper, item = self.paper, self.product.items[0]
        self.bar("Print specification")
        x = self.left + LOGOS
        for logo, data in paper.look.logos:
            paper.picture((x, self.y - 1 - logo.height / 2), (logo.width, logo.height), data)
            x += logo.width + LOGOS_GAP
        number = f"{self.product.quantity:,}"
        big = Type(26, bold=True)
        width = self.right - self.left - paper.measure(number, big) - 12
        self.y += 11
        paper.text(self.right, self.y, number, replace(big, align="right"))
        paper.text(self.right, self.y + 5.4, "copies in all", replace(PLAIN, align="right", colour=paper.look.grey))
        below = paper.block(self.left, self.y, width, self.order.title, style=replace(big, size=22))
        self.y = below - 22 * LINE_MM + 5.4
        codes = item.code if len(self.product.items) == 1 else f"{item.code} to {self.product.items[-1].code}"
        codes = item.code if item.code == self.product.items[-1].code else codes
        line = f"{self.product.format.product}  ·  {codes}  ·  version {item.version}"
        paper.text(self.left, self.y, line, replace(PLAIN, colour=paper.look.grey))
        self.y += 8

    def facts(self) -> None:
        width = (self.right - self.left - GUTTER) / 2
        ends = [
            self.column(self.left, width, self.about_order()),
            self.column(self.left + width + GUTTER, width, self.about_paper()),
        ]
        self.y = max(ends) + 3

    def about_order(self) -> list[tuple[str, str]]:
        order, product = self.order, self.product
        form = product.format
        edges = "trim" if form.fold == FLAT else "trim and folds"
        finished = " x ".join(f"{size:g}" for size in form.finished)
        flat = " x ".join(f"{size:g}" for size in form.flat)
        return [
            ("Customer", order.customer),
            *([("Questions to", order.contact)] if order.contact else []),
            ("Printer", order.printer or "not named yet"),
            ("Deliver by", f"{order.deliver_by:%-d %B %Y}" if order.deliver_by else "to be agreed"),
            ("Quantity", self.tolerance()),
            *([("Also quote", self.also_quote())] if order.is_enquiry else []),
            ("Proof", PROOFS[product.settings.proof]),
            ("VAT", product.vat),
            ("Flat size", f"{flat} mm"),
            ("Finished size", f"{finished} mm"),
            (
                "Pages, sides",
                f"{_number(product.pages, 'page')} in the file, {_number(product.sides, 'printed side')}",
            ),
            ("Inks", f"{product.inks}; QR codes in black only"),
            ("Printing condition", f"{order.output_condition}, PDF/X-4, at most {order.max_ink} % ink"),
            ("Bleed, safe area", f"{form.bleed:g} mm bleed; text at least {form.safe:.3g} mm from {edges}"),
        ]

    def about_paper(self) -> list[tuple[str, str]]:
        product, settings, form = self.product, self.product.settings, self.product.format
        pages = "single pages, to be imposed by the printer; " if form.booklet else ""
        mirrored = f"; {MIRRORED}" if form.fold != FLAT and product.direction == "rtl" else ""
        certified = f"{settings.certified}; its label only with your licence number, on a new proof"
        return [
            ("Stock", product.stock),
            ("Certified paper", certified if settings.certified else "not asked for"),
            ("Grain", product.grain),
            ("Fold (CIP4)", f"{form.fold.catalogue}, {form.fold_words}{mirrored}"),
            ("Binding", form.binding),
            ("Finishing", product.finishing),
            ("Packing", f"bundles of {product.bundles_of}; boxes of at most {BOX_KG} kg, with job, code and language"),
            ("Weight", self.weight()),
            ("Artwork", f"{pages}not scaled; ask before you change anything"),
        ]

    def tolerance(self) -> str:
        under, over = self.product.settings.under_percent, self.product.settings.over_percent
        if not under:
            return f"no fewer than ordered; up to {over} % over" if over else "exactly as ordered"
        return f"up to {under} % under or {over} % over"

    def also_quote(self) -> str:
        """Return the other quantities for which a price is asked, of each file."""
        by_quantities: dict[tuple[int, ...], list[str]] = {}
        for item in self.product.items:
            by_quantities.setdefault(item.also_quote, []).append(item.language_name)
        lists = {" or ".join(f"{n:,}" for n in numbers): names for numbers, names in by_quantities.items() if numbers}
        if len(by_quantities) == 1:
            return f"{next(iter(lists))} of each file"
        return "; ".join(f"{' and '.join(dict.fromkeys(names))} {numbers}" for numbers, names in lists.items())

    def weight(self) -> str:
        product = self.product
        if not product.grams:
            return "not known: the stock does not say its gsm"
        kg = product.grams * product.quantity / 1000
        all_of_it = f"{kg:,.0f} kg; each place has boxes of its own" if self.order.sites else describe_weight(kg)
        return f"{product.grams:.{1 if product.grams < 100 else 0}f} g each without ink; {all_of_it}"

    def column(self, x: float, width: float, rows: Sequence[tuple[str, str]]) -> float:
        """Write labels and values with a hairline above each; return where they end."""
        paper, y = self.paper, self.y
        for label, value in rows:
            paper.line([(x, y - 4.1), (x + width, y - 4.1)], width_pt=0.4, colour=paper.look.rule)
            paper.text(x, y, label, replace(SMALL, colour=paper.look.grey))
            y = paper.block(x + LABEL, y, width - LABEL, value) + 1.6
        return y

    def key(self) -> str:
        lines = ["solid: trim", f"dotted: {self.product.format.bleed:g} mm bleed"]
        return "  ·  ".join([*lines, "dashed: fold"] if self.product.format.fold != FLAT else lines)

    def files(self) -> None:
        self.heading("Press files")
        rows = [
            (item.file, item.language_name, str(item.pages), item.digest[:12], item.sha256[:HASH], f"{item.quantity:,}")
            for item in self.product.items
        ]
        self.table(
            ("file", "language", "pages", "slug digest", "SHA-256 begins", "copies"), (0, 76, 97, 109, 132, 174), rows
        )
        self.y += 3

    def delivery(self) -> None:
        """List the delivery points if they fit, otherwise say how many and where they are listed."""
        self.heading("Delivery")
        drops = [drop for drop in drops_of(self.order) if drop.item in self.product.items]
        if not drops:
            self.paper.text(self.left, self.y, "One address, to be agreed.")
            self.y += ROW
            return
        sites = list(dict.fromkeys(drop.site for drop in drops))
        bundles, loose = count_bundles(drops)
        copies = sum(drop.copies for drop in drops)
        size = self.product.bundles_of
        total = (
            f"{len(sites)} delivery {'point' if len(sites) == 1 else 'points'}, {copies:,} copies: "
            f"{bundles:,} bundles of {size} and {loose:,} loose. A packing slip for each: packing-slips.pdf."
        )
        self.y = self.paper.block(self.left, self.y, self.right - self.left, total) + 1
        rows = [
            (describe_address(drop.site), drop.item.language_name, f"{drop.bundles} + {drop.loose}", f"{drop.copies:,}")
            for drop in drops
        ]
        if self.y + len(rows) * ROW > self.bottom:
            self.paper.text(self.left, self.y, "Addresses and copies of each: delivery.csv.")
            self.y += ROW
        else:
            self.table(("address", "language", "bundles + loose", "copies"), (0, 120, 139, 174), rows)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
