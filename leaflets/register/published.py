# SPDX-License-Identifier: MIT
"""`register/published.csv`: every address that the download site has had, and its state: editions, pages, short links.

A new version or state gets a new line, so a file can be identified by its checksum. A line includes the value of each
fact, so a diff shows what became of a number.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from leaflets.register.lines import read_date, read_register, read_sha256, write_register

FILE = "register/published.csv"
_FACT = re.compile(r"((?:\\.|[^\\=;])+)=((?:\\.|[^\\;])*)(?:; |$)")
_SPECIAL, _ESCAPED = re.compile(r"[;\\]"), r"\\\g<0>"


class Record(NamedTuple):
    """What the site had at an address from a given day: an edition's file, a page, a short link, or a notice."""

    address: str
    """From the root of the site: `p/es-01/en/es-01-en.pdf`."""
    date: datetime.date
    edition: str
    """Its id; empty for a page or a link."""
    version: str
    sha256: str
    """Empty for what is not a file of an edition as it was made."""
    facts: tuple[tuple[str, str], ...]
    """Each printed fact with its value, by id."""
    state: str = "final"
    """`final`, `page`, `link`; if it is no longer offered, `withdrawn`, `replaced`, `checked`, `emptied` or `lost`."""

    @property
    def language(self) -> str:
        """The language of its edition; empty for a page or a link."""
        return self.edition.split(".")[-2] if self.edition else ""

    @property
    def undated(self) -> tuple[object, ...]:
        """The record without its date: an unchanged edition is not recorded again."""
        return self.address, self.edition, self.version, self.sha256, self.facts, self.state


HEADER = ("address", "edition", "version", "sha256", "facts", "state", "date")


def one_line(value: str) -> str:
    """Return a value as the register compares it: on one line, with single spaces."""
    return " ".join(value.split())


def record(address: str, edition: Mapping[str, object], facts: Mapping[str, str], date: datetime.date) -> Record:
    """Return the record of an edition; `edition` has its id, version and sha256 as the manifest does."""
    said = tuple(sorted((name, one_line(value)) for name, value in facts.items()))
    return Record(address, date, str(edition["id"]), str(edition["version"]), str(edition["sha256"]), said)


def page(address: str, date: datetime.date, state: str = "page", facts: Mapping[str, str] | None = None) -> Record:
    """Return the record of a page or a short link; a link's one fact is the address to which it leads."""
    return Record(address, date, "", "", "", tuple((facts or {}).items()), state)


def read_published(project: Path) -> tuple[Record, ...]:
    """Return the records of a project, sorted; empty if it has no register. ProblemsFound lists invalid lines."""
    return read_register(project / FILE, HEADER, _read)


def last_values(records: Iterable[Record]) -> dict[str, frozenset[str]]:
    """Return the last published values of each printed fact, by its id: several if they are from the same day."""
    days: dict[str, datetime.date] = {}
    values: dict[str, set[str]] = {}
    for one in records:
        for name, value in one.facts if one.edition else ():
            if one.date > days.get(name, datetime.date.min):
                days[name], values[name] = one.date, set()
            if one.date == days[name]:
                values[name].add(value)
    return {name: frozenset(found) for name, found in values.items()}


def lost_in(records: Iterable[Record]) -> frozenset[str]:
    """Return the addresses whose loss was accepted, and that were not offered again since."""
    days: dict[str, datetime.date] = {}
    found: dict[str, datetime.date] = {}
    for one in records:
        seen = found if one.state == "lost" else days
        seen[one.address] = max(one.date, seen.get(one.address, one.date))
    return frozenset(name for name, day in found.items() if day >= days.get(name, day))


def with_new(records: Sequence[Record], published: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records, with those of `published` that differ from the last one at the same address."""
    last: dict[str, tuple[datetime.date, set[tuple[object, ...]]]] = {}
    for one in records:
        day, alike = last.get(one.address, (datetime.date.min, set()))
        if one.date > day:
            day, alike = one.date, set()
        if one.date == day:
            alike.add(one.undated)
        last[one.address] = day, alike
    new = (one for one in published if one.undated not in last.get(one.address, (None, set()))[1])
    return tuple(sorted({*records, *new}))


def write_published(project: Path, records: Sequence[Record]) -> None:
    """Write the register in one step, unless it is unchanged."""
    lines = (
        (one.address, one.edition, one.version, one.sha256, _written(one.facts), one.state, one.date.isoformat())
        for one in sorted(records)
    )
    write_register(project / FILE, (HEADER, *lines))


def _written(facts: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}={_SPECIAL.sub(_ESCAPED, one_line(value))}" for name, value in facts)


def _read(cells: Sequence[str]) -> Record:
    """Return the record in a line; ValueError says what is wrong with it."""
    address, edition, version, sha256, facts, state, date = cells
    if not address or bool(sha256) > bool(edition):
        raise ValueError("the line has no address, or a checksum and no edition")
    if sha256:
        read_sha256(sha256)
    day = read_date(date)
    return Record(address, day, edition, version, sha256, _facts(facts), state)


@lru_cache(maxsize=4096)
def _facts(text: str) -> tuple[tuple[str, str], ...]:
    """Return the facts of a record, of which many have the same; ValueError says what is wrong with them."""
    found, end = [], 0
    for match in _FACT.finditer(text):
        if match.start() != end:
            break
        found.append((match[1], re.sub(r"\\(.)", r"\1", match[2])))
        end = match.end()
    if end != len(text):
        raise ValueError(f"the facts cannot be read from '{text[end : end + 40]}' onwards")
    return tuple(sorted(found))
