# SPDX-License-Identifier: MIT
"""The manifest: one entry for each edition, and what a reader of `manifest.json` must know about the whole.

Pure: entries and a project go in, values for JSON come out. The names of the fields are a contract: scripts rely on
them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leaflets.build.recipe import MadeEdition
from leaflets.content.model import Fact, Project, facts_of
from leaflets.core.edition import Edition
from leaflets.layout.composed import Composed

SCHEMA = 1


def entry(
    edition: Edition,
    project: Project,
    composed: Composed,
    *,
    product: MadeEdition,
    state: str,
    facts: Mapping[str, Fact] | None = None,
) -> dict[str, Any]:
    """Return the entry of a finished edition; `facts` are the project's, if they are at hand."""
    layout = edition.layout
    publication = project.publications[layout.source]
    facts = facts or facts_of(project)
    return {
        "id": edition.id,
        "publication": layout.publication,
        "code": layout.code,
        "version": publication.version,
        "title": composed.title,
        "language": layout.language,
        "purpose": edition.purpose,
        "format": layout.format,
        "audience": list(publication.audience),
        "settings": list(publication.settings),
        "path": product.path,
        "sha256": product.sha256,
        "bytes": product.bytes,
        "pages": product.pages,
        "trim_mm": list(product.trim_mm),
        "digest": product.digest,
        "issued": publication.issued.isoformat(),
        "review_by": publication.review_by.isoformat(),
        "state": state,
        "translation": dict(composed.translation) if composed.translation else None,
        "qr": [
            {"id": code.id, "url": code.url, "page": product.code_pages.get(code.url, 0), "module_mm": code.module_mm}
            for code in composed.codes
        ],
        "facts": [
            {
                "id": name,
                "value": str(getattr(facts[name], "value", "")),
                "verified": verified.isoformat() if (verified := facts[name].verified) else None,
            }
            for name in composed.facts
        ],
    }


def whole(
    project: Project, entries: Sequence[Mapping[str, Any]], *, built_with: Mapping[str, str], today: datetime.date
) -> dict[str, Any]:
    """Return the manifest of these entries."""
    return {
        "schema": SCHEMA,
        "project": project.publisher.name,
        "built_with": dict(sorted(built_with.items())),
        "next_review": next_review(project, entries, today),
        "editions": list(entries),
    }


def next_review(project: Project, entries: Iterable[Mapping[str, Any]], today: datetime.date) -> str | None:
    """Return the next day on which something that is printed becomes overdue; None if everything is overdue."""
    facts = facts_of(project)
    dates = {datetime.date.fromisoformat(item["review_by"]) for item in entries}
    dates |= {facts[fact["id"]].review_by for item in entries for fact in item["facts"] if fact["id"] in facts}
    coming = [date for date in dates if date >= today]
    return min(coming).isoformat() if coming else None
