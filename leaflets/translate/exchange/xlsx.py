# SPDX-License-Identifier: MIT
"""XLSX: the messages as a spreadsheet, for translators and checkers without a translators' program.

Only the translation, the comment and the tick for "right as it is" can be changed. Every cell is text, so that
nothing becomes a number, a date or a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.content.lists.workbook import ESCAPED
from leaflets.core.archive import read_zip, write_zip
from leaflets.translate.exchange.rows import CHANGED, CHECK, REPEATS, MessageRow, Parcel

SHEET, GLOSSARY, HELP = "Translation", "Glossary", "Help"
BACK, CORRECTION = "Back-translation", "Correction"
PROOF, READER, READ_BY = "Proof", "Reader", "Read by"
COLUMNS = (
    ("No.", 6),
    ("Key", 24),
    ("English", 52),
    ("Note", 40),
    ("Room", 8),
    ("Picture", 26),
    ("Translation", 56),
    ("Right", 8),
    ("Comment", 34),
    (BACK, 34),
    ("Check", 18),
)
"""Headings of the columns and their widths in characters. People may move columns, not rename them."""
OPEN = ("Translation", "Right", CORRECTION, "Comment", BACK)
TARGETS = ("Translation", CORRECTION)
HIDDEN = "Check"
RIGHT = "yes"
TEXT = "@"
INK, PALE, SUN, ROSE, RULE = "1A1917", "E1EFF5", "FFF3CD", "F8D7DA", "D0D0D0"
Look = tuple[bool, int, bool, bool]
"""What the style of a cell depends on: locked, order of reading, large, to be read as text."""
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_xlsx(parcel: Parcel) -> bytes:
    """Return the rows as a spreadsheet; the same bytes each time."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _fill_table(sheet, parcel, COLUMNS, lambda row: _values(row, parcel.name))
    _warn(sheet, len(parcel.rows) + 1)
    _fill_glossary(book.create_sheet(GLOSSARY), parcel)
    _fill_help(book.create_sheet(HELP), parcel)
    return _finish(book, parcel)


def _finish(book: Workbook, parcel: Parcel) -> bytes:
    book.properties.creator = parcel.publisher
    book.properties.title = f"{parcel.title}, {parcel.language.title}"
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue(), parcel.issued)


def _without_clock(data: bytes, issued: str) -> bytes:
    files = read_zip(data)
    core = "docProps/core.xml"
    files[core] = MODIFIED.sub(rb"\g<1>" + f"{issued}T00:00:00Z".encode(), files[core])
    return write_zip(files.items(), stored=(".png",))


def _fill_table(
    sheet: Worksheet,
    parcel: Parcel,
    columns: Sequence[tuple[str, int]],
    values: Callable[[MessageRow], tuple[str, ...]],
) -> None:
    tag, rtl = parcel.language.tag, parcel.language.direction == "rtl"
    headings = [f"{name} ({tag})" if name == "Translation" else name for name, _ in columns]
    for column, heading in enumerate(headings, start=1):
        cell = _put(sheet, 1, column, heading)
        cell.font = Font(bold=True, color=INK)
        cell.fill = PatternFill("solid", start_color=PALE)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    looks: dict[Look, StyleArray] = {}
    for line, row in enumerate(parcel.rows, start=2):
        cells = {name: value for (name, _), value in zip(columns, values(row), strict=True)}
        _fill_row(sheet, line, cells, looks, rtl=rtl)
    for column, (name, width) in enumerate(columns, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = name == HIDDEN
    sheet.freeze_panes = "D2"
    sheet.sheet_view.rightToLeft = rtl
    sheet.row_dimensions[1].height = 24
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)


def _values(row: MessageRow, parcel: str) -> tuple[str, ...]:
    note = "\n".join(filter(None, (row.advice, row.note)))
    return (str(row.number), row.key, row.english, note, str(row.maximum or ""), row.picture, row.target, "",
            row.comment, "", parcel)  # fmt: skip


def _fill_row(
    sheet: Worksheet, line: int, cells: Mapping[str, str], looks: dict[Look, StyleArray], *, rtl: bool
) -> None:
    is_proof = CORRECTION in cells
    for column, (name, value) in enumerate(cells.items(), start=1):
        cell = _put(sheet, line, column, value)
        locked = name not in OPEN or (is_proof and name == "Translation")
        order = 2 if rtl and name in TARGETS else 1 if name in ("English", "Note", "Key") else 0
        look = (locked, order, name in ("English", *TARGETS), bool(cell.quotePrefix))
        if look in looks:  # making the same objects for each cell would take most of the time
            cell._style = copy(looks[look])
            continue
        cell.border = Border(bottom=Side(style="thin", color=RULE))
        cell.protection = Protection(locked=locked)
        cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
        cell.font = Font(size=12 if name in ("English", *TARGETS) else 9, color=INK)
        looks[look] = copy(cell._style)
    notes = cells.get("Note", "")
    longest = max(len(cells["English"]) / 46, len(notes) / 48, len(cells["Translation"]) / 46, len(cells["Key"]) / 28)
    sheet.row_dimensions[line].height = 17 * (1 + int(longest)) + 4 + 14 * notes.count("\n")


