# SPDX-License-Identifier: MIT
"""Read languages.yaml, the package's and the project's own: languages and fonts by name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.content.model import Project
from leaflets.content.yaml.reader import read_shipped
from leaflets.core.resources import Resources
from leaflets.languages.language import FontFamily, Language, Languages, LanguageTable

NAME = "languages.yaml"


def read_languages(
    resources: Resources, project: Project | None = None, *, fonts: Mapping[str, str] | None = None
) -> Languages:
    """Read languages.yaml, the package's and the project's own; ProblemsFound when a file of either is wrong."""
    data = shipped()
    if os.path.lexists(resources.folder / NAME):
        from leaflets.languages.project_file import read_own  # few projects have one

        data = read_own(resources.folder / NAME, data)
    families = {family: _font(family, entry, resources.folder) for family, entry in data["fonts"].items()}
    for family, place in (project.fonts if project else fonts or {}).items():
        if family in families:
            elsewhere = resources.folder / Path(place).expanduser()
            families[family] = replace(families[family], elsewhere=elsewhere)
    languages = LanguageTable((tag, _language(tag, entry, data["scripts"])) for tag, entry in data["languages"].items())
    if not (project and project.type):
        return Languages(languages, families)
    from leaflets.languages.project_file import family_of, with_family  # few projects have one

    own = family_of(project.type, resources)
    changed = LanguageTable((tag, with_family(language, own)) for tag, language in languages.items())
    return Languages(changed, {**families, own.family: own})


@cache
def shipped() -> Any:
    """Return the contents of the package's own languages.yaml."""
    return read_shipped(Path(__file__).with_name(NAME).read_text(encoding="utf-8"), NAME)


def marks_of(script: str) -> dict[str, str]:
    """Return the marks of a script's sentences by name; several may be right."""
    scripts = shipped()["scripts"]
    marks: dict[str, str] = scripts["Latn"] | scripts.get(script, {})
    return marks


@cache
def all_marks() -> frozenset[str]:
    """Return every mark that ends a sentence in some script."""
    return frozenset("".join(marks for script in shipped()["scripts"].values() for marks in script.values())) - {" "}


def _language(tag: str, entry: Mapping[str, Any], scripts: Mapping[str, Mapping[str, str]]) -> Language:
    several = {name: tuple(entry.get(name, ())) for name in ("families", "aliases", "related", "common")}
    marks = {**marks_of(entry["script"]), **scripts.get(entry["script"], {}), **entry.get("marks", {})}
    return Language(**{**entry, **several, "tag": tag, "marks": marks, "comma": marks["comma"][0]})


def _font(family: str, entry: Mapping[str, Any], project: Path) -> FontFamily:
    return FontFamily(
        family,
        entry.get("package", ""),
        tuple((int(weight), file) for weight, file in entry["faces"].items()),
        tuple(str(project / folder) for folder in entry.get("folders", ())),
        entry.get("debian", ""),
        entry.get("brew", ""),
        entry.get("member"),
    )
