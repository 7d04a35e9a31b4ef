# SPDX-License-Identifier: MIT
"""`register/runs.csv`: what was ordered from printers: which press file, how many, for which place, when.

A place is its number in a register, or the district of its postcode. No person is named.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leaflets.register.lines import read_date, read_register, read_sha256, write_register

FILE = "register/runs.csv"
HEADER = ("run", "edition", "sha256", "quantity", "place", "date")
_QUANTITY = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, order=True)
class PrintedCopies:
    """The copies of one press file for one place, ordered on one day."""

    run: str
    """The number of the job."""
    date: datetime.date
    edition: str
    sha256: str
    place: str
    """URN 103215, or B12; empty if it is not known yet."""
    quantity: int


def read_runs(project: Path) -> tuple[PrintedCopies, ...]:
    """Return the records of a project, sorted; empty if it has no register. ProblemsFound lists invalid lines."""
    return read_register(project / FILE, HEADER, _read)


def add_runs(project: Path, new: Iterable[PrintedCopies]) -> None:
    """Add records; those that are there already are not added again. The caller holds the project's lock."""
    records = sorted({*read_runs(project), *new})
    lines = ((one.run, one.edition, one.sha256, f"{one.quantity}", one.place, f"{one.date}") for one in records)
    write_register(project / FILE, (HEADER, *lines))


def _read(cells: Sequence[str]) -> PrintedCopies:
    run, edition, sha256, quantity, place, date = cells
    if not run or not edition:
        raise ValueError("the line has no run or no edition")
    if not _QUANTITY.fullmatch(quantity):
        raise ValueError(f"'{quantity[:20]}' is not a number of copies")
    return PrintedCopies(run, read_date(date), edition, read_sha256(sha256), place, int(quantity))
