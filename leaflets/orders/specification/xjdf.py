# SPDX-License-Identifier: MIT
"""The order as XJDF, CIP4's exchange job definition format 2.1: what printers' management systems read.

It says what specification.json says: a Product for each press file, with what it should become, and where each goes.
Lengths are in points. XJDF knows no SHA-256 of a file, so it is given as a GeneralID.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from leaflets.core.folds import FLAT
from leaflets.core.formats import points
from leaflets.orders.order import Order, OrderItem, Product, Site, drops_by_site

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"
KINDS = {"folded": "Leaflet", "booklet": "Booklet", "poster": "Poster", "card": "Card", "sheets": "Leaflet"}
COATINGS = {"uncoated": "None", "gloss": "Gloss", "silk": "Satin", "satin": "Satin", "matt": "Matte"}
"""By the words of a stock; the first that is in it counts."""
INKS = "Cyan Magenta Yellow Black"
MIRRORED = "Read from right to left: folded in a mirror, as specification.pdf draws it."


def write_xjdf(order: Order) -> bytes:
    """Return the order as XJDF."""
    root = etree.Element(f"{{{NAMESPACE}}}XJDF", nsmap={None: NAMESPACE}, Version="2.1", JobID=order.job,
                         Types="Product", DescriptiveName=order.title)  # fmt: skip
    names = {item.edition: f"P{number}" for number, item in enumerate(order.items, start=1)}
    products = _add(root, "ProductList")
    for product in order.products:
        for item in product.items:
            added = _add_product(products, product, item, names[item.edition])
            _add_intents(added, product, order)
    _add(_resource(_set(root, "CustomerInfo")), "CustomerInfo", CustomerOrderID=order.job)
    contacts = _set(root, "Contact")
    customer = _add(_resource(contacts, ContactType="Customer"), "Contact")
    if order.email:
        _add(customer, "ComChannel", ChannelType="Email", Locator=f"mailto:{order.email}")
    _add(customer, "Company", OrganizationName=order.customer)
    if order.contact:
        _add(customer, "Person", DescriptiveName=order.contact)
    drops = _set(root, "DeliveryParams")
    due = {"Required": f"{order.deliver_by}T17:00:00Z"} if order.deliver_by else {}
    for number, (site, deliveries) in enumerate(drops_by_site(order), start=1):
        _add_place(contacts, site, f"drop-{number}")
        params = _add(_resource(drops, DropID=f"drop-{number}"), "DeliveryParams", **due)
        for drop in deliveries:
            weight = {"TotalWeight": f"{drop.kg * 1000:.0f}"} if drop.kg else {}
            _add(params, "DropItem", Amount=str(drop.copies), ItemRef=names[drop.item.edition], **weight)
    if not order.sites:
        params = _add(_resource(drops), "DeliveryParams", **due)
        for item in order.items:
            _add(params, "DropItem", Amount=str(item.quantity), ItemRef=names[item.edition])
    files = _set(root, "RunList")
    for item in order.items:
        _add_file(files, item)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _add_product(products: Any, product: Product, item: OrderItem, name: str) -> Any:
    settings = product.settings
    under, over = (item.quantity * percent // 100 for percent in (settings.under_percent, settings.over_percent))
    added = _add(products, "Product", ID=name, IsRoot="true", ExternalID=_token(item),
                 ProductType=KINDS[product.format.kind],
                 DescriptiveName=f"{item.code} {item.title}, {item.language_name}, version {item.version}",
                 Amount=str(item.quantity), MinAmount=str(item.quantity - under),
                 MaxAmount=str(item.quantity + over))  # fmt: skip
    for words in _instructions(product, item):
        _add(added, "Comment", Type="Instruction").text = words
    return added


def _add_intents(added: Any, product: Product, order: Order) -> None:
    form = product.format
    colour = _intent(added, "ColorIntent")
    for surface in ("Front", "Back")[: product.sides]:
        _add(colour, "SurfaceColor", Surface=surface, ColorsUsed=INKS, PrintStandard=order.output_condition)
    if form.fold != FLAT:
        _intent(added, "FoldingIntent", FoldCatalog=form.fold.catalogue)
    _intent(added, "LayoutIntent", Dimensions=_in_points(form.flat), FinishedDimensions=_in_points((*form.finished, 0)),
            Bleed=_in_points([form.bleed]), Pages=str(len(form.panels)),
            Sides="TwoSidedHeadToHead" if product.sides == 2 else "OneSided")  # fmt: skip
    paper = {"MediaType": "SelfAdhesive" if form.labels else "Paper", "MediaQuality": product.stock}
    if product.gsm:
        paper["Weight"] = str(product.gsm)
    if coating := next((value for words, value in COATINGS.items() if words in product.stock.lower()), ""):
        paper["Coating"] = coating
    if form.fold != FLAT:
        paper["GrainDirection"] = "YDirection"
    media = _intent(added, "MediaIntent", **paper)
    if product.settings.certified:
        _add(media, "Certification", Organization=product.settings.certified)


def _instructions(product: Product, item: OrderItem) -> list[str]:
    form = product.format
    said = [f"Bundles of {product.bundles_of}.", f"Proof: {product.settings.proof}."]
    if form.fold != FLAT:
        said += [f"Fold: {form.fold_words}."] + ([MIRRORED] if item.direction == "rtl" else [])
    said += [f"Binding: {form.binding}."] if not form.binding.startswith("none") else []
    said += [f"Finishing: {product.finishing}."] if product.finishing != "none" else []
    if item.also_quote:
        said.append(f"Also quote: {' or '.join(map(str, item.also_quote))}.")
    return said


def _add_place(contacts: Any, site: Site, drop: str) -> None:
    place = _resource(contacts, comment=". ".join(filter(None, (site.contact, site.times))), ContactType="Delivery",
                      DropID=drop)  # fmt: skip
    contact = _add(place, "Contact")
    address = _add(contact, "Address", PostalCode=site.postcode, CountryCode="GB")
    _add(address, "AddressLine").text = site.address
    company = {"CompanyID": site.number.replace(" ", "-")} if site.number else {}
    _add(contact, "Company", OrganizationName=site.name, **company)


def _add_file(files: Any, item: OrderItem) -> None:
    resource = _resource(files, checksum=item.sha256, Product=_token(item))
    run_list = _add(resource, "RunList", NPage=str(item.pages), SourceTrimBox=_in_points(item.trim_box_mm))
    _add(run_list, "FileSpec", URL=item.file, MimeType="application/pdf", FileSize=str(item.bytes))


def _add(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _intent(product: Any, name: str, **attributes: str) -> Any:
    return _add(_add(product, "Intent", Name=name), name, **attributes)


def _set(root: Any, name: str) -> Any:
    return _add(root, "ResourceSet", Name=name, Usage="Input")


def _resource(resources: Any, *, comment: str = "", checksum: str = "", **part: str) -> Any:
    """Add a resource, for that part of the job."""
    added = _add(resources, "Resource")
    if comment:
        _add(added, "Comment", Type="DeliveryInstruction").text = comment
    if checksum:
        _add(added, "GeneralID", IDUsage="SHA-256", IDValue=checksum)
    if part:
        _add(added, "Part", **part)
    return added


def _token(item: OrderItem) -> str:
    """Return the edition's id as XML's names are: a bilingual one has a plus."""
    return item.edition.replace("+", "_")


def _in_points(mm: Iterable[float]) -> str:
    return " ".join(f"{points(value):.2f}" for value in mm)
