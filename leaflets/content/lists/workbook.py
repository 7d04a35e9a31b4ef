# SPDX-License-Identifier: MIT
"""Open spreadsheets (XLSX) from outside, and read lists in them.

The file is checked as a zip first: macros, links to other files and document types are refused before the
spreadsheet library sees it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from contextlib import redirect_stdout

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.content.lists.text import ListSheet
from leaflets.core.archive import DOCTYPE, UnsafeFile, read_zip
from leaflets.core.problems import Problem, ProblemsFound

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
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
MAX_COLUMNS = 200
MOST_SPANNED = 200_000
SPANS = ("{*}mergeCell", "{*}hyperlink")
WEIGHTY = ("{*}row", "{*}si")
"""What large files hold most of: rows and texts; they are let go as soon as they have been read."""


def open_workbook(data: bytes, *, rich_text: bool = False, values: bool = False) -> Workbook:
    """Return a spreadsheet; UnsafeFile if it is broken or cannot be trusted.

    `rich_text` keeps text that is struck through apart; `values` gives the results of formulas instead of them.
    """
    if data.startswith(OLE):
        raise UnsafeFile("it is protected with a password, or is an old .xls file.", without="a password")
    files = read_zip(data)
    examine(files, REFUSED)
    if any(name.casefold().endswith(".xml") and count_spanned(content) > MOST_SPANNED
           for name, content in files.items()):  # fmt: skip
        raise UnsafeFile(f"it merges or links more than {MOST_SPANNED:,} cells.", without="them")
    struck = rich_text and any(b"strike" in content for name, content in files.items() if "styles" not in name)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it prints what it finds wrong with styles
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False, rich_text=struck, data_only=values)
            for sheet in book.worksheets:
                for cell in sheet._cells.values():
                    cell.font  # noqa: B018 (a style that the file does not have is found here, not by whoever asks)
            return book
    except Exception as error:  # the library raises anything on a damaged file
        raise UnsafeFile(f"it cannot be read as a spreadsheet: {type(error).__name__}.") from None


def examine(files: Mapping[str, bytes], parts: Mapping[str, str]) -> None:
    """Raise UnsafeFile if one of the files of a spreadsheet has one of these parts, or declares a document type."""
    for name, data in files.items():
        small = name.casefold()
        for part, what in parts.items():
            if part in small:
                raise UnsafeFile(f"it contains {what}.", without="them")
        if small.endswith((".xml", ".rels", ".vml", ".rdf")) and DOCTYPE.search(data.replace(b"\x00", b"")):
            message = f"{name[:80]} in it declares a document type or entities, which a spreadsheet does not need."
            raise UnsafeFile(message)


def count_spanned(xml: bytes) -> int:
    """Return how many cells lie in the areas that a sheet merges or links: the library makes every one of them."""
    number = 0
    found = etree.iterparse(io.BytesIO(xml), tag=(*SPANS, *WEIGHTY), resolve_entities=False, no_network=True)
    try:
        for _, element in found:
            if element.tag.endswith(("}mergeCell", "}hyperlink")):
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                number += (right - left + 1) * (bottom - top + 1)
            element.clear()
    except (etree.XMLSyntaxError, ValueError, TypeError):
        return number  # the library will say what is wrong with it
    return number


def unescape(text: str) -> str:
    """Return the text of a cell with the characters that XML cannot hold."""
    return ESCAPED.sub(lambda match: chr(int(match[0][2:6], 16)), text)


def read_workbook(data: bytes, name: str) -> list[ListSheet]:
    """Return the visible sheets of a spreadsheet; ProblemsFound if it cannot be read."""
    try:
        book = open_workbook(data, values=True)
    except UnsafeFile as error:
        hint = f"save it without {error.without}, as XLSX or CSV." if error.without else "save it again as XLSX or CSV."
        raise ProblemsFound([Problem("list-unreadable", str(error), name, hint=hint)]) from None
    sheets = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        hint = "show the sheet with the list."
        raise ProblemsFound([Problem("list-unreadable", "it has no visible sheet.", name, hint=hint)])
    return sheets


def _sheet(sheet: Worksheet) -> ListSheet:
    rows: dict[int, list[str]] = {}
    # The iterators that openpyxl offers make all the empty cells between two far ones, a million rows of them.
    for (line, column), cell in sorted(sheet._cells.items()):
        text = _text(cell.value) if column <= MAX_COLUMNS else ""
        if text:
            row = rows.setdefault(line, [])
            row += [""] * (column - 1 - len(row)) + [text]
    hidden = frozenset(line for line in rows if line in sheet.row_dimensions and sheet.row_dimensions[line].hidden)
    return ListSheet(list(rows.items()), sheet.title, hidden, ragged=True)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return "" if value is None else " ".join(unescape(str(value)).split())
