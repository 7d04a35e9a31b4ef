# SPDX-License-Identifier: MIT
"""CSV: read as spreadsheet programs save it (encoding, separator, `sep=` lines, rows of titles), and written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from leaflets.core.problems import Problem, ProblemsFound

HEAD_ROWS = 10
"""The row of the columns is among the first ten."""
SEPARATORS = ",;\t"
SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""What Excel writes first."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
IN_WORDS = "’‘–—·\xa0"
"""Signs that are at home between two letters."""
HINT = "save it as CSV UTF-8 (comma delimited), or as XLSX."


@dataclass
class ListSheet:
    """The rows of a list that hold anything, their cells trimmed, with the line on which each begins."""

    rows: list[tuple[int, list[str]]]
    title: str = ""
    hidden: frozenset[int] = frozenset()
    """The lines of hidden rows."""
    ragged: bool = False
    """Whether rows end at their last full cell, whatever the number of columns."""
    problems: list[Problem] = field(default_factory=list)


def read_text(data: bytes, name: str, known: Callable[[Sequence[str]], int]) -> ListSheet:
    """Return the rows of a CSV file; ProblemsFound if it is none. `known` counts the columns that titles name."""
    sheet = ListSheet([])
    text = decode(data, name, sheet)
    said = SAID.match(text)
    text = "\n" + text[said.end() :] if said else text
    sheet.rows += _records(text, said[1] if said else separator_of(text, known), name, sheet)
    return sheet


def decode(data: bytes, name: str, sheet: ListSheet) -> str:
    """Return the text: UTF-16 if it says so, UTF-8, otherwise Windows-1252 or Mac OS Roman, whichever reads better."""
    is_wide = data.startswith(UTF_16)
    if b"\0" in data and not is_wide:
        raise ProblemsFound([Problem("list-unreadable", "this is not a CSV file.", name, hint=HINT)])
    try:
        return data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if is_wide else data[: error.start].count(b"\n") + 1
    message = "a character in this line cannot be read."
    if is_wide:
        raise ProblemsFound([Problem("list-unreadable", message, name, line, hint=HINT)])
    windows, mac = _decoded(data, "cp1252"), data.decode("mac_roman")
    is_mac = not windows or len(find_odd(windows)) > len(find_odd(mac))
    text = mac if is_mac else windows
    if odd := find_odd(text):
        line = text.count("\n", 0, odd[0]) + 1
        raise ProblemsFound([Problem("list-unreadable", message, name, line, hint=HINT)])
    if is_mac:
        said = "it was saved as older Macs do; look at names with an accent, such as the one in this line."
        sheet.problems.append(Problem("list-encoding", said, name, line, hint=HINT, severity="notice"))
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def find_odd(text: str) -> list[int]:
    """Return where characters are that are never there in English or Welsh, as in MaryÕs, SeÂn or Caf‡s."""
    found = []
    for match in re.finditer(r"[^\x00-\x7f]", text):
        sign, before, after = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if sign.isalpha():
            is_odd = sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))
        else:
            is_odd = sign not in IN_WORDS and before.isalpha() and after.isalpha()
        found += [match.start()] if is_odd else []
    return found


def separator_of(text: str, known: Callable[[Sequence[str]], int]) -> str:
    """Return what separates the cells: with it, most columns are known in one of the first rows."""
    head = text.lstrip("\r\n").splitlines()[:HEAD_ROWS] or [""]
    most = {one: max(known(line.split(one)) for line in head) for one in SEPARATORS}
    return max(SEPARATORS, key=lambda one: (most[one], head[0].count(one)))


def _records(text: str, separator: str, name: str, sheet: ListSheet) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for cells in reader:
            trimmed = [" ".join(cell.split()) for cell in cells]
            if any(trimmed):
                yield start, trimmed
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"the list cannot be read from here on: {error}."
        hint = "look for a double quote that is not closed, or is inside a cell."
        sheet.problems.append(Problem("list-row", message, name, start, hint=hint))


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Cells that begin with one of these are formulas to a spreadsheet (OWASP, CSV injection)."""


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_rows(rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return rows in UTF-8 with a byte order mark, parted by commas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
