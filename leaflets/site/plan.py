# SPDX-License-Identifier: MIT
"""Plan the site: the publications that it offers, their languages and files, and the short links that it forwards.

Pure. The project and the manifest go in; a `SitePlan` with everything except the site's words comes out. Only final
editions are offered, not proofs or drafts.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from leaflets.build.manifest import EditionEntry, Manifest
from leaflets.content.design import Design
from leaflets.content.model import Project, Publication, Setting, members_of
from leaflets.core.edition import KINDS, Layout, Purpose
from leaflets.core.formats import OFFICE_PAPERS, Format, Kind
from leaflets.core.messages import SOURCE
from leaflets.site import addresses
from leaflets.site.offered import Bundle, Download, LanguageVariant, PagePreview, SitePublication
from leaflets.site.redirects import Redirect, redirects_of

EVERYTHING: tuple[Purpose, ...] = ("screen", "office", "picture", "caption", "text")
"""What needs no commercial printer."""

MOST_TILED = 841.0
"""The longest side, in mm, of a poster that is offered on A4 sheets: A1."""


@dataclass(frozen=True)
class WithdrawnPage:
    """A publication that is no longer made; its page names the replacement."""

    code: str
    publication: Publication
    risk: str | None
    replaced_by: str
    """The code of its replacement; empty if there is none."""


@dataclass(frozen=True)
class SitePlan:
    """The whole site except its words."""

    project: Project
    designs: Mapping[str, Design]
    languages: tuple[str, ...]
    items: tuple[SitePublication, ...]
    gone: tuple[WithdrawnPage, ...]
    bundles: tuple[Bundle, ...]
    redirects: tuple[Redirect, ...]

    @cached_property
    def topics(self) -> dict[str, str]:
        """The mark of each risk's page."""
        return addresses.marks(self.project.risks)

    @cached_property
    def helpers(self) -> dict[str, str]:
        """The mark of each organisation's page: those that a risk, a publication or the area refers to.

        Others in data.yaml have no page, because it is not known whether they help here.
        """
        project = self.project
        named = {name for risk in project.risks.values() for names in risk.help.values() for name in names}
        contacts = [contact for one in project.publications.values() for contact in one.contacts.values()]
        named |= {project.organisation_id(contact.organisation) for contact in contacts}
        named |= set(project.area.roles.values())
        marks = addresses.marks(project.organisations)
        return {name: mark for name, mark in marks.items() if name in named}

    @cached_property
    def offered(self) -> dict[str, tuple[LanguageVariant, Download]]:
        """Each file that is offered, with its publication, by its path under `dist`."""
        variants = (variant for item in self.items for variant in item.variants.values())
        return {one.source: (variant, one) for variant in variants for one in variant.downloads}

    @cached_property
    def updated(self) -> datetime.date | None:
        """The date of issue of the newest publication."""
        return max((variant.issued for item in self.items for variant in item.variants.values()), default=None)

    def former_pages(self, name: str, tag: str, id: str) -> list[str]:
        """Return the addresses of a risk's or organisation's page under its former names."""
        olds = (old.rpartition(".")[2] for old, new in self.project.renamed.items() if new == id)
        return [addresses.section(name, tag, mark) for old in olds for mark in addresses.marks([old]).values()]

    def general_layout(self, tag: str, risk: str | None = None) -> Layout:
        """Return the layout for a page that prints no particular publication's contacts."""
        source, publication = next(iter(self.project.publications.items()))
        return Layout("site", source, publication.formats[0], tag, "", risk)

    def colour_of(self, audience: str) -> str:
        """Return the colour of the publications for that audience, or else of the first one."""
        every = [*(item.publication for item in self.items), *self.project.publications.values()]
        fitting = (self.project.accent_of(one) for one in every if audience in one.audience)
        return next(fitting, self.project.accent_of(every[0]))


def make_plan(
    project: Project,
    manifest: Manifest,
    *,
    designs: Mapping[str, Design],
    files: Sequence[str],
    codes: Mapping[str, str],
    spoken: Collection[str] = (),
) -> SitePlan:
    """Return the plan of the site; `files` are the paths under `dist`, for previews, `codes` are facts by short code.

    `spoken` are languages in which something was published: the site keeps those that are in data.yaml.
    """
    final = [entry for entry in manifest["editions"] if entry["state"] == "final"]
    there = frozenset(files)
    items = tuple(_items(project, designs, final, there))
    built = {*spoken, *(language for item in items for language in item.variants)}
    languages = tuple(tag for tag in dict.fromkeys((SOURCE, *project.languages)) if tag in built or tag == SOURCE)
    return SitePlan(
        project,
        designs,
        languages,
        items,
        tuple(_gone(project)),
        (
            *(bundle for language in languages for bundle in _bundles(project, items, language)),
            *_in_all_languages(items),
        ),
        tuple(redirects_of(project, codes)),
    )


def _items(
    project: Project, designs: Mapping[str, Design], entries: Sequence[EditionEntry], there: frozenset[str]
) -> Iterator[SitePublication]:
    for source, publication in project.publications.items():
        if publication.withdrawn:
            continue
        for name, code, risk in members_of(project, source):
            own = [entry for entry in entries if entry["publication"] == name]
            there_in = {entry["language"] for entry in own if entry["purpose"] not in KINDS}
            tags = [tag for tag in project.languages if tag in there_in]
            tags += sorted(there_in - set(tags))
            variants = {
                tag: _variant([entry for entry in own if entry["language"] == tag], publication.formats, project, there)
                for tag in tags
            }
            topics = [risk] if risk else project.carried_risks if designs[publication.design].risks else []
            if variants:
                yield SitePublication(name, source, code, risk, publication, tuple(topics), variants)


