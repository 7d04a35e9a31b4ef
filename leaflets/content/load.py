# SPDX-License-Identifier: MIT
"""Load data.yaml and the designs' YAML: from a file to plain values that remember file, line and column.

`Loaded.problems` holds what is wrong with a text that can still be read, so that validation can add to it and the
editor sees everything at once. A file that cannot be read raises `ProblemsFound`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from leaflets.content.design import Design, read_design
from leaflets.content.formats import SHIPPED, shipped_formats
from leaflets.content.model import Project
from leaflets.content.yaml.positions import Loaded, Place
from leaflets.content.yaml.reader import read_text
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED as SHIPPED_DATA
from leaflets.core.resources import Resources
from leaflets.core.source import read_source

__all__ = ["Loaded", "Place", "load_data", "load_design", "load_designs", "load_formats", "parse_data"]


INHERITED = ("palette", "risks")
"""Sections that a data.yaml may leave out; the shipped ones are then used."""


def load_data(path: Path, *, name: str = "") -> Loaded:
    """Return the values of that file; `name` is its name in problems, if not the path."""
    name = name or str(path)
    return parse_data(read_source(path, name=name), name)


def parse_data(text: str, file: str) -> Loaded:
    """Return the values of the text of a data.yaml; ProblemsFound if nothing in it can be read."""
    return read_text(text, file, english=True, names=field_names)


@cache
def field_names() -> dict[str, frozenset[str]]:
    """Return every field name that each section of data.yaml may have."""
    from leaflets.content.values.located import names_in

    return {name: frozenset(names_in(info.annotation)) for name, info in Project.model_fields.items()}


def with_shipped(loaded: Loaded) -> Loaded:
    """Return the values of a data.yaml, with the sections of the one that ships that it may leave out."""
    missing = [section for section in INHERITED if section not in loaded.values]
    if "brand" in loaded.values:
        missing = [section for section in missing if section != "palette"]
    shipped = load_data(SHIPPED_DATA / "data.yaml").values if missing else {}
    return replace(loaded, values={**loaded.values, **{name: shipped[name] for name in missing if name in shipped}})


def load_design(path: Path, *, name: str = "") -> Design:
    """Return the contents of a design's YAML: the words that it needs and the places that it has."""
    return _parse_design(read_source(path, name=name), name or str(path), path.stem)


@cache
def _parse_design(text: str, file: str, name: str) -> Design:
    """Return the design in a text; each text is parsed once."""
    return read_design(read_text(text, file), name)


def load_formats() -> None:
    """Read the shipped formats; ProblemsFound if formats.yaml is wrong, which is only then examined closely."""
    try:
        shipped_formats()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        from leaflets.content.format_file import read_formats

        read_formats(read_text(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name))
        raise


def load_designs(resources: Resources) -> dict[str, Design]:
    """Return every design by name, or the problems of all of them at once."""
    designs: dict[str, Design] = {}
    problems: list[Problem] = []
    for name in resources.list("templates/leaflets/*/*.yaml"):
        path = PurePosixPath(name)
        if path.stem != path.parent.name:
            continue
        try:
            designs[path.stem] = load_design(resources.find(name), name=name)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return designs
