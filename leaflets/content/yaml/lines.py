# SPDX-License-Identifier: MIT
"""The lines of a YAML text by indentation: which begin an entry, and which belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

_NAME = r"[A-Za-z_][\w-]*|\"[^\"]*\"|'[^']*'"
BEGINNING = rf" *(?:- +)?(?:{_NAME}):"
"""How an entry begins."""
ENTRY = re.compile(rf"{BEGINNING}(?: |$)")
HEAD = re.compile(rf"{BEGINNING} *(?:#.*)?$")
"""A name with its value on the lines below."""


@dataclass(frozen=True)
class Part:
    """Lines that belong together: a name and what is below it."""

    first: int
    last: int
    """The line after the last one."""
    indent: int


class Grouped(NamedTuple):
    """A line with content, among others."""

    row: int
    outer: int
    """The nearest line above with less indentation; 0 if there is none."""
    above: Set[str]
    """The names above it in its group."""
    known: Set[str]
    """The names that it may begin with."""


@dataclass
class Lines:
    """A text, line by line; lines are numbered from 0."""

    text: str
    names: Mapping[str, Set[str]] = field(default_factory=dict)
    """The sections of the file, and the field names in each; empty if not known."""
    rows: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.rows = self.text.split("\n")

    def next_row(self, row: int) -> int:
        """Return the next line from there with any content; -1 if there is none."""
        return next((at for at in range(row, len(self.rows)) if self.holds(at)), -1)

    def outer_row(self, row: int, depth: int) -> int:
        """Return the nearest line above with less indentation; 0 if there is none."""
        return next((at for at in range(row - 1, -1, -1) if self.holds(at) and self.depth(at) < depth), 0)

    def rows_within(self, row: int, depth: int) -> Iterator[int]:
        """Yield the lines below with more indentation, up to the first without."""
        for at in range(row + 1, len(self.rows)):
            if self.holds(at):
                if self.depth(at) <= depth:
                    return
                yield at

    def in_groups(self) -> Iterator[Grouped]:
        """Yield each line that holds anything, with its group, in one pass over the text."""
        groups: list[tuple[int, int, set[str]]] = []  # indentation, latest line and names of those around a line
        section = 0
        for row in range(len(self.rows)):
            if not self.holds(row):
                continue
            depth, names, section = self.depth(row), set[str](), section if self.depth(row) else row
            while groups and groups[-1][0] >= depth:
                indent, _, above = groups.pop()
                names = above if indent == depth else names
            yield Grouped(row, groups[-1][1] if groups else 0, names, self.known_in(section, depth))
            names.add(self.name_at(row))
            groups.append((depth, row, names))

    def usual_depth(self, first: int, last: int) -> int:
        """Return the indentation of a group's entries: that of the first, unless most differ."""
        own = self.depth(first)
        less = [row for row in range(first, last) if self.holds(row) and self.depth(row) < own]
        if not less:
            return own
        depth = min(map(self.depth, less))
        alike = sum(self.depth(row) == depth for row in less)
        return depth if alike > sum(self.depth(row) == own for row in range(first, less[0]) if self.holds(row)) else own

    def split(self, whole: Part) -> Iterator[Part]:
        """Yield the entries of a part: each begins at their common indentation, or left of it."""
        starts: list[int] = []
        is_list = False
        for row in range(whole.first, whole.last):
            if self.holds(row) and (self.depth(row) <= whole.indent or not starts):
                dash = self.rows[row].lstrip(" ").startswith("- ")
                is_list = dash if not starts else is_list
                if not dash or is_list or self.depth(row) != whole.indent:
                    starts.append(row)
        for number, row in enumerate(starts):
            yield Part(row, starts[number + 1] if number + 1 < len(starts) else whole.last, whole.indent)

    def holds(self, row: int) -> bool:
        """Say whether a line has more than a comment or a document mark."""
        words = self.rows[row].strip()
        return bool(words) and not words.startswith("#") and words not in ("---", "...")

    def depth(self, row: int) -> int:
        return len(self.rows[row]) - len(self.rows[row].lstrip(" "))

    def name_at(self, row: int) -> str:
        return self.rows[row].split(":")[0].strip()

    def known_at(self, row: int) -> Set[str]:
        """Return the names that a line may begin with."""
        section = next((at for at in range(row, -1, -1) if self.rows[at][:1] not in ("", " ") and self.holds(at)), 0)
        return self.known_in(section, self.depth(row))

    def known_in(self, section: int, depth: int) -> Set[str]:
        """Return the names that lines of a section may begin with; without indentation these are the sections."""
        return self.names.get(self.name_at(section), frozenset()) if depth else self.names.keys()

    def is_entry(self, row: int) -> bool:
        """Say whether a line is an entry, and not words that contain a colon."""
        name = self.name_at(row)
        return bool(ENTRY.match(self.rows[row])) and (name == name.lower() or name in self.known_at(row))

    def count_known(self, first: int, last: int) -> int:
        """Return how many known names have the indentation of a line, from there until one has less."""
        depth, known, number = self.depth(first), self.known_at(first), 0
        for row in range(first, last):
            if self.holds(row) and self.depth(row) < depth:
                break
            number += self.holds(row) and self.depth(row) == depth and self.name_at(row) in known
        return number
