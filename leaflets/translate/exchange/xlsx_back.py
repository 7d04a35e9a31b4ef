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
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.translate.exchange.archive import read_zip
from leaflets.translate.exchange.rows import FORMULA, PARCEL, ReturnedFile, ReturnedRow, refused
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
NEEDED = ("Key", "English")
OPTIONAL = ("Right", "Comment", "Check")
THREADED = "\nComment:\n"
"""What Excel puts before a remark that older versions see as a note."""


def read_xlsx(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a spreadsheet; ProblemsFound if it is broken or cannot be trusted."""
    if data.startswith(OLE):
        hint = "ask for it again without a password, saved as XLSX."
        raise refused(file, "it is protected with a password, or is an old .xls file.", hint=hint)
    files = read_zip(data, file)
    _examine(files, file)
    struck = any(b"strike" in content for name, content in files.items() if "styles" not in name)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints what it finds wrong with styles
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False, rich_text=struck)
    except Exception as error:  # the library raises anything on a damaged file
        message = f"it cannot be read as a spreadsheet: {type(error).__name__}."
        raise refused(file, message) from None
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raise refused(file, f"its sheet '{hidden[0][:40]}' is hidden.")
    sheets = sorted(book.worksheets, key=lambda sheet: (not _has_columns(sheet), sheet.title != SHEET))
    if not sheets:
        raise refused(file, "it has no sheet.")
    sheet = sheets[0]  # by its columns: people rename sheets
    columns, language = _columns(sheet, file)
    if sheet.max_row > MAX_ROWS:
        raise refused(file, f"it has {sheet.max_row} rows; the limit is {MAX_ROWS}.", line=MAX_ROWS)
    if sheet.max_row < 2:
        raise refused(file, "there are no rows under the headings.")
    return ReturnedFile(file, language, tuple(_answers(sheet, columns, file)))


def _has_columns(sheet: Worksheet) -> bool:
    return {*NEEDED} <= {str(cell.value or "").strip() for cell in next(sheet.iter_rows(max_row=1, max_col=100), ())}


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


def _answers(sheet: Worksheet, columns: Mapping[str, int], file: str) -> Iterator[ReturnedRow]:
    merged = {line for area in sheet.merged_cells.ranges for line in range(area.min_row, area.max_row + 1)}
    for line in range(2, sheet.max_row + 1):
        cells = {
            name: sheet.cell(line, columns[name]) for name in (*NEEDED, *OPTIONAL, "Translation") if name in columns
        }
        text = {name: _text(cell) for name, cell in cells.items()}
        if not (text["Key"] or text["Translation"] or text["English"]):
            continue
        flaw, hint = _flaw(cells["Translation"], text["English"])
        if line in merged:
            flaw, hint = "its cells are merged with others", "unmerge them."
        elif sheet.row_dimensions[line].hidden:
            flaw, hint = "the row is hidden", "unhide it, so that it has been seen."
        elif formula := next((name for name in NEEDED if cells[name].data_type == "f"), ""):
            flaw, hint = f"there is a formula under '{formula}'", "copy the cell from the file that was sent."
        comments = [text.get("Comment", ""), *_notes_on(sheet, line)]
        yield ReturnedRow(
            text["Key"],
            text["English"],
            text["Translation"],
            file,
            line,
            parcel=text["Check"] if PARCEL.fullmatch(text.get("Check", "")) else "",
            comment="\n".join(filter(None, comments)),
            settled=text.get("Right", "").strip().casefold() == RIGHT,
            flaw=flaw,
            hint=hint,
        )


def _notes_on(sheet: Worksheet, line: int) -> Iterator[str]:
    """Yield the notes that people have attached to the cells of a row."""
    for cell in sheet[line]:
        if cell.comment and (words := cell.comment.text.rpartition(THREADED)[2].strip()):
            yield words


def _flaw(cell: Cell | MergedCell, english: str) -> tuple[str, str]:
    value: Any = cell.value
    text = _text(cell)
    if cell.data_type == "f":
        return "the translation is a formula", "write it as text."
    if cell.data_type == "e":
        return f"the cell contains the error {text[:20]}", "type the translation again."
    if not isinstance(value, str | int | CellRichText | None) or isinstance(value, bool):
        return f"the translation has become {_kind(value)}", "format the cell as text and type it again."
    if text.startswith(FORMULA) and not english.startswith(text[0]):
        return f"the translation starts like a formula: {text[:20]!r}", f"do not start it with {text[0]}."
    runs = [part.font for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
    if text and any(font.strike for font in (cell.font, *runs)):
        return "words of the translation are struck through", "delete the words that are not meant, and the line."
    return "", ""


def _kind(value: object) -> str:
    return "yes or no" if isinstance(value, bool) else "a number" if isinstance(value, float) else "a date"


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    return "" if value is None else ESCAPED.sub(lambda match: chr(int(match[0][2:6], 16)), str(value))
