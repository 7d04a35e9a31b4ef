# SPDX-License-Identifier: MIT
"""Check what a layout prints in another language: what is missing, out of date or fails a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from leaflets.content.model import Project
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.catalogue.checks import CheckContext, faults_of, is_usable
from leaflets.languages.catalogue.glossary import Term, terms_for
from leaflets.languages.catalogue.po import Catalogue
from leaflets.languages.catalogue.tell import other_language
from leaflets.languages.language import Language


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
