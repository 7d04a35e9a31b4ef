# SPDX-License-Identifier: MIT
"""Read a list (CSV or XLSX) by the columns that its caller knows: the rows, and everything that is wrong with it.

Columns are found by their titles, exactly or the nearest, in any order, below any titles of the list. Cells of other
columns are dropped at once, so that no names of heads or doctors are kept; which columns those are is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from leaflets.content.lists.text import HEAD_ROWS, ListSheet, read_text
from leaflets.core.problems import Problem, ProblemsFound, Severity
from leaflets.core.source import read_data

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


MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
MAX_CELL = 200
MOST_NAMED = 20
"""The most columns that a message names; a register may have hundreds."""
BINARY = (b"PK", b"\xd0\xcf\x11\xe0")
"""The first bytes of spreadsheets."""
FAILED = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
"""What a spreadsheet shows if a formula has failed."""


@dataclass(frozen=True)
class Row:
    """A row: the line on which it begins, and its cells by the keys of the columns."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Head:
    """The row with the titles of the columns."""

    line: int
    titles: Sequence[str]
    columns: Sequence[Column]
    found: FoundColumns


@dataclass
class ListTable:
    """A list: its rows, and the problems found so far, to which whoever reads the rows adds."""

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    """How many of them are such that the list cannot be used."""

    def add(self, *problems: Problem) -> None:
        self.problems += problems
        self.errors += sum(problem.severity == "error" for problem in problems)

    def blame(self, line: int, slug: str, message: str, hint: str, *, severity: Severity = "error") -> None:
        """Add a problem."""
        self.add(Problem(slug, message, self.name, line, hint=hint, severity=severity))

    def raise_errors(self) -> None:
        """Raise ProblemsFound with every problem, if one of them is an error."""
        if self.errors:
            raise ProblemsFound(self.problems)


def read_list(
    path: Path, columns: Sequence[Column], *, option: str, most_rows: int = MAX_ROWS, most_bytes: int = MAX_BYTES
) -> ListTable:
    """Return the rows of a list; ProblemsFound if the file cannot be read. `option` is how its path was given."""
    name = str(path)
    if not path.exists():
        hint = f"give the path of the list with {option}."
        raise ProblemsFound([Problem("file-missing", "there is no such file.", name, hint=hint)])
    data = read_data(path, limit=most_bytes)

    def known(titles: Sequence[str]) -> int:
        return count_known(titles, columns)

    if data.startswith(BINARY):
        from leaflets.content.lists.workbook import read_workbook

        sheets = read_workbook(data, name)
    else:
        sheets = [read_text(data, name, known)]
    sheet, *others = sorted(sheets, key=lambda one: -known(_titles(one, known)[1]))
    table = ListTable(name)
    table.add(*sheet.problems)
    if unread := [f"'{one.title}'" for one in others if one.rows]:
        message = f"only the sheet '{sheet.title}' is read, not {', '.join(unread)}."
        table.blame(1, "list-unused", message, "put all rows into one sheet, if they are needed.", severity="notice")
    first = _titles(sheet, known)[0]
    if (count := len(sheet.rows) - first - 1) > most_rows:
        message = f"it has {count:,} rows; the limit is {most_rows:,}."
        table.blame(sheet.rows[first][0], "list-row", message, "divide it into several lists.")
        return table
    _take_rows(table, sheet, columns, first)
    return table


def _titles(sheet: ListSheet, known: Callable[[Sequence[str]], int]) -> tuple[int, Sequence[str]]:
    """Return which row has the titles of the columns: of the first ten the one that names most."""
    head = [cells for _, cells in sheet.rows[:HEAD_ROWS]] or [[]]
    first = max(range(len(head)), key=lambda at: (known(head[at]), -at))
    return first, head[first]


