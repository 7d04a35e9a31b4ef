# SPDX-License-Identifier: MIT
"""Read whatever was sent back: a spreadsheet, an XLIFF file, a catalogue, or a zip with some of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.content.lists.workbook import open_workbook, unescape
from leaflets.core.archive import read_zip
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import decode
from leaflets.languages.catalogue.po import PARCEL, parse_po
from leaflets.translate.exchange.entries import all_rows_of, entries_of
from leaflets.translate.exchange.ods_back import read_ods
from leaflets.translate.exchange.rows import ReturnedFile, ReturnedRow, refused, refusing
from leaflets.translate.exchange.sheet import MAX_COLUMNS, MAX_ROWS, ReturnedSheet, SheetCell, SheetRow, read_sheets
from leaflets.translate.exchange.xliff_back import read_xliff


def read_po_back(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a catalogue; ProblemsFound if it cannot be read."""
    catalogue = parse_po(decode(data, file), file)
    lines = {key: entry.linenum or 1 for key, entry in entries_of(catalogue).items()}
    answers = tuple(
        ReturnedRow(
            row.key,
            row.english,
            row.target,
            file,
            lines.get(row.key) or lines[row.key.rpartition("[")[0]],
            catalogue.metadata.get(PARCEL, ""),
            comment=row.comment,
            settled=row.state == "done",
            unsettled=row.state == "check",
        )
        for row in all_rows_of(catalogue)
    )
    if not answers:
        raise refused(file, "there is no message in it.")
    return ReturnedFile(file, catalogue.metadata.get("Language", "").replace("_", "-"), answers)


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


READERS = {
    ".xlsx": read_xlsx,
    ".ods": read_ods,
    ".xlf": read_xliff,
    ".xliff": read_xliff,
    ".po": read_po_back,
}
NOT_OURS = ("__macosx/", ".ds_store", "~$")
"""Files that other systems add."""


def read_back(data: bytes, file: str) -> list[ReturnedFile]:
    """Return the contents of a file, several if it is a zip; ProblemsFound if it is not one of ours."""
    kind = PurePosixPath(file).suffix.casefold()
    if kind in READERS:
        return [READERS[kind](data, file)]
    if kind != ".zip":
        hint = "use the .xlsx or .ods, the .xlf, a .po or the zip."
        raise refused(file, f"a file ending in '{kind}' cannot be imported.", hint=hint)
    replies: list[ReturnedFile] = []
    problems: list[Problem] = []
    with refusing(file):
        files = read_zip(data)
    for name, content in files.items():
        reader = READERS.get(PurePosixPath(name).suffix.casefold())
        if reader and not any(part in name.casefold() for part in NOT_OURS):
            try:
                replies.append(reader(content, f"{file}/{name}"))
            except ProblemsFound as found:
                problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    if not replies:
        raise refused(file, "it contains no .xlsx, .ods, .xlf or .po file.")
    return replies
