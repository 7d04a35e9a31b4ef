# SPDX-License-Identifier: MIT
"""Organisations: who helps, and every fact that is printed about them.

Each way to reach one is a `ContactPoint`; `phone:`, `text:`, `email:` and `links:` are short forms of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from leaflets.content.contact_kinds import KINDS, NUMBER_WITH_EXTENSION, WORD, Kind, check_value
from leaflets.content.field_types import (
    EXTENSION,
    EmailAddress,
    Keyword,
    LanguageTag,
    Line,
    Model,
    PhoneNumber,
    PrintedAddress,
    Slug,
    TextNumber,
    WebAddress,
    Words,
)

Reader = Literal["parents", "children", "professionals", "report"]


class Fact(Model):
    """Something that can become wrong after it is printed."""

    source: Line
    """The source of the value: a page's address, or a document and its date."""
    verified: datetime.date | None = None
    """The day on which a person checked it with the organisation. Leave it out until then."""
    verified_by: Line | None = None
    """Who checked it."""
    verified_value: Annotated[str, StringConstraints(max_length=300)] | None = None
    """The value that was checked, written by `facts verify`. A value changed since then counts as not verified."""
    review_by: datetime.date
    """The day by which it must be checked again."""


class Phone(Fact):
    """A phone number as printed, in national groups."""

    value: PhoneNumber
    cost: Line | None = None
    """The cost of a call, in words: "free"."""


class TextLine(Fact):
    """A number that takes text messages."""

    value: TextNumber
    keyword: Keyword | None = None
    """The word to send: SHOUT."""
    cost: Line | None = None
    """The cost of a message, in words: "free"."""


class Email(Fact):
    """An e-mail address."""

    value: EmailAddress


class Statement(Fact):
    """Opening hours, an address, languages: a fact in words."""

    value: Line


class Link(Fact):
    """A web address, for one kind of reader in one language."""

    value: WebAddress
    """The whole address, for the QR code."""
    printed_url: PrintedAddress | None = None
    """A shorter address on the same host, printed beside the QR code instead of the whole one."""


class ContactPoint(Fact):
    """One way to reach an organisation. `phone:`, `text:`, `email:` and `links:` are short forms of it."""

    kind: Kind
    """What it is: phone, text, whatsapp, email, chat, web, in_person, relay (a number through Relay UK), bsl."""
    value: Line
    """The number, the address, or for in_person where to go; for relay the number without 18001."""
    printed_url: PrintedAddress | None = None
    """For chat, web and bsl: a shorter address on the same host."""
    extension: Annotated[str, StringConstraints(pattern=EXTENSION.regex)] | None = None
    """For phone: the extension to ask the switchboard for."""
    keyword: Keyword | None = None
    """For text: the word to send."""
    label: Line | None = None
    """A label to distinguish it from the organisation's others: "Help desk"."""
    hours: Line | Statement | None = None
    """When somebody answers; it may have a source and dates of its own."""
    cost: Line | None = None
    """The cost: "free"."""
    readers: Reader | None = Field(default=None, alias="for")
    """Who it is for: parents, children, professionals; leave it out if it is for anybody."""

    @field_validator("value")
    @classmethod
    def _fits_its_kind(cls, value: str, info: ValidationInfo) -> str:
        if kind := info.data.get("kind"):
            check_value(kind, value)
        return value


class Organisation(Model):
    """An organisation that helps, with every fact that we print about it."""

    name: Line
    """The current name, to be printed."""
    former_names: list[Line] = Field(default_factory=list)
    """Former names, which must not be printed."""
    about: Words
    """One plain sentence for families: who they are and what they do."""
    phone: Phone | None = None
    out_of_hours_phone: Phone | None = None
    text: TextLine | None = None
    email: Email | None = None
    hours: Statement | None = None
    address: Statement | None = None
    interpreters: Statement | None = None
    without_speaking: Statement | None = None
    """How to call when one cannot speak, in a sentence: "Cannot speak? ... press 55"."""
    links: dict[Reader, dict[LanguageTag, Link]] = Field(default_factory=dict)
    """Web addresses by reader (parents, children, professionals, report) and language."""
    local: Line | list[Line] = Field(default_factory=list)
    """The area, or areas, that it serves, if it does not serve the whole country."""
    contacts: dict[Slug, ContactPoint] = Field(default_factory=dict)
    """Other ways to reach it, by name."""

    @property
    def areas(self) -> list[str]:
        """The areas that it serves; empty if it serves all."""
        return [self.local] if isinstance(self.local, str) else self.local

    @property
    def points(self) -> dict[str, ContactPoint]:
        """Every way to reach it except links, by the name used in publications and placeholders."""
        short = (self.phone, self.out_of_hours_phone, self.text, self.email)
        found = {name: contact_of(fact) for name, fact in zip(SHORT_FORMS, short, strict=True)}
        return {name: one for name, one in found.items() if one} | self.contacts

    def path_of(self, point: str) -> str:
        """Return the path of a contact below the organisation."""
        return f"contacts.{point}" if point in self.contacts else point


STATEMENTS = ("hours", "address", "interpreters", "without_speaking")
"""Fields of an organisation that are facts in words."""
SHORT_FORMS = ("phone", "out_of_hours_phone", "text", "email")
"""Fields of an organisation that are contacts without a name of their own."""


def contact_of(fact: Fact | None) -> ContactPoint | None:
    """Return a fact as a contact; None if it is something else, such as opening hours."""
    if fact is None or isinstance(fact, ContactPoint):
        return fact
    kinds: dict[type[Fact], Kind] = {Phone: "phone", TextLine: "text", Email: "email", Link: "web"}
    kind = kinds.get(type(fact))
    return ContactPoint.model_construct(kind=kind, **dict(fact)) if kind else None


def form_of(point: ContactPoint) -> str:
    """Return the English form in which a contact is printed, with a placeholder for its number or address."""
    if point.kind == "text" and point.keyword:
        return WORD
    return NUMBER_WITH_EXTENSION if point.extension else KINDS[point.kind].form


def main_of(points: Mapping[str, ContactPoint], *, alone: bool) -> str:
    """Return the name of the contact to print first: a phone, otherwise a number, otherwise any if `alone`."""
    order = ("phone", "text", *(name for name, point in points.items() if KINDS[point.kind].is_number))
    return next((name for name in (*order, *(points if alone else ())) if name in points), "")


def link_of(fact: Fact) -> ContactPoint | None:
    """Return a web address as a contact; None for other facts."""
    point = contact_of(fact)
    return point if point and KINDS[point.kind].is_address else None
