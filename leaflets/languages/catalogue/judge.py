# SPDX-License-Identifier: MIT
"""Check what a layout prints in another language: what is missing, out of date, fails a check or is another language.

A whole text is told by frequent words, a sentence by what other languages say in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from leaflets.content.model import Project
from leaflets.core.commands import command
from leaflets.core.messages import COPIED
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.catalogue.checks import CheckContext, faults_of, is_usable
from leaflets.languages.catalogue.glossary import Term, terms_for
from leaflets.languages.catalogue.po import Catalogue
from leaflets.languages.language import Language

LEAST_HITS = 20
"""The fewest frequent words of another language by which a text is known to be in it."""
SHARE = 0.06
"""The least part of its words that they are; in the catalogues that ship they are 0.1 or more."""
CLEARLY = 2
"""How many times more of them there are than of the language's own."""
FEWEST_LETTERS = 12
"""A sentence with fewer may be the same in several languages."""
LIKE = 0.5
"""How alike two sentences are, of 1, if one was made from the other."""
WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff]*")


def other_language(texts: Iterable[str], language: Language, languages: Iterable[Language]) -> Language | None:
    """Return the language that a text is in, if it is clearly not the one that it should be in."""
    words = Counter(word for text in texts for word in WORD.findall(COPIED.sub(" ", text).casefold()))
    hits = {one.tag: sum(words[word] for word in one.common) for one in (language, *languages)}
    near = {language.tag, *language.related}
    others = [one for one in languages if one.common and one.tag not in near]
    best = max(others, key=lambda one: hits[one.tag], default=language)
    is_other = (
        language.common
        and hits[best.tag] >= max(LEAST_HITS, SHARE * words.total())
        and hits[best.tag] > CLEARLY * hits[language.tag]
    )
    return best if is_other else None


def likeness(one: str, other: str) -> float:
    """Return how many groups of three letters two sentences share, from 0 to 1, leaving out placeholders."""
    first, second = _groups(one), _groups(other)
    return 2 * sum((first & second).values()) / max(1, first.total() + second.total())


def nearer_language(words: str, own: Sequence[str], others: Mapping[str, str]) -> str:
    """Return the name of the language whose words for a sentence these are, if they are less like its own's."""
    if len("".join(WORD.findall(COPIED.sub(" ", words)))) < FEWEST_LETTERS:
        return ""
    best, name = max(((likeness(words, there), name) for name, there in others.items()), default=(0.0, ""))
    return name if best >= LIKE and best > max((likeness(words, one) for one in own), default=0) else ""


def _groups(text: str) -> Counter[str]:
    line = f" {' '.join(WORD.findall(COPIED.sub(' ', text).casefold()))} "
    return Counter(line[at : at + 3] for at in range(len(line) - 2))


def known_of(project: Project, language: Language, glossary: Iterable[Term] = ()) -> CheckContext:
    """Return what the checks need to know about a language and the project; `project` is in English."""
    names = {organisation.name for organisation in project.organisations.values()}
    names |= {project.publisher.name, project.publisher.short_name, project.area.thresholds, project.area.referral_form}
    longest = tuple(sorted(names, key=len, reverse=True))
    return CheckContext(language.script, longest, terms_for(glossary, language.tag), language.marks)


def check_language(catalogue: Catalogue, language: Language, languages: Iterable[Language]) -> None:
    """Raise ProblemsFound if a catalogue says that it is in another language, or if its words are."""
    other = other_language((entry.words for entry in catalogue.entries.values()), language, languages)
    if catalogue.language and not language.means(catalogue.language):
        message = f"its header says that it is in '{catalogue.language}', and this is the place of '{language.tag}'."
    elif other:
        message = f"most of its words are {other.name}, not {language.name}."
    else:
        return
    hint = "put it into the folder of its language, or correct its header."
    raise ProblemsFound([Problem("catalogue-language", message, catalogue.file, 1, 1, hint=hint)])


def usable(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue without translations that cannot be printed because their placeholders are broken."""
    entries = {
        key: entry if is_usable(entry) else replace(entry, fuzzy=True) for key, entry in catalogue.entries.items()
    }
    return replace(catalogue, entries=entries)


def judge(catalogue: Catalogue, key: str, english: str, known: CheckContext) -> list[Problem]:
    """Return what is wrong with the translation of a printed message; warnings do not stop an edition."""
    entry = catalogue.entries.get(key)
    if entry is None:
        hint = f"run {command('translate', 'update', catalogue.tag)}, then translate it."
        return [
            catalogue.blame(key, "translation-missing", f"it is missing from this catalogue: {quoted(english)}.", hint)
        ]
    if not entry.words:
        hint = "write the translation into `msgstr`."
        return [catalogue.blame(key, "translation-missing", f"it is not translated: {quoted(english)}.", hint)]
    if entry.english != english:
        hint = f"run {command('translate', 'update', catalogue.tag)}, then check the translation."
        message = f"its English has changed to {quoted(english)}."
        return [catalogue.blame(key, "translation-outdated", message, hint)]
    if entry.fuzzy:
        hint = "compare it with the English, then delete `fuzzy` from its flags line."
        return [catalogue.blame(key, "translation-outdated", f"it is marked fuzzy: {quoted(english)}.", hint)]
    return [
        replace(catalogue.blame(key, slug, *said), severity="warning" if slug == "message-too-long" else "error")
        for slug, *said in faults_of(entry, known)
    ]


def quoted(text: str) -> str:
    """Return the start of a text in quotes."""
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
