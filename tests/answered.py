# SPDX-License-Identifier: MIT
"""A small project with a Polish catalogue, parcels of it, and answers as translators give them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import parcels
import polib
from catalogued import add_catalogues, open_at
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from program import copy_small

from leaflets.core.messages import COPIED, key_of
from leaflets.languages.catalogue.po import PARCEL, path_of
from leaflets.translate.catalogue_files import TranslationProject, open_for_translation, write_text
from leaflets.translate.exchange.alike import mark_repeats
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.markup import XLIFF, write_xliff
from leaflets.translate.exchange.ods_back import MIME, NAMES
from leaflets.translate.exchange.rows import MessageRow, Parcel
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.imports import ImportResult, import_back
from leaflets.translate.parcels import drafts_of, merged_file
from leaflets.translate.sent import sent_path, write_sent

DAY = datetime.date(2026, 11, 28)
TAG = "pl"
UNIT = f"{{{XLIFF}}}"


def translated(folder: Path) -> TranslationProject:
    """Return the small project with a catalogue."""
    copy_small(folder)
    path = folder / "data.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, pl]"), encoding="utf-8"
    )
    add_catalogues(open_at(folder), "pl")
    opened = open_for_translation(folder, today=DAY)
    assert opened.items
    return opened


def words_of(catalogue: Path) -> dict[str, str]:
    """Return the translations of a catalogue by key."""
    return {
        key_of(one.msgctxt or "", one.msgid): one.msgstr for one in polib.pofile(str(catalogue)) if not one.obsolete
    }


def correct(catalogue: Path, words: dict[str, str]) -> None:
    """Change translations as a reviewer does, in an editor."""
    file = polib.pofile(str(catalogue), wrapwidth=78)
    for one in file:
        one.msgstr = words.get(key_of(one.msgctxt or "", one.msgid), one.msgstr)
    catalogue.write_text(str(file), encoding="utf-8")


@dataclass(frozen=True)
class Office:
    """Where parcels are sent from, and where answers are imported."""

    opened: TranslationProject

    @property
    def catalogue(self) -> Path:
        return self.opened.folder / path_of(TAG)

    @property
    def words(self) -> dict[str, str]:
        """The translations by key, as the catalogue has them now."""
        return words_of(self.catalogue)

    def correct(self, key: str, words: str) -> None:
        """Change a translation as a reviewer does, in an editor."""
        correct(self.catalogue, {key: words})

    def send(self, *, kept: bool = True) -> Parcel:
        """Return a parcel of everything, as `translate export` makes it."""
        rows = rows_of(merged_file(self.opened, TAG, today=DAY), drafts_of(self.opened.items))
        parcel = parcels.parcel(mark_repeats(rows), TAG)
        if kept:
            write_text(self.opened.folder / sent_path(TAG, parcel.name), write_sent(parcel))
        return parcel

    def take(self, data: bytes, name: str, *, write: bool = True) -> ImportResult:
        path = self.opened.folder / name
        path.write_bytes(data)
        return import_back(self.opened, path, tag=None, by="A Translator", today=DAY, write=write)


def open_office(folder: Path) -> Office:
    return Office(translated(folder))


def keys_of(office: Office, number: int) -> list[str]:
    """Return the first keys whose sentences have no placeholders."""
    return [item.key for item in office.opened.items if not re.search(r"[{%]", item.english)][:number]


def other(words: str) -> str:
    """Return a wording that differs in one word."""
    first, *rest = words.split(" ")
    return " ".join([first[::-1].lower() + "ża", *rest])


def as_xlsx(parcel: Parcel, words: Mapping[str, str], **others: Mapping[str, str]) -> bytes:
    """Return the parcel's spreadsheet with translations changed, and other columns, by key."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(parcel)))
    sheet = book["Translation"]
    columns = {str(cell.value).partition(" (")[0]: cell.column for cell in sheet[1]}
    for heading, by_key in {"Translation": words, **others}.items():
        for row in sheet.iter_rows(min_row=2):
            if (key := str(row[1].value)) in by_key:
                sheet.cell(row[0].row, columns[heading]).value = by_key[key]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xliff(parcel: Parcel, words: Mapping[str, str], **notes: str) -> bytes:
    """Return the parcel's XLIFF file with translations changed and a note on each; `notes` by who wrote them."""
    root = etree.fromstring(write_xliff(parcel))
    for unit in root.iter(f"{UNIT}trans-unit"):
        if unit.get("id") in words:
            target = unit.find(f"{UNIT}target")
            for part in target:
                target.remove(part)
            target.text = words[unit.get("id")]
            target.set("state", "translated")
            for author, text in notes.items():
                note = etree.SubElement(unit, f"{UNIT}note")
                note.text = text
                note.attrib.update({"from": author} if author != "nobody" else {})
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def as_po(sent: Parcel, words: dict[str, str]) -> bytes:
    """Return a parcel as a catalogue editor saves it."""
    file = polib.POFile(wrapwidth=78)
    file.metadata = {"Language": sent.language.tag, "Content-Type": "text/plain; charset=UTF-8", PARCEL: sent.name}
    for row in sent.rows:
        context, english = (None, row.english) if row.key.startswith("templates: ") else (row.key, row.english)
        file.append(polib.POEntry(msgctxt=context or "templates", msgid=english, msgstr=words.get(row.key, row.target)))
    return str(file).encode()


# The other formats that programs make of ours

XLIFF_2 = "urn:oasis:names:tc:xliff:document:2.0"
STATES = {"new": "initial", "check": "translated", "done": "final"}


