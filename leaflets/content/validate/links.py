# SPDX-License-Identifier: MIT
"""Check where the web addresses of data.yaml lead: only to allowed sites, never to an imitation of one.

And the address of the download site itself, with the names that its addresses had before.
"""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.content.addresses import SCHEME, host_of
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.model import Contact, Project, facts_of
from leaflets.content.organisations import link_of
from leaflets.content.validate.findings import Disagreement
from leaflets.core.messages import SOURCE
from leaflets.core.suggest import suggest

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
