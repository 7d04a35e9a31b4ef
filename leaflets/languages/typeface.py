# SPDX-License-Identifier: MIT
"""The project's own typeface: check its files, and use it for the Latin letters of every language.

A language in another script keeps its own fonts, even if the typeface has its letters too.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from leaflets.content.model import Typeface
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.languages.language import REGULAR, FontFamily, Language, characters_of

BOLD = 700
NO_EMBEDDING = 0x0002
"""fsType in the OS/2 table of OpenType: the licence does not allow embedding."""


def family_of(face: Typeface, resources: Resources) -> FontFamily:
    """Return the typeface as a font family; ProblemsFound for files that cannot be used, by path in data.yaml."""
    problems = [problem for number, name in enumerate(face.files) for problem in _check(name, number, resources)]
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


def _check(name: str, number: int, resources: Resources) -> Iterator[Problem]:
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