def _warn(sheet: Worksheet, last: int) -> None:
    cells = f"G2:G{last}"
    for formula, colour in (
        ('AND(LEN($G2)>0,$E2<>"",LEN($G2)>VALUE($E2))', ROSE),
        (f'AND(LEFT($D2,{len(CHECK)})="{CHECK}",$H2<>"yes")', SUN),
        (f'AND(LEN($G2)=0,LEFT($D2,{len(REPEATS)})<>"{REPEATS}")', SUN),
    ):
        fill = PatternFill("solid", start_color=colour, end_color=colour)
        sheet.conditional_formatting.add(cells, FormulaRule(formula=[formula], fill=fill, stopIfTrue=True))
    _offer(sheet, f"H2:H{last}")


def _offer(sheet: Worksheet, cells: str) -> None:
    """Offer the one word that these cells may hold."""
    choice = DataValidation(type="list", formula1=f'"{RIGHT}"', allow_blank=True, showErrorMessage=False)
    choice.add(cells)
    sheet.add_data_validation(choice)


def _protect(sheet: Worksheet) -> None:
    """Lock what must not be changed; without a password, because it guards only against slips."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.autoFilter = protection.sort = False


def _fill_glossary(sheet: Worksheet, parcel: Parcel) -> None:
    head = ("English", f"Say ({parcel.language.tag})", "Do not say", "Note")
    _fill_plain(sheet, [head, *parcel.glossary[1:]], (26, 40, 40, 60))
    sheet.sheet_view.rightToLeft = parcel.language.direction == "rtl"
    sheet.freeze_panes = "A2"


def _fill_help(sheet: Worksheet, parcel: Parcel) -> None:
    this = ("This file", f"{parcel.title}, {parcel.language.title}, {parcel.name}, for {parcel.publisher}")
    _fill_plain(sheet, [("What", "How"), this, *HELP_LINES], (22, 100))


def _fill_plain(sheet: Worksheet, lines: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    for line, values in enumerate(lines, start=1):
        for column, value in enumerate(values, start=1):
            cell = _put(sheet, line, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line == 1 or column == 1, color=INK)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _protect(sheet)


def _put(sheet: Worksheet, line: int, column: int, text: str) -> Cell:
    """Write text that stays text, whatever it looks like."""
    cell = sheet.cell(line, column)
    assert isinstance(cell, Cell)
    cell.number_format = TEXT
    if text:
        cell.value = escape(text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    return cell


def escape(text: str) -> str:
    """Return text for a cell: what looks like an escaped character is escaped, and so is a carriage return."""
    return ESCAPED.sub(lambda match: f"_x005F{match[0]}", text).replace("\r", "_x000D_")


PROOF_COLUMNS = (
    ("No.", 6),
    ("Key", 24),
    ("English", 48),
    ("Translation", 52),
    ("Right", 8),
    (CORRECTION, 52),
    ("Comment", 40),
    ("Check", 18),
)


def write_proof(parcel: Parcel, before: Mapping[str, str], steps: Sequence[tuple[str, str]]) -> bytes:
    """Return a proof as a spreadsheet: what to do, the reader's name, each message to tick or to correct.

    `before` has the words that were approved before they changed, by key; `steps` are in English and in the language.
    """
    book = Workbook()
    reader, sheet = book.active, book.create_sheet(PROOF)
    assert isinstance(reader, Worksheet)
    reader.title = READER
    _fill_plain(reader, [(READ_BY, "", ""), *(("", *step) for step in steps)], (12, 92, 92))
    reader.cell(1, 2).protection = Protection(locked=False)
    reader.cell(1, 2).fill = PatternFill("solid", start_color=SUN)

    def values(row: MessageRow) -> tuple[str, ...]:
        changed = f"{CHANGED} {before[row.key]}" if row.key in before else ""
        return str(row.number), row.key, row.english, row.target, "", "", changed, parcel.name

    _fill_table(sheet, parcel, PROOF_COLUMNS, values)
    _offer(sheet, f"E2:E{len(parcel.rows) + 1}")
    fill = PatternFill("solid", start_color=SUN, end_color=SUN)
    rule = FormulaRule(formula=[f'LEFT($G2,{len(CHANGED)})="{CHANGED}"'], fill=fill)
    sheet.conditional_formatting.add(f"D2:D{len(parcel.rows) + 1}", rule)
    return _finish(book, parcel)


HELP_LINES = (
    ("Translation", "Write here. Only this column and those to the right of it can be changed."),
    ("English", "If something in it is wrong or unclear, say so under “Comment”; do not change it."),
    ("Room", "The most characters that fit. The cell turns red if there are more."),
    ("Picture", "Where the sentence is on the page: look for its number (first column) in the picture."),
    ("{in.braces}", "Names, phone numbers and addresses are filled in later. Keep each placeholder exactly as it is."),
    ("To be checked", "The English has changed since it was translated. Change the translation, or if it is right "
     "as it is, write yes under “Right”."),
    ("The same English", "It was in an earlier row. Leave the cell empty to use that translation here too; or write "
     "another, if case, gender or the sense want one."),
    (BACK, "If you were asked for it: what your translation says, word for word in English, for who cannot read it."),
    ("Phone numbers, links", "Never type one. Write 999, 101, 111 and other numbers in Western digits."),
    ("When you have finished", "Save as XLSX or ODS under the same name and send it back."),
)  # fmt: skip
