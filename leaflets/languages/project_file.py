# SPDX-License-Identifier: MIT
"""A project's own languages.yaml, and its own typeface: languages and fonts that it adds to the package's, or changes.

An entry with the same name replaces the package's. The typeface is used for the Latin letters of every language; one
in another script keeps its own fonts, even if the typeface has its letters too. Problems are reported with their line.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import Field, StringConstraints, ValidationError

from leaflets.content.field_types import LanguageTag, Line, Model
from leaflets.content.model import Typeface
from leaflets.content.values.explain import explain_errors
from leaflets.content.yaml.positions import Loaded
from leaflets.content.yaml.reader import read_text
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.core.source import read_source
from leaflets.core.suggest import suggest
from leaflets.languages.language import REGULAR, FontFamily, Language, characters_of

Mark = Literal["full_stop", "question_mark", "exclamation_mark", "colon", "ellipsis", "comma"]
Height = Annotated[float, Field(ge=1, le=3)]
Entries = dict[str, dict[str, Any]]


class FontEntry(Model):
    """A font family: in a Python package, or in a system folder."""

    faces: Annotated[dict[int, Line], Field(min_length=1)]
    """The file for each weight; a variable font has one file for all weights."""
    package: str = ""
    """The Python package that contains it."""
    folders: list[Line] = Field(default_factory=list)
    """Where the system keeps it, if no package has it."""
    debian: str = ""
    brew: str = ""
    licence: str = ""
    member: int | None = None
    """Which font of a collection (.ttc)."""


class LanguageEntry(Model):
    """What the pages need to know about a language."""

    name: Line
    own_name: Line
    script: Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
    direction: Literal["ltr", "rtl"]
    babel: Line
    families: Annotated[list[Line], Field(min_length=1)]
    numbers: Line
    line_height: Height
    line_height_min: Height
    line_height_least: Height = 1.0
    headings: Annotated[float, Field(ge=0.5, le=1)] = 1.0
    english: str = ""
    name_family: str = ""
    draft_label: Line
    aliases: list[Line] = Field(default_factory=list)
    related: list[LanguageTag] = Field(default_factory=list)
    common: list[Line] = Field(default_factory=list)
    marks: dict[Mark, str] = Field(default_factory=dict)
    weekend: str = ""
    short_words: Literal["", "held"] = ""
    pseudo: bool = False


class LanguageFile(Model):
    """The whole file."""

    fonts: dict[str, FontEntry] = Field(default_factory=dict)
    languages: dict[LanguageTag, LanguageEntry] = Field(default_factory=dict)
    scripts: dict[str, dict[Mark, str]] = Field(default_factory=dict)
    """The marks of a script's sentences."""


def read_own(path: Path, shipped: dict[str, Entries]) -> dict[str, Entries]:
    """Return the package's entries with those of the project's own file; ProblemsFound if anything is wrong with it."""
    loaded = read_text(read_source(path, name=path.name), path.name)
    # Names are taken as typed: a font weight is 400, and Norwegian is `no`.
    if problems := [problem for problem in loaded.problems if problem.slug != "key-not-words"]:
        raise ProblemsFound(problems)
    try:
        own = LanguageFile.model_validate({**loaded.values})
    except ValidationError as error:
        raise ProblemsFound(explain_errors(error, loaded, LanguageFile)) from None
    fonts = shipped["fonts"] | {name: entry.model_dump() for name, entry in own.fonts.items()}
    if problems := [problem for tag in own.languages for problem in _check(tag, own.languages[tag], fonts, loaded)]:
        raise ProblemsFound(problems)
    languages = {tag: entry.model_dump() for tag, entry in own.languages.items()}
    scripts: Entries = {name: {str(mark): signs[mark] for mark in signs} for name, signs in own.scripts.items()}
    return {"fonts": fonts, "languages": shipped["languages"] | languages, "scripts": shipped["scripts"] | scripts}


def _check(tag: str, entry: LanguageEntry, fonts: Entries, loaded: Loaded) -> list[Problem]:
    path = f"languages.{tag}"
    problems = [
        loaded.put(Problem("unknown-font", f"there is no font '{family}'.", hint=suggest(family, fonts)), place)
        for place, families in ((f"{path}.families", entry.families), (f"{path}.numbers", [entry.numbers]))
        for family in families
        if family not in fonts
    ]
    try:
        Locale.parse(entry.babel)
    except (UnknownLocaleError, ValueError):
        message = f"Babel has no locale '{entry.babel}', so dates cannot be written."
        hint = "give the locale of a language that writes dates the same way."
        problems.append(loaded.put(Problem("unknown-locale", message, hint=hint), f"{path}.babel"))
    return problems


BOLD = 700
NO_EMBEDDING = 0x0002
"""fsType in the OS/2 table of OpenType: the licence does not allow embedding."""


def family_of(face: Typeface, resources: Resources) -> FontFamily:
    """Return the typeface as a font family; ProblemsFound for files that cannot be used, by path in data.yaml."""
    problems = [problem for number, name in enumerate(face.files) for problem in _check_font(name, number, resources)]
    if problems:
        raise ProblemsFound(problems)
    faces = [(REGULAR, face.files[0]), *((BOLD, name) for name in face.files[1:])]
    return FontFamily(face.family, "", tuple(faces), folders=(str(resources.folder),))


def with_family(language: Language, font: FontFamily) -> Language:
    """Return a language with its Latin letters in that family."""
    own = {letter for letter in language.own_name if letter.isalpha() and not _is_latin(letter)}
    if own and all(ord(letter) in characters_of(font.path(REGULAR)) for letter in own):
        return language
    return replace(language, families=(font.family, *language.families[1:]))


def lacking(text: str, font: FontFamily) -> str:
    """Return the Latin letters of a text that the family does not have, in order."""
    known = characters_of(font.path(REGULAR))
    return "".join(sorted(letter for letter in set(text) if _is_latin(letter) and ord(letter) not in known))


def _is_latin(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")


def _check_font(name: str, number: int, resources: Resources) -> Iterator[Problem]:
    from fontTools.ttLib import TTFont, TTLibError

    where = f"type.files.{number}"
    path = resources.folder / name
    if not path.is_file():
        hint = "put the font into the project, and write its path from data.yaml."
        yield Problem("type-missing", f"there is no file '{name}'.", where=where, hint=hint)
        return
    try:
        with TTFont(io.BytesIO(path.read_bytes()), lazy=True) as font:
            rights, names = font["OS/2"].fsType, font.getBestCmap()
    except (TTLibError, OSError, KeyError, ValueError, AssertionError):
        rights, names = 0, None
    if not names:
        hint = "name a TrueType or OpenType font, .ttf or .otf."
        yield Problem("type-unreadable", f"'{name}' is not a font that can be read.", where=where, hint=hint)
    elif rights & NO_EMBEDDING:
        message = f"the licence of '{name}' does not allow it in a PDF (its fsType says so)."
        yield Problem("type-licence", message, where=where, hint="ask the foundry for a version that may be embedded.")
