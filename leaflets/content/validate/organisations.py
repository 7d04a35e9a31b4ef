# SPDX-License-Identifier: MIT
"""Check organisations as a whole: numbers, areas, the help on everything for an audience, and where addresses lead.

Addresses lead only to allowed sites, never to an imitation of one; the download site's own, and its former names, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from leaflets.content.addresses import SCHEME, host_of
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.contact_kinds import KINDS
from leaflets.content.field_types import meanings_of
from leaflets.content.model import Area, Contact, Project, facts_of
from leaflets.content.organisations import STATEMENTS, link_of
from leaflets.content.validate.findings import Disagreement
from leaflets.content.yaml.positions import Loaded
from leaflets.core.messages import SOURCE
from leaflets.core.problems import Problem
from leaflets.core.suggest import suggest

_LENGTHS = (
    (re.compile(r"02|03|07|0808|084|087|09"), (11,)),
    (re.compile(r"011\d|01\d1"), (11,)),
    (re.compile(r"0"), (10, 11)),
)
"""Prefixes and numbers of digits: the National Telephone Numbering Plan (Ofcom)."""
_SHORT = ("08001111", "08454647")
"""Childline's number and NHS 111's former one: the only shorter numbers that begin with 0."""


def find_wrong_numbers(project: Project) -> Iterator[Disagreement]:
    """Yield each number of an organisation that begins with 0 and has too few or too many digits."""
    for name, organisation in project.organisations.items():
        for field, phone in organisation.points.items():
            if not KINDS[phone.kind].is_number or phone.kind == "text":
                continue
            digits = phone.value.replace(" ", "")
            if not digits.startswith("0") or digits.startswith("00") or digits in _SHORT:
                continue
            start, lengths = next((found[0], lengths) for start, lengths in _LENGTHS if (found := start.match(digits)))
            if len(digits) not in lengths:
                has = " or ".join(map(str, lengths))
                message = (
                    f"'{phone.value}' has {len(digits)} digits; a British number that begins with {start} has {has}."
                )
                hint = "compare it with its source."
                path = f"organisations.{name}.{organisation.path_of(field)}.value"
                yield Disagreement("phone-digits", path, message, hint)


BLANK = "field-empty"


def find_out_of_area(project: Project) -> Iterator[Disagreement]:
    """Yield organisations that serve another area than the project's."""
    area = project.area.name
    for name, organisation in project.organisations.items():
        if organisation.areas and area not in organisation.areas:
            served = " and ".join(organisation.areas)
            message = f"{organisation.name} is local to {served}, and this project is for {area}."
            hint = f"replace it by {area}'s own; or, if it serves {area} too, add {area} to `local:`."
            yield Disagreement("local-elsewhere", f"organisations.{name}.local", message, hint, rests=("area.name",))


def find_wrong_help(project: Project) -> Iterator[Disagreement]:
    """Yield routes of `audiences:` to organisations and contacts that are not there."""
    roles = [f"area.{role}" for role in project.area.roles]
    for audience, settings in project.audiences.items():
        for number, route in enumerate(settings.help):
            path = f"audiences.{audience}.help.{number}"
            organisation = project.organisations.get(project.organisation_id(route.organisation))
            if organisation is None:
                if route.organisation in roles:
                    continue  # reported at the area, which names an organisation that is not there
                message = f"there is no organisation '{route.organisation}'."
                hint = suggest(route.organisation, (*roles, *project.organisations))
                yield Disagreement("unknown-organisation", f"{path}.organisation", message, hint)
                continue
            held = [*organisation.points, *(name for name in STATEMENTS if getattr(organisation, name))]
            if route.contact and route.contact not in held:
                message = f"there is no contact '{route.contact}'."
                yield Disagreement("unknown-contact", f"{path}.contact", message, suggest(route.contact, held))


def gather_blanks(problems: Sequence[Problem], loaded: Loaded) -> list[Problem]:
    """Return the problems with one line for each thing of the area that is still to be filled in, not one a field."""
    blanks: dict[str, list[Problem]] = {}
    rest: list[Problem] = []
    for problem in problems:
        owner = _owner(problem.where, loaded) if problem.slug == BLANK else ""
        (blanks.setdefault(owner, []) if owner else rest).append(problem)
    for owner, found in blanks.items():
        alone = len(found) == 1 and not owner.startswith("organisations.")
        rest.append(found[0] if alone else _to_fill_in(owner, [one.where for one in found], loaded))
    return rest


