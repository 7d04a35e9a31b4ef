# SPDX-License-Identifier: MIT
"""The model: publisher, area, palette, organisations with their facts, risks, publications, editions.

`Project` is `data.yaml` as typed, frozen values. The JSON Schema that editors use is made from the same classes, so
every field's description is written for the person who edits the file. Maps keep the order of the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from leaflets.content.brand import complete
from leaflets.content.field_types import (
    Code,
    HostPattern,
    LanguageTag,
    Line,
    List,
    Model,
    OrganisationId,
    Percent,
    RgbColour,
    Slug,
    Version,
    WebAddress,
    Words,
)
from leaflets.content.format_file import FormatEntry, own_formats
from leaflets.content.formats import shipped_formats
from leaflets.content.organisations import Email, Fact, Link, Organisation, Reader
from leaflets.content.print_settings import PressSettings, PrintSettings
from leaflets.content.risk import Category, Risk
from leaflets.core.colour import Coloured
from leaflets.core.edition import Layout, Purpose
from leaflets.core.formats import Format
from leaflets.core.messages import SOURCE

Audience = Literal["parents", "young-people", "children", "professionals"]
Setting = Literal["school", "clinic", "community"]


class Area(Model):
    """The area that the leaflets are for. Another area changes this and little else."""

    name: Line
    children_services: Slug
    """The organisation to contact with worries about a child here."""
    police: Slug
    """The police force here, with the number for what is not an emergency."""
    procedures: Slug
    """The organisation that publishes the local child protection procedures."""
    thresholds: Line
    """The name of the local threshold document."""
    referral_form: Line
    """The name of the form that professionals fill in."""

    @property
    def roles(self) -> dict[str, str]:
        """The ids of the organisations that have a role here, by role."""
        return {"children_services": self.children_services, "police": self.police, "procedures": self.procedures}


class Colour(Model):
    """A brand colour, for screen and press."""

    rgb: RgbColour
    cmyk: tuple[Percent, Percent, Percent, Percent]
    """Cyan, magenta, yellow, black in per cent; at most three inks and 240 % in all."""


class Logo(Model):
    """The logo of the publisher or of a partner."""

    file: Line
    """An SVG, PNG or JPEG for white backgrounds, by its path from data.yaml."""
    name: Line
    """Whose logo it is, for people who cannot see it."""
    on_dark: Line | None = None
    """Another file, for dark backgrounds."""


class Typeface(Model):
    """A typeface of your own for Latin letters, instead of Atkinson Hyperlegible."""

    family: Line
    files: Annotated[list[Line], Field(min_length=1, max_length=2)]
    """The regular and the bold font (.ttf or .otf), or one variable font, by their paths from data.yaml."""


class Publisher(Model):
    """Who publishes."""

    name: Line
    short_name: Line
    website: Link
    email: Email | None = None
    logos: list[Logo] = Field(default_factory=list)
    """The logos of the publisher and its partners, in the agreed order; if there are none, the name is set in type."""
    introduction: List
    """The opening paragraphs: what the internet gives children, and learning together."""
    other_formats: Line
    """How to get a leaflet in large print or in another language."""
    hosts: list[HostPattern] = Field(default_factory=list)
    """The sites that web addresses may lead to: `example.org`, which includes www.example.org; with a dot before it,
    `.example.org`, every site below it too. What prints another is a proof until the address is verified."""
    accept_unverified: list[str] = Field(default_factory=list)
    """Ids of facts that may be printed though no person has verified them: `organisations.nspcc.phone`,
    whatever it says; or `"organisations.nspcc.phone = 0808 800 5000"`, only as it is now."""
    accept_unprinted: list[str] = Field(default_factory=list)
    """What leaflets may leave out, by its path or one above it: `organisations.nspcc.email`, `organisations.kidscape`.
    `risks.grooming` is left off leaflets that otherwise carry all risks."""
    site_address: WebAddress | None = None
    """The address of the download site: https://leaflets.example.org"""
    short_links: Annotated[bool, Field(strict=True)] = False
    """Whether QR codes lead to the download site, which forwards readers. Needs `site_address`."""
    exit_address: WebAddress = "https://www.bbc.co.uk/weather"
    """The page that the site's exit button opens: one that anybody could be reading."""
    order_address: WebAddress | None = None
    """The page on which schools order printed copies; if left out, the site gives your e-mail address or website."""
    press: PressSettings = PressSettings()
    """What the printer requires."""

    def accepts(self, path: str) -> bool:
        """Say whether leaflets may leave out what stands at that path of data.yaml."""
        return any(path == one or path.startswith(f"{one}.") for one in self.accept_unprinted)


