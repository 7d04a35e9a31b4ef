# SPDX-License-Identifier: MIT
"""An order: what is to be printed, how many, on which paper, for whom. Values of a print pack, and usual values.

Pure. A product is one printed thing (a publication in one format); an item is one file of it, in one language. Every
site gets its copies of each product, in its own language if it has one.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from leaflets.content.print_settings import PrintSettings
from leaflets.core.folds import FLAT
from leaflets.core.formats import Format

Scheme = Literal["urn", "ods", ""]
SCHEMES: Mapping[Scheme, str] = {"urn": "URN", "ods": "ODS", "": ""}
GSM = re.compile(r"([0-9]{2,3}) ?(?:gsm|g/m)", re.IGNORECASE)
BOX_KG = 12
"""The most that a box weighs: one person carries it up the stairs of a school."""
LIMP_GSM = 230
"""Heavier paper is card: it is scored before it is folded, and a piece of it is not a leaflet to HMRC."""
SCORED_GSM = 170


@dataclass(frozen=True)
class Site:
    """A school, clinic or other place, and its copies."""

    scheme: Scheme
    id: str
    name: str
    address: str
    postcode: str
    quantity: int
    language: str = ""
    """The tag of its language; empty if the order has only one."""
    line: int = 0
    contact: str = ""
    """Whom the carrier may ask for, with telephone and e-mail."""
    times: str = ""
    """When it can be delivered."""

    @property
    def number(self) -> str:
        """Return its number in a register, URN 103215; empty if it has none."""
        return f"{SCHEMES[self.scheme]} {self.id}".strip()

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells it from others: its number, otherwise name and postcode."""
        return (self.number,) if self.number else (self.name.casefold(), self.postcode)


@dataclass(frozen=True)
class OrderItem:
    """One press file of the order."""

    edition: str
    title: str
    code: str
    version: str
    issued: datetime.date
    language: str
    language_name: str
    direction: str
    format: Format
    digest: str
    file: str
    sha256: str
    bytes: int
    pages: int
    trim_box_mm: tuple[float, float, float, float]
    """Left, bottom, right, top of the trim on each page of the file, from the bottom left corner."""
    quantity: int
    also_quote: tuple[int, ...] = ()
    """Other quantities for which a price is asked."""
    content: Mapping[str, Any] = field(default_factory=dict)
    """What it says, so that it can be compared later: its date of review, its facts, a hash of its words."""


@dataclass(frozen=True)
class Product:
    """Everything of a publication in one format: printed on one paper, cut and folded one way, of as many pages.

    Folded pieces in right-to-left languages are folded in mirror image, so they are a separate product.
    """

    format: Format
    settings: PrintSettings
    items: tuple[OrderItem, ...]

    @property
    def direction(self) -> str:
        """The reading direction, which decides the fold."""
        return self.items[0].direction

    @property
    def stock(self) -> str:
        return self.settings.stock or self.format.stock

    @property
    def finishing(self) -> str:
        return self.settings.finishing or "none"

    @property
    def bundles_of(self) -> int:
        return self.settings.bundles_of or self.format.bundles_of

    @property
    def sides(self) -> int:
        return 2 if self.format.has_sheets else len(self.format.faces)

    @property
    def inks(self) -> str:
        return "4/4 CMYK" if self.sides == 2 else "4/0 CMYK"

    @property
    def quantity(self) -> int:
        return sum(item.quantity for item in self.items)

    @property
    def pages(self) -> int:
        """The pages of each file."""
        return self.items[0].pages

    @property
    def gsm(self) -> int:
        """The weight of a square metre of its paper; 0 if the stock does not say."""
        match = GSM.search(self.stock)
        return int(match[1]) if match else 0

    @property
    def grams(self) -> float:
        """The weight of one copy: paper, area and leaves; 0 if it is not known."""
        width, height = self.format.flat
        leaves = math.ceil(len(self.format.faces) / 2)
        return self.gsm * width * height * leaves / 1e6

    @property
    def grain(self) -> str:
        """How the fibres of the paper should lie: folds across them crack."""
        if self.format.fold == FLAT:
            return "no preference"
        scored = "; scored before folding" if self.gsm > SCORED_GSM else ""
        return f"along the folds, the {self.format.height:g} mm edge{scored}"

    @property
    def vat(self) -> str:
        """The usual rate of VAT in the United Kingdom (HMRC, VAT Notice 701/10, sections 3 and 4)."""
        is_read_in_hand = self.format.kind in ("folded", "booklet", "sheets", "card") and not self.format.labels
        rate = "zero-rated" if is_read_in_hand and self.gsm <= LIMP_GSM else "standard-rated"
        return f"usually {rate} (VAT Notice 701/10); check with your adviser"


@dataclass(frozen=True)
class Order:
    """One order of one publication."""

    job: str
    publication: str
    title: str
    customer: str
    contact: str
    """Whom the printer may ask."""
    website: str
    email: str
    printer: str
    deliver_by: datetime.date | None
    output_condition: str
    bleed_mm: float
    max_ink: int
    products: tuple[Product, ...]
    sites: tuple[Site, ...] = ()

    @cached_property
    def items(self) -> tuple[OrderItem, ...]:
        return tuple(item for product in self.products for item in product.items)

    @property
    def is_enquiry(self) -> bool:
        """Whether prices for several quantities are asked, so that nothing is ordered yet."""
        return any(item.also_quote for item in self.items)

    def copies(self, site: Site, item: OrderItem) -> int:
        return site.quantity if site.language in ("", item.language) else 0


@dataclass(frozen=True)
class Delivery:
    """What one site gets of one item."""

    site: Site
    item: OrderItem
    copies: int
    bundles: int
    loose: int
    kg: float


def drops_of(order: Order) -> list[Delivery]:
    """Return every delivery, site by site in the order of the list."""
    return [
        Delivery(site, item, copies, *divmod(copies, product.bundles_of), copies * product.grams / 1000)
        for site in order.sites
        for product in order.products
        for item in product.items
        if (copies := order.copies(site, item))
    ]


def drops_by_site(order: Order) -> list[tuple[Site, list[Delivery]]]:
    """Return the deliveries of each row of the list."""
    return [(site, list(drops)) for site, drops in groupby(drops_of(order), key=lambda drop: drop.site)]


def count_boxes(kg: float) -> int:
    """Return how many boxes hold that weight."""
    return max(1, math.ceil(kg / BOX_KG))


def describe_weight(kg: float) -> str:
    """Return about what it weighs and the boxes that it takes; "" if it is not known."""
    boxes = count_boxes(kg)
    return f"{kg:,.{1 if kg < 10 else 0}f} kg in {boxes} {'box' if boxes == 1 else 'boxes'}" if kg else ""


def describe_address(site: Site) -> str:
    """Return name and address on one line."""
    number = f" ({site.number})" if site.number else ""
    return f"{site.name}{number}, {site.address}, {site.postcode}"


def count_bundles(drops: Sequence[Delivery]) -> tuple[int, int]:
    """Return the number of whole bundles and of loose copies in the deliveries."""
    return sum(drop.bundles for drop in drops), sum(drop.loose for drop in drops)


def describe_panels(form: Format, direction: str) -> list[list[dict[str, Any]]]:
    """Return the panels of each side of the flat sheet from the left, for that reading direction."""
    return [[{"panel": panel.name, "width_mm": panel.width} for panel in side.panels] for side in form.sides(direction)]


PROOFS = {
    "pdf": "PDF from the printer for approval before the run",
    "hard-copy": "printed copy on the stock, for approval before the run",
    "contract": "contract proof to ISO 12647-7, for approval before the run",
}
