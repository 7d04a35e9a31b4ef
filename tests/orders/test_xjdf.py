# SPDX-License-Identifier: MIT
"""The order as XJDF: it says what the JSON says, and only what XJDF 2.1 has.

CIP4's schema is not kept here, because its licence asks those who sell it to be members. XJDF_SCHEMA may name it
(xjdf.xsd, from schema.cip4.org); otherwise names, their order and values are compared with the tables below.
"""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from test_specification import order, site

from leaflets.content.formats import shipped_formats
from leaflets.content.print_settings import PrintSettings
from leaflets.orders.order import Order
from leaflets.orders.specification import describe
from leaflets.orders.specification.xjdf import NAMESPACE, write_xjdf

KNOWN = {
    "XJDF": ("ProductList ResourceSet", "DescriptiveName JobID! Types! Version"),
    "ProductList": ("Product", ""),
    "Product": (
        "Comment Intent",
        "Amount DescriptiveName ExternalID ID IsRoot MaxAmount MinAmount ProductType",
    ),
    "Intent": ("ColorIntent|FoldingIntent|LayoutIntent|MediaIntent", "Name!"),
    "ColorIntent": ("SurfaceColor", ""),
    "SurfaceColor": ("", "ColorsUsed PrintStandard Surface!"),
    "FoldingIntent": ("", "FoldCatalog"),
    "LayoutIntent": ("", "Bleed Dimensions FinishedDimensions Pages Sides"),
    "MediaIntent": ("Certification", "Coating GrainDirection MediaQuality MediaType! Weight"),
    "Certification": ("", "Organization"),
    "ResourceSet": ("Resource", "Name! Usage"),
    "Resource": ("Comment GeneralID Part Contact|CustomerInfo|DeliveryParams|RunList", ""),
    "Comment": ("", "Type"),
    "GeneralID": ("", "IDUsage! IDValue!"),
    "Part": ("", "ContactType DropID Product"),
    "CustomerInfo": ("", "CustomerOrderID"),
    "Contact": ("Address ComChannel Company Person", ""),
    "Person": ("", "DescriptiveName"),
    "Address": ("AddressLine", "CountryCode PostalCode"),
    "AddressLine": ("", ""),
    "ComChannel": ("", "ChannelType! Locator!"),
    "Company": ("", "CompanyID OrganizationName!"),
    "DeliveryParams": ("DropItem", "Required"),
    "DropItem": ("", "Amount! ItemRef! TotalWeight"),
    "RunList": ("FileSpec", "NPage SourceTrimBox"),
    "FileSpec": ("", "FileSize MimeType URL"),
}
"""What XJDF 2.1 allows of what is used here: elements in their order, attributes; ! marks those that must be there."""
VALUES = {
    "JobID": r"[\w.-]+",
    "ExternalID": r"[\w.-]+",
    "CompanyID": r"[\w.-]+",
    "FoldCatalog": r"F\d+-\d+",
    "Sides": "OneSided|TwoSidedHeadToHead",
    "Coating": "Coated|Gloss|Matte|None|Satin",
    "GrainDirection": "Any|SameDirection|XDirection|YDirection",
    "MediaType": "Paper|SelfAdhesive",
    "Surface": "Front|Back",
    "Version": r"2\.[0-3]",
    "Usage": "Input|Output",
    "CountryCode": "[A-Z]{2}",
    "Required": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "Dimensions": r"\S+ \S+",
    "FinishedDimensions": r"\S+ \S+ \S+",
    "SourceTrimBox": r"\S+ \S+ \S+ \S+",
}


def faults(root: Any) -> list[str]:
    """Return what XJDF does not allow."""
    found = []
    for element in root.iter():
        name = etree.QName(element).localname
        children, attributes = KNOWN[name]
        order_of = {one: at for at, group in enumerate(children.split()) for one in group.split("|")}
        places = [order_of.get(etree.QName(child).localname, -1) for child in element]
        if -1 in places or places != sorted(places):
            found.append(f"{name} has {[etree.QName(child).localname for child in element]}")
        known = {one.rstrip("!"): one.endswith("!") for one in attributes.split()}
        found += [f"{name} has {one}" for one in element.keys() - known.keys()]
        found += [f"{name} lacks {one}" for one, needed in known.items() if needed and element.get(one) is None]
        found += [
            f"{name}/@{one} is {value}" for one, value in element.items()
            if one in VALUES and not re.fullmatch(VALUES[one], value)
        ]  # fmt: skip
        if name == "Intent" and [etree.QName(child).localname for child in element] != [element.get("Name")]:
            found.append(f"the intent {element.get('Name')} has another name than its element")
    return found


