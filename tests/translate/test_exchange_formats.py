# SPDX-License-Identifier: MIT
"""What other programs make of our files comes home; what a parcel adds for them is valid; repeats are filled in."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import parcels
import program
import pytest
from answered import Office, as_ods, as_xliff, as_xliff_2, as_xlsx, keys_of, other
from lxml import etree

from leaflets.cli import parser
from leaflets.languages.catalogue.checks import CheckContext
from leaflets.languages.catalogue.glossary import Term
from leaflets.translate.exchange.accept import AcceptResult, Target, accept
from leaflets.translate.exchange.alike import mark_repeats
from leaflets.translate.exchange.back import read_back
from leaflets.translate.exchange.markup import LANG, MIN, TBX, write_tbx, write_tmx
from leaflets.translate.exchange.rows import MessageRow, Parcel, ReturnedFile
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.sent import find_sent, sent_path, write_sent

FORMATS: dict[str, Callable[..., bytes]] = {
    "back.xlsx": as_xlsx,
    "back.ods": as_ods,
    "back.xlf": as_xliff,
    "back.xliff": as_xliff_2,
}


# What other programs make of our files


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_brings_home_the_same_rows(name: str) -> None:
    parcel = parcels.parcel(parcels.plain_rows())
    (reply,) = read_back(FORMATS[name](parcel, {}), name)
    said = [(answer.key, answer.english, answer.target, answer.parcel, answer.flaw) for answer in reply.answers]
    assert said == [(row.key, row.english, row.target, parcel.name, "") for row in parcel.rows]
    assert reply.language == parcel.language.tag
    assert all(answer.line > 0 for answer in reply.answers)


def test_a_message_cut_into_sentences_by_xliff_2_is_joined_in_the_order_of_the_translation() -> None:
    (reply,) = read_back(SEGMENTED.encode(), "a.xlf")
    (answer,) = reply.answers
    assert (answer.key, answer.parcel) == ("a.b", "pl-0123abcd")
    assert answer.english == "Call {childline.phone}. Tell us\u00a0– 5 % off."
    assert answer.target == "Powiedz. Zadzwoń: {childline.phone}."
    assert answer.comment == "Anna: is it a boy?\ncheck this"
    assert (answer.untouched, answer.settled, answer.unsettled) == (False, False, True)
    assert reply.notes == ("the whole file is formal",)


SEGMENTED = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="pl">
 <file id="f1" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
  <mda:metadata><mda:metaGroup><mda:meta type="build-number">pl-0123abcd</mda:meta></mda:metaGroup></mda:metadata>
  <notes><note>the whole file is formal</note></notes>
  <unit id="1" name="a.b">
   <notes><note category="developer">For parents.</note><note category="Anna">is it a boy?</note></notes>
   <originalData><data id="d1">{childline.phone}</data></originalData>
   <segment id="s1" state="final"><source>Call <ph id="1" dataRef="d1"/>.</source>
     <target order="3">Zadzwoń: <ph id="1"/>.</target></segment>
   <ignorable><source> </source><target order="2"> </target></ignorable>
   <segment id="s2" state="translated" subState="mt:machine"><source>Tell us<cp hex="00A0"/>– 5 % <pc
     id="2">off</pc>.</source>
     <target order="1"><mrk id="m1" type="comment" value="check this">Powiedz</mrk>.</target></segment>
  </unit></file></xliff>"""


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
)
def test_libreoffice_saves_a_spreadsheet_as_ods_and_nothing_is_lost(office: Office, tmp_path: Path) -> None:
    one, two, three = keys_of(office, 3)
    parcel, was = office.send(), office.words
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(parcel, {one: other(was[one]), two: "przekreślone"})))
    sheet = book["Translation"]
    lines = {str(row[1].value): row[0].row for row in sheet.iter_rows(min_row=2)}
    sheet.cell(lines[two], 7).font = openpyxl.styles.Font(strike=True)
    sheet.cell(lines[three], 7).comment = openpyxl.comments.Comment("check with the office", "Anna")
    sheet.row_dimensions[lines[three]].hidden = True
    book.save(tmp_path / "back.xlsx")
    words = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "ods"]
    fonts = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    convert = [*words, "--outdir", tmp_path, tmp_path / "back.xlsx"]
    subprocess.run(convert, check=True, capture_output=True, timeout=300, env=fonts)
    result = office.take((tmp_path / "back.ods").read_bytes(), "back.ods")
    assert [problem.where for problem in result.accepted.problems] == [two]
    assert "struck through" in result.accepted.problems[0].message
    assert result.accepted.comments == {three: "check with the office"}
    assert office.words == was | {one: other(was[one])}
    assert result.accepted.same == len(parcel.rows) - 2


