# SPDX-License-Identifier: MIT
"""Find columns by their titles: exactly as one of their names, or the nearest to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

NEAR, PERHAPS = 0.85, 0.6
"""From these likenesses on a title is taken for a misspelt name, or suggested."""


@dataclass(frozen=True)
class Column:
    """A column that a caller knows: the key of its cells, its other names, in small letters and digits only."""

    key: str
    names: tuple[str, ...] = ()
    required: bool = False
    joined: bool = False
    """Whether it may be spread over several columns, such as the lines of an address."""

    @property
    def title(self) -> str:
        """What to call it in messages: Postcode."""
        return self.key[:1].upper() + self.key[1:]

    def likeness(self, title: str) -> float:
        """Return how like one of its names a title is: 1 is the same."""
        said, names = plain(title), (plain(self.key), *self.names)
        return 1.0 if said in names else max(SequenceMatcher(None, said, name).ratio() for name in names)


@dataclass(frozen=True)
class FoundColumns:
    """Which columns of a list are known."""

    places: Mapping[str, tuple[int, ...]]
    """By key, the numbers of the columns from 0."""
    guessed: Mapping[str, str]
    """By title, the keys of those that are only nearly right."""
    unused: tuple[str, ...]


def plain(title: str) -> str:
    """Return a title in small letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", title).lower())


def count_known(titles: Sequence[str], columns: Sequence[Column]) -> int:
    """Return how many of the columns these titles name exactly."""
    said = {plain(title) for title in titles}
    return sum(not said.isdisjoint((plain(column.key), *column.names)) for column in columns)


def find_columns(titles: Sequence[str], columns: Sequence[Column]) -> FoundColumns:
    """Return the columns that are known by their titles; a misspelt one counts where no other title is better."""
    keys = {name: column.key for column in columns for name in (plain(column.key), *column.names)}
    places: dict[str, list[int]] = {}
    for number, title in enumerate(titles):
        if key := keys.get(plain(title)):
            places.setdefault(key, []).append(number)
    guessed: dict[str, str] = {}
    taken = {number for numbers in places.values() for number in numbers}
    for column in columns:
        left = [(column.likeness(title), -at) for at, title in enumerate(titles) if at not in taken and plain(title)]
        likeness, at = max(left, default=(0.0, 0))
        if column.key not in places and likeness >= NEAR:
            places[column.key] = [-at]
            guessed[titles[-at]] = column.key
            taken.add(-at)
    unused = tuple(title for at, title in enumerate(titles) if title and at not in taken)
    return FoundColumns({key: tuple(numbers) for key, numbers in places.items()}, guessed, unused)


def suggest_column(column: Column, unused: Sequence[str]) -> str:
    """Return the title that may be meant for a column that is missing, or ""."""
    likeness, title = max(((column.likeness(title), title) for title in unused), default=(0.0, ""))
    return title if likeness >= PERHAPS else ""
