# SPDX-License-Identifier: MIT
"""Files that came back damaged: each is refused with file and row, and the catalogue is not touched."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import parcels
import pytest
from answered import as_ods, as_xliff_2, to_ods
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from leaflets.core.archive import write_zip
from leaflets.core.messages import key_of
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.catalogue.po import path_of, write_po
from leaflets.translate.catalogue_files import TranslationProject, open_for_translation, write_text
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.markup import write_xliff
from leaflets.translate.exchange.rows import Parcel
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.imports import import_back
from leaflets.translate.parcels import drafts_of, merged_file
from leaflets.translate.sent import sent_path, write_sent

SMALL = Path(__file__).parents[1] / "projects" / "small"
TODAY = datetime.date(2026, 11, 23)
TAG = "ar"
KEY = "publications.everything.title"
BODY = "publications.everything.words.body"
QR = "templates: QR code. %(purpose)s: %(address)s"
WORDS = {KEY: "آمن على الإنترنت", QR: "رمز. %(purpose)s: %(address)s"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> TranslationProject:
    """The small project with a catalogue in which two messages are translated."""
    folder = tmp_path_factory.mktemp("projects") / "small"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("dist", ".*"))
    opened = open_for_translation(folder, today=TODAY)
    opened.__dict__["items"] = [item for item in opened.items if item.key == QR or "." in item.context][
        :9
    ]  # to be quick
    file = merged_file(opened, TAG, today=TODAY)
    for entry in file:
        entry.msgstr = WORDS.get(key_of(entry.msgctxt or "", entry.msgid), "")
    path = folder / path_of(TAG)
    path.parent.mkdir(parents=True)
    path.write_text(write_po(file), encoding="utf-8")
    return opened


def sent(opened: TranslationProject) -> Parcel:
    parcel = parcels.parcel(rows_of(merged_file(opened, TAG, today=TODAY), drafts_of(opened.items)), TAG)
    write_text(opened.folder / sent_path(TAG, parcel.name), write_sent(parcel))
    return parcel


def refused(opened: TranslationProject, folder: Path, name: str, data: bytes) -> list[Problem]:
    """Import a file that cannot be taken; return what is said of it. Nothing may have been written."""
    catalogue = opened.folder / path_of(TAG)
    before, stamp = catalogue.read_bytes(), catalogue.stat().st_mtime_ns
    path = folder / name
    path.write_bytes(data)
    try:
        taken = import_back(opened, path, tag=None, by="", today=TODAY)
        problems, changes = list(taken.accepted.problems), taken.accepted.changes
    except ProblemsFound as found:
        problems, changes = found.problems, ()
    assert not changes
    assert (catalogue.read_bytes(), catalogue.stat().st_mtime_ns) == (before, stamp)
    assert sorted(path.name for path in catalogue.parent.iterdir()) == [catalogue.name]
    assert problems, "it was taken"
    for problem in problems:
        assert problem.file.startswith(name), str(problem)
        assert problem.line >= 1, str(problem)
        assert problem.message.endswith((".", "”.")), str(problem)
        assert problem.hint, str(problem)
    return problems


# Spreadsheets


def cell(sheet: Worksheet, heading: str, key: str = KEY) -> Any:
    """Return the cell of a message under a heading."""
    headings = {str(one.value).partition(" (")[0]: one.column for one in sheet[1]}
    line = next(row[1].row for row in sheet.iter_rows(min_row=2) if row[1].value == key)
    return sheet.cell(line, headings[heading])


def put(sheet: Worksheet, heading: str, value: object, key: str = KEY) -> None:
    cell(sheet, heading, key).value = value


def rename(sheet: Worksheet, old: str, new: str) -> None:
    next(one for one in sheet[1] if str(one.value).startswith(old)).value = new


def twice(sheet: Worksheet) -> None:
    line = cell(sheet, "Key").row
    sheet.append([one.value for one in sheet[line]])
    sheet.cell(sheet.max_row, 7).value = "آمن"


def hide_row(sheet: Worksheet) -> None:
    put(sheet, "Translation", "آمن")
    sheet.row_dimensions[cell(sheet, "Key").row].hidden = True


def merge_cells(sheet: Worksheet) -> None:
    line = cell(sheet, "Key").row
    put(sheet, "Translation", "آمن")
    sheet.merge_cells(f"F{line}:G{line}")


def strike(sheet: Worksheet) -> None:
    put(sheet, "Translation", "آمن آمن")
    cell(sheet, "Translation").font = Font(strike=True)


def strike_one_word(sheet: Worksheet) -> None:
    put(sheet, "Translation", CellRichText("آمن ", TextBlock(InlineFont(strike=True), "آمن")))


SHEETS: dict[str, tuple[Callable[[Worksheet], object], str]] = {
    "english edited": (lambda sheet: put(sheet, "English", "Safe on line"), "English in the file was edited"),
    "english of another day": (
        lambda sheet: (put(sheet, "English", "Safer online"), put(sheet, "Translation", "آمن")),
        "English in the file differs",
    ),
    "key unknown": (lambda sheet: put(sheet, "Key", "publications.everything.titel"), "there is no message"),
    "key emptied": (lambda sheet: put(sheet, "Key", None), "no key"),
    "row twice with other words": (twice, "2 times"),
    "placeholder lost": (lambda sheet: put(sheet, "Translation", "رمز. %(purpose)s", QR), "%(address)s is missing"),
    "placeholder added": (lambda sheet: put(sheet, "Translation", "{childline.phone}"), "too often"),
    "placeholder translated": (lambda sheet: put(sheet, "Translation", "%(الغرض)s: %(address)s", QR), "is missing"),
    "formula": (lambda sheet: put(sheet, "Translation", "=HYPERLINK(A1)"), "is a formula"),
    "command": (lambda sheet: put(sheet, "Translation", "+cmd|' /C calc'!A0"), "starts like a formula"),
    "mention": (lambda sheet: put(sheet, "Translation", "@SUM(1)"), "starts like a formula"),
    "formula for a key": (lambda sheet: put(sheet, "Key", "=B3"), "formula under 'Key'"),
    "formula for english": (lambda sheet: put(sheet, "English", "=C3"), "formula under 'English'"),
    "error": (lambda sheet: put(sheet, "Translation", "#REF!"), "become an error"),
    "date": (lambda sheet: put(sheet, "Translation", datetime.datetime(2026, 1, 2)), "a date"),  # noqa: DTZ001
    "true": (lambda sheet: put(sheet, "Translation", True), "yes or no"),
    "fraction": (lambda sheet: put(sheet, "Translation", 1.5), "a number"),
    "merged cells": (merge_cells, "are merged"),
    "hidden row": (hide_row, "row is hidden"),
    "turned letters": (lambda sheet: put(sheet, "Translation", "آمن\u202eabc"), "control character"),
    "invisible character": (lambda sheet: put(sheet, "Translation", "آمن_x0007_"), "cannot be printed"),
    "translation deleted": (lambda sheet: put(sheet, "Translation", None), "came back empty"),
    "other language": (lambda sheet: rename(sheet, "Translation", "Translation (pl)"), "came back empty|has no"),
    "unknown language": (lambda sheet: rename(sheet, "Translation", "Translation (xx)"), "no language"),
    "column renamed": (lambda sheet: rename(sheet, "Key", "Schlüssel"), "no column 'Key'"),
    "struck through": (strike, "struck through"),
    "a word struck through": (strike_one_word, "struck through"),
    "translation column deleted": (lambda sheet: sheet.delete_cols(7), "no column 'Translation'"),
    "column twice": (lambda sheet: rename(sheet, "Note", "English"), "two columns 'English'"),
    "headings deleted": (lambda sheet: sheet.delete_rows(1), "no column"),
    "all rows deleted": (lambda sheet: sheet.delete_rows(2, 100), "no row"),
    "too many rows": (lambda sheet: sheet.cell(1_000_000, 2, "x"), "rows; the limit"),
    "hidden sheet": (lambda sheet: setattr(sheet.parent["Help"], "sheet_state", "veryHidden"), "is hidden"),
}


ONLY_XLSX = ("invisible character", "too many rows")
"""An escape of its own, and what is slow to convert."""


@pytest.mark.parametrize("end", ["xlsx", "ods"])
@pytest.mark.parametrize("name", [name for name in SHEETS if "language" not in name])
def test_a_damaged_spreadsheet_is_refused_with_its_row(
    opened: TranslationProject, tmp_path: Path, name: str, end: str
) -> None:
    damage, wanted = SHEETS[name]
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sent(opened))))
    damage(book["Translation"])
    out = io.BytesIO()
    book.save(out)
    if end == "ods" and name in ONLY_XLSX:
        return
    data = out.getvalue() if end == "xlsx" else to_ods(out.getvalue())
    problems = refused(opened, tmp_path, f"back.{end}", data)
    assert any(wanted in problem.message for problem in problems), [str(problem) for problem in problems]


@pytest.mark.parametrize("tag", ["xx", "en", "en-XA"])
def test_a_spreadsheet_in_no_language_that_there_is_is_refused(
    opened: TranslationProject, tmp_path: Path, tag: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sent(opened))))
    rename(book["Translation"], "Translation", f"Translation ({tag})")
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "back.xlsx"
    path.write_bytes(out.getvalue())
    with pytest.raises(ProblemsFound, match="no language"):
        import_back(opened, path, tag=None, by="", today=TODAY)


def test_a_file_in_another_language_than_was_said_is_refused(opened: TranslationProject, tmp_path: Path) -> None:
    path = tmp_path / "back.xlsx"
    path.write_bytes(write_xlsx(sent(opened)))
    with pytest.raises(ProblemsFound, match="it is in ar, not pl") as caught:
        import_back(opened, path, tag="pl", by="", today=TODAY)
    assert {(problem.file, problem.line) for problem in caught.value.problems} == {("back.xlsx", 1)}
    assert not (opened.folder / path_of("pl")).exists()


# Files that are no spreadsheet, or are made to do harm


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    return write_zip({**files, name: content}.items())


def bomb(_data: bytes, *, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * 30_000_000)
    return out.getvalue()


def same_name(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/workbook.xml", b"<x/>")
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """Set the flag of encryption on the first file of the zip."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def without_styles(data: bytes) -> bytes:
    """Take away the styles that named styles are made of, of which the library prints that they are out of range."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("xl/styles.xml")
    assert b"<cellStyleXfs" in styles
    emptied = re.sub(rb"<cellStyleXfs.*?</cellStyleXfs>", b"<cellStyleXfs/>", styles, flags=re.DOTALL)
    return with_member(data, "xl/styles.xml", emptied)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst>&b;</sst>"""