def test_a_back_translation_comes_home_as_a_note(office: Office) -> None:
    one, two = keys_of(office, 2)
    back = {"Back-translation": {one: "Safe on the net\n(literally)", two: " "}}
    for name, make in (("back.xlsx", as_xlsx), ("back.ods", as_ods)):
        result = office.take(make(office.send(), {}, **back), name)
        assert [change.target for change in result.accepted.changes] in ([None], [])  # it comes once
    assert "# Back-translation: Safe on the net (literally)\n" in office.catalogue.read_text(encoding="utf-8")


# A catalogue with the line ends of Windows


def test_only_what_changed_is_rewritten_in_a_catalogue_with_crlf(office: Office) -> None:
    key = keys_of(office, 3)[2]
    parcel, was = office.send(), office.words
    office.catalogue.write_bytes(b"\xef\xbb\xbf" + office.catalogue.read_bytes().replace(b"\n", b"\r\n"))
    before = office.catalogue.read_bytes().split(b"\r\n")
    office.take(as_xlsx(parcel, {key: other(was[key])}, Comment={key: "Two\nlines"}), "back.xlsx")
    after = office.catalogue.read_bytes().split(b"\r\n")
    assert not any(b"\n" in line for line in after)
    new, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
    assert [line.split(b" ")[0] for line in new] == [b'"PO-Revision-Date:', b'"Last-Translator:', b"#", b"#", b"msgstr"]
    assert [line.split(b" ")[0] for line in gone] == [b'"PO-Revision-Date:', b'"Last-Translator:', b"msgstr"]
    assert office.words == was | {key: other(was[key])}


# Repeats


def repeated_rows() -> list[MessageRow]:
    """Return rows of which the second repeats the first, and the sixth one that is translated; no other is a repeat."""
    rows = [
        MessageRow("a.b", "Talk to us", note="For parents.", maximum=40),
        MessageRow("a.c", "Talk to us", note="For parents.", maximum=60),
        MessageRow("a.d", "Talk to us", note="For children.", maximum=60),
        MessageRow("a.e", "Talk to us", note="For parents.", maximum=20),
        MessageRow("a.f", "Report it", "أبلغ", state="done"),
        MessageRow("a.g", "Report it"),
        MessageRow("a.h[0]", "%(number)s posts"),
        MessageRow("a.h[1]", "%(number)s posts"),
    ]
    return mark_repeats(replace(row, number=number) for number, row in enumerate(rows, start=1))


def answered(name: str, words: dict[str, str], folder: Path, **here: MessageRow) -> AcceptResult:
    """Return what is taken of an answer to those rows, through the file that keeps what was sent."""
    parcel = parcels.parcel(repeated_rows())
    path = folder / sent_path("ar", parcel.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_sent(parcel), encoding="utf-8")
    (reply,) = read_back(FORMATS[name](parcel, words), name)
    return taken_of(reply, parcel, folder, **here)


def taken_of(reply: ReturnedFile, parcel: Parcel, folder: Path, **here: MessageRow) -> AcceptResult:
    sent, problems = find_sent(folder, "ar", reply, None)  # type: ignore[arg-type]
    assert not problems
    proposed = ("a.g",)
    rows = {row.key: replace(row, target="", state="new") if row.key in proposed else row for row in parcel.rows}
    target = Target(parcels.languages()["ar"], CheckContext("Arab"))
    return accept([reply], rows | {row.key: row for row in here.values()}, {reply.file: sent}, target)


def test_a_repeat_says_so_and_is_one_only_with_the_same_note_and_room_enough() -> None:
    rows = repeated_rows()
    assert [row.repeats for row in rows] == [0, 1, 0, 0, 0, 5, 0, 0]
    assert (rows[5].target, rows[5].state) == ("أبلغ", "check")
    assert "No. 1" in rows[1].advice and "leave it empty" in rows[1].advice and "No. 5" in rows[5].advice
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(parcels.parcel(rows))))["Translation"]
    assert sheet["D3"].value == f"{rows[1].advice}\nFor parents."


@pytest.mark.parametrize("name", FORMATS)
def test_a_repeat_that_comes_back_empty_has_the_words_of_the_first(name: str, tmp_path: Path) -> None:
    result = answered(name, {"a.b": "تحدث إلينا"}, tmp_path)
    assert {change.key: change.target for change in result.changes} == {"a.b": "تحدث إلينا", "a.c": "تحدث إلينا"}
    assert (result.repeated, result.problems) == (["a.c"], [])


@pytest.mark.parametrize("name", FORMATS)
def test_a_translator_may_give_a_repeat_other_words(name: str, tmp_path: Path) -> None:
    words = {"a.b": "تحدث إلينا", "a.c": "تحدثي إلينا", "a.g": "بلغ"}
    result = answered(name, words, tmp_path)
    assert {change.key: change.target for change in result.changes} == words
    assert result.repeated == []


