# SPDX-License-Identifier: MIT
"""The exchange: what goes out comes back as it was; what comes back changed is taken, and only that."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import parcels
import polib
import pytest
from lxml import etree

from leaflets.content.lists.text import write_rows
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.checks import CheckContext
from leaflets.languages.catalogue.glossary import Term
from leaflets.languages.catalogue.po import read_po, write_po
from leaflets.translate.exchange.accept import AcceptResult, Target, accept
from leaflets.translate.exchange.back import read_back, read_xlsx
from leaflets.translate.exchange.entries import fill, rows_of
from leaflets.translate.exchange.markup import XLIFF, write_xliff
from leaflets.translate.exchange.rows import Change, MessageRow, ReturnedFile, ReturnedRow, SentWords
from leaflets.translate.exchange.xliff_back import read_xliff
from leaflets.translate.exchange.xlsx import write_xlsx
from leaflets.translate.parcels import pack_parcel

FORMATS = {"a.xlsx": (write_xlsx, read_xlsx), "a.xlf": (write_xliff, read_xliff)}


def said(reply: ReturnedFile) -> list[tuple[str, str, str]]:
    return [(answer.key, answer.english, answer.target) for answer in reply.answers]


# Round trips


@pytest.mark.parametrize("name", FORMATS)
def test_200_odd_messages_come_back_without_a_changed_byte(name: str) -> None:
    rows = parcels.odd_rows()
    assert len(rows) > 200
    assert sum(row.key.endswith("]") for row in rows) == 120
    write, read = FORMATS[name]
    reply = read(write(parcels.parcel(rows)), name)
    sent = [(row.key, row.english, row.target) for row in rows]
    back = said(reply)
    unlike = [(one, other) for one, other in zip(sent, back, strict=True) if one != other]
    if name.endswith("xlsx"):
        # A cell that starts like a formula is taken only if the English starts so too.
        refused = {answer.key for answer in reply.answers if answer.flaw}
        assert all(one[2][0] in "=+-@" for one, _ in unlike if one[0] in refused)
        unlike = [pair for pair in unlike if pair[0][0] not in refused]
        assert len(refused) < 40
    assert unlike == []
    assert reply.language == "ar"


@pytest.mark.parametrize("name", FORMATS)
def test_200_odd_messages_pass_through_catalogue_and_file_and_back(name: str, tmp_path: Path) -> None:
    """An empty catalogue, filled from the file that a full one made, is the full one, byte for byte."""
    full = parcels.odd_catalogue()
    for entry in full:  # what a translator cannot send, or need not
        entry.flags, entry.previous_msgid = [], None
        entry.msgstr = entry.msgstr.lstrip("=+-@")
        entry.msgstr_plural = {form: text.lstrip("=+-@") for form, text in entry.msgstr_plural.items()}
    wanted = write_po(full)
    path = tmp_path / "full.po"
    path.write_text(wanted, encoding="utf-8", newline="\n")
    kept = read_po(path)
    rows = rows_of(kept, parcels.drafts(kept))
    write, read = FORMATS[name]
    reply = read(write(parcels.parcel(rows)), name)
    empty = read_po(path)
    for entry in empty:
        entry.msgstr, entry.tcomment = "", ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    changes = [Change(answer.key, answer.target, answer.comment or "") for answer in reply.answers if answer.target]
    assert len(changes) > 200
    fill(empty, changes)
    assert write_po(empty) == wanted


def test_the_same_rows_make_the_same_bytes() -> None:
    one, other = (
        pack_parcel(parcels.parcel(parcels.odd_rows()), [], {"a.1.png": b"png", "b.1.png": b"png"}) for _ in range(2)
    )
    assert one == other


def test_a_parcel_holds_what_an_agency_needs() -> None:
    rows = parcels.plain_rows()
    data = pack_parcel(replace(parcels.parcel(rows), memory=rows[:9]), [], {"a.1.png": b"png"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
        brief = archive.read(archive.namelist()[1]).decode()
    assert names == [
        "README.txt",
        "brief.md",
        "leaflets-ar.xlsx",
        "leaflets-ar.xlf",
        "glossary.csv",
        "glossary.tbx",
        "memory.tmx",
        "pictures/a.1.png",
    ]
    assert "2 to translate, 1 to check" in brief
    assert "{childline.phone}" in brief
    assert "Saturday and Sunday; say the days, because readers may think of Friday and Saturday" in brief
    assert len(brief.splitlines()) < 60
    replies = read_back(data, "ar.zip")
    assert [len(reply.answers) for reply in replies] == [12, 12]


# How the files are made


def test_only_translation_tick_and_comment_can_be_written_in_the_spreadsheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(parcels.parcel(parcels.plain_rows()))))
    sheet = book["Translation"]
    headings = [cell.value for cell in sheet[1]]
    free = {
        headings[cell.column - 1] for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked
    }
    assert free == {"Translation (ar)", "Right", "Comment", "Back-translation"}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.freeze_panes == "D2"
    assert sheet.sheet_view.rightToLeft
    assert sheet.column_dimensions["K"].hidden
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert book.sheetnames == ["Translation", "Glossary", "Help"]
    left_to_right = openpyxl.load_workbook(io.BytesIO(write_xlsx(parcels.parcel(parcels.plain_rows(), "pl"))))
    assert not left_to_right["Translation"].sheet_view.rightToLeft


def test_nothing_in_the_spreadsheet_is_a_formula_of_the_messages() -> None:
    rows = [
        MessageRow(f"k{number}", text, text, number=number)
        for number, text in enumerate(("=1+1", "+1", "-1", "@a", "#N/A"))
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(parcels.parcel(rows))))["Translation"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


def test_xliff_says_room_state_and_picture_and_guards_placeholders() -> None:
    row = MessageRow(
        "k", "Call {childline.phone}", "x {childline.phone}", "For parents.", 40, 7, "a.1.png", "check", "Ring"
    )
    unit = next(etree.fromstring(write_xliff(parcels.parcel([row]))).iter(f"{{{XLIFF}}}trans-unit"))
    assert (unit.get("id"), unit.get("maxwidth"), unit.get("size-unit"), unit.get("approved")) == (
        "k",
        "40",
        "char",
        "no",
    )
    target = unit.find(f"{{{XLIFF}}}target")
    assert target.get("state") == "needs-review-translation"
    assert [part.text for part in target] == ["{childline.phone}"]
    notes = [note.text for note in unit.iter(f"{{{XLIFF}}}note")]
    assert notes == [
        "For parents.",
        "Number 7 in the picture a.1.png.",
        "To be checked: this is the translation of “Ring”.",
    ]


def test_a_placeholder_that_came_back_as_an_empty_element_is_the_one_of_the_english() -> None:
    data = write_xliff(parcels.parcel(parcels.plain_rows()))
    target = data.split(b'"risks.r1.title"')[1].partition(b"</target>")[0]
    emptied = target.replace(b'<target xml:lang="ar" state="translated"><ph id="1">{childline.phone}</ph>',
                             b'<target xml:lang="ar" state="translated"><x id="1"/>')  # fmt: skip
    assert emptied != target
    assert read_xliff(data.replace(target, emptied), "a.xlf").answers[0].target == "{childline.phone} عن 1"


# What is taken


def current() -> dict[str, MessageRow]:
    return {row.key: row for row in parcels.plain_rows()}


def merge(replies: list[ReturnedFile], here: dict[str, MessageRow] | None = None) -> AcceptResult:
    """Return what is taken of answers to the plain rows; `here` is what the catalogue says now."""
    known = {answer.parcel: SentWords(current()) for reply in replies for answer in reply.answers}
    target = Target(parcels.languages()["ar"], CheckContext("Arab"))
    return accept(replies, here or current(), {reply.file: known for reply in replies}, target)


def answers(**changed: str) -> ReturnedFile:
    """Return the plain rows as they come back, with some translations changed and said to be translated."""
    reply = read_xliff(write_xliff(parcels.parcel(parcels.plain_rows())), "a.xlf")
    for name, target in changed.items():
        reply = change_one(reply, f"risks.{name}.title", target=target, untouched=False, unsettled=False)
    return reply


def change_one(reply: ReturnedFile, key: str, **fields: object) -> ReturnedFile:
    return replace(
        reply,
        answers=tuple(replace(one, **fields) if one.key == key else one for one in reply.answers),  # type: ignore[arg-type]
    )


def test_nothing_is_taken_of_a_file_that_comes_back_as_it_was() -> None:
    accepted = merge([answers()])
    assert accepted.changes == ()
    assert (accepted.same, accepted.empty, accepted.problems) == (10, 2, [])


def test_new_and_changed_translations_are_taken_in_the_order_of_the_pages() -> None:
    accepted = merge([answers(r11="قف 11", r1="{childline.phone} 1")])
    assert accepted.changes == (Change("risks.r1.title", "{childline.phone} 1"), Change("risks.r11.title", "قف 11"))


def test_one_row_that_cannot_be_taken_does_not_stop_the_others() -> None:
    accepted = merge([answers(r11="قف 11", r1="lost")])
    assert [change.key for change in accepted.changes] == ["risks.r11.title"]
    (problem,) = accepted.problems
    assert problem.slug == "row-placeholder"
    assert "{childline.phone} is missing" in problem.message
    assert problem.file == "a.xlf"
    assert problem.line > 2


def test_a_translation_to_be_checked_stays_so_until_somebody_says_it_is_right() -> None:
    key = "risks.r10.title"
    unchanged = answers()
    assert merge([unchanged]).changes == ()
    settled = change_one(unchanged, key, settled=True, unsettled=False)
    assert merge([settled]).changes == (Change(key, "أخبرونا"),)
    rewritten = change_one(unchanged, key, target="قولوا لنا", unsettled=False)
    assert merge([rewritten]).changes == (Change(key, "قولوا لنا"),)
    doubtful = change_one(unchanged, key, target="قولوا لنا", unsettled=True)
    assert merge([doubtful]).changes[0].unsettled


def test_a_row_that_comes_back_empty_does_not_delete_what_we_have() -> None:
    accepted = merge([answers(r1="")])
    assert accepted.changes == ()
    assert [problem.slug for problem in accepted.problems] == ["row-emptied"]


def test_comments_are_taken_even_without_a_translation() -> None:
    accepted = merge([change_one(answers(), "risks.r11.title", comment="what is this?")])
    assert accepted.changes == (Change("risks.r11.title", None, "what is this?"),)


def test_two_files_that_contradict_each_other_are_both_refused_for_that_row() -> None:
    one, other = answers(r11="قف"), replace(answers(r11="توقف", r12="قف 12"), file="b.xlf")
    accepted = merge([one, other])
    assert [change.key for change in accepted.changes] == ["risks.r12.title"]
    assert [problem.slug for problem in accepted.problems] == ["row-contradicts"]


def test_of_two_files_the_one_that_was_worked_on_counts() -> None:
    accepted = merge([answers(), replace(answers(r11="قف"), file="b.xlf")])
    assert accepted.changes == (Change("risks.r11.title", "قف"),)


def test_a_program_may_add_the_country_to_the_language() -> None:
    assert merge([replace(answers(r11="قف"), language="ar-EG")]).changes
    with pytest.raises(ProblemsFound):
        merge([replace(answers(), language="arz")])


def test_an_entry_is_no_longer_to_be_checked_once_its_translation_came() -> None:
    file = polib.POFile()
    file.append(
        polib.POEntry(msgctxt="a.b", msgid="New", msgstr="alt", flags=["fuzzy", "max-length:9"], previous_msgid="Old")
    )
    fill(file, [Change("a.b", "neu", "seen", unsettled=True)])
    assert file[0].flags == ["fuzzy", "max-length:9"]
    fill(file, [Change("a.b", "neu")])
    assert (file[0].flags, file[0].previous_msgid, file[0].tcomment) == (["max-length:9"], None, "seen")


def test_an_answer_names_its_place() -> None:
    problem = ReturnedRow("k", "e", "t", "a.xlsx", 7).blame("row-unsound", "It is odd.")
    assert str(problem).startswith("a.xlsx:7: k: It is odd.")


def test_a_glossary_holds_no_formulas() -> None:
    terms = [Term("=1+1", "ur", "+44", ("@a",), "-x"), Term("plain", "ur", "a=b", (), "")]
    rows = list(
        csv.reader(io.StringIO(write_rows(replace(parcels.parcel([]), terms=terms).glossary).decode("utf-8-sig")))
    )
    assert rows[1:] == [["'=1+1", "'+44", "'@a", "'-x"], ["plain", "a=b", "", ""]]
