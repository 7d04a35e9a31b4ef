# SPDX-License-Identifier: MIT
"""Read an OpenDocument spreadsheet (ODS) that came back: our XLSX, saved by LibreOffice.

Only what the format says about cells, rows and styles is read; nothing is calculated or looked up. OpenDocument 1.3,
part 3, has the elements: 9 (tables), 6.1 (white space), 16 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from leaflets.content.lists.workbook import examine
from leaflets.core.archive import read_zip
from leaflets.translate.exchange.markup import parse
from leaflets.translate.exchange.rows import ReturnedFile, refused, refusing
from leaflets.translate.exchange.sheet import MAX_COLUMNS, MAX_ROWS, ReturnedSheet, SheetCell, SheetRow, read_sheets

NAMES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "table", "text")}
MIME = b"application/vnd.oasis.opendocument.spreadsheet"
REFUSED = {"basic/": "macros", "scripts/": "macros", "object ": "embedded files", "database/": "a database"}
KINDS = {"boolean": "yes or no", "date": "a date", "time": "a time"}
LAID_OUT = re.compile("[ \t]*[\r\n][ \t\r\n]*")
"""Ends of lines that are not words."""
MOST_PARENTS = 20
COVERED = f"{{{NAMES['table']}}}covered-table-cell"
CELLS = (COVERED, COVERED.replace("covered-", ""))


def read_ods(data: bytes, file: str) -> ReturnedFile:
    """Return the contents of a spreadsheet; ProblemsFound if it is broken or cannot be trusted."""
    with refusing(file):
        files = read_zip(data)
        examine(files, REFUSED)
    if b"encryption-data" in files.get("META-INF/manifest.xml", b""):
        raise refused(file, "it is protected with a password.", hint="ask for it again without a password.")
    if not files.get("mimetype", MIME).startswith(MIME) or "content.xml" not in files:
        raise refused(file, "it is not an OpenDocument spreadsheet.", hint="ask for it again, saved as ODS or XLSX.")
    parts = [parse(files[name], f"{file}/{name}", "ODS") for name in ("content.xml", "styles.xml") if name in files]
    named = (style for part in reversed(parts) for style in part.iter(_name("style:style")))
    styles = _Styles({(one.get(_name("style:family"), ""), one.get(_name("style:name"), "")): one for one in named})
    tables = parts[0].iterfind("office:body/office:spreadsheet/table:table", NAMES)
    return read_sheets([_sheet(table, styles) for table in tables], file)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _count(element: Any, what: str) -> int:
    """Return how many times an element stands for itself; a program writes a million empty rows as one."""
    said = element.get(_name(f"table:number-{what}-repeated"), "1")
    return max(1, int(said)) if re.fullmatch("[0-9]{1,7}", said) else 1


class _Styles(dict[tuple[str, str], Any]):
    """The styles by family and name."""

    def says(self, family: str, name: str, attribute: str) -> str:
        """Return what a style, or one that it is derived from, says in its properties."""
        for _ in range(MOST_PARENTS):
            style = self.get((family, name))
            if style is None:
                break
            if said := next((value for one in style if (value := one.get(_name(attribute)))), ""):
                return str(said)
            name = style.get(_name("style:parent-style-name"), "")
        return ""

    def strikes(self, family: str, name: str) -> bool:
        lines = (self.says(family, name, f"style:text-line-through-{what}") for what in ("style", "type"))
        return any(line not in ("", "none") for line in lines)


def _sheet(table: Any, styles: _Styles) -> ReturnedSheet:
    rows = list(_rows(table, styles))
    head = [cell.text.strip() for cell in rows[0].cells] if rows and rows[0].line == 1 else []
    height = rows[-1].line if rows else 0
    hidden = styles.says("table", table.get(_name("table:style-name"), ""), "table:display") == "false"
    return ReturnedSheet(table.get(_name("table:name"), ""), hidden, head, height, rows[bool(head) :])


def _rows(table: Any, styles: _Styles) -> Iterator[SheetRow]:
    """Yield the rows that hold anything, one more than there may be at most."""
    columns = [
        one.get(_name("table:default-cell-style-name"), "")
        for one in table.iter(_name("table:table-column"))
        for _ in range(min(_count(one, "columns"), MAX_COLUMNS))
    ]
    line = 1
    for row in table.iter(_name("table:table-row")):
        number = _count(row, "rows")
        default = row.get(_name("table:default-cell-style-name"), "")
        cells = list(_cells(row, [default] * MAX_COLUMNS if default else columns, styles))
        if any(cell.text or cell.note for cell in cells):
            is_merged = any(one.get(_name(f"table:number-{name}-spanned"), "1") != "1" or one.tag == COVERED
                            for one in row for name in ("columns", "rows"))  # fmt: skip
            is_hidden = row.get(_name("table:visibility"), "visible") != "visible"
            for one in range(line, min(line + number, MAX_ROWS + 2)):
                yield SheetRow(one, cells, is_hidden, is_merged)
        line += number
        if line > MAX_ROWS + 1:
            return


def _cells(row: Any, defaults: list[str], styles: _Styles) -> Iterator[SheetCell]:
    column = 0
    for one in (one for one in row if one.tag in CELLS):
        style = one.get(_name("table:style-name")) or "".join(defaults[column : column + 1])
        is_blank = not len(one) and not one.get(_name("office:value-type"))
        number = min(_count(one, "columns"), MAX_COLUMNS - column)
        yield from [SheetCell() if is_blank or not number else _cell(one, styles, style)] * number
        column += number


def _cell(cell: Any, styles: _Styles, style: str) -> SheetCell:
    kind, value = cell.get(_name("office:value-type"), ""), cell.get(_name("office:value"), "")
    is_error = any(name.endswith("}value-type") and said == "error" for name, said in cell.attrib.items())
    is_number = kind == "float" and re.fullmatch("[0-9]{1,9}", value)  # one that nothing has been made of
    spans = {span.get(_name("text:style-name"), "") for span in cell.iterfind("text:p//text:span", NAMES)}
    return SheetCell(
        value if is_number else _text(cell),
        "an error" if is_error else "" if kind in ("", "string") or is_number else KINDS.get(kind, "a number"),
        is_formula=cell.get(_name("table:formula")) is not None,
        is_struck=styles.strikes("table-cell", style) or any(styles.strikes("text", span) for span in spans),
        note="\n".join(_text(note) for note in cell.iterfind("office:annotation", NAMES)).strip(),
    )


def _text(element: Any) -> str:
    return "\n".join(map(_paragraph, element.iterfind("text:p", NAMES)))


def _paragraph(element: Any) -> str:
    """Return the words of a paragraph; LibreOffice writes spaces as they are, other programs as elements."""
    parts = [LAID_OUT.sub(" ", element.text or "")]
    for part in element:
        name, number = etree.QName(part).localname, part.get(_name("text:c"), "1")
        if name == "s":
            parts.append(" " * (int(number) if re.fullmatch("[0-9]{1,2}", number) else 1))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name != "annotation":
            parts.append(_paragraph(part))
        parts.append(LAID_OUT.sub(" ", part.tail or ""))
    return "".join(parts)