def test_a_repeat_stays_as_it_is_if_the_first_came_back_empty_or_it_was_translated_here(tmp_path: Path) -> None:
    assert answered("back.xlsx", {}, tmp_path).changes == ()  # a file that comes back as it was changes nothing
    here = replace(repeated_rows()[1], target="كلمنا", state="done")
    result = answered("back.xlsx", {"a.b": "تحدث إلينا"}, tmp_path, here=here)
    assert [change.key for change in result.changes] == ["a.b"] and result.problems == []


def test_words_proposed_for_a_repeat_are_taken_once_somebody_says_that_they_are_right(tmp_path: Path) -> None:
    parcel = parcels.parcel(repeated_rows())
    answered("back.xlsx", {}, tmp_path)  # keeps what was sent
    (reply,) = read_back(as_xlsx(parcel, {}, Right={"a.g": "yes"}), "back.xlsx")
    result = taken_of(reply, parcel, tmp_path)
    assert [(change.key, change.target) for change in result.changes] == [("a.g", "أبلغ")]


# A memory and a termbase


# What TMX 1.4b and TBX-Basic say of the elements that are used here, in our own words.
TMX_14 = """<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note|prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED o-tmf CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED
  datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)> <!ELEMENT tu ((note|prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA|ph)*> <!ELEMENT ph (#PCDATA)> <!ATTLIST ph x CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)> <!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>"""


def test_a_memory_is_valid_tmx_and_guards_placeholders() -> None:
    rows = [row for row in parcels.odd_rows() if row.state == "done"]
    data = write_tmx(replace(parcels.parcel(rows), memory=rows, approved=frozenset({rows[0].key})))
    root = etree.fromstring(data)
    dtd = etree.DTD(io.StringIO(TMX_14))
    assert dtd.validate(root), dtd.error_log
    units = list(root.iter("tu"))
    assert [unit.get("tuid") for unit in units] == [row.key for row in rows]
    assert [unit.findtext("prop") for unit in units] == ["yes"] + ["no"] * (len(rows) - 1)
    assert ["".join(seg.itertext()) for seg in root.iter("seg")] == [
        text for row in rows for text in (row.english, row.target)
    ]
    assert {"{area}", "%(number)s", "{childline.phone}"} <= {ph.text for ph in root.iter("ph")}


def test_a_glossary_is_a_termbase_of_preferred_and_deprecated_words() -> None:
    terms = [
        Term("grooming", "ar", "استدراج", ("إغراء", "تجنيد"), "explain"),
        Term("grooming", "", "", (), "not of dogs"),
        Term("NSPCC", "", "NSPCC", (), ""),
    ]
    root = etree.fromstring(write_tbx(replace(parcels.parcel([]), terms=terms)))
    assert (root.tag, root.get("type"), root.get("style")) == (f"{{{TBX}}}tbx", "TBX-Basic", "dct")
    concepts = list(root.iter(f"{{{TBX}}}conceptEntry"))
    found = {
        section.get(LANG): {
            term.findtext(f"{{{TBX}}}term"): term.findtext(f"{{{MIN}}}administrativeStatus").partition("Term")[0]
            for term in section
        }
        for section in concepts[0].iter(f"{{{TBX}}}langSec")
    }
    words = {"إغراء": "deprecated", "تجنيد": "deprecated", "استدراج": "preferred"}
    assert found == {"en": {"grooming": "preferred"}, "ar": words}
    assert [note.text for note in concepts[0].iter(f"{{{TBX}}}note")] == ["explain", "not of dogs"]
    order = [[etree.QName(one).localname for one in parent] for parent in (root, concepts[0], concepts[1])]
    assert order == [["tbxHeader", "text"], ["note", "note", "langSec", "langSec"], ["langSec", "langSec"]]


def test_an_exported_memory_says_what_a_reader_has_approved(office: Office) -> None:
    folder = str(office.opened.folder)
    options = ["--project", folder, "--today", program.TODAY, "--quiet"]
    assert parser.run(["translate", "approve", "pl", "--publication", "everything", "--by", "Ewa Nowak", *options]) == 0
    assert parser.run(["translate", "export", "pl", "--publication", "everything", *options]) == 0
    (path,) = (Path(folder) / "dist" / "translate").glob("pl-*.zip")
    with zipfile.ZipFile(path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("memory.tmx")]
        units = list(etree.fromstring(archive.read(name)).iter("tu"))
    said = {unit.get("tuid"): unit.findtext("prop") for unit in units}
    assert said["publications.everything.title"] == "yes"
    assert len(said) > 20 and "no" in said.values()  # the words of the site belong to no publication
