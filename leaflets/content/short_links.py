# SPDX-License-Identifier: MIT
"""Short links: the addresses under which the download site forwards to those of data.yaml, and when they are printed.

With `publisher.short_links` QR codes hold the short address (`/r/7k`), so that a page can move without a reprint, and
modules are larger. Codes are in register/short.csv, which `site codes` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leaflets.content.model import Project, facts_of
from leaflets.content.organisations import ContactPoint, link_of
from leaflets.core.commands import command
from leaflets.core.problems import Problem

WEBSITE = "publisher.website"
SHOWN = 5
"""The most ids that a message names."""


def short_address(project: Project, fact_id: str, form: str = "") -> str | None:
    """Return the short address for a link's QR code; None if short links are not in use.

    Formats that carry the short form, such as cards, have no room for it in every script, and keep the link's own.
    """
    publisher = project.publisher
    has_room = not form or project.every_format[form].carries != "short"
    code = project.short_codes.get(fact_id) if publisher.short_links and has_room else None
    return f"{publisher.site_address.rstrip('/')}/r/{code}" if publisher.site_address and code else None


def current_address(project: Project, code: str, version: str = "") -> str | None:
    """Return the address of the page that says whether a publication is current; None without a site."""
    site = project.publisher.site_address
    return "/".join((site.rstrip("/"), "c", code.lower(), *([version] if version else []))) if site else None


def links_of(project: Project) -> dict[str, ContactPoint]:
    """Return every web address of data.yaml by its id."""
    return {name: link for name, fact in facts_of(project).items() if (link := link_of(fact))}


def renamed(names: Mapping[str, str], id: str) -> str:
    """Return the id that a fact has now, by the project's `renamed:`: of itself, or of what it belongs to."""
    parts = id.split(".")
    for length in range(len(parts), 0, -1):
        if new := names.get(".".join(parts[:length])):
            return ".".join((new, *parts[length:]))
    return id


def with_codes(project: Project, codes: Mapping[str, str]) -> Project:
    """Return the project with its short codes, given by code; of several of a fact, the shortest is printed."""
    by_fact = {fact: code for code, fact in sorted(codes.items(), key=lambda one: (-len(one[0]), one))}
    return project.with_short_codes(by_fact)


def find_missing_codes(project: Project) -> Iterator[Problem]:
    """Yield a problem if short links are in use, and addresses have no code."""
    missing = [name for name in links_of(project) if name not in project.short_codes]
    if project.publisher.short_links and missing:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        message = f"web addresses have no short code in register/short.csv: {', '.join(missing[:SHOWN])}{more}."
        hint = f"run {command('site', 'codes')}."
        yield Problem("short-code-missing", message, where="publisher.short_links", hint=hint)
