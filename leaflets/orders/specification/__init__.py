# SPDX-License-Identifier: MIT
"""Specification: an order for the printer. A page for each product, packing slips, and the same as JSON.

`page` draws the specification, `flat` the flat sheet on it, `slips` the slip for each box, `sign_off` the page to sign;
`paper` is what they draw on. `xjdf` writes it for printers' management systems.
"""

from __future__ import annotations

from typing import Any

from leaflets.core.paper import PAPERS
from leaflets.orders.order import (
    SCHEMES,
    Order,
    OrderItem,
    Product,
    count_bundles,
    describe_panels,
    drops_by_site,
    drops_of,
)
from leaflets.orders.specification.page import Sheet
from leaflets.orders.specification.paper import Document, DocumentStyle
from leaflets.orders.specification.slips import draw_slips

__all__ = ["DocumentStyle", "describe", "draw_packing_slips", "draw_specification", "list_deliveries"]

SCHEMA = 1
DELIVERY_TITLES = (
    *(
        "scheme",
        "id",
        "name",
        "address",
        "postcode",
        "contact",
        "times",
        "code",
        "title",
        "format",
        "language",
        "version",
    ),
    *("copies", "bundles", "loose", "kg"),
)

FILE_FIELDS = (
    *("edition", "title", "code", "version", "issued", "language", "language_name", "digest", "file", "sha256"),
    *("bytes", "pages", "trim_box_mm", "quantity", "also_quote", "content"),
)


def draw_specification(order: Order, look: DocumentStyle) -> bytes:
    """Return the specification: one A4 page for each product."""
    paper = Document(look, PAPERS["a4"].ways[0], title=f"Print specification, job {order.job}", author=order.customer)
    for number, product in enumerate(order.products):
        if number:
            paper.next_page()
        Sheet(paper, order, product).draw()
    return paper.bytes()


def draw_packing_slips(order: Order, look: DocumentStyle) -> bytes:
    """Return a slip for each delivery point."""
    return draw_slips(order, look).bytes()


def describe(order: Order) -> dict[str, Any]:
    """Return the order for programs: sizes in mm, names of folds from CIP4's catalogue."""
    return {
        "schema": SCHEMA,
        "job": order.job,
        "publication": order.publication,
        "title": order.title,
        "customer": {
            "name": order.customer,
            "contact": order.contact or None,
            "website": order.website,
            "email": order.email or None,
        },
        "printer": order.printer or None,
        "deliver_by": order.deliver_by.isoformat() if order.deliver_by else None,
        "standard": "PDF/X-4",
        "output_condition": order.output_condition,
        "max_ink_percent": order.max_ink,
        "bleed_mm": order.bleed_mm,
        "enquiry": order.is_enquiry,
        "quantity": sum(product.quantity for product in order.products),
        "quantity_by_language": _by_language(order),
        "products": [_product(order, product) for product in order.products],
        "delivery": [
            {
                "scheme": SCHEMES[site.scheme],
                "id": site.id,
                "name": site.name,
                "address": site.address,
                "postcode": site.postcode,
                "contact": site.contact,
                "times": site.times,
                "copies": {drop.item.edition: drop.copies for drop in drops},
                "weight_kg": round(sum(drop.kg for drop in drops), 2) or None,
            }
            for site, drops in drops_by_site(order)
        ],
    }


def _by_language(order: Order) -> dict[str, int]:
    totals: dict[str, int] = {}
    for item in order.items:
        totals[item.language] = totals.get(item.language, 0) + item.quantity
    return totals


def _product(order: Order, product: Product) -> dict[str, Any]:
    settings, form = product.settings, product.format
    bundles, loose = count_bundles([drop for drop in drops_of(order) if drop.item in product.items])
    return {
        "product": form.product,
        "format": form.name,
        "quantity": product.quantity,
        "flat_mm": list(form.flat),
        "finished_mm": list(form.finished),
        "sides": product.sides,
        "inks": product.inks,
        "bleed_mm": form.bleed,
        "safe_mm": form.safe,
        "panels": describe_panels(form, product.direction),
        "stock": product.stock,
        "fold": {"cip4_fold_catalog": form.fold.catalogue, "words": form.fold_words},
        "binding": form.binding,
        "finishing": product.finishing,
        "certified": settings.certified,
        "grain": product.grain,
        "grams_each": round(product.grams, 2) or None,
        "vat": product.vat,
        "packing": {"bundles_of": product.bundles_of, "bundles": bundles, "loose": loose},
        "proof": settings.proof,
        "tolerance_percent": {"under": settings.under_percent, "over": settings.over_percent},
        "files": [_file(item) for item in product.items],
    }


def _file(item: OrderItem) -> dict[str, Any]:
    exact = {
        "issued": item.issued.isoformat(),
        "trim_box_mm": list(item.trim_box_mm),
        "also_quote": list(item.also_quote),
    }
    return {name: exact.get(name, getattr(item, name)) for name in FILE_FIELDS}


def list_deliveries(order: Order) -> list[list[str | int]]:
    """Return the rows of delivery.csv: the copies of each file for each site, and the total last."""
    drops = drops_of(order)
    rows: list[list[str | int]] = [list(DELIVERY_TITLES)]
    for drop in drops:
        site, item = drop.site, drop.item
        where = [SCHEMES[site.scheme], site.id, site.name, site.address, site.postcode, site.contact, site.times]
        what = [item.code, item.title, item.format.name, item.language, item.version]
        rows.append([*where, *what, drop.copies, drop.bundles, drop.loose, f"{drop.kg:.2f}" if drop.kg else ""])
    bundles, loose = count_bundles(drops)
    kg = sum(drop.kg for drop in drops)
    copies = sum(drop.copies for drop in drops)
    rows.append(["total", *[""] * (len(DELIVERY_TITLES) - 5), copies, bundles, loose, f"{kg:.2f}" if kg else ""])
    return rows
