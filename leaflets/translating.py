# SPDX-License-Identifier: MIT
"""Translate: the files in locales/ and what stands in them, for the verbs `translate ...`."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2.ext import babel_extract

from leaflets.build import DATA, Opened, open_project
from leaflets.catalogue.pot import PLACEHOLDER, POT, Background, Item, item, write_pot
from leaflets.compose.facts import Facts
from leaflets.language import read_languages
from leaflets.load import load_designs
from leaflets.messages import TEMPLATES, context_of
from leaflets.model import layouts_of
from leaflets.record import Stand, printed_messages
from leaflets.resources import Resources
from leaflets.source import read_source

TEMPLATE_FILES = "templates/**/*.html"
NOTE = "i18n:"


@dataclass(frozen=True)
class Desk:
    """A project opened for translating."""

    folder: Path
    opened: Opened

    @cached_property
    def stand(self) -> Stand:
        resources = Resources(self.folder)
        return Stand(self.opened.project, resources, read_languages(resources))

    @cached_property
    def items(self) -> list[Item]:
        """Everything that is translated, in the order in which it is printed."""
        printed = printed_messages(self.stand)
        fixed = _fixed_words(self.stand.resources)
        background = self._background([one.english for one in printed])
        items = []
        for one in printed:
            line = self.opened.loaded.place(one.key).value_line if context_of(one.key) != TEMPLATES else 0
            source = [f"{DATA}:{line}"] if line else fixed.get(one.english, [])
            items.append(item(one.key, one.english, line=line, places=[*source, *one.places], background=background))
        return items

    def _background(self, english: list[str]) -> Background:
        project = self.opened.project
        first = next(layouts_of(project))
        facts = Facts(project, first, 1)
        names = {name for text in english for name in PLACEHOLDER.findall(text)}
        return Background(
            project=project,
            designs=load_designs(self.stand.resources),
            lines=read_source(self.folder / DATA, name=DATA).splitlines(),
            examples={name: facts.plain(f"{{{name}}}") for name in sorted(names)},
        )


def open_desk(folder: Path, *, today: datetime.date) -> Desk:
    """Open a project for translating; ProblemsFound with everything that is wrong with data.yaml."""
    return Desk(folder.resolve(), open_project(folder.resolve(), today=today))


def extract(desk: Desk) -> tuple[Path, int]:
    """Write the list of everything to translate; return its path and the number of messages."""
    path = desk.folder / POT
    write_text(path, write_pot(desk.items, desk.opened.project))
    return path, len(desk.items)


def write_text(path: Path, text: str) -> None:
    """Write a file beside itself and exchange it in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)


def _fixed_words(resources: Resources) -> dict[str, list[str]]:
    """Return where each fixed word of the templates stands."""
    found: dict[str, list[str]] = {}
    for name in resources.list(TEMPLATE_FILES):
        stream = io.BytesIO(resources.find(name).read_bytes())
        for line, _, english, _ in babel_extract(stream, ("gettext",), [NOTE], {"trimmed": "true"}):
            found.setdefault(str(english), []).append(f"{name}:{line}")
    return found
