# SPDX-License-Identifier: MIT
"""Texts: every sentence that a project prints, with its path and its readers; sentences, syllables, reading age.

A text's path is its place in data.yaml: `risks.grooming.parents_can.calm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import pyphen

from leaflets.content.model import Project, Publication
from leaflets.content.risk import Risk
from leaflets.core.messages import BRACES

Readers = Literal["families", "professionals"]

WORD = re.compile(r"[A-Za-z0-9{][\w{}.’'-]*")
_SENTENCE_END = re.compile(r"(?<=[.?!])[’”\"')]*\s+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcgh])es$|(?<![^aeiouy]l)(?<=[^aeiouy])e$")


@dataclass(frozen=True)
class Text:
    """Printed words from data.yaml."""

    path: str
    words: str
    readers: Readers = "families"
    heading: bool = False
    topic: str = ""
    """What it is under: the title and term of its risk, the heading of its list."""

    @cached_property
    def sentences(self) -> list[str]:
        return [sentence for sentence in _SENTENCE_END.split(self.words) if sentence]


def texts_of(project: Project) -> Iterator[Text]:
    """Yield every text that families or professionals read."""
    for name, paragraph in project.publisher.introduction.items():
        yield Text(f"publisher.introduction.{name}", paragraph)
    yield Text("publisher.other_formats", project.publisher.other_formats)
    for name, organisation in project.organisations.items():
        yield Text(f"organisations.{name}.about", organisation.about)
        if organisation.without_speaking:
            yield Text(f"organisations.{name}.without_speaking.value", organisation.without_speaking.value)
    for audience, settings in project.audiences.items():
        readers: Readers = "professionals" if audience == "professionals" else "families"
        for number, route in enumerate(settings.help):
            if route.label:
                yield Text(f"audiences.{audience}.help.{number}.label", route.label, readers, heading=True)
    for name, risk in project.risks.items():
        yield from risk_texts(name, risk)
    for name, publication in project.publications.items():
        yield from publication_texts(name, publication)


def risk_texts(name: str, risk: Risk) -> Iterator[Text]:
    """Yield the texts of one risk, except the wording of its source, which is not printed."""
    path, topic = f"risks.{name}", f"{risk.title}. {risk.term}"
    yield Text(f"{path}.title", risk.title, heading=True, topic=topic)
    yield Text(f"{path}.term", risk.term, "professionals", heading=True, topic=topic)
    for field in ("summary", "in_brief", "why", "opener"):
        yield Text(f"{path}.{field}", getattr(risk, field), topic=topic)
    if risk.poster_title:
        yield Text(f"{path}.poster_title", risk.poster_title, heading=True, topic=topic)
    lists: tuple[tuple[str, Readers], ...] = (
        ("signs", "families"),
        ("parents_can", "families"),
        ("children_can", "families"),
        ("professionals_must", "professionals"),
        ("poster_actions", "families"),
    )
    for field, readers in lists:
        for key, item in (getattr(risk, field) or {}).items():
            yield Text(f"{path}.{field}.{key}", item, readers, topic=topic)


def publication_texts(name: str, publication: Publication) -> Iterator[Text]:
    """Yield the texts of one publication. A list named `nudes` comes under the heading named `nudes-heading`."""
    path = f"publications.{name}"
    readers: Readers = "professionals" if set(publication.audience) == {"professionals"} else "families"
    yield Text(f"{path}.title", publication.title, readers, heading=True)
    yield Text(f"{path}.summary", publication.summary, readers)
    for key, value in publication.words.items():
        if isinstance(value, str):
            yield Text(f"{path}.words.{key}", value, readers, heading=key.endswith("heading") or key == "headline")
            continue
        topic = publication.words.get(f"{key}-heading", "")
        for item, words in value.items():
            yield Text(f"{path}.words.{key}.{item}", words, readers, topic=topic if isinstance(topic, str) else "")
    for key, contact in publication.contacts.items():
        yield Text(f"{path}.contacts.{key}.purpose", contact.purpose, readers, heading=True)


def count_words(text: str) -> int:
    """Return the number of words; a placeholder is one."""
    return len(WORD.findall(text))


@dataclass(frozen=True)
class Measure:
    """How hard a text is to read."""

    words: int
    sentences: int
    syllables: int

    @property
    def reading_age(self) -> float:
        """The age in years at which a child can read it: the Flesch-Kincaid grade plus five."""
        if not self.words:
            return 0.0
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return round(grade + 5, 1)


def measure(texts: Sequence[Text]) -> Measure:
    """Measure texts together, without headings and without the names and numbers of placeholders."""
    words = sentences = syllables = 0
    for text in texts:
        if text.heading:
            continue
        for sentence in text.sentences:
            found = [word for word in WORD.findall(BRACES.sub(" ", sentence)) if word[0].isalpha()]
            if found:
                words += len(found)
                sentences += 1
                syllables += sum(map(count_syllables, found))
    return Measure(words, sentences, syllables)


@cache
def count_syllables(word: str) -> int:
    """Return the number of syllables of an English word.

    Why two methods: hyphenation never leaves one letter alone ("a-gain"), and counting vowels counts a silent e.
    """
    plain = re.sub(r"[^a-z]", "", re.sub(r"[’'](s|re|ve|ll|d|m)$", "", word.lower()))
    vowels = len(_VOWELS.findall(_SILENT.sub("", plain))) or 1
    return max(vowels, len(_hyphenation().positions(plain)) + 1)


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")


def group_texts(texts: Iterable[Text]) -> Mapping[tuple[str, Readers], list[Text]]:
    """Return texts that are read together: each risk and publication, for families and professionals separately."""
    groups: dict[tuple[str, Readers], list[Text]] = {}
    for text in texts:
        section, name, *_ = text.path.split(".")
        if section in ("risks", "publications"):
            groups.setdefault((f"{section}.{name}", text.readers), []).append(text)
    return groups