class Contact(Model):
    """An organisation on one publication: which link, and what it offers."""

    organisation: OrganisationId
    """The id of an organisation, or `area.police`, `area.children_services`, `area.procedures`."""
    purpose: Annotated[str, StringConstraints(min_length=3, max_length=48)]
    """What it offers, in three to six words: "Talk to Childline"."""
    link: Reader | None = None
    """The reader whose link the QR code opens; if left out, the contact is a number only."""
    contact: Line | None = None
    """Which of the organisation's contacts, by name; if left out, its phone, or else its first."""
    place: Slug = "main"
    """Its place in the design."""


class HelpRoute(Model):
    """Help that must be on everything for an audience."""

    organisation: OrganisationId
    """The id of an organisation, or `area.police`, `area.children_services`, `area.procedures`."""
    contact: Line | None = None
    """Which of its contacts, by name, or `without_speaking`; if left out, its phone, or else its first."""
    label: Annotated[str, StringConstraints(min_length=3, max_length=48)] | None = None
    """The words before its number: "Worried about a child?"; if left out, its name."""
    readers: Reader | None = Field(default=None, alias="for")
    """Whose link is printed with its number: children, for Childline; if left out, none is."""
    required: Annotated[bool, Field(strict=True)] = True
    """Whether a publication without it is refused."""
    short: Line | None = None
    """What is enough on cards and labels, where there is little room: "999"."""


READER_OF: Mapping[Audience, Reader] = {
    "parents": "parents",
    "young-people": "children",
    "children": "children",
    "professionals": "professionals",
}
"""Whose links an audience is given."""


class AudienceSettings(Model):
    """What publications for an audience have in common."""

    colour: Slug | None = None
    """Its colour in the palette; if left out, the one with the audience's name, or the publication's own."""
    help: list[HelpRoute] = Field(default_factory=list)
    """The help that must be on each of its publications, most urgent first."""


class Withdrawn(Model):
    """A publication that is no longer made."""

    date: datetime.date
    reason: Line
    replaced_by: Slug | None = None


class Publication(Model):
    """A leaflet, poster or card; with `series: risk`, one for each risk."""

    code: Code
    version: Version
    issued: datetime.date
    review_by: datetime.date
    audience: list[Audience]
    settings: list[Setting]
    design: Slug
    """The folder in templates/leaflets/ that draws it."""
    formats: list[Slug]
    languages: list[LanguageTag] | None = None
    """The languages it is made in; if left out, all languages of data.yaml."""
    colour: Slug | None = None
    """A colour other than its audience's: this name, with -mid and -tint, in the palette."""
    title: Annotated[str, StringConstraints(min_length=3, max_length=60)]
    summary: Words
    """One sentence: what it is for; also shown in the list of downloads."""
    series: Literal["risk"] | None = None
    words: dict[Slug, Words | List] = Field(default_factory=dict)
    """The publication's own sentences and lists, by the names that its design uses."""
    contacts: dict[Slug, Contact] = Field(default_factory=dict)
    bilingual: list[LanguageTag] = Field(default_factory=list)
    """For a poster: languages that are printed beside the English, on paper of twice the size."""
    print: PrintSettings = PrintSettings()
    """Paper, packing and proof of a print run."""
    withdrawn: Withdrawn | None = None


