# SPDX-License-Identifier: MIT
"""A small project with a Polish catalogue, parcels of it, and answers as translators give them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import parcels
import polib
from harden_inputs import translated
from lxml import etree

from leaflets.core.messages import key_of
from leaflets.languages.catalogue.po import path_of
from leaflets.translate.catalogue_files import TranslationProject, write_text
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.rows import Parcel
from leaflets.translate.exchange.xliff import XLIFF, write_xliff
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.imports import ImportResult, import_back
from leaflets.translate.parcels import drafts_of, merged_file
from leaflets.translate.sent import sent_path, write_sent

DAY = datetime.date(2026, 11, 28)
TAG = "pl"
UNIT = f"{{{XLIFF}}}"


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
        file = polib.pofile(str(self.catalogue))
        return {key_of(one.msgctxt or "", one.msgid): one.msgstr for one in file if not one.obsolete}

    def correct(self, key: str, words: str) -> None:
        """Change a translation as a reviewer does, in an editor."""
        file = polib.pofile(str(self.catalogue), wrapwidth=78)
        next(one for one in file if key_of(one.msgctxt or "", one.msgid) == key).msgstr = words
        self.catalogue.write_text(str(file), encoding="utf-8")

    def send(self, *, kept: bool = True) -> Parcel:
        """Return a parcel of everything, as `translate export` makes it."""
        parcel = parcels.parcel(rows_of(merged_file(self.opened, TAG, today=DAY), drafts_of(self.opened.items)), TAG)
        if kept:
            write_text(self.opened.folder / sent_path(TAG, parcel.name), write_sent(parcel))
        return parcel

    def take(self, data: bytes, name: str, *, write: bool = True) -> ImportResult:
        path = self.opened.folder / name
        path.write_bytes(data)
        return import_back(self.opened, path, tag=None, by="A Translator", today=DAY, write=write)


def open_office(folder: Path) -> Office:
    return Office(translated(folder))


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
