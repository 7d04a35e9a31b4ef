# SPDX-License-Identifier: MIT
"""Check what must be there: 999, Childline for children, the right place to report, addresses that can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaflets.content.addresses import ascii_host, host_of
from leaflets.content.model import Project, Publication
from leaflets.content.short_links import links_of
from leaflets.core.problems import Problem

CHILDLINE, CEOP, EMERGENCY = "childline", "ceop", "999"
CHILDREN = frozenset({"children", "young-people"})
MAX_PRINTED, MAX_ADDRESS = 34, 100
WORD = re.compile(r"[^/?#&=._-]+")
"""A word of the path of an address."""


def check_required(project: Project) -> Iterator[Problem]:
    """Yield what is missing from a publication or a risk, and what must not be there."""
    for name, publication in project.publications.items():
        yield from _check_publication(project, name, publication)
    for name, risk in project.risks.items():
        path = f"risks.{name}.help"
        if CHILDLINE not in risk.help.get("children", []):
            at = f"{path}.children" if "children" in risk.help else path
            message = "Childline is not listed among those who help a child with this."
            yield Problem("no-childline", message, where=at, hint=f"add {CHILDLINE} to `children:`.")
        if "bully" in f"{name} {risk.title} {risk.term}".lower():
            for reader, names in risk.help.items():
                if CEOP in names:
                    message = "CEOP is named for bullying, but takes only reports of sexual abuse and grooming."
                    hint = "remove it; name report-harmful-content instead."
                    yield Problem("ceop-for-bullying", message, where=f"{path}.{reader}.{names.index(CEOP)}", hint=hint)


def _check_publication(project: Project, name: str, publication: Publication) -> Iterator[Problem]:
    path = f"publications.{name}"
    if publication.withdrawn:
        return
    organisations = [project.organisation_id(contact.organisation) for contact in publication.contacts.values()]
    settings = [project.audiences[one] for one in publication.audience if one in project.audiences]
    organisations += [project.organisation_id(route.organisation) for one in settings for route in one.help]
    texts = [
        words
        for value in publication.words.values()
        for words in ([value] if isinstance(value, str) else value.values())
    ]
    helpers = [project.organisations[id] for id in organisations if id in project.organisations]
    numbers = {point.value for organisation in helpers for point in organisation.points.values()}
    if EMERGENCY not in numbers and not any(EMERGENCY in re.findall(r"\w+", words) for words in texts):
        message = "nothing on it says to call 999 when a child is in danger."
        reader = next(iter(publication.audience), "parents")
        hint = f"put `- {{organisation: emergency}}` first under `audiences.{reader}.help`."
        yield Problem("no-999", message, where=path, hint=hint)
    if CHILDREN & set(publication.audience) and CHILDLINE not in organisations:
        message = "it is for children, but Childline is not on it."
        yield Problem("no-childline", message, where=path, hint=f"add {CHILDLINE} under `contacts:`.")


def check_links(project: Project) -> Iterator[Problem]:
    """Yield addresses that are too long for a QR code, or that readers could not type."""
    for id, fact in links_of(project).items():
        whole = fact.value.removeprefix("https://").removeprefix("www.").rstrip("/")
        printed = (fact.printed_url or whole).removeprefix("www.").rstrip("/")
        host = host_of(fact.value)
        at = f"{id}.printed_url" if fact.printed_url else f"{id}.value"
        if len(printed) > MAX_PRINTED:
            message = f"the printed address '{printed}' has {len(printed)} characters; at most {MAX_PRINTED}."
            hint = f"add `printed_url: {host.removeprefix('www.')}`."
            yield Problem("printed-url", message, where=at, hint=hint)
        elif host_of(start := _as_typed(printed)) == host_of(whole) and not _is_short_for(start, whole):
            message = f"'{printed}' is printed, but the code leads to '{whole}', which has other words."
            yield Problem("printed-url", message, where=at, hint=f"write `{host.removeprefix('www.')}`.")
        if len(fact.value) > MAX_ADDRESS:
            message = f"the address has {len(fact.value)} characters; above {MAX_ADDRESS} a QR code is too fine."
            yield Problem("link-length", message, where=f"{id}.value", hint="find a shorter address for the same page.")


def _is_short_for(printed: str, whole: str) -> bool:
    """Say whether a printed address may stand for a whole one: it begins it, or is a short one with the same words.

    A site's short address, such as /remove for /help/report-remove/, forwards to the whole; one with other words is
    probably a mistake.
    """
    if f"{whole}/".startswith((f"{printed}/", f"{printed}?")):
        return True
    return {*WORD.findall(printed.partition("/")[2])} <= {*WORD.findall(whole.partition("/")[2])}


def _as_typed(printed: str) -> str:
    """Return a printed address as a browser reads it: the site's name in ASCII."""
    host, slash, rest = printed.partition("/")
    return f"{ascii_host(host)}{slash}{rest}"
