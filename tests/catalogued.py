# SPDX-License-Identifier: MIT
"""Catalogues for tests: words that look like a language and mean nothing, with placeholders, numbers and names kept."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from leaflets.languages.catalogue.po import path_of
from leaflets.layout.translated import glossary_of
from leaflets.translate.catalogue_files import TranslationProject, open_for_translation, update

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SCRIPTS = {
    "ur": "ابپتجچحخدرزسشصطعغفقکگلمنوی",
    "ps": "ابپتجچحخدرزسشصطعغفقکګلمنوی",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنو",
    "pa": "ਕਖਗਘਚਛਜਝਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲ",
    "bn": "কখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশ",
    "ro": "bcdefghijklmnopqrsțuvwxyză",
    "pl": "ąbcdęfghijklmnoprqsśuvwxyz",
    "so": "zyxwvutsrqponmlkjihgfedcba",
}
"""Eight languages, each with 26 letters."""
NEW = {
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگ",
    "vi": "ăbcđeêghiklmnoôơpqrstuưvxyâ",
}
"""Two that nobody has translated into yet."""
ENDINGS = {"ur": "۔؟", "ps": ".؟", "ar": ".؟", "fa": ".؟", "pa": "।?", "bn": "।?"}


def sample(english: str, tag: str, names: tuple[str, ...]) -> str:
    """Return words in the letters of a language."""
    kept = re.compile("|".join((r"(\{[^{}]*\}", r"%\([a-z_]+\)s", r"[0-9]+", *map(re.escape, names))) + ")")
    table = letters_of(tag)
    return "".join(part if number % 2 else part.translate(table) for number, part in enumerate(kept.split(english)))


def letters_of(tag: str) -> dict[int, int]:
    """Return what each English letter and mark becomes in a language."""
    return str.maketrans(LETTERS + LETTERS.upper() + ".?", (SCRIPTS | NEW)[tag][:26] * 2 + ENDINGS.get(tag, ".?"))


def names_of(opened: TranslationProject) -> tuple[str, ...]:
    """Return the names and the terms that stay, the longest first."""
    names = {one.name for one in opened.opened.project.organisations.values()}
    names |= {one.term for one in glossary_of(opened.context.resources) if one.kept}
    return tuple(sorted(names, key=len, reverse=True))


def add_catalogues(opened: TranslationProject, *tags: str) -> None:
    """Write a full catalogue for each of these languages."""
    import datetime

    update(opened, tags, today=datetime.date(2026, 11, 23))
    for tag in tags:
        path = opened.folder / path_of(tag)
        file = polib.pofile(str(path))
        for entry in file.obsolete_entries():
            file.remove(entry)
        for entry in file:
            # What is shipped for other words of the same place comes as fuzzy.
            entry.msgstr, entry.previous_msgid = sample(entry.msgid, tag, names_of(opened)), None
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        file.save(str(path))


def open_at(folder: Path) -> TranslationProject:
    """Open a project for translating on the day of the tests."""
    import datetime

    return open_for_translation(folder, today=datetime.date(2026, 11, 23))
