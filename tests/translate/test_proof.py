# SPDX-License-Identifier: MIT
"""The proof that a reader signs: on paper, on a screen and as a spreadsheet, which comes back and approves."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polib
import pypdfium2
import pytest
from catalogued import add_catalogues, open_at
from program import SMALL, TODAY, run
from test_approvals import BODY, DAY, EMERGENCY, edit, read_by, rows
from veracheck import verapdf

from leaflets.core.problems import ExitCode
from leaflets.languages.catalogue.po import path_of
from leaflets.layout.printed import keys_by_publication
from leaflets.translate import proof
from leaflets.translate.imports import ImportResult, import_back

HEADINGS = ["No.", "Key", "English", "Translation (pl)", "Right", "Correction", "Comment", "Check"]
TITLE = "publications.everything.title"


@dataclass(frozen=True)
class Desk:
    """A project with proofs in two languages, the Polish partly approved and changed since."""

    folder: Path

    def proof(self, tag: str, kind: str) -> Path:
        return self.folder / "dist" / "translate" / f"review-{tag}.{kind}"

    def filled(self, columns: Mapping[str, Mapping[str, str | bool | int]], reader: str = "Anna Nowak") -> bytes:
        """Return the Polish spreadsheet as a reader fills it in: by column, then by key."""
        book = openpyxl.load_workbook(self.proof("pl", "xlsx"))
        book["Reader"]["B1"] = reader
        for row in book["Proof"].iter_rows(min_row=2):
            for name, cells in columns.items():
                if row[1].value in cells:
                    row[HEADINGS.index(name)].value = cells[row[1].value]
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def take(self, data: bytes, by: str = "", name: str = "review-pl.xlsx") -> ImportResult:
        path = self.folder / name
        path.write_bytes(data)
        return import_back(open_at(self.folder), path, tag=None, by=by, today=DAY)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "small"
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("dist", ".*"))
    data = folder / "data.yaml"
    text = data.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, pl, ur]")
    text = text.replace("[trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]", "[poster-a4]")
    data.write_text(text.replace("body: Talk about the internet at home.", "body: In danger? Call 999."), "utf-8")
    add_catalogues(open_at(folder), "pl", "ur")
    read_by(folder, "Ewa Wilk", "one-risk")
    edit(folder, BODY, "Zupełnie inne słowa.")
    for tag in ("pl", "ur"):
        done = run("translate", "review", tag, "--project", folder, "--today", TODAY)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def desk(whole: Path, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(whole, tmp_path / "project")))


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a test that reads the spreadsheet alone the drawing of the PDF, which takes longest."""
    monkeypatch.setattr(proof, "to_pdf", lambda *_: b"%PDF")


def words_in(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def table(path: Path) -> dict[str, tuple[str, ...]]:
    sheet = openpyxl.load_workbook(path)["Proof"]
    assert [cell.value for cell in sheet[1]] == HEADINGS
    return {str(row[1].value): tuple(str(cell.value or "") for cell in row) for row in sheet.iter_rows(min_row=2)}


def words_of(folder: Path) -> dict[str, str]:
    return {str(entry.msgctxt): entry.msgstr for entry in polib.pofile(str(folder / path_of("pl")))}


def slugs(result: ImportResult) -> list[str]:
    return [problem.slug for problem in result.accepted.problems]


def approved(result: ImportResult) -> dict[str, str]:
    return {one.key: one.reader for one in result.approved}


# What goes out


def test_numbers_are_the_same_on_paper_on_the_screen_and_in_the_spreadsheet(whole: Path) -> None:
    desk = Desk(whole)
    lines = table(desk.proof("pl", "xlsx"))
    html, paper = desk.proof("pl", "html").read_text(encoding="utf-8"), words_in(desk.proof("pl", "pdf"))
    assert [line[0] for line in lines.values()] == [str(number) for number in range(1, len(lines) + 1)]
    on_screen = re.findall(r'<b>(\d+)</b></th>\s*<td class="english">([^<]*)', html)
    assert len(on_screen) == len(lines)
    plain = {line[0]: line[2] for line in lines.values() if not re.search(r"[{%&<]|'", line[2])}
    assert len(plain) > 10
    for number, english in on_screen:
        if number in plain:
            assert " ".join(english.split()) == plain[number]
            assert f"{number} {plain[number]}" in paper, number


def test_paper_says_in_both_languages_what_to_do_and_where_to_sign(whole: Path) -> None:
    paper = words_in(Desk(whole).proof("pl", "pdf"))
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(whole / path_of("pl")))}
    for english in ("If a sentence is not right, write better words.", "First reader", "Second reader", "Signature"):
        assert english in paper and catalogue[english] in paper