def _variant(
    entries: Sequence[EditionEntry], formats: Sequence[str], project: Project, there: frozenset[str]
) -> LanguageVariant:
    first = entries[0]
    made = [name for name in formats if any(entry["format"] == name for entry in entries)]
    downloads = [
        each
        for name in made
        for purpose in addresses.SUFFIXES
        for entry in entries
        if entry["format"] == name and entry["purpose"] == purpose
        for each in _downloads(entry, formats[0])
    ]
    by_format = ([one for one in downloads if one.format == name] for name in made)
    downloads += [tiled for own in list(by_format) if (tiled := _tiled(own, project))]
    return LanguageVariant(
        publication=first["publication"],
        code=first["code"],
        language=first["language"],
        title=first["title"],
        version=first["version"],
        issued=datetime.date.fromisoformat(first["issued"]),
        review_by=datetime.date.fromisoformat(first["review_by"]),
        downloads=tuple(downloads),
        pictures=tuple(_pictures(first, [project.every_format[name] for name in made], there)),
        codes=tuple(dict.fromkeys(code["id"] for entry in entries for code in entry["qr"])),
    )


def _downloads(entry: EditionEntry, first_format: str) -> Iterator[Download]:
    """Yield an edition's file; of pictures, one for each page."""
    yield (first := _download(entry, first_format))
    stem, address = first.source.removesuffix("1.png"), first.address.removesuffix(".png")
    for page in range(2, first.pages + 1) if first.purpose == "picture" else ():
        yield replace(first, page=page, source=f"{stem}{page}.png", address=f"{address}-{page}.png", sha256="", bytes=0)


def _download(entry: EditionEntry, first_format: str) -> Download:
    form = "" if entry["format"] == first_format else entry["format"]
    address = addresses.download(entry["code"], entry["language"], form=form, purpose=entry["purpose"])
    width, height = entry["trim_mm"]
    return Download(
        edition=entry["id"],
        purpose=entry["purpose"],
        format=entry["format"],
        address=address,
        source=entry["path"],
        sha256=entry["sha256"],
        bytes=entry["bytes"],
        pages=entry["pages"],
        trim_mm=(width, height),
    )


def _tiled(made: Sequence[Download], project: Project) -> Download | None:
    """Return the tiles of a poster larger than A4, from the edition that needs little ink, or else the one to read."""
    posters = [one for one in made if one.purpose in ("office", "screen")]
    one = min(posters, key=lambda poster: poster.purpose, default=None)
    if one is None or project.every_format[one.format].kind != "poster":
        return None
    if min(one.trim_mm) <= min(OFFICE_PAPERS["A4"]) or max(one.trim_mm) > MOST_TILED:
        return None
    source = f"tiles/{one.edition}.a4.pdf"
    address = f"{one.address.removesuffix('.pdf').removesuffix('-print')}-a4-sheets.pdf"
    return Download(one.edition, "office", one.format, address, source, "", 0, 0, OFFICE_PAPERS["A4"], tiled=True)


def _pictures(entry: EditionEntry, formats: Sequence[Format], there: frozenset[str]) -> Iterator[PagePreview]:
    """Yield the pages of each format; only one size of a poster, since they look alike."""
    posters = 0
    for form in formats:
        posters += form.kind == "poster"
        if form.kind == "poster" and posters > 1:
            continue
        stem = f"preview/{entry['publication']}/{entry['publication']}.{form.name}.{entry['language']}"
        for page in range(1, len(form.panels) + 1):
            if (source := f"{stem}.{page}.png") in there:
                yield PagePreview(form.name, page, source)


def _gone(project: Project) -> Iterator[WithdrawnPage]:
    for source, publication in project.publications.items():
        if publication.withdrawn:
            heir = publication.withdrawn.replaced_by
            codes = {risk: code for _, code, risk in members_of(project, heir)} if heir else {}
            for _, code, risk in members_of(project, source):
                yield WithdrawnPage(code, publication, risk, codes.get(risk) or next(iter(codes.values()), ""))


def _bundles(project: Project, items: Sequence[SitePublication], language: str) -> Iterator[Bundle]:
    variants = [(item.publication, item.variants[language]) for item in items if language in item.variants]

    def choose(purposes: Sequence[Purpose], setting: str = "", kind: Kind | None = None) -> tuple[Download, ...]:
        return tuple(
            download
            for publication, variant in variants
            for download in variant.downloads
            if download.purpose in purposes
            and (not setting or setting in publication.settings)
            and (not kind or project.every_format[download.format].kind == kind)
            and (not download.tiled or purposes is EVERYTHING)
        )

    chosen = {
        "posters-school": choose(["office"], "school", "poster"),
        **{f"all-{setting}": choose(EVERYTHING, setting) for setting in get_args(Setting)},
        "all": choose(["screen", "office"]),
        "print-shop": choose(["press"]),
    }
    for kind, downloads in chosen.items():
        if downloads:
            yield Bundle(f"{kind}-{addresses.spell(language)}", kind, language, downloads)


def _in_all_languages(items: Sequence[SitePublication]) -> Iterator[Bundle]:
    for item in items:
        every = [one for variant in item.variants.values() for one in variant.downloads]
        if len(item.variants) > 1:
            chosen = tuple(one for one in every if one.purpose in ("screen", "office"))
            yield Bundle(f"{item.code.lower()}-all-languages", item.id, "", chosen)
