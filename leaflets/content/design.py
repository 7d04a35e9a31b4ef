# SPDX-License-Identifier: MIT
"""Designs: what templates/leaflets/<design>/<design>.yaml says that the design prints.

`words` names the sentences and lists that it asks of a publication, each with the room it has; `places` where contacts
can stand; `risks` the panels that carry the project's risks, however many there are; `shapes` the pages it can fill.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from leaflets.content.field_types import Line, Model, Slug
from leaflets.content.risk import Category
from leaflets.content.yaml.positions import Loaded
from leaflets.core.formats import Format
from leaflets.core.problems import ProblemsFound


class WordSlot(Model):
    """One sentence or list that a design prints."""

    kind: Literal["text", "list"]
    max: Annotated[int, Field(gt=0)]
    """The most characters that fit, in the sentence or in each item of the list."""
    max_items: Annotated[int, Field(gt=0)] = 12
    """The most list items that fit."""
    optional: bool = False
    """Whether a publication may leave it out."""
    note: Line = "words of the design"
    """What it is for, in words for the editor."""


Span = tuple[Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0)]]


class Shape(Model):
    """Pages that a design can fill, and for which its stylesheet has an arrangement."""

    what: Line
    """In words: "upright posters, A4 to A3"."""
    panels: list[Slug] = Field(default_factory=lambda: ["page"])
    """The pages that it draws, in reading order."""
    ratio: Span
    """From and to: the width of the widest page, divided by its height."""
    width: Span
    """From and to, in mm: the width of the widest page, where type is as large as on A4."""
    type_scale: Span = (0.5, 20)
    """From and to: how large type and spacing are, beside A4."""
    flows: bool = False
    """Does it go on over as many pages as its words need? Then only formats with `pages: any` are so."""
    grows: bool = False
    """Does it use the room that words leave, which it is told as `--spare-<panel>`?"""

    def fits(self, form: Format) -> bool:
        width, low, high = form.widest / form.type_scale, *self.width
        return self.is_like(form) and low <= width <= high and _within(form.type_scale, self.type_scale)

    def is_like(self, form: Format) -> bool:
        """Say whether a format has its pages and proportions, whatever their size."""
        names = [panel.name for panel in form.panels]
        return names == self.panels and form.flows == self.flows and _within(form.widest / form.height, self.ratio)


def _within(number: float, span: tuple[float, float]) -> bool:
    return span[0] <= round(number, 3) <= span[1]


class Design(Model):
    """A folder in templates/leaflets/: the words that it needs and the places that it has."""

    name: Slug = "design"
    words: dict[Slug, WordSlot] = Field(default_factory=dict)
    """What it prints, by the names used in a publication's `words`."""
    places: list[Slug] = Field(default_factory=lambda: ["main"])
    """The places for contacts."""
    shapes: dict[Slug, Shape] = Field(default_factory=dict)
    """The pages that it can fill, the first that fits counts; none named, all."""
    of_risk: list[Literal["poster_title", "poster_actions"]] = Field(default_factory=list)
    """The optional words of a risk that it prints, in a series; `poster_title` is then the page's title."""
    risks: dict[Slug, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    """The panels that carry the project's risks, in reading order, each with the number it has room for."""
    groups: list[Category] = Field(default_factory=list)
    """The categories by which it groups the risks, in order; a category that is not listed joins the last."""

    def shape_of(self, form: Format) -> str | None:
        """Return the name of the shape that a format has; "" if the design names none, None if it cannot fill it."""
        if not self.shapes:
            return ""
        return next((name for name, shape in self.shapes.items() if shape.fits(form)), None)

    def group_of(self, category: Category) -> Category:
        """Return the group that risks of a category are in."""
        return category if category in self.groups or not self.groups else self.groups[-1]

    def share(self, risks: Mapping[str, Category], panels: Collection[str]) -> dict[str, list[str]]:
        """Return the risks that go on each of a format's `panels` that carries any, in order.

        A panel has a group of its own, unless that makes one carry more than one risk above its share.
        """
        rooms = {panel: room for panel, room in self.risks.items() if panel in panels}
        counts = share_out(len(risks), list(rooms.values()))
        order = list(risks)
        if self.groups:
            place = {name: self.groups.index(self.group_of(category)) for name, category in risks.items()}
            order.sort(key=place.__getitem__)
            sizes = [list(place.values()).count(group) for group in range(len(self.groups))]
            if len(sizes) == len(counts) and all(
                0 < size <= count + 1 for size, count in zip(sizes, counts, strict=True)
            ):
                counts = sizes
        rest = iter(order)
        return {panel: [next(rest) for _ in range(count)] for panel, count in zip(rooms, counts, strict=True)}


def share_out(count: int, rooms: Sequence[int]) -> list[int]:
    """Return how many of `count` things go in each room, in proportion to its size, so that all are equally full.

    Webster's method of apportionment: each thing goes to the least crowded room; at a tie, to the one with the fewest.
    """
    shares = [0] * len(rooms)
    for _ in range(count if rooms else 0):
        crowding = [(Fraction(2 * share + 1, room), share) for share, room in zip(shares, rooms, strict=True)]
        shares[crowding.index(min(crowding))] += 1
    return shares


def read_design(loaded: Loaded, name: str) -> Design:
    """Return the design with that name from its file; ProblemsFound with everything that is wrong with it."""
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    try:
        return Design.model_validate({**loaded.values, "name": name})
    except ValidationError as error:
        from leaflets.content.values.explain import explain_errors

        raise ProblemsFound(explain_errors(error, loaded, Design)) from None