def as_xliff_2(parcel: Parcel, words: Mapping[str, str]) -> bytes:
    """Return the parcel as XLIFF 2.1, cut into sentences, with its placeholders beside them, as programs convert it."""
    root = etree.Element(f"{{{XLIFF_2}}}xliff", nsmap={None: XLIFF_2}, version="2.1", srcLang="en")
    root.set("trgLang", parcel.language.tag)
    file = etree.SubElement(root, f"{{{XLIFF_2}}}file", id=parcel.name, original="data.yaml")
    for row in parcel.rows:
        _add_unit(file, row, words.get(row.key))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add_unit(file: etree._Element, row: MessageRow, changed: str | None) -> None:
    unit = _put(file, "unit", id=f"u{row.number}", name=row.key)
    notes = _put(unit, "notes")
    _put(notes, "note", category="developer").text = row.note or "-"
    if row.comment:
        _put(notes, "note").text = row.comment
    data: dict[str, str] = {}
    kept = _put(unit, "originalData")
    target = row.target if changed is None else changed
    sources, targets = (re.split(r"(?<=\.)( )", text) for text in (row.english, target))
    pairs = zip(sources, targets, strict=True) if len(sources) == len(targets) else [(row.english, target)]
    state = STATES[row.state] if changed is None else "translated"
    for number, (english, words) in enumerate(pairs):
        piece = _put(unit, "ignorable") if number % 2 else _put(unit, "segment", id=f"s{number}", state=state)
        for name, text in (("source", english), ("target", words)):
            _put_words(_put(piece, name), text, data)
    for number, text in data.items():
        _put(kept, "data", id=number).text = text
    if not data:
        unit.remove(kept)


def _put(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XLIFF_2}}}{name}", attributes)


def _put_words(element: etree._Element, text: str, data: dict[str, str]) -> None:
    parts, last = re.split(f"({COPIED.pattern})", text), None
    for number, part in enumerate(parts):
        if number % 2:
            name = next((name for name, known in data.items() if known == part), f"d{len(data) + 1}")
            data[name] = part
            last = _put(element, "ph", id=f"p{name}", dataRef=name)
        elif last is None:
            element.text = part
        else:
            last.tail = part


def as_ods(parcel: Parcel, words: Mapping[str, str], **others: Mapping[str, str]) -> bytes:
    """Return the parcel's spreadsheet as LibreOffice saves it."""
    return to_ods(as_xlsx(parcel, words, **others))


def to_ods(data: bytes) -> bytes:
    """Return a workbook as OpenDocument: words, struck cells and runs, hidden rows and sheets, notes, merged cells."""
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    root = etree.Element(_ods("office:document-content"), nsmap=NAMES)
    styles = etree.SubElement(root, _ods("office:automatic-styles"))
    for family, name in (("table-cell", "struck"), ("text", "struck"), ("table", "hidden")):
        style = etree.SubElement(styles, _ods("style:style"), {_ods("style:family"): family, _ods("style:name"): name})
        if family == "table":
            etree.SubElement(style, _ods("style:table-properties"), {_ods("table:display"): "false"})
        else:
            line = {_ods("style:text-line-through-style"): "solid"}
            etree.SubElement(style, _ods("style:text-properties"), line)
    body = etree.SubElement(etree.SubElement(root, _ods("office:body")), _ods("office:spreadsheet"))
    for sheet in book.worksheets:
        _add_table(body, sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", etree.tostring(root, encoding="UTF-8", xml_declaration=True), 8)
    return out.getvalue()


def _ods(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _add_table(body: etree._Element, sheet: Worksheet) -> None:
    hidden = {} if sheet.sheet_state == "visible" else {_ods("table:style-name"): "hidden"}
    table = etree.SubElement(body, _ods("table:table"), {_ods("table:name"): sheet.title, **hidden})
    etree.SubElement(table, _ods("table:table-column"), {_ods("table:number-columns-repeated"): "16384"})
    corners = {str(area).partition(":")[0] for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        line = etree.SubElement(table, _ods("table:table-row"))
        if sheet.row_dimensions[row[0].row].hidden:
            line.set(_ods("table:visibility"), "filter")
        for cell in row:
            _add_cell(line, cell, is_corner=cell.coordinate in corners)
        etree.SubElement(line, _ods("table:table-cell"), {_ods("table:number-columns-repeated"): "16300"})
    last = etree.SubElement(table, _ods("table:table-row"), {_ods("table:number-rows-repeated"): "1048000"})
    etree.SubElement(last, _ods("table:table-cell"), {_ods("table:number-columns-repeated"): "16384"})


def _add_cell(line: etree._Element, cell: openpyxl.cell.Cell, *, is_corner: bool) -> None:
    value, kind = cell.value, {bool: "boolean", float: "float", int: "float", datetime.datetime: "date"}
    element = etree.SubElement(line, _ods("table:table-cell"))
    if is_corner:
        element.set(_ods("table:number-columns-spanned"), "2")
    if cell.comment:
        note = etree.SubElement(element, _ods("office:annotation"))
        etree.SubElement(note, _ods("text:p")).text = cell.comment.text
    if value is None:
        return
    element.set(_ods("office:value-type"), kind.get(type(value), "string"))
    if kind.get(type(value)) == "float":
        element.set(_ods("office:value"), str(value))
    if cell.data_type == "f":
        element.set(_ods("table:formula"), f"of:{value}")
    if cell.data_type == "e":
        element.set("{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type", "error")
    if cell.font.strike:
        element.set(_ods("table:style-name"), "struck")
    if isinstance(value, CellRichText):
        paragraph = etree.SubElement(element, _ods("text:p"))
        for run in value:
            span = etree.SubElement(paragraph, _ods("text:span"))
            span.text = str(run)
            if isinstance(run, TextBlock) and run.font.strike:
                span.set(_ods("text:style-name"), "struck")
        return
    for text in str(value).split("\n"):
        etree.SubElement(element, _ods("text:p")).text = text
