# SPDX-License-Identifier: MIT
"""The manifest: one entry for each edition, and information for readers of `manifest.json`.

Pure: entries and a project go in, values for JSON come out. The names of the fields are a contract: scripts rely on
them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from leaflets.build.recipe import MadeEdition
from leaflets.content.field_types import Model
from leaflets.content.model import Project, facts_of
from leaflets.content.organisations import Fact
from leaflets.core.checksums import stays_inside
from leaflets.core.edition import Edition, Kind, Purpose
from leaflets.core.messages import TEMPLATES, Message, context_of
from leaflets.languages.review import TranslationEntry
from leaflets.layout.composed import Composed

MANIFEST = "manifest.json"
SCHEMA = 1
TEXTS = (
    *("id", "publication", "code", "version", "title", "language", "purpose", "format", "path", "sha256", "digest"),
    *("issued", "review_by", "state"),
)
LISTS = ("audience", "settings", "trim_mm", "qr", "facts")
NUMBERS = ("bytes", "pages")


class CodeEntry(TypedDict):
    """A QR code: the id of its link, the address that it holds, its page, the size of a module."""

    id: str
    url: str
    page: int
    module_mm: float


class FactEntry(TypedDict):
    """A printed fact, with its date of verification, and why it makes the edition a proof, if it does."""

    id: str
    value: str
    verified: str | None
    doubt: NotRequired[str]


class EditionEntry(TypedDict):
    """The manifest's entry for an edition; docs/commands.md explains the fields."""

    id: str
    publication: str
    code: str
    version: str
    title: str
    language: str
    purpose: Purpose
    kind: NotRequired[Kind]
    """Left out by versions that made PDFs alone."""
    format: str
    audience: list[str]
    settings: list[str]
    path: str
    sha256: str
    bytes: int
    pages: int
    trim_mm: list[float]
    digest: str
    words: NotRequired[str]
    """A hash of the English that it prints."""
    issued: str
    review_by: str
    state: str
    translation: TranslationEntry | None
    qr: list[CodeEntry]
    facts: list[FactEntry]


class Manifest(TypedDict):
    """The whole of manifest.json."""

    schema: int
    project: str
    data: NotRequired[str]
    """A hash of the data.yaml that every entry has been compared with."""
    built_with: dict[str, str]
    next_review: str | None
    editions: list[EditionEntry]


def layout_id(entry: EditionEntry) -> str:
    """Return an edition's id without its purpose."""
    return entry["id"].rpartition(".")[0]


def entry(
    edition: Edition,
    project: Project,
    composed: Composed,
    *,
    product: MadeEdition,
    state: str,
    facts: Mapping[str, Fact] | None = None,
) -> EditionEntry:
    """Return the entry of a finished edition; `facts` are the project's, if available."""
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
        "kind": edition.kind,
        "format": layout.format,
        "audience": list(publication.audience),
        "settings": list(publication.settings),
        "path": product.path,
        "sha256": product.sha256,
        "bytes": product.bytes,
        "pages": product.pages,
        "trim_mm": list(product.trim_mm),
        "digest": product.digest,
        "words": hash_words(composed.messages),
        "issued": publication.issued.isoformat(),
        "review_by": publication.review_by.isoformat(),
        "state": state,
        "translation": composed.review.as_json(),
        "qr": [
            {"id": code.id, "url": code.url, "page": product.code_pages.get(code.url, 0), "module_mm": code.module_mm}
            for code in composed.codes
            if edition.kind != "text"
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


def make_manifest(
    project: Project, entries: Sequence[EditionEntry], *, built_with: Mapping[str, str], today: datetime.date
) -> Manifest:
    """Return the manifest of these entries, all of which have been compared with the project."""
    return {
        "schema": SCHEMA,
        "project": project.publisher.name,
        "data": hash_data(project),
        "built_with": dict(sorted(built_with.items())),
        "next_review": next_review(project, entries, today),
        "editions": list(entries),
    }


def read(data: bytes) -> Manifest | None:
    """Return the manifest in a file; None if it is damaged, or of an unknown version."""
    try:
        manifest: Manifest = json.loads(data)
        whole = manifest["schema"] == SCHEMA and all(map(_is_entry, manifest["editions"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return manifest if whole else None


def _is_entry(entry: Any) -> bool:
    """Return whether that is an edition's entry; KeyError, TypeError or ValueError also mean no."""
    kinds = (*((name, str) for name in TEXTS), *((name, list) for name in LISTS), *((name, int) for name in NUMBERS))
    if not all(isinstance(entry[name], kind) for name, kind in kinds):
        return False
    for name in ("issued", "review_by"):
        datetime.date.fromisoformat(entry[name])
    lists = [(entry["facts"], ("id", "value")), (entry["qr"], ("id", "url"))]
    named = all(isinstance(item[name], str) for items, names in lists for item in items for name in names)
    translation = entry["translation"]
    reviewed = translation is None or (isinstance(translation, dict) and isinstance(translation["status"], str))
    return named and reviewed and len(entry["trim_mm"]) == 2 and stays_inside(entry["path"])


def hash_data(said: Model) -> str:
    """Return a hash of what data.yaml says, as a whole or in one of its entries."""
    return hashlib.sha256(said.model_dump_json().encode()).hexdigest()


def hash_words(messages: Iterable[Message]) -> str:
    """Return a hash of the English of an edition's sentences from data.yaml."""
    words = sorted({(one.key, one.english) for one in messages if context_of(one.key) != TEMPLATES})
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def next_review(project: Project, entries: Iterable[EditionEntry], today: datetime.date) -> str | None:
    """Return the next day on which something printed becomes overdue; None if everything is overdue."""
    facts = facts_of(project)
    dates = {datetime.date.fromisoformat(item["review_by"]) for item in entries}
    dates |= {facts[fact["id"]].review_by for item in entries for fact in item["facts"] if fact["id"] in facts}
    coming = [date for date in dates if date >= today]
    return min(coming).isoformat() if coming else None
