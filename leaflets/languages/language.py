# SPDX-License-Identifier: MIT
"""Languages: name, script, direction, fonts, line height; the font files of each family; dates and lists in words.

Everything is read from languages.yaml, so another language is one entry and no code.
"""

from __future__ import annotations

import datetime
import importlib.resources
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from leaflets.core.requirements import system_command

# Digits of other scripts to those on a telephone's keys.
WESTERN = {start + digit: str(digit) for start in (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6) for digit in range(10)}
TALL = 1.75
CONTROLS = dict.fromkeys((0x200E, 0x200F, 0x061C))
"""Direction marks that Babel puts around dates; the markup does that here."""


REGULAR = 400


@dataclass(frozen=True)
class FontFamily:
    """A font family: its files by weight, in a Python package, in a system folder, or where data.yaml says."""

    family: str
    package: str
    faces: tuple[tuple[int, str], ...]
    folders: tuple[str, ...] = ()
    """Where the system keeps it, if no Python package has it."""
    debian: str = ""
    brew: str = ""
    member: int | None = None
    """Which font of a collection (.ttc)."""
    elsewhere: Path | None = None
    """From data.yaml: a folder with the files, or one file for every weight."""

    def path(self, weight: int) -> Path:
        """Return the file for that weight; ModuleNotFoundError or FileNotFoundError if this machine lacks it."""
        name = dict(self.faces)[weight]
        if self.elsewhere:
            path = self.elsewhere / Path(name).name if self.elsewhere.is_dir() else self.elsewhere
        elif self.folders:
            path = next((path for folder in self.folders if (path := Path(folder) / name).is_file()), Path(name))
        else:
            path = Path(str(importlib.resources.files(self.package))) / name
        if not path.is_file():
            raise FileNotFoundError(path)
        return path

    def read(self, weight: int) -> bytes:
        """Return the bytes for that weight; a font of a collection becomes a file of its own."""
        path = self.path(weight)
        return path.read_bytes() if self.member is None else _member(path, self.member)

    @property
    def is_here(self) -> bool:
        """Say whether this machine has all its files."""
        try:
            return all(self.path(weight) for weight, _ in self.faces)
        except (OSError, ModuleNotFoundError):
            return False

    @property
    def command(self) -> str:
        if self.debian:
            return system_command([self.debian], [self.brew])
        return f"python -m pip install {self.package.replace('_', '-')}"


