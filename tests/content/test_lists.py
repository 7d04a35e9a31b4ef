# SPDX-License-Identifier: MIT
"""Lists as people keep them: each way to save one is read, what is not used is said, what is unsafe is refused."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from leaflets.content.lists.read import Column, ListTable, read_list
from leaflets.core.problems import ProblemsFound

COLUMNS = (
    Column("name", ("school", "schoolname"), required=True),
    Column("address", ("street", "town", "fulladdress"), required=True, joined=True),
    Column("quantity", ("qty", "noofcopies"), required=True),
    Column("telephone"),
)
HEAD, ROW = "Name,Address,Quantity\n", "St Mary's,1 Street,250\n"


def read(folder: Path, data: str | bytes, name: str = "list.csv") -> ListTable:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_list(path, COLUMNS, option="--rows")


def cells(table: ListTable, *keys: str) -> list[tuple[str, ...]]:
    assert not table.errors, table.problems
    return [tuple(row.cells[key] for key in keys or ("name", "address", "quantity")) for row in table.rows]


def slugs(table: ListTable) -> list[tuple[int, str]]:
    return [(problem.line, problem.slug) for problem in table.problems]


def workbook(*sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number + 1}")
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("St Mary’s".encode(), "St Mary’s"),
        ("St Mary’s".encode("cp1252"), "St Mary’s"),
        ("St Mary’s".encode("mac_roman"), "St Mary’s"),
        ("Café Niño".encode("cp1252"), "Café Niño"),
        ("MÜLLER High\xa0Street".encode("cp1252"), "MÜLLER High Street"),
        ("Café Niño".encode("mac_roman"), "Café Niño"),
        ("Ysgol Tŷ Gŵyr".encode(), "Ysgol Tŷ Gŵyr"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, data: bytes, name: str) -> None:
    table = read(tmp_path, HEAD.encode() + data + b",1 Street,5\n")
    assert cells(table, "name") == [(name,)]
    from_mac = data in (n.encode("mac_roman") for n in ("St Mary’s", "Café Niño"))
    assert slugs(table) == ([(2, "list-encoding")] if from_mac else [])


def test_lines_may_end_as_on_old_macs(tmp_path: Path) -> None:
    table = read(tmp_path, (HEAD + ROW + ROW).replace("\n", "\r"))
    assert [row.line for row in table.rows] == [2, 3]


@pytest.mark.parametrize("name", [b"St M\x81b", "Café".encode() + b" caf\xe9", b"\xff\xfex"])
def test_what_is_in_no_encoding_is_refused_by_its_line(tmp_path: Path, name: bytes) -> None:
    """The second is UTF-8 into which a line in another encoding was copied; the third is half a character long."""
    with pytest.raises(ProblemsFound) as caught:
        read(tmp_path, name if name[0] == 0xFF else HEAD.encode() + name + b",1 Street,5\n")
    line = 1 if name[0] == 0xFF else 2
    assert [(one.slug, one.line) for one in caught.value.problems] == [("list-unreadable", line)]


def test_columns_are_found_by_other_names_and_misspelt_ones_and_the_others_are_named(tmp_path: Path) -> None:
    table = read(tmp_path, "School name,Full address,No. of copies,Telehpone,Head teacher\nS,x,5,0121,Secret\n")
    assert cells(table, "name", "address", "quantity", "telephone") == [("S", "x", "5", "0121")]
    assert slugs(table) == [(1, "list-guessed"), (1, "list-unused")]
    said = " ".join(problem.message for problem in table.problems)
    assert "'Telehpone' is read as the telephone" in said and "not used: Head teacher." in said
    assert "Secret" not in repr(table)


def test_of_the_columns_of_a_register_the_first_twenty_are_named(tmp_path: Path) -> None:
    more = ",".join(f"X{number}" for number in range(130))
    (problem,) = read(tmp_path, f"Name,Address,Quantity,{more}\nS,x,5,{',' * 129}\n").problems
    assert problem.message.endswith("X19 and 110 more.")


def test_a_column_that_is_missing_is_answered_with_what_may_be_meant(tmp_path: Path) -> None:
    table = read(tmp_path, "Name,Address,Quantity needed\nS,x,5\n")
    ((_, slug),) = slugs(table)
    assert slug == "list-column" and table.rows == []
    assert table.problems[0].hint == "if 'Quantity needed' is it, call it Quantity."


def test_two_columns_for_one_thing_are_refused_only_if_they_differ(tmp_path: Path) -> None:
    head = "Name,Address,Quantity,Qty\n"
    assert cells(read(tmp_path, head + "S,x,100,100\nT,x,,50\n"), "quantity") == [("100",), ("50",)]
    table = read(tmp_path, head + "S,x,100,100\nT,x,100,250\nU,x,1,2\n")
    assert slugs(table) == [(3, "list-twice")] and "the quantity: 'Quantity' and 'Qty'" in str(table.problems[0])


def test_cells_after_the_last_column_may_be_empty(tmp_path: Path) -> None:
    assert cells(read(tmp_path, HEAD + "S,x,5,,\n")) == [("S", "x", "5")]
    assert slugs(read(tmp_path, HEAD + "S,x,5,6\nS,x\n")) == [(2, "list-row"), (3, "list-row")]


def test_a_formula_that_has_failed_is_no_cell(tmp_path: Path) -> None:
    assert slugs(read(tmp_path, HEAD + "#N/A,x,5\nS,x,#REF!\n")) == [(2, "list-cell"), (3, "list-cell")]


# Spreadsheets


def test_a_spreadsheet_is_read_with_its_rows(tmp_path: Path) -> None:
    book = workbook(
        [["Leaflets for schools"], [], ["Name", None, "Street", "Town", "Quantity", "Head"]],
        [["Notes"], ["none"]],
    )
    sheet = book.worksheets[0]
    for row in (["St Mary’s", "", "1 Street", "Aston", 250.0, "x"], [], ["Tŷ Gŵyr", None, "=1+1", None, 7]):
        sheet.append(row)
    table = read(tmp_path, saved(book), "list.xlsx")
    assert cells(table) == [("St Mary’s", "1 Street, Aston", "250"), ("Tŷ Gŵyr", "", "7")]
    assert [row.line for row in table.rows] == [4, 6], "a formula without a result is an empty cell"
    assert slugs(table) == [(1, "list-unused"), (3, "list-unused")]
    assert "not 'Sheet 2'" in table.problems[0].message and "Head" in table.problems[1].message


def test_a_hidden_row_is_refused_and_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Name", "Address", "Quantity"], ["S", "x", 5], ["T", "x", 5]]
    book = workbook(rows, rows)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[1].sheet_state = "hidden"
    assert slugs(read(tmp_path, saved(book), "list.xlsx")) == [(3, "list-hidden")]
    book.worksheets[0].sheet_state = "visible"
    book.worksheets[1].sheet_state = "visible"
    book.worksheets[0].sheet_state = "hidden"
    assert len(cells(read(tmp_path, saved(book), "list.xlsx"))) == 2


def test_a_cell_a_million_rows_away_costs_nothing(tmp_path: Path) -> None:
    book = workbook([["Name", "Address", "Quantity"], ["S", "x", 5]])
    book.worksheets[0].cell(1_048_576, 16_384).value = "far"
    start = time.process_time()
    assert cells(read(tmp_path, saved(book), "list.xlsx")) == [("S", "x", "5")]
    assert time.process_time() - start < 5


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def with_end(data: bytes, end: bytes) -> bytes:
    """Return a spreadsheet with that after the rows of its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", b"</sheetData>" + end, name.endswith("sheet1.xml")))
    return out.getvalue()