def test_what_has_changed_is_marked_with_the_words_that_were_approved(whole: Path) -> None:
    desk, before = Desk(whole), next(row["translation"] for row in rows(whole) if row["key"] == BODY)
    assert before in words_in(desk.proof("pl", "pdf")) and before in desk.proof("pl", "html").read_text("utf-8")
    assert table(desk.proof("pl", "xlsx"))[BODY][6] == f"Changed. Before: {before}"
    assert "Ewa Wilk" in words_in(desk.proof("pl", "pdf")), "what is approved says by whom"


def test_a_sentence_with_999_has_a_box_for_each_of_two_readers(whole: Path) -> None:
    html = Desk(whole).proof("pl", "html").read_text(encoding="utf-8")
    row = next(part for part in html.split("<tr") if "In danger? Call 999." in part)
    assert re.findall(r'class="box">(\d?)<', row) == ["1", "2"]


def test_the_paper_is_accessible_in_both_directions_of_writing(whole: Path) -> None:
    for path, verdict in verapdf([Desk(whole).proof(tag, "pdf") for tag in ("pl", "ur")]).items():
        assert verdict.compliant, (path.name, verdict.broken)


def test_the_same_words_make_the_same_files(whole: Path) -> None:
    files = [Desk(whole).proof("pl", kind) for kind in ("pdf", "html", "xlsx")]
    before = [path.read_bytes() for path in files]
    assert run("translate", "review", "pl", "--project", whole, "--today", TODAY).returncode == 0
    assert [path.read_bytes() for path in files] == before


def test_words_without_a_page_are_a_list_to_read(desk: Desk) -> None:
    words = ("translate", "review", "pl", "--publication", "site", "--project", desk.folder, "--today", TODAY)
    done = run(*words)
    assert done.returncode == ExitCode.OK and "0 pages" in done.stdout
    assert "Not on a page, or read aloud" in words_in(desk.proof("pl", "pdf"))
    assert run(*words[:3], "--publication", "nothing", *words[5:]).returncode == ExitCode.USAGE


def test_only_what_a_reader_fills_in_can_be_changed(whole: Path) -> None:
    book = openpyxl.load_workbook(Desk(whole).proof("pl", "xlsx"))
    sheet = book["Proof"]
    assert sheet.protection.sheet and not book["Reader"]["B1"].protection.locked
    assert [cell.value for cell in sheet[1] if not sheet.cell(2, cell.column).protection.locked] == HEADINGS[4:7]


@pytest.mark.usefixtures("no_paper")
@pytest.mark.parametrize("publication", ["one-risk-grooming", "everything", "site"])
def test_a_proof_of_one_publication_has_all_that_an_approval_of_it_is_about(desk: Desk, publication: str) -> None:
    words = ("translate", "review", "pl", "--publication", publication, "--project", desk.folder, "--today", TODAY)
    assert run(*words).returncode == ExitCode.OK
    assert read_by(desk.folder, "Jan Lis", publication).approved
    printed = keys_by_publication(open_at(desk.folder).context, "pl")[publication]
    assert set(table(desk.proof("pl", "xlsx"))) == set(printed)


# What comes back


@pytest.mark.parametrize("tick", ["yes", "x", "X", "✓", "1", 1, True, "Yes "])
def test_ticks_with_a_name_are_approvals(desk: Desk, tick: str | bool | int) -> None:
    result = desk.take(desk.filled({"Right": {BODY: tick, EMERGENCY: ""}}))
    assert approved(result) == {BODY: "Anna Nowak"} and slugs(result) == []
    assert next(row["reader"] for row in rows(desk.folder) if row["key"] == BODY) == "Anna Nowak"


def test_a_correction_is_a_change_and_a_comment_a_note(desk: Desk) -> None:
    before = words_of(desk.folder)
    told = {
        "Right": {BODY: "x"},
        "Correction": {EMERGENCY: "Dzwoń pod 999. Zupełnie."},
        "Comment": {TITLE: "Za długie."},
    }
    result = desk.take(desk.filled(told))
    assert words_of(desk.folder) == before | {EMERGENCY: "Dzwoń pod 999. Zupełnie."}
    assert approved(result) == {BODY: "Anna Nowak"}, "a correction is read again"
    file = polib.pofile(str(desk.folder / path_of("pl")))
    assert {one.msgctxt: one.tcomment for one in file if one.tcomment} == {TITLE: "Za długie."}
    assert "Anna" not in file.metadata["Last-Translator"], "a reader is no translator, and may read the next proof"