class Project(Model):
    """Everything in data.yaml."""

    publisher: Publisher
    area: Area
    languages: Annotated[list[LanguageTag], Field(min_length=1)]
    brand: dict[Audience, RgbColour] = Field(default_factory=dict)
    """One colour for each audience, dark enough for text on white; a mid tone, a tint and inks follow from it."""
    palette: dict[Slug, Colour] = Field(default_factory=dict)
    """Exact colours, for screen and press, which take precedence over those from `brand`."""
    organisations: dict[Slug, Organisation]
    risks: dict[Slug, Risk]
    publications: dict[Slug, Publication]
    formats: dict[Slug, FormatEntry] = Field(default_factory=dict)
    """Your own paper sizes and folds, in addition to those that ship: docs/formats.md."""
    type: Typeface | None = None
    audiences: dict[Audience, AudienceSettings] = Field(default_factory=dict)
    """Colour and help of parents, young-people, children and professionals."""
    fonts: dict[str, str] = Field(default_factory=dict)
    """Paths to font files elsewhere on this machine, by family name."""
    renamed: dict[Line, Line] = Field(default_factory=dict)
    """What the site has published under another name, by the old one: the id of a risk, of an organisation or of a web
    address (`organisations.ceop.links.report.en`), or the code of a publication. Old addresses then lead to the new."""
    _short_codes: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @property
    def short_codes(self) -> Mapping[str, str]:
        """The short code of each web address, by its id."""
        return self._short_codes

    def with_short_codes(self, codes: Mapping[str, str]) -> Project:
        """Return the project with its short codes, which are not in data.yaml."""
        project = self.model_copy()
        project._short_codes = codes
        return project

    @property
    def carried_risks(self) -> Mapping[str, Category]:
        """The risks on leaflets about all risks, with their categories, without those that data.yaml leaves out."""
        return {name: one.category for name, one in self.risks.items() if not self.publisher.accepts(f"risks.{name}")}

    @cached_property
    def every_format(self) -> Mapping[str, Format]:
        """Every format by id: those that ship, then the project's own that are valid."""
        return {**shipped_formats(), **own_formats(self.formats)[0]}

    @cached_property
    def colours(self) -> Mapping[str, Coloured]:
        return complete(self.palette, self.brand.items())

    def accent_of(self, publication: Publication) -> str:
        """Return the name of a publication's colour: its own, or that of its first audience."""
        first = next(iter(publication.audience), None)
        settings = self.audiences.get(first) if first else None
        return publication.colour or (settings and settings.colour) or first or "ink"

    def format_of(self, layout: Layout) -> Format:
        """Return a layout's format, with the printer's bleed if that is larger."""
        form = self.every_format[layout.format]
        return replace(form, bleed=max(form.bleed, self.publisher.press.bleed_mm))

    def purposes_of(self, layout: Layout) -> tuple[Purpose, ...]:
        """Return the purposes of a layout's editions: those of its format, and its text if it has one."""
        text = self.text_of(layout)
        return (*self.every_format[layout.format].purposes, *([text] if text else []))

    def text_of(self, layout: Layout) -> Purpose | None:
        """Return the purpose of a layout's text: a publication's first format has one, and its first to share."""
        form = self.every_format[layout.format]
        formats = map(self.every_format.__getitem__, self.publications[layout.source].formats)
        first = next(one.name for one in formats if one.is_shared == form.is_shared)
        if first not in (form.name, form.pair_of):
            return None
        return "caption" if form.is_shared else "text"

    def organisation_id(self, name: str) -> str:
        """Return the id of a contact's `organisation`, which may be a role of the area; "" if there is no such role."""
        role = name.removeprefix("area.")
        return self.area.roles.get(role, "") if role != name else name


def members_of(project: Project, name: str) -> list[tuple[str, str, str | None]]:
    """Return id, code and risk of each publication that an entry makes: the series ES-07 makes ES-07a and others."""
    publication = project.publications[name]
    if publication.series != "risk":
        return [(name, publication.code, None)]
    return [(f"{name}-{id}", publication.code + (risk.letter or ""), id) for id, risk in project.risks.items()]


def layouts_of(project: Project) -> Iterator[Layout]:
    """Yield every layout of the project that is not withdrawn, in the order of data.yaml."""
    for name, publication in project.publications.items():
        if publication.withdrawn:
            continue
        for member, code, risk in members_of(project, name):
            for form in publication.formats:
                for language in project.languages:
                    if publication.languages is not None and language not in publication.languages:
                        continue
                    yield Layout(member, name, form, language, code, risk)
            pairs = [form.name for form in project.every_format.values() if form.pair_of in publication.formats]
            for form in pairs if SOURCE in project.languages else ():
                for language in publication.bilingual:
                    if language in project.languages:
                        yield Layout(member, name, form, f"{SOURCE}+{language}", code, risk)


def facts_of(project: Project) -> Mapping[str, Fact]:
    """Return every fact by its id, which is its path in data.yaml: `organisations.nspcc.links.parents.en`."""
    found: dict[str, Fact] = {}

    def walk(value: object, path: str) -> None:
        if isinstance(value, Fact):
            found[path] = value
            if isinstance(hours := getattr(value, "hours", None), Fact):
                found[f"{path}.hours"] = hours
        elif isinstance(value, Model):
            for field in type(value).model_fields:
                walk(getattr(value, field), f"{path}.{field}")
        elif isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}")

    walk(project.publisher, "publisher")
    walk(project.organisations, "organisations")
    return found
