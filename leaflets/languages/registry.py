# SPDX-License-Identifier: MIT
"""languages.yaml, the package's and the project's own, to languages and fonts by name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.content.yaml.reader import read_shipped
from leaflets.core.resources import Resources
from leaflets.languages.language import FontFamily, Language, Languages, LanguageTable

NAME = "languages.yaml"


def read_languages(resources: Resources, fonts: Mapping[str, str] | None = None) -> Languages:
    """Read languages.yaml, the package's and the project's own; `fonts` are paths from data.yaml by family."""
    data = shipped()
    if os.path.lexists(resources.folder / NAME):
        from leaflets.languages.project_file import read_own  # few projects have one

        data = read_own(resources.folder / NAME, data)
    families = {family: _font(family, entry) for family, entry in data["fonts"].items()}
    for family, place in (fonts or {}).items():
        if family in families:
            elsewhere = resources.folder / Path(place).expanduser()
            families[family] = replace(families[family], elsewhere=elsewhere)
    languages = LanguageTable(
        (tag, Language(**{**entry, "tag": tag, "families": tuple(entry["families"])}))
        for tag, entry in data["languages"].items()
    )
    return Languages(languages, families)


@cache
def shipped() -> Any:
    """Return what the package's own languages.yaml says."""
    return read_shipped(Path(__file__).with_name(NAME).read_text(encoding="utf-8"), NAME)


def _font(family: str, entry: Mapping[str, Any]) -> FontFamily:
    return FontFamily(
        family,
        entry.get("package", ""),
        tuple((int(weight), file) for weight, file in entry["faces"].items()),
        tuple(entry.get("folders", ())),
        entry.get("debian", ""),
        entry.get("brew", ""),
        entry.get("member"),
    )
