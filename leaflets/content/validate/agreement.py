# SPDX-License-Identifier: MIT
"""Check what must agree across data.yaml: references, dates, codes, and the words that a design needs."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leaflets.content.addresses import host_of, parse_printed
from leaflets.content.brand import SHADES
from leaflets.content.design import Design, WordSlot
from leaflets.content.model import Contact, Project, Publication, facts_of, members_of
from leaflets.content.organisations import STATEMENTS, Fact, Organisation, link_of
from leaflets.content.validate.findings import Disagreement
from leaflets.content.yaml.positions import Loaded
from leaflets.core.messages import SOURCE
from leaflets.core.suggest import nearest, quote, suggest

EARLIEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2100, 1, 1)


@dataclass(frozen=True)
class AgreementContext:
    """What the checks know: the project, its file, and what the caller supplied."""

    project: Project
    loaded: Loaded
    designs: Mapping[str, Design] | None
    languages: Collection[str] | None
    today: datetime.date | None


def find_disagreements(given: AgreementContext) -> Iterator[Disagreement]:
    """Yield everything in the file that disagrees with the rest of it."""
    yield from _check_languages(given)
    for role, name in given.project.area.roles.items():
        if name not in given.project.organisations:
            yield _unknown(f"area.{role}", "organisation", name, given.project.organisations)
    yield from _check_points(given.project)
    yield from _check_facts(given)
    yield from _check_help(given.project)
    yield from _check_codes(given.project)
    for name, publication in given.project.publications.items():
        path = f"publications.{name}"
        yield from _check_publication(given, publication, path)
        for id, contact in publication.contacts.items():
            yield from _check_contact(given, contact, f"{path}.contacts.{id}")
        design = given.designs.get(publication.design) if given.designs is not None else None
        if design:
            yield from _check_words(publication, design, f"{path}.words")
            for id, contact in publication.contacts.items():
                if contact.place not in design.places:
                    yield _unknown(f"{path}.contacts.{id}.place", "place", contact.place, design.places)


def _unknown(
    path: str, what: str, word: str, known: Collection[str], *, otherwise: str = "", at_value: bool = True
) -> Disagreement:
    return Disagreement(
        f"unknown-{what}", path, f"there is no {what} '{word}'.", suggest(word, known, otherwise), at_value
    )


def _check_languages(given: AgreementContext) -> Iterator[Disagreement]:
    project = given.project
    listed = {"languages": project.languages}
    listed |= {f"publications.{name}.languages": one.languages or [] for name, one in project.publications.items()}
    pages = {form.pair_of for form in project.every_format.values() if form.pair_of}
    for name, one in project.publications.items():
        for number, tag in enumerate(one.bilingual):
            path = f"publications.{name}.bilingual.{number}"
            if tag not in project.languages or tag == SOURCE:
                others = [other for other in project.languages if other != SOURCE]
                yield _unknown(path, "language", tag, others, otherwise="use one of `languages:`, not English.")
            elif not pages & set(one.formats):
                kinds = " or ".join(sorted(pages))
                message = f"'{name}' is not made as {kinds}, the format for a bilingual pair."
                hint = f"add {kinds} to its `formats:`, or remove `bilingual:`."
                yield Disagreement("bilingual-format", path, message, hint)
    for field, tags in listed.items():
        yield from _check_tags(given, tags, field)
    if given.languages is not None and project.languages[0] != SOURCE:
        message = f"the first language is '{project.languages[0]}', but the words of this file are English."
        yield Disagreement("language-first", "languages.0", message, f"begin the list with {SOURCE}.")


def _check_tags(given: AgreementContext, tags: Sequence[str], field: str) -> Iterator[Disagreement]:
    for number, tag in enumerate(tags):
        path = f"{field}.{number}"
        if tag in tags[:number]:
            yield Disagreement("language-twice", path, f"'{tag}' is listed twice.", "remove one of them.")
        elif given.languages is not None and tag not in given.languages:
            hint = "add it to languages.yaml with its script and fonts." if not nearest(tag, given.languages) else ""
            yield _unknown(path, "language", tag, given.languages, otherwise=hint)


def _check_points(project: Project) -> Iterator[Disagreement]:
    """Two contacts of an organisation never have one name; nor may a further one be called like a field."""
    for name, organisation in project.organisations.items():
        for point in organisation.contacts:
            path = f"organisations.{name}.contacts.{point}"
            if getattr(organisation, point, None) or point in (*STATEMENTS, "links", "link"):
                message = f"'{point}' already names something of this organisation."
                yield Disagreement("contact-twice", path, message, "give it another name.", at_value=False)


def _check_facts(given: AgreementContext) -> Iterator[Disagreement]:
    for id, fact in facts_of(given.project).items():
        yield from _check_dates(id, fact, given.today)
        if (link := link_of(fact)) and link.printed_url:
            host, printed = host_of(link.value), parse_printed(link.printed_url)
            if host.removeprefix("www.") != printed.removeprefix("www."):
                message = f"'{link.printed_url}' is printed beside a code that leads to {host}: another site."
                hint = f"write an address that begins with {host.removeprefix('www.')}."
                yield Disagreement("printed-url-host", f"{id}.printed_url", message, hint, rests=(f"{id}.value",))


def _check_dates(id: str, fact: Fact, today: datetime.date | None) -> Iterator[Disagreement]:
    yield from _check_plausible(f"{id}.review_by", fact.review_by)
    if fact.verified is None:
        if fact.verified_by:
            message = f"'{fact.verified_by}' is named, but the day is missing."
            yield Disagreement("verified-incomplete", f"{id}.verified_by", message, "add `verified:` with the day.")
        return
    path = f"{id}.verified"
    yield from _check_plausible(path, fact.verified)
    if not fact.verified_by:
        message = "a day is given, but not who checked it."
        yield Disagreement("verified-incomplete", path, message, "add `verified_by:` with a name, or remove the day.")
    if today and fact.verified > today:
        message = f"{fact.verified} is in the future; today is {today}."
        yield Disagreement("verified-in-future", path, message, "write the day on which it was checked.")
    if fact.review_by <= fact.verified:
        message = f"{fact.review_by} is not after {fact.verified}, the day it was verified."
        yield Disagreement("review-too-early", f"{id}.review_by", message, "write a later day.", rests=(path,))


def _check_plausible(path: str, date: datetime.date) -> Iterator[Disagreement]:
    if not EARLIEST <= date < LATEST:
        message = f"{date} is not between {EARLIEST.year} and {LATEST.year}."
        yield Disagreement("implausible-date", path, message, "write year-month-day, like 2026-11-23.")


def _check_help(project: Project) -> Iterator[Disagreement]:
    for risk_id, risk in project.risks.items():
        for reader, names in risk.help.items():
            for number, name in enumerate(names):
                path = f"risks.{risk_id}.help.{reader}.{number}"
                if name not in project.organisations:
                    yield _unknown(path, "organisation", name, project.organisations)
                elif name in names[:number]:
                    yield Disagreement("organisation-twice", path, f"'{name}' is listed twice.", "remove one of them.")


def _check_codes(project: Project) -> Iterator[Disagreement]:
    codes: dict[str, str] = {}
    ids = dict.fromkeys(project.publications, "")
    for name, publication in project.publications.items():
        path = f"publications.{name}"
        members = [publication.code]
        if publication.series:
            members += [code for _, code, _ in members_of(project, name)]
            if publication.code[-1].isalpha():
                message = f"'{publication.code}' ends with a letter, but the members of a series add their own."
                yield Disagreement("series-code", f"{path}.code", message, f"write '{publication.code[:-1]}'.")
            for member in (f"{name}-{risk}" for risk in project.risks):
                if member in ids:
                    message = f"'{member}' is also the id of a member of the series '{name}'."
                    yield Disagreement(
                        "duplicate-id", f"publications.{member}", message, "give it another id.", at_value=False
                    )
        for code in members:
            other = codes.setdefault(code, name)
            if other != name:
                message = f"the code '{code}' is already used by '{other}'."
                yield Disagreement(
                    "duplicate-code", f"{path}.code", message, "give each publication a code of its own."
                )
                break


def _check_publication(given: AgreementContext, publication: Publication, path: str) -> Iterator[Disagreement]:
    project = given.project
    yield from _check_plausible(f"{path}.issued", publication.issued)
    yield from _check_plausible(f"{path}.review_by", publication.review_by)
    if publication.review_by <= publication.issued:
        message = f"{publication.review_by} is not after {publication.issued}, the day of issue."
        issued = (f"{path}.issued",)
        yield Disagreement("review-too-early", f"{path}.review_by", message, "write a later day.", rests=issued)
    for number, form in enumerate(publication.formats):
        at = f"{path}.formats.{number}"
        if form not in project.every_format and form not in project.formats:
            yield _unknown(at, "format", form, {**project.every_format, **project.formats})
        elif form in publication.formats[:number]:
            yield Disagreement("format-twice", at, f"'{form}' is listed twice.", "remove one of them.")
    for field in ("formats", "audience", "settings"):
        if not getattr(publication, field):
            yield Disagreement("list-empty", f"{path}.{field}", "nothing is listed.", "name at least one.")
    accent = project.accent_of(publication)
    if lacking := [accent + shade for shade in ("", *SHADES) if accent + shade not in project.colours]:
        if publication.colour:
            full = [name for name in project.colours if f"{name}-tint" in project.colours]
            yield _unknown(
                f"{path}.colour", "colour", lacking[0], full, otherwise=f"add `{lacking[0]}:` to the palette."
            )
        elif publication.audience:
            message = f"there is no colour for {accent}."
            hint = f'add `{accent}: "#005b7d"`, or another colour, under `brand:` at the left margin.'
            yield Disagreement("brand-missing", f"{path}.audience", message, hint)
    if given.designs is not None and publication.design not in given.designs:
        yield _unknown(f"{path}.design", "design", publication.design, given.designs)
    if publication.withdrawn and publication.withdrawn.replaced_by is not None:
        yield from _check_replacement(project, publication.withdrawn.replaced_by, path)


def _check_replacement(project: Project, name: str, path: str) -> Iterator[Disagreement]:
    at = f"{path}.withdrawn.replaced_by"
    other = project.publications.get(name)
    if other is None:
        yield _unknown(at, "publication", name, project.publications)
    elif other.withdrawn:
        message = f"'{name}' is withdrawn too, so it cannot replace anything."
        yield Disagreement("replaced-by-withdrawn", at, message, "name a publication that is not withdrawn.")


def _check_contact(given: AgreementContext, contact: Contact, path: str) -> Iterator[Disagreement]:
    project = given.project
    role = contact.organisation.removeprefix("area.")
    if role != contact.organisation and role not in project.area.roles:
        known = [f"area.{name}" for name in project.area.roles]
        yield _unknown(f"{path}.organisation", "organisation", contact.organisation, known)
        return
    name = project.organisation_id(contact.organisation)
    organisation = project.organisations.get(name)
    if organisation is None:
        if role == contact.organisation:
            yield _unknown(f"{path}.organisation", "organisation", name, project.organisations)
        return
    yield from _check_link(contact, organisation, name, path)


def _check_link(contact: Contact, organisation: Organisation, name: str, path: str) -> Iterator[Disagreement]:
    if contact.contact and contact.contact not in organisation.points:
        yield _unknown(f"{path}.contact", "contact", contact.contact, organisation.points)
    if contact.link is None:
        if not organisation.points:
            message = f"'{name}' has no phone number, and the contact has no link: nothing would be printed."
            hint = (
                "add `link:` with one of " + ", ".join(organisation.links) + "."
                if organisation.links
                else "take it out."
            )
            yield Disagreement("contact-without-number", path, message, hint, at_value=False)
        return
    if contact.link not in organisation.links:
        message = f"'{name}' has no link for {contact.link}."
        known = ", ".join(organisation.links)
        hint = f"it has links for: {known}." if known else f"add one under organisations.{name}.links."
        yield Disagreement("contact-link-missing", f"{path}.link", message, hint)
    elif SOURCE not in organisation.links[contact.link]:
        message = f"'{name}' has no English link ('{SOURCE}') for {contact.link}."
        hint = f"add `{SOURCE}:` under organisations.{name}.links.{contact.link}."
        yield Disagreement("contact-link-missing", f"{path}.link", message, hint)


def _check_words(publication: Publication, design: Design, path: str) -> Iterator[Disagreement]:
    for name, slot in design.words.items():
        if name not in publication.words and not slot.optional:
            message = f"'{name}' is missing; the design '{design.name}' prints it: {slot.note.rstrip('.')}."
            yield Disagreement("words-missing", path, message, f"add `{name}:` with {_room(slot)}.", at_value=False)
    for name, value in publication.words.items():
        known = design.words.get(name)
        at = f"{path}.{name}"
        if known is None:
            missing = [word for word in design.words if word not in publication.words] or list(design.words)
            message = f"the design '{design.name}' does not print '{name}'."
            yield Disagreement("words-unknown", at, message, suggest(name, missing), at_value=False)
        elif isinstance(value, str) != (known.kind == "text"):
            seen = "a sentence" if isinstance(value, str) else "a list"
            message = f"'{name}' is {seen}, but the design '{design.name}' needs {_room(known)}."
            yield Disagreement("words-wrong-kind", at, message, "change it to what the design needs.", at_value=False)
        elif isinstance(value, str):
            yield from _check_room(value, known, at)
        else:
            yield from _check_list(value, known, at)


def _check_list(value: Mapping[str, str], slot: WordSlot, path: str) -> Iterator[Disagreement]:
    if len(value) > slot.max_items:
        message = f"{len(value)} items are listed; at most {slot.max_items} fit."
        yield Disagreement("words-too-many", path, message, "remove the least useful ones.", at_value=False)
    if not value:
        yield Disagreement("list-empty", path, "nothing is listed.", "name at least one.")
    for name, item in value.items():
        yield from _check_room(item, slot, f"{path}.{name}")


def _check_room(text: str, slot: WordSlot, path: str) -> Iterator[Disagreement]:
    if len(text) > slot.max:
        message = f"{quote(text)} has {len(text)} characters; at most {slot.max} fit."
        yield Disagreement("words-too-long", path, message, f"shorten it by {len(text) - slot.max}.")


def _room(slot: WordSlot) -> str:
    if slot.kind == "text":
        return f"a text of at most {slot.max} characters"
    return f"a list of at most {slot.max_items} items of {slot.max} characters"