def _member(path: Path, number: int) -> bytes:
    from fontTools.ttLib import TTFont

    stream = io.BytesIO()
    with TTFont(path, fontNumber=number, recalcTimestamp=False) as font:
        font.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Language:
    """What the layout must know about a language."""

    tag: str
    name: str
    own_name: str
    script: str
    direction: Literal["ltr", "rtl"]
    babel: str
    families: tuple[str, ...]
    numbers: str
    """The family for phone numbers: one whose zero has no stroke."""
    line_height: float
    line_height_min: float
    """The smallest line height that fitting may use for this script."""
    line_height_least: float = 1.0
    """The smallest line height for short, large lines of this script."""
    headings: float = 1.0
    """The size of headings relative to English ones."""
    english: str = ""
    """The word for English; empty if Babel knows it."""
    name_family: str = ""
    """The family for its own name on pages in other languages, if that is not the one for its letters."""
    draft_label: str = "Draft translation"
    aliases: tuple[str, ...] = ()
    """What other programs call it: zh-CN for zh-Hans."""
    related: tuple[str, ...] = ()
    """Languages that write many sentences alike."""
    common: tuple[str, ...] = ()
    """Frequent words, by which it is told from others in its script."""
    marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The marks of its sentences, by name; several may be right."""
    comma: str = ","
    weekend: str = ""
    """The weekend where it is spoken, if that is not Saturday and Sunday."""
    short_words: Literal["", "held"] = ""
    """Held: a word of one letter never ends a line, as Polish and Czech printers ask."""
    pseudo: bool = False
    """Made from English by rule, to test designs."""
    parts: tuple[Language, ...] = ()
    """The two languages of a bilingual layout."""

    def means(self, code: str) -> int:
        """Return how well another program's code for a language fits this one: letters of it, 0 if it does not."""
        small = code.casefold().replace("_", "-")
        if small in map(str.casefold, self.aliases):
            return len(small)
        script = next((part for part in small.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
        own = {"aran": "arab"}.get(self.script.casefold(), self.script.casefold())
        fits = f"{small}-".startswith(f"{self.tag.casefold()}-") and script in ("", own)
        return len(self.tag) if fits else int(small == self.main.partition("-")[0].casefold())

    @property
    def title(self) -> str:
        """Return both names, the language's own first: اردو (Urdu)."""
        return self.own_name if self.own_name == self.name else f"{self.own_name} ({self.name})"

    @property
    def main(self) -> str:
        """The tag of the language, or of the first of two: the language declared in a PDF."""
        return self.tag.partition("+")[0]

    @property
    def letters(self) -> str:
        """The family for the script's own letters."""
        return self.families[min(1, len(self.families) - 1)] if self.script != "Latn" else self.families[0]

    @property
    def between(self) -> str:
        """What stands between the items of a line: a comma and, unless it is as wide as a letter, a space."""
        return self.comma if unicodedata.east_asian_width(self.comma) in "WF" else f"{self.comma} "

    def tightened(self, line: float) -> float:
        """Return the share of its line height at which lines are set that should be so tight, as its script allows."""
        return max(line, min(1.0, self.line_height_min / self.line_height))

    @property
    def is_tall(self) -> bool:
        """Say whether this script is so tall that a line needs half as much room again."""
        return self.line_height >= TALL

    @property
    def months(self) -> tuple[str, ...]:
        """The names of the months, as in a date."""
        from babel.dates import get_month_names

        names = get_month_names("wide", "format", locale=self.babel)
        return tuple(names[number] for number in range(1, 13))

    def write_date(self, date: datetime.date) -> str:
        """Return the date in words with Western digits: 23 November 2026."""
        from babel.dates import format_date  # imported here: workers write no dates

        return format_date(date, "long", locale=self.babel).translate(WESTERN).translate(CONTROLS)

    def write_list(self, items: Sequence[str]) -> str:
        """Return the items as a list in a sentence: one, two and three."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.babel)

    def name_of(self, other: Language) -> str:
        if other.tag == "en" and self.english:
            return self.english
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(self.babel).languages[other.babel.partition("_")[0]])
        except (KeyError, UnknownLocaleError):
            return other.own_name


class LanguageTable(dict[str, Language]):
    """Languages by tag; a pair such as en+ur is made when it is first used."""

    def __missing__(self, tag: str) -> Language:
        first, plus, second = tag.partition("+")
        if not plus:
            raise KeyError(tag)
        return side_by_side(self[first], self[second])


def side_by_side(first: Language, second: Language) -> Language:
    """Return the language of a bilingual layout: both names, both sets of fonts, the stricter limits."""
    both = (first, second)
    return replace(
        first,
        tag="+".join(one.tag for one in both),
        name=" and ".join(one.name for one in both),
        own_name=" / ".join(one.own_name for one in both),
        families=tuple(dict.fromkeys(family for one in both for family in one.families)),
        line_height=1.0,
        line_height_min=max(one.line_height_min / one.line_height for one in both),
        line_height_least=1.0,
        draft_label=second.draft_label,
        parts=both,
    )


@dataclass(frozen=True)
class Languages:
    """All languages and font families in languages.yaml."""

    languages: Mapping[str, Language]
    fonts: Mapping[str, FontFamily]

    def missing_fonts(self, language: Language) -> list[FontFamily]:
        families = dict.fromkeys((*language.families, language.numbers))
        return [self.fonts[family] for family in families if not self.fonts[family].is_here]


@cache
def characters_of(path: Path) -> frozenset[int]:
    """Return every character that a font file has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        characters: Iterable[int] = font.getBestCmap()
        return frozenset(characters)
