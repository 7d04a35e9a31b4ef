# SPDX-License-Identifier: MIT
"""Read a spreadsheet (XLSX) that came back.

The file is checked as a zip first: macros, links to other files and document types are refused before the
spreadsheet library sees it.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.translate.exchange.archive import read_zip
from leaflets.translate.exchange.markup import DOCTYPE
from leaflets.translate.exchange.rows import ReturnedFile, refused
from leaflets.translate.exchange.sheet import MAX_COLUMNS, MAX_ROWS, ReturnedSheet, SheetCell, SheetRow, read_sheets
from leaflets.translate.exchange.xlsx import ESCAPED

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
THREADED = "\nComment:\n"
"""What Excel puts before a remark that older versions see as a note."""


def read_xlsx(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a spreadsheet; ProblemsFound if it is broken or cannot be trusted."""
    if data.startswith(OLE):
        hint = "ask for it again without a password, saved as XLSX."
        raise refused(file, "it is protected with a password, or is an old .xls file.", hint=hint)
    files = read_zip(data, file)
    examine(files, file, REFUSED)
    struck = any(b"strike" in content for name, content in files.items() if "styles" not in name)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints what it finds wrong with styles
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False, rich_text=struck)
    except Exception as error:  # the library raises anything on a damaged file
        message = f"it cannot be read as a spreadsheet: {type(error).__name__}."
        raise refused(file, message) from None
    return read_sheets([_sheet(sheet) for sheet in book.worksheets], file)


def examine(files: Mapping[str, bytes], file: str, parts: Mapping[str, str]) -> None:
    """Raise ProblemsFound if one of the files of a spreadsheet has one of these parts, or declares a document type."""
    for name, data in files.items():
        small = name.casefold()
        for part, what in parts.items():
            if part in small:
                raise refused(file, f"it contains {what}.", hint="ask for it again without them.")
        if small.endswith((".xml", ".rels", ".vml", ".rdf")) and DOCTYPE.search(data.replace(b"\x00", b"")):
            message = f"{name[:80]} in it declares a document type or entities, which a spreadsheet does not need."
            raise refused(file, message)


def _sheet(sheet: Worksheet) -> ReturnedSheet:
    head = [_cell(cell).text.strip() for cell in next(sheet.iter_rows(max_row=1, max_col=MAX_COLUMNS), ())]
    return ReturnedSheet(sheet.title, sheet.sheet_state != "visible", head, sheet.max_row, _rows(sheet))


def _rows(sheet: Worksheet) -> Iterator[SheetRow]:
    merged = {
        line for area in sheet.merged_cells.ranges for line in range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
    }
    width = min(sheet.max_column, MAX_COLUMNS)
    for line, cells in enumerate(sheet.iter_rows(min_row=2, max_col=width), start=2):
        yield SheetRow(
            line, [_cell(cell) for cell in cells], bool(sheet.row_dimensions[line].hidden), is_merged=line in merged
        )


def _cell(cell: Cell | MergedCell) -> SheetCell:
    value: Any = cell.value
    runs = [part.font for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
    return SheetCell(
        "" if value is None else ESCAPED.sub(lambda match: chr(int(match[0][2:6], 16)), str(value)),
        "an error" if cell.data_type == "e" else _kind(value),
        is_formula=cell.data_type == "f",
        is_struck=any(font.strike for font in (cell.font, *runs)),
        note=cell.comment.text.rpartition(THREADED)[2].strip() if cell.comment else "",
    )


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, str | int | CellRichText | None):
        return ""
    return "a number" if isinstance(value, float) else "a date"
