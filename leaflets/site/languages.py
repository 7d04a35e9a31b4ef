# SPDX-License-Identifier: MIT
"""A language of the site: everything that its pages need in it, and the files that all pages share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import Any

import jinja2

from leaflets.content.model import Project
from leaflets.core.edition import Layout
from leaflets.core.messages import SOURCE, Message, Translator
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.approvals import approvals_path
from leaflets.languages.catalogue.glossary import GLOSSARY
from leaflets.languages.catalogue.po import Catalogue, Entry, path_of
from leaflets.languages.language import Language
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.printed import PHRASES, ComposeContext, fixed_words
from leaflets.layout.translated import open_translated
from leaflets.site.kept import Kept

Draw = Callable[[str, str, Mapping[str, str]], bytes]
"""Returns a drawing of assets/ by its name and main colour, with other roles' colours."""


@dataclass(frozen=True)
class SiteLanguage:
    """One language of the site."""

    language: Language
    project: Project
    templates: jinja2.Environment
    facts: Callable[[Layout], PrintedFacts]
    drafts: jinja2.Environment
    """Fills notices, which are said in drafts too."""
    word: Callable[[str], Message | None]
    """Returns the sentence with that key as pages print it; None if data.yaml no longer has it."""
    draft: Callable[[str], Message | None]
    """The same, as notices print it."""
    said: dict[str, Message]
    """The words that were printed since it was last emptied, by key."""
    drafted: dict[str, Message]
    """The same of notices."""
    is_draft: bool = False
    """Whether a sentence of notices is not approved."""
    unapproved: tuple[str, ...] = ()
    """The site's own sentences that are in English instead, because they have not been translated or approved."""


@dataclass
class Shared:
    """The files that pages share, each under a name with its checksum."""

    draw: Draw
    files: dict[str, bytes] = field(default_factory=dict)
    drawn: dict[tuple[str, ...], str] = field(default_factory=dict)
    used: dict[tuple[str, ...], None] = field(default_factory=dict)
    """The drawings that have been asked for; of a page, once it is emptied before."""

    def add(self, name: str, suffix: str, data: bytes) -> str:
        address = f"assets/{name}-{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
        self.files[address] = data
        return address

    def drawing(self, name: str, colour: str, **roles: str) -> str:
        """Return the address of a drawing in a colour. The file name does not reveal what it shows."""
        key = (name, colour, *(part for role in sorted(roles.items()) for part in role))
        self.used[key] = None
        if key not in self.drawn:
            self.drawn[key] = self.add("d", "svg", self.draw(name, colour, roles))
        return self.drawn[key]


def remember_phrases(resources: Resources, kept: Kept, sources: str) -> None:
    """Keep the templates' phrases with the files, from the note if these are the same as then, by their hash."""
    resources.derived[PHRASES] = kept.value(lambda: fixed_words(resources), PHRASES, sources)


def open_words(context: ComposeContext, tag: str, kept: Kept, sources: str) -> tuple[Translator, frozenset[str] | None]:
    """Return what translates into a language, and the keys of approved messages; None if none needs to be.

    A catalogue is parsed and judged again only if it, its approvals, the glossary or `sources` have changed.
    """
    if tag == SOURCE or context.languages.languages[tag].pseudo:
        return open_translated(context, tag).translator, None
    name = path_of(tag)
    texts = [_text(context.resources, one) for one in (name, approvals_path(tag), GLOSSARY)]
    second = [risk for risk, one in context.project.risks.items() if one.second_reader]
    language, approved, known = kept.value(partial(_judge, context, tag), "words", sources, tag, texts, second)
    entries = {one[0]: Entry(*one) for one in known}
    context.resources.derived[name] = catalogue = Catalogue(tag, name, entries, language)
    return catalogue, frozenset(approved)


def _text(resources: Resources, name: str) -> str | None:
    with suppress(FileNotFoundError):
        return resources.read(name)
    return None


def _judge(context: ComposeContext, tag: str) -> list[Any]:
    translated = open_translated(context, tag)
    catalogue = translated.translator
    assert isinstance(catalogue, Catalogue)
    return [catalogue.language, sorted(translated.approved_keys()), [*map(astuple, catalogue.entries.values())]]
