# SPDX-License-Identifier: MIT
"""A sheet that came back, of whatever spreadsheet program: its cells become answers, faults are reported by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leaflets.translate.exchange.rows import FORMULA, PARCEL, ReturnedFile, ReturnedRow, refused
from leaflets.translate.exchange.xlsx import BACK, CORRECTION, READ_BY, SHEET

MAX_ROWS, MAX_COLUMNS = 20_000, 60
TARGET = re.compile(r"Translation \(([A-Za-z0-9-]+)\)")
NEEDED = ("Key", "English")
OPTIONAL = ("Right", CORRECTION, "Comment", BACK, "Check")
TICKS = frozenset(("yes", "y", "x", "✓", "✔", "☑", "☒", "1", "true", "ok", "right"))
"""What people write into a cell to tick it."""
CRAMPED = "its cells are merged with others", "unmerge them."
HIDDEN = "the row is hidden", "unhide it, so that it has been seen."
BOTH = "it is ticked as right, and corrected", "ask the reader which is meant."


@dataclass(frozen=True)
class SheetCell:
    """A cell: its text, and what a translation cannot be."""

    text: str = ""
    kind: str = ""
    """What its contents have become, if they are not text: "a date"."""
    is_formula: bool = False
    is_struck: bool = False
    """Whether any of its words are struck through."""
    note: str = ""
    """The remark that a person has attached to it."""


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet, by its number there."""

    line: int
    cells: Sequence[SheetCell]
    is_hidden: bool = False
    is_merged: bool = False


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet: its headings, and the rows under them."""

    title: str
    is_hidden: bool
    head: Sequence[str]
    height: int
    """The number of the last row."""
    rows: Iterable[SheetRow]


def read_sheets(sheets: Sequence[ReturnedSheet], file: str) -> ReturnedFile:
    """Return the contents of the sheet of translations; ProblemsFound if there is none that can be trusted."""
    if hidden := [sheet.title for sheet in sheets if sheet.is_hidden]:
        raise refused(file, f"its sheet '{hidden[0][:40]}' is hidden.")
    if not sheets:
        raise refused(file, "it has no sheet.")
    # By its columns: people rename sheets.
    sheet = min(sheets, key=lambda sheet: (not {*NEEDED} <= {*sheet.head}, sheet.title != SHEET))
    columns, language = _columns(sheet, file)
    if sheet.height > MAX_ROWS:
        raise refused(file, f"it has {sheet.height} rows; the limit is {MAX_ROWS}.", line=MAX_ROWS)
    if sheet.height < 2:
        raise refused(file, "the sheet has headings, but no rows below them.")
    answers = tuple(_answers(sheet, columns, file))
    if CORRECTION not in columns:
        return ReturnedFile(file, language, answers)
    reader = next((one.head[1] for one in sheets if [*one.head[:1]] == [READ_BY] and len(one.head) > 1), "")
    read = (replace(one, settled=False, read_by=reader) if one.settled else one for one in answers)
    return ReturnedFile(file, language, tuple(read), is_proof=True)


def _columns(sheet: ReturnedSheet, file: str) -> tuple[dict[str, int], str]:
    found: dict[str, int] = {}
    language, twice = "", ""
    for column, name in enumerate(sheet.head):
        if match := TARGET.fullmatch(name):
            language, name = match[1], "Translation"
        if name in found and name:
            twice = name
        found.setdefault(name, column)
    missing = [name for name in (*NEEDED, "Translation") if name not in found]
    if missing or twice:
        what = f"has no column '{missing[0]}'" if missing else f"has two columns '{twice}'"
        hint = "the first row must be as it was when it was sent."
        raise refused(file, f"the sheet '{SHEET}' {what}.", hint=hint)
    return found, language


def _answers(sheet: ReturnedSheet, columns: Mapping[str, int], file: str) -> Iterator[ReturnedRow]:
    names, none = (*NEEDED, *OPTIONAL, "Translation"), SheetCell()
    for row in sheet.rows:
        at = {name: columns.get(name, len(row.cells)) for name in names}
        cells = {name: row.cells[column] if column < len(row.cells) else none for name, column in at.items()}
        text = {name: cell.text for name, cell in cells.items()}
        if not (text["Key"] or text["Translation"] or text["English"]):
            continue
        target = CORRECTION if text[CORRECTION].strip() else "Translation"
        is_ticked = text["Right"].strip().casefold() in TICKS
        flaw, hint = _flaw(cells[target], text["English"])
        if row.is_merged:
            flaw, hint = CRAMPED
        elif row.is_hidden:
            flaw, hint = HIDDEN
        elif formula := next((name for name in NEEDED if cells[name].is_formula), ""):
            flaw, hint = f"there is a formula under '{formula}'", "copy the cell from the file that was sent."
        elif is_ticked and target == CORRECTION:
            flaw, hint = BOTH
        said = f"{BACK}: {' '.join(text[BACK].split())}" if text[BACK].strip() else ""
        yield ReturnedRow(
            text["Key"],
            text["English"],
            text[target],
            file,
            row.line,
            parcel=text["Check"] if PARCEL.fullmatch(text["Check"]) else "",
            comment="\n".join(filter(None, (text["Comment"], said, *(cell.note for cell in row.cells)))),
            settled=is_ticked,
            flaw=flaw,
            hint=hint,
        )


def _flaw(cell: SheetCell, english: str) -> tuple[str, str]:
    if cell.is_formula:
        return "the translation is a formula", "write it as text."
    if cell.kind:
        return (
            f"the translation has become {cell.kind}: {cell.text[:20]!r}",
            "format the cell as text and type it again.",
        )
    if cell.text.startswith(FORMULA) and not english.startswith(cell.text[0]):
        return f"the translation starts like a formula: {cell.text[:20]!r}", f"do not start it with {cell.text[0]}."
    if cell.is_struck and cell.text:
        return "words of the translation are struck through", "delete the words that are not meant, and the line."
    return "", ""
