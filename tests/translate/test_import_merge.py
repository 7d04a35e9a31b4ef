# SPDX-License-Identifier: MIT
"""An import takes what the translator has changed, on top of what is there now; nothing goes backwards."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace

import openpyxl
import polib
import program
import pytest
from answered import DAY, TAG, Office, as_ods, as_xliff, as_xliff_2, as_xlsx, keys_of, other, to_ods
from openpyxl.comments import Comment

from leaflets.cli import parser
from leaflets.core.archive import write_zip
from leaflets.core.problems import ProblemsFound
from leaflets.languages.catalogue.po import path_of
from leaflets.translate.exchange.accept import AcceptResult
from leaflets.translate.exchange.markup import write_xliff
from leaflets.translate.imports import ImportResult, import_back, warnings_on
from leaflets.translate.sent import forget

FORMATS = {"back.xlsx": as_xlsx, "back.ods": as_ods, "back.xlf": as_xliff, "back.xliff": as_xliff_2}


def slugs(result: ImportResult) -> list[str]:
    return [problem.slug for problem in result.accepted.problems]


def taken(result: ImportResult) -> dict[str, str | None]:
    return {change.key: change.target for change in result.accepted.changes}


# What is merged


@pytest.mark.parametrize("name", FORMATS)
def test_an_old_parcel_does_not_undo_a_reviewer(office: Office, name: str) -> None:
    (key,) = keys_of(office, 1)
    parcel = office.send()
    office.correct(key, other(office.words[key]))
    before = office.catalogue.read_bytes()
    result = office.take(FORMATS[name](parcel, {}), name)
    assert (taken(result), slugs(result), result.take_back) == ({}, [], "")
    assert office.catalogue.read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_what_both_sides_changed_is_shown_with_three_wordings_and_left(office: Office, name: str) -> None:
    one, two = keys_of(office, 2)
    parcel, was = office.send(), office.words
    office.correct(one, other(was[one]))
    result = office.take(FORMATS[name](parcel, {one: f"inne {was[one]}", two: other(was[two])}), name)
    assert taken(result) == {two: other(was[two])}
    (problem,) = result.accepted.problems
    assert problem.slug == "row-conflict" and problem.where == one and problem.line > 1
    assert f"sent: “{was[one]}”; here now: “{other(was[one])}”; came back: “inne {was[one]}”" in problem.message
    assert office.words == was | {one: other(was[one]), two: other(was[two])}


def test_crossing_parcels_of_two_translators_and_a_reviewer_come_together(office: Office) -> None:
    one, two, three, four = keys_of(office, 4)
    was = office.words
    first = office.send()
    office.correct(four, other(was[four]))
    second = office.send()
    assert first.name != second.name
    assert taken(office.take(as_xliff(second, {two: other(was[two])}), "second.xlf")) == {two: other(was[two])}
    office.correct(three, other(was[three]))  # the reviewer, between the two
    result = office.take(as_xlsx(first, {one: other(was[one]), two: f"po {was[two]}"}), "first.xlsx")
    assert taken(result) == {one: other(was[one])}
    assert slugs(result) == ["row-conflict"]
    assert office.words == was | {key: other(was[key]) for key in (one, two, three, four)}


def test_a_parcel_may_be_answered_more_than_once_and_in_both_formats(office: Office) -> None:
    one, two = keys_of(office, 2)
    parcel, was = office.send(), office.words
    assert taken(office.take(as_xlsx(parcel, {one: other(was[one])}), "a.xlsx")) == {one: other(was[one])}
    more = as_xliff(parcel, {one: other(was[one]), two: other(was[two])})
    result = office.take(more, "b.xlf")
    assert (taken(result), slugs(result)) == ({two: other(was[two])}, [])
    again = office.take(as_xlsx(parcel, {one: other(was[one])}), "a.xlsx")  # the older answer changes nothing back
    assert (taken(again), slugs(again)) == ({}, [])


def test_a_catalogue_that_comes_back_is_compared_with_what_was_committed(office: Office) -> None:
    one, two = keys_of(office, 2)
    folder, was = office.opened.folder, office.words
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    try:
        for words in (["init", "-q"], ["add", path_of(TAG)], ["commit", "-qm", "sent"]):
            subprocess.run([*git, *words], check=True)
        sent = office.catalogue.read_bytes()
        office.correct(one, other(was[one]))
        file = polib.pofile(sent.decode(), wrapwidth=60)
        for entry in file:
            if entry.msgctxt == two:
                entry.msgstr, entry.tcomment = other(was[two]), "is this clear?"
        result = office.take(str(file).encode(), "back.po")
        assert taken(result) == {two: other(was[two])}
        assert slugs(result) == ["parcel-unknown"]
        assert "committed" in result.accepted.problems[0].message
        assert office.words == was | {one: other(was[one]), two: other(was[two])}
        assert "# is this clear?" in office.catalogue.read_text(encoding="utf-8")
    finally:
        shutil.rmtree(folder / ".git")


def test_a_file_that_has_lost_its_parcel_is_compared_with_the_one_it_is_most_like(office: Office) -> None:
    one, two = keys_of(office, 2)
    parcel, was = office.send(), office.words
    office.correct(one, other(was[one]))
    lost = as_xliff(parcel, {two: other(was[two])}).replace(b'build-num="' + parcel.name.encode(), b'build-num="')
    result = office.take(lost, "back.xlf")
    assert taken(result) == {two: other(was[two])}
    assert slugs(result) == ["parcel-unknown"] and parcel.name in result.accepted.problems[0].message
    assert office.words[one] == other(was[one])
    assert "parcel-unknown" not in slugs(office.take(lost, f"{parcel.name}.xlf"))


def test_a_forgotten_parcel_is_gone_and_an_unknown_one_is_named(office: Office) -> None:
    parcel = office.send()
    with pytest.raises(ProblemsFound, match=parcel.name):
        forget(office.opened.folder, parcel.name[:-1])
    assert not forget(office.opened.folder, parcel.name).exists()
    (key,) = keys_of(office, 1)
    result = office.take(as_xlsx(parcel, {key: other(office.words[key])}), "back.xlsx")
    assert "present catalogue" in result.accepted.problems[0].message


def test_a_message_that_is_not_printed_any_more_costs_nothing_unless_it_was_changed(office: Office) -> None:
    parcel, (key,) = office.send(), keys_of(office, 1)
    office.opened.__dict__["items"], items = office.opened.items[1:], office.opened.items
    try:
        assert items[0].key == key
        assert slugs(office.take(as_xlsx(parcel, {}), "back.xlsx")) == []
        assert slugs(office.take(as_xlsx(parcel, {key: "Inaczej"}), "back.xlsx")) == ["row-unknown"]
    finally:
        office.opened.__dict__["items"] = items


# What is no change


@pytest.mark.parametrize("name", FORMATS)
def test_spaces_apostrophes_and_the_form_of_accents_are_no_change(office: Office, name: str) -> None:
    (key,) = keys_of(office, 1)
    office.correct(key, "Dzieci’\u00a0są ważne")
    parcel = office.send()
    before = office.catalogue.read_bytes()
    for words in ("Dzieci' są ważne", " Dzieci’\n  są ważne ", unicodedata.normalize("NFD", "Dzieci’\u00a0są ważne")):
        result = office.take(FORMATS[name](parcel, {key: words}), name)
        assert (taken(result), slugs(result)) == ({}, [])
    assert office.catalogue.read_bytes() == before
    result = office.take(FORMATS[name](parcel, {key: "Nasze dzieci’ są ważne"}), name)
    assert slugs(result) == ["row-spaces"] and key in result.accepted.problems[0].message


def test_source_text_that_a_program_has_laid_out_anew_is_the_same_english(office: Office) -> None:
    key = next(item.key for item in office.opened.items if "%(" in item.english)
    parcel, was = office.send(), office.words
    data = re.sub(
        rb"(<source[^>]*>)(.*?)(</source>)", rb"\1\n        \2\n      \3", write_xliff(parcel), flags=re.DOTALL
    )
    data = re.sub(rb'<ph id="(\d)">[^<]*</ph>', rb'<x id="\1"/>', data)  # also in the English
    start = data.index(f'id="{key}"'.encode())
    data = data[:start] + data[start:].replace(b'<target xml:lang="pl" state="translated">', b"<target>inne ", 1)
    result = office.take(data, "back.xlf")
    assert slugs(result) == []
    assert taken(result) == {key: f"inne {was[key]}"}


def test_rows_that_a_filter_hides_are_as_before_if_nobody_changed_them(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(office.send(), {})))
    for line in range(2, 30):
        book["Translation"].row_dimensions[line].hidden = True
    book["Translation"].title = "Tabelle1"
    out = io.BytesIO()
    book.save(out)
    for name, data in (("back.xlsx", out.getvalue()), ("back.ods", to_ods(out.getvalue()))):
        result = office.take(data, name)
        assert slugs(result) == [] and result.accepted.same > 20


def test_english_in_an_untouched_row_is_no_translation(office: Office) -> None:
    parcel, was = office.send(), office.words
    rows = [replace(row, target=row.english, state="new") for row in parcel.rows]
    result = office.take(write_xliff(replace(parcel, rows=rows)), "back.xlf")
    assert taken(result) == {} and office.words == was


@pytest.mark.parametrize("mark", ['state="needs-translation"', 'state="new"', 'state-qualifier="leveraged-mt"'])
def test_unfinished_and_programs_work_replaces_nothing_finished_and_is_otherwise_to_be_checked(
    office: Office, mark: str
) -> None:
    one, two = keys_of(office, 2)
    office.correct(two, "")
    parcel, was = office.send(), office.words
    data = as_xliff(parcel, {one: other(was[one]), two: "Coś nowego"})
    result = office.take(data.replace(b'state="translated"', mark.encode()), "back.xlf")
    assert slugs(result) == ["row-unfinished", "row-will-fail"]  # without a full stop, if that should be there
    file = {entry.msgctxt: entry for entry in polib.pofile(str(office.catalogue))}
    assert (file[one].msgstr, file[one].fuzzy) == (was[one], False)
    assert (file[two].msgstr, file[two].fuzzy) == ("Coś nowego", True)


# What comes home besides


def test_every_note_comes_home_also_from_a_row_that_is_not_taken(office: Office) -> None:
    one, two = keys_of(office, 2)
    parcel, was = office.send(), office.words
    office.correct(two, other(was[two]))
    data = as_xliff(
        parcel, {one: was[one], two: f"a {was[two]}"}, translator="Is it a boy?", nobody="See p. 3", Anna="No"
    )
    data = data.replace(b"<body>", b"<header><note>All &#8220;you&#8221; are polite</note></header><body>")
    result = office.take(data, "back.xlf")
    assert slugs(result) == ["row-conflict", "parcel-note"]
    assert "“All “you” are polite”" in result.accepted.problems[1].message
    file = {entry.msgctxt: entry for entry in polib.pofile(str(office.catalogue))}
    assert file[one].tcomment == file[two].tcomment == "Is it a boy?\nSee p. 3\nAnna: No"
    assert file[two].msgstr == other(was[two])
    assert taken(office.take(data, "back.xlf")) == {}  # they come once
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(parcel, {}, Comment={one: "Two\nlines"})))
    book["Translation"]["G2"].comment = Comment("check with the office", "Anna")
    out = io.BytesIO()
    book.save(out)
    office.take(out.getvalue(), "back.xlsx")
    both = write_zip(
        {
            "a.xlsx": as_xlsx(parcel, {}, Comment={one: "from the spreadsheet"}),
            "a.xlf": as_xliff(parcel, {one: was[one]}, translator="Number 5 is wrong"),
        }.items()
    )
    office.take(both, "back.zip")
    comment = {entry.msgctxt: entry.tcomment for entry in polib.pofile(str(office.catalogue))}[one]
    first = "Is it a boy?\nSee p. 3\nAnna: No\nTwo\nlines\ncheck with the office"
    assert comment == f"{first}\nfrom the spreadsheet\nNumber 5 is wrong"


# What an import writes


def test_only_what_changed_is_rewritten_in_a_catalogue_that_another_program_laid_out(office: Office) -> None:
    key = keys_of(office, 3)[2]
    parcel, was = office.send(), office.words
    file = polib.pofile(str(office.catalogue), wrapwidth=40)
    office.catalogue.write_text(str(file).replace("#, max", "#,   max"), encoding="utf-8")
    before = office.catalogue.read_text(encoding="utf-8")
    office.take(as_xlsx(parcel, {key: other(was[key])}), "back.xlsx")
    after = office.catalogue.read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.split("\n\n"), after.split("\n\n"), strict=True) if old != new]
    assert len(changed) == 2
    header, entry = ({*old.split("\n")} ^ {*new.split("\n")} for old, new in changed)
    assert {line.partition(":")[0] for line in header} == {'"Last-Translator', '"PO-Revision-Date'}
    assert other(was[key]).split()[0] in str(entry)
    assert office.words == was | {key: other(was[key])}


def test_an_import_can_be_taken_back_to_the_byte(office: Office) -> None:
    (key,) = keys_of(office, 1)
    parcel, was = office.send(), office.words
    office.catalogue.write_bytes(office.catalogue.read_bytes() + b"\n# an uncommitted remark\n")
    before = office.catalogue.read_bytes()
    result = office.take(as_xlsx(parcel, {key: other(was[key])}), "back.xlsx")
    assert office.catalogue.read_bytes() != before
    subprocess.run(["sh", "-c", result.take_back], check=True)
    assert office.catalogue.read_bytes() == before
    office.catalogue.unlink()
    first = office.take(as_xlsx(parcel, {key: "Bezpiecznie"}), "back.xlsx")
    subprocess.run(["sh", "-c", first.take_back], check=True)
    assert not office.catalogue.exists()


def test_a_dry_run_shows_old_and_new_and_writes_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (key,) = keys_of(office, 1)
    was = office.words
    path = office.opened.folder / "back.xlsx"
    path.write_bytes(as_xlsx(office.send(), {key: other(was[key])}, Comment={key: "why?"}))
    before = office.catalogue.read_bytes()
    words = ["translate", "import", str(path), "--project", str(office.opened.folder), "--today", program.TODAY]
    capsys.readouterr()
    assert parser.run([*words, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"words now: {was[key]}\n" in said and f"words new: {other(was[key])}\n" in said
    assert "comment new: why?" in said and "1 would be taken" in said
    assert office.catalogue.read_bytes() == before
    assert parser.run(words) == 0
    assert re.search(r"To take this back: cp \S+ \S+\n", capsys.readouterr().out)


def test_status_of_a_language_says_what_to_do_by_message(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, three = keys_of(office, 3)
    office.correct(one, "")
    office.correct(two, f"{office.words[two]} 7")
    parcel = office.send()
    words = ["translate", "status", TAG, "--project", str(office.opened.folder), "--today", program.TODAY]
    capsys.readouterr()
    assert parser.run(words) == 0
    said = capsys.readouterr().out
    assert re.search(rf"leaflets\.po:\d+:1: {re.escape(one)}: it is not translated", said)
    assert re.search(
        rf"leaflets\.po:\d+:1: {re.escape(two)}: the number 7 is not in the English\.\n +hint: write", said
    )
    assert f"{three}: it needs a reader." in said and f"{parcel.name} was sent" in said
    assert parser.run([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    wrong = [each["where"] for each in found["messages"] if each["slug"] != "translation-unapproved"]
    assert list(dict.fromkeys(wrong)) == [one, two] and found["sent"] == [parcel.name]
    assert parser.run(["translate", "status", "xx", *words[3:]]) == 2


def test_a_catalogue_that_names_no_language_must_be_given_one(office: Office) -> None:
    path = office.opened.folder / "back.po"
    path.write_text(office.catalogue.read_text(encoding="utf-8").replace('"Language: pl\\n"\n', ""), encoding="utf-8")
    with pytest.raises(ProblemsFound, match="names no language"):
        import_back(office.opened, path, tag=None, by="", today=DAY)
    assert taken(import_back(office.opened, path, tag="pl", by="", today=DAY)) == {}


def test_flags_that_gettext_keeps_on_a_line_of_their_own_are_read(office: Office) -> None:
    text = office.catalogue.read_text(encoding="utf-8")
    office.catalogue.write_text(text.replace("#, ", "#= ", 3), encoding="utf-8")
    path = office.opened.folder / "back.po"
    path.write_text(text.replace("#, ", "#= "), encoding="utf-8")
    assert taken(import_back(office.opened, path, tag=None, by="", today=DAY)) == {}


def test_what_was_filled_with_the_translation_of_the_same_english_is_told() -> None:
    (told,) = warnings_on(AcceptResult(repeated=["a.c"]), "back.xlsx", TAG)
    assert (told.slug, told.severity) == ("row-repeated", "warning") and "a.c" in told.message