def _take_rows(table: ListTable, sheet: ListSheet, columns: Sequence[Column], first: int) -> None:
    line, titles = sheet.rows[first] if sheet.rows else (1, [])
    head = Head(line, titles, columns, find_columns(titles, columns))
    records = sheet.rows[first + 1 :]
    if missing := [column for column in columns if column.required and column.key not in head.found.places]:
        _blame_missing(table, head, missing)
        return
    _say_columns(table, head)
    differing: dict[str, Problem] = {}
    for line, cells in records:
        if sheet.ragged:
            cells = cells + [""] * (len(titles) - len(cells))
        if len(cells) < len(titles) or any(cells[len(titles) :]):
            message = f"this row has {len(cells)} cells, but the row of titles has {len(titles)}."
            table.blame(line, "list-row", message, "put cells that contain a comma in double quotes.")
        elif line in sheet.hidden:
            message = "this row is hidden, so it might be used by mistake."
            table.blame(line, "list-hidden", message, "show all rows, and delete those that are not meant.")
        else:
            table.rows.append(_take_row(table, Row(line, _values(head, cells))))
            for problem in _differing(table.name, line, head, cells):
                differing.setdefault(problem.where, problem)
    table.add(*differing.values())
    if not table.rows and not table.errors:
        table.blame(1, "list-without-rows", "the list is empty.", "add a row for each school, clinic or other place.")


def _values(head: Head, cells: Sequence[str]) -> dict[str, str]:
    values = {}
    for column in head.columns:
        filled = [cells[number] for number in head.found.places.get(column.key, ()) if cells[number]]
        values[column.key] = ", ".join(filled if column.joined else filled[:1])
    return values


def _differing(name: str, line: int, head: Head, cells: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each thing that this row says in two columns, differently; `where` is the thing."""
    for column in head.columns:
        numbers = head.found.places.get(column.key, ())
        if not column.joined and len({cells[number] for number in numbers} - {""}) > 1:
            titles = " and ".join(f"'{head.titles[number]}'" for number in numbers)
            message = f"{titles} are both columns for it, and differ."
            hint = "delete one of these columns."
            yield Problem("list-twice", message, name, line, where=f"the {column.key}", hint=hint)


def _take_row(table: ListTable, row: Row) -> Row:
    for key, text in row.cells.items():
        if len(text) > MAX_CELL:
            message = f"the {key} has {len(text)} characters; the limit is {MAX_CELL}."
            table.blame(row.line, "list-cell", message, "shorten it.")
        elif any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cn", "Cs") for letter in text):
            table.blame(row.line, "list-cell", f"the {key} contains an invisible character.", "type it again.")
        elif failed := FAILED.search(text):
            message = f"the {key} is a formula that has failed: {failed[0]}."
            table.blame(row.line, "list-cell", message, "correct it in the spreadsheet.")
    return row


def _blame_missing(table: ListTable, head: Head, missing: Sequence[Column]) -> None:
    names = ", ".join(f"the {column.key}" for column in missing)
    message = f"no column for {names}; the row of titles has: {', '.join(head.titles) or 'nothing'}."
    near = [(title, column.title) for column in missing if (title := suggest_column(column, head.found.unused))]
    hint = f"name the columns: {', '.join(column.title for column in head.columns if column.required)}."
    if near:
        hint = "; ".join(f"if '{title}' is it, call it {name}" for title, name in near) + "."
    table.blame(head.line, "list-column", message, hint)


def _say_columns(table: ListTable, head: Head) -> None:
    for title, key in head.found.guessed.items():
        message = f"'{title}' is read as the {key}."
        hint = f"call it {key}, or something else if it is not."
        table.blame(head.line, "list-guessed", message, hint, severity="notice")
    if head.found.unused:
        named, more = head.found.unused[:MOST_NAMED], len(head.found.unused) - MOST_NAMED
        message = f"not used: {', '.join(named)}{f' and {more} more' if more > 0 else ''}."
        table.blame(head.line, "list-unused", message, "rename a column that should be.", severity="notice")