def _owner(path: str, loaded: Loaded) -> str:
    section, _, rest = path.partition(".")
    if section in ("publisher", "area"):
        return section
    name, organisations = rest.split(".")[0], loaded.values.get("organisations")
    found = organisations.get(name) if section == "organisations" and isinstance(organisations, dict) else None
    return f"organisations.{name}" if isinstance(found, dict) and "local" in found else ""


def _to_fill_in(owner: str, paths: Sequence[str], loaded: Loaded) -> Problem:
    fields = list(dict.fromkeys(path.removeprefix(f"{owner}.") for path in paths))
    area = loaded.values.get("area")
    roles = [role for role, name in area.items() if owner == f"organisations.{name}"] if isinstance(area, dict) else []
    said = "".join(f" {said}" for role in roles if (said := meanings_of(Area).get(str(role))))
    message = f"{', '.join(fields)} {'is' if len(fields) == 1 else 'are'} still empty.{said}"
    hint = "fill in each line; the comment above it says what belongs there."
    return loaded.put(Problem("local-empty", message, where=owner, hint=hint), owner, at_value=False)


MAX_SITE = 32
"""The most characters of the site's address, which is printed in narrow places with a code after it."""


def find_wrong_links(project: Project) -> Iterator[Disagreement]:
    """Yield addresses that imitate an allowed site, short links through another site, and links that look alike."""
    publisher, allowed = project.publisher, AllowedHosts.of(project.publisher.hosts)
    for id, fact in facts_of(project).items():
        if (link := link_of(fact)) and (other := allowed.imitated_by(host_of(link.value))):
            yield _imitation(f"{id}.value", host_of(link.value), other)
    yield from _find_wrong_site(project)
    for field in ("site_address", "exit_address"):
        if (address := getattr(publisher, field)) and (other := allowed.imitated_by(host_of(address))):
            yield _imitation(f"publisher.{field}", host_of(address), other)
    if publisher.short_links and publisher.site_address and not allowed.allows(host_of(publisher.site_address)):
        host = host_of(publisher.site_address)
        message = f"all QR codes would lead to {host}, which is not listed under `hosts:`."
        yield Disagreement("host-not-allowed", "publisher.site_address", message, f"add {host} to `hosts:`.")
    for name, publication in project.publications.items():
        yield from _find_links_alike(project, publication.contacts, f"publications.{name}.contacts")


def _imitation(path: str, host: str, other: str) -> Disagreement:
    message = f"{host} looks like {other}, but is another site."
    return Disagreement("host-imitates", path, message, f"write {other}; or add {host} to `publisher.hosts`.")


def _find_links_alike(project: Project, contacts: dict[str, Contact], path: str) -> Iterator[Disagreement]:
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for name, contact in contacts.items():
        organisation = project.organisations.get(project.organisation_id(contact.organisation))
        link = organisation.links.get(contact.link, {}).get(SOURCE) if organisation and contact.link else None
        if link is None:
            continue
        words = (contact.purpose, link.printed_url or host_of(link.value).removeprefix("www."))
        first, address = seen.setdefault(words, (name, link.value))
        if address != link.value:
            message = f"it says '{words[0]}' and {words[1]}, as '{first}' does, but leads to another page."
            yield Disagreement("links-alike", f"{path}.{name}.purpose", message, "say what each of them offers.")


def _find_wrong_site(project: Project) -> Iterator[Disagreement]:
    site = (project.publisher.site_address or "").removeprefix(SCHEME).rstrip("/")
    if project.publisher.short_links and not site:
        message = "short links lead to the download site, but `site_address` is missing."
        yield Disagreement("site-address-missing", "publisher.short_links", message, "add `site_address: https://...`.")
    if len(site) > MAX_SITE:
        message = f"{site} has {len(site)} characters, and there is room for {MAX_SITE} where it is printed."
        hint = "give the site a shorter name, such as leaflets.example.org."
        yield Disagreement("site-address-long", "publisher.site_address", message, hint)
    codes = {one.code for one in project.publications.values()}
    known = {*facts_of(project), *codes}
    known |= {f"organisations.{name}" for name in project.organisations} | {f"risks.{name}" for name in project.risks}
    for old, new in project.renamed.items():
        if new not in known:
            message = f"no fact, risk, organisation or publication code is called '{new}'."
            yield Disagreement("renamed-unknown", f"renamed.{old}", message, suggest(new, known))
        elif old in known:
            message = f"'{old}' is said to be '{new}' now, but is still in this file."
            hint = "remove this line, or what has the old name."
            yield Disagreement("renamed-still-there", f"renamed.{old}", message, hint, at_value=False)
