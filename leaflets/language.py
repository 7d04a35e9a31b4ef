# SPDX-License-Identifier: MIT
"""Languages: name, script, direction, fonts, line height; the font files of each family.

Everything is read from languages.yaml, so that another language is one entry and no code.
"""

from __future__ import annotations

import datetime
import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from babel.dates import format_date
from ruamel.yaml import YAML

from leaflets.resources import Resources


@dataclass(frozen=True)
class Font:
    """One family: its files by weight, inside the Python package that carries them."""

    family: str
    package: str
    faces: tuple[tuple[int, str], ...]

    def path(self, weight: int) -> Path:
        """Return the file of that weight; ModuleNotFoundError or FileNotFoundError if this machine lacks it."""
        path = Path(str(importlib.resources.files(self.package))) / dict(self.faces)[weight]
        if not path.is_file():
            raise FileNotFoundError(path)
        return path


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
    """The family that writes phone numbers: one whose zero has no stroke."""
    line_height: float
    line_height_min: float
    """The tightest that fitting may set this script."""

    def write_date(self, date: datetime.date) -> str:
        """Return the date in words: 23 November 2026."""
        return format_date(date, "long", locale=self.babel)


@dataclass(frozen=True)
class Languages:
    """Every language and font family that languages.yaml knows."""

    languages: Mapping[str, Language]
    fonts: Mapping[str, Font]


def read_languages(resources: Resources) -> Languages:
    """Read languages.yaml: the project's own, else the package's."""
    own = resources.folder / "languages.yaml"
    path = own if own.is_file() else Path(__file__).with_name("languages.yaml")
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    fonts = {
        family: Font(family, entry["package"], tuple((int(weight), file) for weight, file in entry["faces"].items()))
        for family, entry in data["fonts"].items()
    }
    languages = {
        tag: Language(tag=tag, families=tuple(entry.pop("families")), **entry)
        for tag, entry in data["languages"].items()
    }
    return Languages(languages, fonts)
