# SPDX-License-Identifier: MIT
"""What is ordered, publication by publication: products, files, copies, and the job's name."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf

from leaflets.core.edition import Layout
from leaflets.core.folds import FLAT
from leaflets.core.formats import POINTS_PER_MM
from leaflets.editions.output_intent import read_intent
from leaflets.orders.order import Order, OrderItem, Product
from leaflets.orders.pack.plan import OrderPlan, PrintRequest
from leaflets.orders.pack.press_files import PressFile
from leaflets.orders.specification import describe


def make_orders(plan: OrderPlan, wanted: PrintRequest, made: Sequence[PressFile]) -> list[Order]:
    """Return an order for each publication; a series counts as one publication if it was named."""
    project = plan.opened.project
    publisher = project.publisher
    groups: dict[str, list[PressFile]] = {}
    for each in made:
        whole = each.layout.source in wanted.publications
        groups.setdefault(each.layout.source if whole else each.layout.publication, []).append(each)
    order = Order(
        job="",
        publication="",
        title="",
        customer=publisher.name,
        website=publisher.website.printed_url or publisher.website.value.removeprefix("https://"),
        email=publisher.email.value if publisher.email else "",
        printer=wanted.printer,
        deliver_by=wanted.deliver_by,
        output_condition=read_intent(publisher.press, plan.resources).identifier,
        bleed_mm=publisher.press.bleed_mm,
        max_ink=publisher.press.max_ink,
        products=(),
        sites=plan.sites,
    )
    orders = []
    for name, files in groups.items():
        source = project.publications[files[0].layout.source]
        alike: dict[tuple[str, str], list[PressFile]] = {}
        for each in files:
            alike.setdefault(folded_alike(plan, each.layout), []).append(each)
        products = tuple(
            Product(
                project.format_of(members[0].layout), source.print, tuple(make_item(plan, each) for each in members)
            )
            for members in alike.values()
        )
        title = source.title if name == files[0].layout.source else products[0].items[0].title
        orders.append(replace(order, publication=name, title=title, products=products))
    text = json.dumps([describe(order) for order in orders], sort_keys=True)
    job = wanted.job or f"j-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return [replace(each, job=job) for each in orders]


def folded_alike(plan: OrderPlan, layout: Layout) -> tuple[str, str]:
    """Return what the files of one product share: the format and, for a fold, the reading direction."""
    folded = plan.opened.project.every_format[layout.format].fold != FLAT
    return layout.format, plan.languages.languages[layout.language].direction if folded else ""


def make_item(plan: OrderPlan, made: PressFile) -> OrderItem:
    """Return a press file as an item of the specification."""
    layout, entry, project = made.layout, made.entry, plan.opened.project
    publication = project.publications[layout.source]
    language = plan.languages.languages[layout.language]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        left, bottom, right, top = (round(float(value) / POINTS_PER_MM, 2) for value in pdf.pages[0].trimbox)
    return OrderItem(
        edition=entry["id"],
        # In English, for the printer; the specification has Latin letters only.
        title=project.risks[layout.risk].title if layout.risk else publication.title,
        code=layout.code,
        version=entry["version"],
        issued=publication.issued,
        language=layout.language,
        language_name=language.name,
        direction=language.direction,
        format=project.every_format[layout.format],
        digest=entry["digest"],
        file=Path(entry["path"]).name,
        sha256=entry["sha256"],
        bytes=entry["bytes"],
        pages=entry["pages"],
        trim_box_mm=(left, bottom, right, top),
        quantity=plan.quantities[layout.language],
    )
