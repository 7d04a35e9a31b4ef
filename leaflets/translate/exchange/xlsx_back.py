# SPDX-License-Identifier: MIT
"""Read a spreadsheet (XLSX) that came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.content.lists.workbook import open_workbook, unescape
from leaflets.translate.exchange.rows import ReturnedFile, refusing
from leaflets.translate.exchange.sheet import MAX_COLUMNS, MAX_ROWS, ReturnedSheet, SheetCell, SheetRow, read_sheets

THREADED = "\nComment:\n"
"""What Excel puts before a remark that older versions see as a note."""


def read_xlsx(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a spreadsheet; ProblemsFound if it is broken or cannot be trusted."""
    with refusing(file):
        book = open_workbook(data, rich_text=True)
    return read_sheets([_sheet(sheet) for sheet in book.worksheets], file)


def _sheet(sheet: Worksheet) -> ReturnedSheet:
    width = min(sheet.max_column, MAX_COLUMNS)  # asked first: openpyxl makes each cell that is looked at
    head = [_cell(cell).text.strip() for cell in next(sheet.iter_rows(max_row=1, max_col=width), ())]
    return ReturnedSheet(sheet.title, sheet.sheet_state != "visible", head, sheet.max_row, _rows(sheet, width))


def _rows(sheet: Worksheet, width: int) -> Iterator[SheetRow]:
    merged = {
        line for area in sheet.merged_cells.ranges for line in range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
    }
    for line, cells in enumerate(sheet.iter_rows(min_row=2, max_col=width), start=2):
        yield SheetRow(
            line, [_cell(cell) for cell in cells], bool(sheet.row_dimensions[line].hidden), is_merged=line in merged
        )


def _cell(cell: Cell | MergedCell) -> SheetCell:
    value: Any = cell.value
    runs = [part.font for part in value if isinstance(part, TextBlock)] if isinstance(value, CellRichText) else []
    return SheetCell(
        "" if value is None else unescape(str(value)),
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
