# SPDX-License-Identifier: MIT
"""Positions: where each value of a YAML file is, so that every problem has a line and a column.

A value's path is its keys joined by dots, with numbers for list items: `organisations.nspcc.phone.value`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from leaflets.core.problems import Problem


class Place(NamedTuple):
    """The position of a key and its value, from 1; for a list item both are the item's.

    `text` is an unquoted value as typed ("1.10" though it is read as the number 1.1), "" for quoted words, lists and
    maps. `first` is the column of the value's first letter if it is in the file letter for letter, otherwise 0.
    """

    line: int
    column: int
    value_line: int
    value_column: int
    text: str = ""
    first: int = 0

    def moved(self, shifts: Mapping[int, int]) -> Place:
        """Return the position without the spaces that were put before its lines."""
        own, value = shifts.get(self.line, 0), shifts.get(self.value_line, 0)
        if not own and not value:
            return self
        first = self.first - value if self.first else 0
        return self._replace(column=self.column - own, value_column=self.value_column - value, first=first)


Names = Callable[[], Mapping[str, Set[str]]]
"""Gives the sections of a file and the names of fields in each; asked for only if the file cannot be read."""


@dataclass(frozen=True)
class Damage:
    """Where a file does not say what its author meant: problems there have been reported already."""

    values: frozenset[str] = frozenset()
    """Paths of values that were guessed or are stand-ins."""
    gaps: frozenset[str] = frozenset()
    """Paths of maps and lists in which something may be missing."""

    def at(self, path: str) -> bool:
        """Say whether the value there, or one above it, is not what was meant."""
        return any(one in self.values for one in upwards(path))

    def below(self, path: str) -> bool:
        """Say whether the value there or one below it is not what was meant, or may be missing."""
        return path in self._touched

    def lacks(self, path: str) -> bool:
        """Say whether something may be missing from the map or list there, or from one above it."""
        return any(one in self.gaps for one in upwards(path))

    @cached_property
    def _touched(self) -> frozenset[str]:
        return frozenset(above for one in (*self.values, *self.gaps) for above in upwards(one))


def upwards(path: str) -> Iterator[str]:
    """Yield a path and those above it: a.b.c, a.b, a."""
    yield path
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


@dataclass(frozen=True)
class Loaded:
    """A YAML file as plain values, with their positions and the problems that do not stop the reading."""

    values: dict[str, object]
    places: Mapping[str, Place]
    file: str
    problems: tuple[Problem, ...] = field(default=())
    damage: Damage = field(default_factory=Damage)

    def place(self, path: str) -> Place:
        """Return the position of that path, or of the nearest parent that is in the file."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.places.get("", Place(1, 1, 1, 1))

    def put(self, problem: Problem, path: str, *, at_value: bool = True, at: int = -1) -> Problem:
        """Return the problem with the file, line and column of that path's value, or of its key.

        `at` is the index of the wrong letter in the value, if there is one.
        """
        place = self.place(path)
        if at_value and path in self.places:
            column = place.first + at if place.first and at >= 0 else place.value_column
            return replace(problem, file=self.file, line=place.value_line, column=column)
        return replace(problem, file=self.file, line=place.line, column=place.column)

    def value(self, path: str) -> object:
        """Return the value at that path; KeyError if there is none."""
        return value_at(self.values, path)


def value_at(values: object, path: str) -> object:
    """Return the value at a path; KeyError if there is none. A name may hold dots: `.inf`, `v1.0`."""
    value, parts = values, path.split(".") if path else []
    while parts:
        if isinstance(value, list) and parts[0].isdecimal() and int(parts[0]) < len(value):
            value = value[int(parts.pop(0))]
            continue
        named = value if isinstance(value, dict) else {}
        size = next((size for size in range(1, len(parts) + 1) if ".".join(parts[:size]) in named), 0)
        if not size:
            raise KeyError(path)
        value = named[".".join(parts[:size])]
        del parts[:size]
    return value


def human(path: str) -> str:
    """Return a path for people: list items are numbered from 1."""
    parts = path.split(".")
    if parts and parts[-1].isdecimal() and len(parts) > 1:
        return f"{'.'.join(parts[:-1])}, entry {int(parts[-1]) + 1}"
    return path
