# SPDX-License-Identifier: MIT
"""Translate: the files in locales/ and their contents, for the verbs `translate ...`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polib
from babel.messages.plurals import get_plural

from leaflets.build.project import DATA, Opened, open_project
from leaflets.content.load import load_designs
from leaflets.content.model import layouts_of
from leaflets.core.files import write_whole
from leaflets.core.messages import FACT, SOURCE, TEMPLATES, context_of
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.source import read_source
from leaflets.core.suggest import suggest
from leaflets.languages.catalogue.judge import check_language
from leaflets.languages.catalogue.merge import Merged, merge
from leaflets.languages.catalogue.po import path_of, read_po, write_po
from leaflets.languages.catalogue.pot import POT, ListedMessage, MessageContext, headers, item, write_pot
from leaflets.languages.language import Language
from leaflets.languages.registry import read_languages
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.printed import (
    REVIEW,
    SITE,
    ComposeContext,
    Printed,
    fixed_words,
    printed_messages,
    review_words,
    site_words,
    table_words,
)
from leaflets.layout.translated import read_catalogue_of


@dataclass(frozen=True)
class TranslationProject:
    """A project opened for translating."""

    folder: Path
    opened: Opened

    @cached_property
    def context(self) -> ComposeContext:
        resources = Resources(self.folder)
        return ComposeContext(self.opened.project, resources, read_languages(resources, self.opened.project))

    @cached_property
    def items(self) -> list[ListedMessage]:
        """Everything that is translated, in the order in which it is printed."""
        printed = printed_messages(self.context)
        for place, words in ((SITE, site_words(self.context)), (REVIEW, review_words(self.context.resources))):
            there = {one.key for one in printed}
            printed += [Printed(key, english, (place,)) for key, english in words.items() if key not in there]
        fixed = fixed_words(self.context.resources) | table_words(self.context.project)
        background = self._background([one.english for one in printed])
        items = []
        for one in printed:
            line = self.opened.loaded.place(one.key).value_line if context_of(one.key) != TEMPLATES else 0
            source = [f"{DATA}:{line}"] if line else fixed.get(one.english, [])
            items.append(item(one.key, one.english, line=line, places=[*source, *one.places], background=background))
        return items

    def _background(self, english: list[str]) -> MessageContext:
        project = self.opened.project
        first = next(layouts_of(project))
        facts = PrintedFacts(project, first, 1)
        names = {name for text in english for name in FACT.findall(text)}
        return MessageContext(
            project=project,
            designs=load_designs(self.context.resources),
            lines=read_source(self.folder / DATA, name=DATA).splitlines(),
            examples={name: facts.plain(f"{{{name}}}") for name in sorted(names)},
        )


def open_for_translation(folder: Path, *, today: datetime.date) -> TranslationProject:
    """Open a project for translating; ProblemsFound with everything that is wrong with data.yaml."""
    return TranslationProject(folder.resolve(), open_project(folder.resolve(), today=today))


def extract(opened: TranslationProject) -> tuple[Path, int]:
    """Write the list of everything to translate; return its path and the number of messages."""
    path = opened.folder / POT
    write_text(path, write_pot(opened.items, opened.opened.project))
    return path, len(opened.items)


@dataclass(frozen=True)
class Updated:
    """An updated catalogue."""

    tag: str
    path: Path
    merged: Merged


def update(
    opened: TranslationProject, tags: Sequence[str], *, today: datetime.date, minor: bool = False
) -> list[Updated]:
    """Bring catalogues up to date with the English, including new ones; without tags, those of the project.

    Those that ship for languages that it does not build stay where they are.
    """
    updated = []
    listed = opened.opened.project.languages
    own = (tag for tag in catalogues_of(opened) if tag in listed or (opened.folder / path_of(tag)).is_file())
    for tag in tags or own:
        merged = merge(catalogue_file(opened, tag, today=today), opened.items, minor=minor)
        updated.append(Updated(tag, opened.folder / path_of(tag), merged))
    for one in updated:
        write_text(one.path, write_po(one.merged.file))
    return updated


def catalogues_of(opened: TranslationProject) -> list[str]:
    """Return the languages that are built or have a catalogue, without English."""
    known = opened.context.languages.languages
    there = [tag for tag in known if opened.context.resources.list(path_of(tag))]
    listed = [tag for tag in opened.opened.project.languages if tag != SOURCE and tag in known]
    return list(dict.fromkeys((*listed, *there)))


def language_of(opened: TranslationProject, tag: str) -> Language:
    """Return a language to translate into; ProblemsFound if it is not known."""
    known = [name for name, one in opened.context.languages.languages.items() if name != SOURCE and not one.pseudo]
    if tag not in known:
        message = f"There is no language '{tag}' to translate into."
        hint = suggest(tag, known, "add it to languages.yaml with its script and fonts.")
        raise ProblemsFound([Problem("unknown-language", message, hint=hint)], exit_code=ExitCode.USAGE)
    return opened.context.languages.languages[tag]


def catalogue_file(opened: TranslationProject, tag: str, *, today: datetime.date) -> polib.POFile:
    """Return a language's catalogue as it is, or a new one without messages."""
    language = language_of(opened, tag)
    try:
        file = read_po(opened.context.resources.find(path_of(tag)), name=path_of(tag))
    except FileNotFoundError:
        file = polib.POFile()
        file.header = (
            f"{language.name} ({language.own_name}). The English is in leaflets.pot; `translate update` merges it."
        )
    publisher = opened.opened.project.publisher
    issued = max(publication.issued for publication in opened.opened.project.publications.values())
    fresh = headers(publisher.name, publisher.website.value, f"{issued} 00:00+0000") | {
        "PO-Revision-Date": f"{today} 00:00+0000",
        "Last-Translator": "",
        "Language-Team": language.name,
        "Language": tag.replace("-", "_"),
        "Plural-Forms": get_plural(language.babel).plural_forms,
    }
    check_language(read_catalogue_of(opened.context.resources, tag), language, ())
    ours = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "Language", "Content-Type")
    file.metadata = fresh | file.metadata | {name: fresh[name] for name in ours}
    return file


def write_text(path: Path, text: str) -> None:
    """Write a file of the project in one step, with the folders that it needs."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file of the project in one step, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