def mixed() -> Order:
    """Two languages, three places, one of them without an id; a date, a certificate, prices of two quantities."""
    library = replace(site("", 30, "ur"), scheme="", contact="Front desk, 0121 496 0000", times="9 to 5")
    made = order(languages=("en", "ur"), sites=(site("103215", 4970, "en"), site("103216", 30, "en"), library))
    (product,) = made.products
    english, urdu = product.items
    items = (replace(english, also_quote=(10_000,)), replace(urdu, quantity=30))
    products = tuple(
        replace(product, settings=PrintSettings(certified="FSC", under_percent=2), items=(item,)) for item in items
    )
    return replace(made, products=products, deliver_by=datetime.date(2027, 1, 15))


ORDERS = {"mixed": mixed(), **{name: order(name) for name, one in shipped_formats().items() if one.for_press}}


@pytest.mark.parametrize("name", ORDERS)
def test_it_holds_only_what_xjdf_has(name: str) -> None:
    root = etree.fromstring(write_xjdf(ORDERS[name]))
    assert faults(root) == []
    if schema := os.environ.get("XJDF_SCHEMA"):
        etree.XMLSchema(etree.parse(schema)).assertValid(root)


def test_the_table_bites() -> None:
    root = etree.fromstring(write_xjdf(order()))
    product = root.find(f".//{{{NAMESPACE}}}Product")
    product.append(product[0])
    product.set("Colour", "red")
    del root.attrib["JobID"]
    root.set("Version", "3")
    assert len(faults(root)) == 4


def test_it_says_what_the_json_says() -> None:
    made = mixed()
    said = describe(made)
    root = etree.fromstring(write_xjdf(made))

    def all_of(path: str) -> list[Any]:
        found: list[Any] = root.findall(path.replace("x:", f"{{{NAMESPACE}}}"))
        return found

    files = {file["edition"]: (product, file) for product in said["products"] for file in product["files"]}
    products = {one.get("ID"): one for one in all_of("x:ProductList/x:Product")}
    assert [one.get("ExternalID") for one in products.values()] == list(files)
    for one in products.values():
        product, file = files[one.get("ExternalID")]
        assert int(one.get("Amount")) == file["quantity"]
        assert int(one.get("MinAmount")) == file["quantity"] - file["quantity"] * 2 // 100
        layout, media = (one.find(f".//{{{NAMESPACE}}}{name}Intent") for name in ("Layout", "Media"))
        sizes = [float(value) * 25.4 / 72 for value in layout.get("Dimensions").split()]
        assert sizes == pytest.approx(product["flat_mm"], abs=0.01)
        finished = [float(value) * 25.4 / 72 for value in layout.get("FinishedDimensions").split()]
        assert finished == pytest.approx([*product["finished_mm"], 0], abs=0.01)
        assert media.get("MediaQuality") == product["stock"] and media.get("Weight") == "150"
        fold = one.find(f".//{{{NAMESPACE}}}FoldingIntent")
        assert fold.get("FoldCatalog") == product["fold"]["cip4_fold_catalog"]
    english, urdu = products.values()
    instructions = [[comment.text for comment in one.iter(f"{{{NAMESPACE}}}Comment")] for one in (english, urdu)]
    assert "Also quote: 10000." in instructions[0] and any("mirror" in words for words in instructions[1])
    drops = [
        {files[products[item.get("ItemRef")].get("ExternalID")][1]["edition"]: int(item.get("Amount")) for item in one}
        for one in all_of(".//x:DeliveryParams")
    ]
    assert drops == [point["copies"] for point in said["delivery"]]
    places = all_of(".//x:Contact/x:Address")
    assert [place.get("PostalCode") for place in places] == [point["postcode"] for point in said["delivery"]]
    assert [one.get("Required")[:10] for one in all_of(".//x:DeliveryParams")] == [said["deliver_by"]] * 3
    sums = {
        resource.find(f"{{{NAMESPACE}}}Part").get("Product"): resource.find(f"{{{NAMESPACE}}}GeneralID").get("IDValue")
        for resource in all_of("x:ResourceSet[@Name='RunList']/x:Resource")
    }
    assert sums == {edition: file["sha256"] for edition, (_, file) in files.items()}


def test_the_same_order_is_written_with_the_same_bytes() -> None:
    assert write_xjdf(mixed()) == write_xjdf(mixed())
