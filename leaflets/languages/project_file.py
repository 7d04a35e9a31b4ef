# SPDX-License-Identifier: MIT
"""A project's own languages.yaml: languages and fonts that it adds to the package's, or changes.

An entry with the same name replaces the package's. Problems are reported with their line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import Field, StringConstraints, ValidationError

from leaflets.content.field_types import LanguageTag, Line, Model
from leaflets.content.values.explain import explain_errors
from leaflets.content.yaml.positions import Loaded
from leaflets.content.yaml.reader import read_text
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import read_source
from leaflets.core.suggest import suggest

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
