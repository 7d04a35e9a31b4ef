# SPDX-License-Identifier: MIT
"""Short links: the name under which the download site forwards to an address of data.yaml, and when it is printed.

`organisations.nspcc.links.parents.en` is `nspcc-parents`; other languages are added at the end: `nspcc-parents-ur`.
With `publisher.short_links` QR codes hold the short address, so that a page can move without a reprint.
"""

from __future__ import annotations

from leaflets.content.model import Project, facts_of
from leaflets.content.organisations import ContactPoint, link_of

WEBSITE = "publisher.website"


def short_name(fact_id: str) -> str:
    """Return the short name of a link, by its id."""
    if fact_id == WEBSITE:
        return "publisher"
    _, organisation, _, reader, *languages = fact_id.split(".")
    [language] = languages or ["en"]
    return f"{organisation}-{reader}" + ("" if language == "en" else f"-{language.lower()}")


def short_address(project: Project, fact_id: str) -> str | None:
    """Return the short address for a link's QR code; None if short links are not in use."""
    publisher = project.publisher
    if not (publisher.short_links and publisher.site_address):
        return None
    return f"{publisher.site_address.rstrip('/')}/r/{short_name(fact_id)}"


def links_of(project: Project) -> dict[str, ContactPoint]:
    """Return every web address of data.yaml by its id."""
    return {name: link for name, fact in facts_of(project).items() if (link := link_of(fact))}
