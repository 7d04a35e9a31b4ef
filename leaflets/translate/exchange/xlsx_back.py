# SPDX-License-Identifier: MIT
"""Read a spreadsheet that came back: its cells become answers, and faults are reported with their row.

The file is checked as a zip first: macros, links to other files and document types are refused before the
spreadsheet library sees it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.core.problems import ProblemsFound
from leaflets.translate.exchange.archive import read_zip
from leaflets.translate.exchange.rows import FORMULA, ReturnedFile, ReturnedRow, broken, refused
from leaflets.translate.exchange.xliff import DOCTYPE
from leaflets.translate.exchange.xlsx import ESCAPED, RIGHT, SHEET

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a locked spreadsheet, or an old .xls."""
REFUSED = {
    "vbaproject.bin": "macros",
    "xl/externallinks/": "links to other files",
    "xl/embeddings/": "embedded files",
    "xl/activex/": "controls",
    "xl/connections.xml": "a database connection",
    "xl/querytables/": "a database query",
    "customui/": "custom buttons",
}
MAX_ROWS = 20_000
TARGET = re.compile(r"Translation \(([A-Za-z0-9-]+)\)")
NEEDED = ("Key", "English", "Check")
OPTIONAL = ("Right", "Comment")


def read_xlsx(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a spreadsheet; ProblemsFound if it is broken or cannot be trusted."""
    if data.startswith(OLE):
        hint = "ask for it again without a password, saved as XLSX."
        raise refused(file, "it is protected with a password, or is an old .xls file.", hint=hint)
    _examine(read_zip(data, file), file)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints what it finds wrong with styles
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # the library raises anything on a damaged file
        message = f"it cannot be read as a spreadsheet: {type(error).__name__}."
        raise refused(file, message) from None
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raise refused(file, f"its sheet '{hidden[0][:40]}' is hidden.")
    if SHEET not in book.sheetnames or not isinstance(book[SHEET], Worksheet):
        raise refused(file, f"it has no sheet '{SHEET}'.")
    sheet = book[SHEET]
    columns, language = _columns(sheet, file)
    _check_table(sheet, columns, file)
    return ReturnedFile(file, language, tuple(_answers(sheet, columns, file)))


def _examine(files: Mapping[str, bytes], file: str) -> None:
    for name, data in files.items():
        small = name.casefold()
        for part, what in REFUSED.items():
            if part in small:
                raise refused(file, f"it contains {what}.", hint="ask for it again without them, as XLSX.")
        if small.endswith((".xml", ".rels", ".vml")) and DOCTYPE.search(data.replace(b"\x00", b"")):
            message = f"{name[:80]} in it declares a document type or entities, which a spreadsheet does not need."
            raise refused(file, message)


def _columns(sheet: Worksheet, file: str) -> tuple[dict[str, int], str]:
    found: dict[str, int] = {}
    language, twice = "", ""
    for cell in next(sheet.iter_rows(max_row=1, max_col=100), ()):
        name = str(cell.value or "").strip()
        if match := TARGET.fullmatch(name):
            language, name = match[1], "Translation"
        if name in found and name:
            twice = name
        found.setdefault(name, cell.column)
    missing = [name for name in (*NEEDED, "Translation") if name not in found]
    if missing or twice:
        what = f"has no column '{missing[0]}'" if missing else f"has two columns '{twice}'"
        hint = "the first row must be as it was when it was sent."
        raise refused(file, f"the sheet '{SHEET}' {what}.", hint=hint)
    return found, language


def _check_table(sheet: Worksheet, columns: Mapping[str, int], file: str) -> None:
    if sheet.max_row > MAX_ROWS:
        raise refused(file, f"it has {sheet.max_row} rows; the limit is {MAX_ROWS}.", line=MAX_ROWS)
    if sheet.max_row < 2:
        raise refused(file, "there are no rows under the headings.")
    problems = [
        broken(file, f"the cells {merged.coord} are merged.", line=merged.min_row, hint="unmerge them.")
        for merged in sheet.merged_cells.ranges
    ]
    for name in NEEDED:
        for (cell,) in sheet.iter_rows(min_row=2, min_col=columns[name], max_col=columns[name]):
            if cell.data_type == "f":
                message = f"there is a formula under '{name}'."
                problems.append(broken(file, message, line=cell.row))
    if problems:
        raise ProblemsFound(problems)


def _answers(sheet: Worksheet, columns: Mapping[str, int], file: str) -> Iterator[ReturnedRow]:
    for line in range(2, sheet.max_row + 1):
        cells = {
            name: sheet.cell(line, columns[name]) for name in (*NEEDED, *OPTIONAL, "Translation") if name in columns
        }
        key = _text(cells["Key"])
        if not key and not _text(cells["Translation"]) and not _text(cells["English"]):
            continue
        flaw, hint = _flaw(cells["Translation"], _text(cells["English"]))
        if sheet.row_dimensions[line].hidden:
            flaw, hint = "the row is hidden", "unhide it, so that it has been seen."
        comment = cells.get("Comment")
        right = cells.get("Right")
        yield ReturnedRow(
            key,
            _text(cells["English"]),
            "" if flaw else _text(cells["Translation"]),
            file,
            line,
            digest=_text(cells["Check"]) or "none",
            comment=None if comment is None or comment.data_type == "f" else _text(comment),
            settled=right is not None and _text(right).strip().casefold() == RIGHT,
            flaw=flaw,
            hint=hint,
        )


def _flaw(cell: Cell | MergedCell, english: str) -> tuple[str, str]:
    value: Any = cell.value
    text = _text(cell)
    if cell.data_type == "f":
        return "the translation is a formula", "write it as text."
    if cell.data_type == "e":
        return f"the cell contains the error {text[:20]}", "type the translation again."
    if not isinstance(value, str | int | None) or isinstance(value, bool):
        return f"the translation has become {_kind(value)}", "format the cell as text and type it again."
    if text.startswith(FORMULA) and not english.startswith(text[0]):
        return f"the translation starts like a formula: {text[:20]!r}", f"do not start it with {text[0]}."
    return "", ""


def _kind(value: object) -> str:
    return "yes or no" if isinstance(value, bool) else "a number" if isinstance(value, float) else "a date"


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    return "" if value is None else ESCAPED.sub(lambda match: chr(int(match[0][2:6], 16)), str(value))