OUTSIDE = b"""<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<x>&e;</x>"""
BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "damaged"),
    "cut off": (lambda data: data[:4000], "damaged"),
    "one byte wrong": (lambda data: data[:900] + bytes([data[900] ^ 255]) + data[901:], "damaged"),
    "a page of the web": (lambda data: b"<html><body>Sign in</body></html>", "damaged"),
    "locked with a password": (lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "locked member": (locked, "protected with a password"),
    "zip bomb": (bomb, "unpacked"),
    "macros": (partial(with_member, name="xl/vbaProject.bin", content=b"x"), "macros"),
    "links": (partial(with_member, name="xl/externalLinks/externalLink1.xml", content=b"<x/>"), "links to other"),
    "embedded": (partial(with_member, name="xl/embeddings/oleObject1.bin", content=b"x"), "embedded"),
    "laughs": (partial(with_member, name="xl/sharedStrings.xml", content=LAUGHS), "document type"),
    "out of its folder": (partial(with_member, name="../../evil.xml", content=b"<x/>"), "a file called"),
    "the same name twice": (same_name, "2 times"),
    "no workbook": (lambda data: write_zip([("readme.txt", b"hello")]), "cannot be read"),
    "no styles": (without_styles, "cannot be read"),
    "broken sheet": (partial(with_member, name="xl/worksheets/sheet1.xml", content=b"<worksheet"), "cannot be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_sound_spreadsheet_is_refused(
    opened: TranslationProject, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    damage, wanted = BROKEN[name]
    problems = refused(opened, tmp_path, "back.xlsx", damage(write_xlsx(sent(opened))))
    assert any(wanted in problem.message for problem in problems), [str(problem) for problem in problems]
    assert not capsys.readouterr().out


ODS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda data: data[:900], "damaged"),
    "zip bomb": (partial(bomb, name="content.xml"), "unpacked"),
    "macros": (partial(with_member, name="Basic/Standard/Module1.xml", content=b"<x/>"), "macros"),
    "embedded": (partial(with_member, name="Object 1/content.xml", content=b"<x/>"), "embedded"),
    "laughs": (partial(with_member, name="content.xml", content=LAUGHS), "document type"),
    "entities in styles": (partial(with_member, name="styles.xml", content=OUTSIDE), "document type"),
    "password": (
        partial(with_member, name="META-INF/manifest.xml", content=b"<manifest:encryption-data/>"),
        "password",
    ),
    "a text": (
        partial(with_member, name="mimetype", content=b"application/vnd.oasis.opendocument.text"),
        "not an Open",
    ),
    "no content": (lambda data: write_zip([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), "not an"),
    "broken": (partial(with_member, name="content.xml", content=b"<office"), "not well-formed"),
    "no table": (partial(with_member, name="content.xml", content=b"<x/>"), "no sheet"),
    "a row a million times": (
        lambda data: unpacked(data, b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'),
        "rows; the limit",
    ),
}


def unpacked(data: bytes, old: bytes, new: bytes) -> bytes:
    """Change the contents of an ODS file, in the last row that has words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    table, end, rest = content.partition(b"</table:table>")
    start = table.rindex(old)
    start = table.rindex(old, 0, start) if old in table[:start] else start
    return with_member(data, "content.xml", table[:start] + table[start:].replace(old, new, 1) + end + rest)


@pytest.mark.parametrize("name", ODS)
def test_an_ods_file_that_is_not_sound_is_refused(opened: TranslationProject, tmp_path: Path, name: str) -> None:
    damage, wanted = ODS[name]
    problems = refused(opened, tmp_path, "back.ods", damage(as_ods(sent(opened), {})))
    assert any(wanted in problem.message for problem in problems), [str(problem) for problem in problems]


# XLIFF


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def damage(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return damage


def twice_in_xliff(data: bytes) -> bytes:
    unit = data[data.index(b"<trans-unit") : data.index(b"</trans-unit>") + len(b"</trans-unit>")]
    return data.replace(unit, unit + unit.replace("آمن".encode(), "أمن".encode()), 1)


XLIFFS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda data: data[:3000], "not well-formed XML"),
    "other encoding": (swap(b"encoding='UTF-8'", b"encoding='US-ASCII'"), "not well-formed XML"),
    "not XLIFF": (lambda data: b"<tmx version='1.4'></tmx>", "not XLIFF 1.2"),
    "XLIFF 3": (swap(b'version="1.2"', b'version="3.0"'), "not XLIFF 1.2"),
    "1.2 called 2.0": (swap(b'version="1.2"', b'version="2.0"'), "target language"),
    "entities": (lambda data: OUTSIDE, "document type"),
    "laughs in UTF-16": (lambda data: LAUGHS.decode().encode("utf-16"), "document type"),
    "no units": (lambda data: data.replace(b"trans-unit", b"group"), "no trans-unit"),
    "no language": (swap(b' target-language="ar"', b""), "target language"),
    "source changed": (swap(b"Safe online<", b"Safer online<"), "English in the file was edited"),
    "id changed": (swap(b'id="publications.everything.title"', b'id="publications.everything.titles"'), "no message"),
    "unit twice": (twice_in_xliff, "2 times"),
    "placeholder lost": (swap(b'<ph id="2">%(address)s</ph></target>', b"</target>"), "%(address)s is missing"),
    "two targets": (swap(b"<target ", b"<target>x</target><target "), "2 targets"),
    "word deleted but not accepted": (
        swap("آمن".encode(), "<mrk mtype='x-sdl-deleted'>آمن</mrk>".encode()),
        "nobody has",
    ),
    "sentences run together": (
        swap("آمن على الإنترنت".encode(), "<mrk mtype='seg'>آمن.</mrk><mrk mtype='seg'>على</mrk>".encode()),
        "without a space between",
    ),
    "a program's work": (
        swap('state="translated">آمن'.encode(), "state-qualifier='leveraged-mt'>أأمن".encode()),
        "a program's work",
    ),
    "memoQ's own work": (
        swap('state="translated">آمن'.encode(), "xmlns:mq='MQXliff' mq:status='Pretranslated'>أأمن".encode()),
        "a program's work",
    ),
    "unfinished": (swap('state="translated">آمن'.encode(), "state='needs-translation'>أأمن".encode()), "unfinished"),
    "English": (swap("آمن على الإنترنت".encode(), b"Safe online"), "came back in English"),
    "deep": (lambda data: b"<xliff version='1.2'>" + b"<g>" * 400 + b"</g>" * 400 + b"</xliff>", "not well-formed XML"),
}


@pytest.mark.parametrize("name", XLIFFS)
def test_a_damaged_xliff_is_refused_with_its_line(opened: TranslationProject, tmp_path: Path, name: str) -> None:
    damage, wanted = XLIFFS[name]
    problems = refused(opened, tmp_path, "back.xlf", damage(write_xliff(sent(opened))))
    assert any(wanted in problem.message for problem in problems), [str(problem) for problem in problems]


def twice_in_xliff_2(data: bytes) -> bytes:
    end = data.index(b"</target>", data.index("آمن".encode()))
    return data[:end] + b"</target><target>x" + data[end:]


XLIFFS_2: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no language": (swap(b' trgLang="ar"', b""), "target language"),
    "no units": (lambda data: re.sub(rb"<(/?)unit\b", rb"<\1group", data), "it has no unit"),
    "entities": (lambda data: OUTSIDE, "document type"),
    "cut off": (lambda data: data[:900], "not well-formed XML"),
    "unit without segments": (
        lambda data: re.sub(rb"<(/?)segment\b", rb"<\1thing", data).replace("آمن".encode(), b"x"),
        "no segment",
    ),
    "two targets": (twice_in_xliff_2, "several sources or targets"),
    "sentences run together": (
        swap(
            "<source>Safe online</source><target>آمن على الإنترنت</target>".encode(),
            "<source>Safe </source><target>آمن</target></segment>"
            "<segment><source>online</source><target>أون</target>".encode(),
        ),
        "without a space between",
    ),
    "half translated": (
        swap(
            "<source>Safe online</source><target>آمن على الإنترنت</target>".encode(),
            "<source>Safe </source><target>آمن</target></segment><segment><source>online</source>".encode(),
        ),
        "only 1 of its 2 sentences",
    ),
    "unfinished": (swap(b'state="final"><source>Safe online</source><target>',
                        b'state="initial"><source>Safe online</source><target>x '), "unfinished"),
    "a program's work": (swap(b'state="final"><source>Safe online</source><target>',
        b'state="translated" subState="mq:Pretranslated"><source>Safe online</source><target>x '), "a program's work"),
    "placeholder lost": (
        lambda data: re.sub(rb'(QR code\..*?<target>.*?)<ph id="pd2" dataRef="d2"/></target>', rb"\1</target>", data),
        "%(address)s is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", XLIFFS_2)
def test_a_damaged_xliff_of_version_2_is_refused_with_its_line(
    opened: TranslationProject, tmp_path: Path, name: str
) -> None:
    damage, wanted = XLIFFS_2[name]
    data = as_xliff_2(sent(opened), {})
    damaged = damage(data)
    assert damaged != data
    problems = refused(opened, tmp_path, "back.xlf", damaged)
    assert any(wanted in problem.message for problem in problems), [str(problem) for problem in problems]


# Zips and other files


def test_a_zip_with_one_broken_file_changes_nothing(opened: TranslationProject, tmp_path: Path) -> None:
    parcel = sent(opened)
    files = {"ar/leaflets-ar.xlsx": write_xlsx(parcel)[:3000], "ar/leaflets-ar.xlf": write_xliff(parcel)}
    data = write_zip(files.items())
    (problem,) = refused(opened, tmp_path, "back.zip", data)
    assert problem.file == "back.zip/ar/leaflets-ar.xlsx"


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("back.zip", write_zip([("readme.txt", b"x")]), "no .xlsx"),
        ("back.zip", bomb(b"", name="leaflets-ar.xlf"), "unpacked"),
        ("back.zip", b"PK", "damaged"),
        ("back.docx", b"x", "ending in '.docx'"),
        ("back.xls", b"x", "ending in '.xls'"),
    ],
)
def test_other_files_are_refused(
    opened: TranslationProject, tmp_path: Path, name: str, data: bytes, wanted: str
) -> None:
    (problem,) = refused(opened, tmp_path, name, data)
    assert wanted in problem.message


def test_there_are_more_than_forty_of_them() -> None:
    assert len(SHEETS) + len(BROKEN) + len(XLIFFS) > 60
