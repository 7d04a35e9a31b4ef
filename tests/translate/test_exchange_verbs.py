# SPDX-License-Identifier: MIT
"""A parcel goes out, is filled in and comes back, as a person does it; and the numbers in its pictures stand right."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import polib
import program
import pytest
from PIL import Image
from small import FOLDER

from leaflets.cli import parser
from leaflets.layout.pages import DrawnPage, PageItem
from leaflets.translate.exchange import marks

TITLE = "publications.everything.title"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the small project, and the parcel that was exported from it."""
    folder = tmp_path_factory.mktemp("projects") / "small"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("dist", ".*"))
    assert run(folder, "export", "pnb", "--publication", "everything") == 0
    (parcel,) = (folder / "dist" / "translate").iterdir()
    return folder, parcel


def run(folder: Path, *words: str) -> int:
    return parser.run(["translate", *words, "--project", str(folder), "--today", program.TODAY, "--quiet"])


def filled(parcel: Path, **words: str) -> bytes:
    """Return the parcel's spreadsheet with some translations filled in."""
    with zipfile.ZipFile(parcel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
    for row in book["Translation"].iter_rows(min_row=2):
        for end, text in words.items():
            if str(row[1].value).endswith(f".{end}"):
                row[6].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_parcel_comes_back_and_the_catalogue_says_what_it_says(
    sent: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, parcel = sent
    back = tmp_path / "leaflets-pnb.xlsx"
    back.write_bytes(filled(parcel, title="آن لائن محفوظ", body="=1+1"))
    capsys.readouterr()
    words = ["translate", "import", str(back), "--by", "A. Reader", "--project", str(folder), "--today", program.TODAY]
    assert parser.run([*words, "--json"]) == 7
    said = json.loads(capsys.readouterr().out)
    assert said["taken"] == [TITLE]
    (problem,) = said["problems"]
    assert (problem["slug"], problem["file"], problem["line"]) == ("row-unsound", "leaflets-pnb.xlsx", 3)
    path = folder / "locales" / "pnb" / "LC_MESSAGES" / "leaflets.po"
    file = polib.pofile(str(path))
    assert {entry.msgctxt for entry in file if entry.msgstr} == {TITLE}
    assert file.metadata["Last-Translator"] == "A. Reader"
    assert file.metadata["PO-Revision-Date"].startswith(program.TODAY)
    assert not (folder / "locales" / "pnb" / "approvals.csv").exists()
    written = path.read_bytes()
    assert parser.run([*words, "--quiet"]) == 7
    assert path.read_bytes() == written


def test_a_second_export_of_the_same_words_is_the_same_file(sent: tuple[Path, Path], tmp_path: Path) -> None:
    _, parcel = sent
    fresh = tmp_path / "small"
    shutil.copytree(FOLDER, fresh, ignore=shutil.ignore_patterns("dist", ".*"))
    assert run(fresh, "export", "pnb", "--publication", "everything") == 0
    assert (fresh / "dist" / "translate" / parcel.name).read_bytes() == parcel.read_bytes()


def test_the_parcel_shows_each_page_on_which_something_is_said(sent: tuple[Path, Path]) -> None:
    _, parcel = sent
    with zipfile.ZipFile(parcel) as archive:
        pictures = {Path(name).name: archive.read(name) for name in archive.namelist() if name.endswith(".png")}
        name = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(name)))["Translation"]
    named = {row[5].value for row in sheet.iter_rows(min_row=2)} - {None}
    assert named <= pictures.keys()
    assert sheet["F2"].value == "everything.trifold-dl.1.png"
    picture = Image.open(io.BytesIO(pictures["everything.trifold-dl.1.png"])).convert("RGB")
    margin = picture.crop((0, 0, picture.width // 10, picture.height))
    assert any(red > 150 and green < 60 for _, (red, green, _) in margin.getcolors(100_000) or ())


@pytest.mark.parametrize(
    "words", [("export", "xx"), ("export", "en"), ("export", "pnb", "--publication", "nothing"), ("export",)]
)
def test_what_cannot_be_exported_is_wrong_usage(words: tuple[str, ...], small: Path) -> None:
    assert run(small, *words) == 2
    assert not (small / "dist").exists() or not (small / "dist" / "translate").exists()


def test_a_broken_file_is_a_problem_and_no_catalogue_is_made(small: Path, tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    back.write_bytes(b"PK")
    assert run(small, "import", str(back)) == 1
    assert run(small, "import", str(tmp_path / "nowhere.xlsx")) == 2
    assert not (small / "locales").exists()


# Where messages stand


def line(text: str, top: float, left: float = 10, right: float = 60) -> PageItem:
    return PageItem(left, top, right, top + 5, text)


def test_messages_are_found_over_line_breaks_and_placeholders() -> None:
    pages = [
        DrawnPage(
            "a", 100, 200, (line("Call ", 10), line("0800 1111", 10, 30), line("or tell", 15), line("someone.", 20))
        )
    ]
    spots = marks.find_messages({"a": "Call {childline.phone} or tell someone."}, pages)
    assert spots == {"a": marks.Spot(0, 10, 10, 60, 25)}


def test_the_same_words_twice_are_two_places_and_a_part_of_a_sentence_is_none() -> None:
    pages = [
        DrawnPage(
            "a", 100, 200, (line("Tell somebody today.", 10), line("Tell somebody", 20), line("Tell somebody", 30))
        )
    ]
    spots = marks.find_messages(
        {"one": "Tell somebody", "two": "Tell somebody", "whole": "Tell somebody today."}, pages
    )
    assert {key: spot.top for key, spot in spots.items()} == {"whole": 10, "one": 20, "two": 30}


def test_what_cannot_be_seen_has_no_place() -> None:
    pages = [DrawnPage("a", 100, 200, (line("Something else", 10),))]
    assert marks.find_messages({"alt": "A picture of a cat", "all": "{area}"}, pages) == {}


def test_numbers_in_the_margin_do_not_lie_on_each_other_and_stay_on_the_page() -> None:
    heights = marks.spread([1, 10, 10.5, 11, 99, 99.5], 100)
    assert all(later - earlier >= marks.LEAST_STEP_MM - 1e-9 for earlier, later in pairwise(heights))
    assert heights[0] > 0
    assert heights[-1] < 100
    assert heights[1] == 10