def hostile() -> dict[str, bytes]:
    good = saved(workbook([["Name", "Address", "Quantity"], ["S", "x", 5]]))
    everywhere = b'ref="A3:XFD1048576"'
    return {
        "macros": with_part(good, "xl/vbaProject.bin", b"x"),
        "a link to another file": with_part(good, "xl/externalLinks/externalLink1.xml", b"<x/>"),
        "entities": with_part(good, "xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "every cell merged": with_end(good, b"<mergeCells><mergeCell %s/></mergeCells>" % everywhere),
        "every cell linked": with_end(good, b'<hyperlinks><hyperlink %s location="x"/></hyperlinks>' % everywhere),
        "a bomb": with_part(good, "xl/bomb.xml", b"0" * 70_000_000),
        "a path out": with_part(good, "../../x.xml", b"<x/>"),
        "a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "half a file": good[: len(good) // 2],
        "another zip": with_part(b"", "hello.txt", b"hello"),
        "not a zip": b"PK\3\4 and so on",
    }


@pytest.mark.parametrize("what", hostile())
def test_a_spreadsheet_that_cannot_be_trusted_is_refused_with_what_to_do(tmp_path: Path, what: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read(tmp_path, hostile()[what], "list.xlsx")
    (problem,) = caught.value.problems
    assert problem.slug == "list-unreadable" and "XLSX" in problem.hint