def test_bad_rows_cost_no_other_row(desk: Desk) -> None:
    both, formula, changed, good = [key for key in table(desk.proof("pl", "xlsx")) if key.startswith("publications.")][
        :4
    ]
    data = desk.filled(
        {
            "Right": {both: "x", changed: "x", good: "x"},
            "Correction": {both: "Inaczej.", formula: "=1+1"},
        }
    )
    edit(desk.folder, changed, "Całkiem co innego.")
    result = desk.take(data)
    assert approved(result) == {good: "Anna Nowak"}
    found = {problem.where: problem.slug for problem in result.accepted.problems}
    assert found == {both: "row-unsound", formula: "row-unsound", changed: "row-unread"}
    assert all(problem.line > 1 for problem in result.accepted.problems)


@pytest.mark.parametrize(
    ("reader", "slug"),
    [("", "wrong-name"), ("Your name", "wrong-name"), ("x", "wrong-name"), ("MARIA ZAJAC", "reader-translated")],
)
def test_without_a_reader_nothing_is_approved_but_the_rest_is_taken(desk: Desk, reader: str, slug: str) -> None:
    file = polib.pofile(str(desk.folder / path_of("pl")))
    file.metadata["Last-Translator"] = "Maria Zając <mz@example.org>"
    file.save()
    data = desk.filled({"Right": {BODY: "x"}, "Correction": {EMERGENCY: "Dzwoń pod 999. Zupełnie."}}, reader)
    result = desk.take(data)
    assert (approved(result), slugs(result)) == ({}, [slug])
    assert words_of(desk.folder)[EMERGENCY] == "Dzwoń pod 999. Zupełnie."


def test_a_name_on_the_command_line_is_the_readers(desk: Desk) -> None:
    assert approved(desk.take(desk.filled({"Right": {BODY: "x"}}, ""), by="Jan Lis")) == {BODY: "Jan Lis"}


def test_two_readers_send_a_proof_each_and_the_same_one_twice_is_told(desk: Desk) -> None:
    ticks = {"Right": {EMERGENCY: "x"}}
    assert approved(desk.take(desk.filled(ticks, "Anna Nowak"))) == {EMERGENCY: "Anna Nowak"}
    again = desk.take(desk.filled(ticks, "anna  nówak"))
    assert (approved(again), slugs(again)) == ({}, ["reader-again"])
    assert approved(desk.take(desk.filled(ticks, "Jan Lis"))) == {EMERGENCY: "Jan Lis"}


@pytest.mark.usefixtures("no_paper")
def test_what_fails_a_check_is_not_approved_by_a_tick(desk: Desk) -> None:
    edit(desk.folder, BODY, "Słowa 7.")
    assert run("translate", "review", "pl", "--project", desk.folder, "--today", TODAY).returncode == 0
    result = desk.take(desk.filled({"Right": {BODY: "x"}}))
    assert (approved(result), slugs(result)) == ({}, ["row-unread"])


def test_an_import_is_tried_without_writing_and_taken_back_to_the_byte(desk: Desk) -> None:
    (desk.folder / "r.xlsx").write_bytes(
        desk.filled({"Right": {BODY: "x"}, "Correction": {EMERGENCY: "Dzwoń pod 999. Zupełnie."}})
    )
    files = [desk.folder / path_of("pl"), desk.folder / "locales/pl/approvals.csv"]
    before = [path.read_bytes() for path in files]
    words = ("translate", "import", desk.folder / "r.xlsx", "--project", desk.folder, "--today", TODAY)
    dry = run(*words, "--dry-run")
    assert "1 would be approved by Anna Nowak" in dry.stdout and [path.read_bytes() for path in files] == before
    done = run(*words)
    assert done.returncode == ExitCode.OK and "1 approved by Anna Nowak" in done.stdout
    assert all(path.read_bytes() != data for path, data in zip(files, before, strict=True))
    command = re.search("To take this back: (.*)", done.stdout)
    assert command
    subprocess.run(command[1], shell=True, check=True, cwd=desk.folder)
    assert [path.read_bytes() for path in files] == before


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_proof_comes_back_from_libreoffice(desk: Desk, tmp_path: Path, kind: str) -> None:
    told = {"Right": {BODY: "✓"}, "Correction": {EMERGENCY: "Dzwoń pod 999. Zupełnie."}}
    (tmp_path / "in.xlsx").write_bytes(desk.filled(told))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), "in.xlsx"]
    own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # that of the renderer
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, env=own)
    assert done.returncode == 0, (done.stdout, done.stderr)
    result = desk.take((tmp_path / "out" / f"in.{kind}").read_bytes(), name=f"back.{kind}")
    assert approved(result) == {BODY: "Anna Nowak"} and slugs(result) == []
    assert [change.key for change in result.accepted.changes] == [EMERGENCY]
