# SPDX-License-Identifier: MIT
"""Booklets of several leaves: pages of each leaf side by side as they are read, back to back, moved for the creep."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import program
import pypdfium2
import pytest

from leaflets.core.formats import POINTS_PER_MM

BOOK = """\
formats:
  booklet-8:
    like: booklet-a5
    title: Booklet of eight pages
    pages: 8
    stock: 170 gsm silk
    binding: saddle stitched, two staples
"""
EDITION = "everything.booklet-8.en"
CREEP = 170 * 0.0009


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = program.copy_small(tmp_path_factory.mktemp("book") / "project")
    data = (folder / "data.yaml").read_text(encoding="utf-8")
    data = data.replace("card-dl, card-wallet]", "card-dl, card-wallet, booklet-8]", 1).replace(
        "area:\n", f"{BOOK}area:\n", 1
    )
    (folder / "data.yaml").write_text(data, encoding="utf-8")
    done = program.run("build", "--project", folder, "--today", program.TODAY, "--format", "booklet-8")
    assert done.returncode == 0, done.stderr
    for quantity in ((), ("--quantity", "1000")):
        done = program.run("impose", EDITION, "--project", folder, "--sheet", "sra3", *quantity)
        assert done.returncode == 0, done.stderr
    return folder


@dataclass(frozen=True)
class Page:
    """A page as it lies on a sheet: its number, and where its heading begins, in mm."""

    number: int
    x: float
    y: float


def pages_on(path: Path) -> list[list[Page]]:
    """Return the pages on each side of a sheet by their headings, from the left; page 1 by its title."""
    sides = []
    with pypdfium2.PdfDocument(path) as document:
        for sheet in document:
            text, found = sheet.get_textpage(), list[Page]()
            for number in range(1, 9):
                search = text.search("Safe online" if number == 1 else f"page-{number}", match_case=True)
                while at := search.get_next():
                    left, bottom, _, _ = text.get_charbox(at[0], loose=True)
                    found.append(Page(number, left / POINTS_PER_MM, bottom / POINTS_PER_MM))
            sides.append(sorted(found, key=lambda page: (round(page.y / 60), page.x)))
    return sides


def test_the_office_edition_is_sheets_to_be_folded_into_each_other(project: Path) -> None:
    sides = pages_on(project / "dist" / "pdf" / "everything" / f"{EDITION}.office.pdf")
    assert [[page.number for page in side] for side in sides] == [[8, 1], [2, 7], [6, 3], [4, 5]]


def test_a_sheet_has_both_leaves_back_to_back(project: Path) -> None:
    front, back = pages_on(project / "dist" / "sheets" / f"{EDITION}.press.sra3.1.pdf")
    spreads = [[page.number for page in side] for side in (front, back)]
    leaves = [[numbers[:2], numbers[2:]] for numbers in spreads]
    assert sorted(leaves[0]) == [[6, 3], [8, 1]]
    # Behind each spread of the front is the other side of the same leaf.
    assert leaves[1] == [{8: [2, 7], 6: [4, 5]}[spread[0]] for spread in leaves[0]]


def test_pages_of_the_inner_leaf_move_towards_the_spine_by_its_thickness(project: Path) -> None:
    front, back = pages_on(project / "dist" / "sheets" / f"{EDITION}.press.sra3.1.pdf")
    places = {page.number: page.x for page in (*front, *back)}
    inner, outer = places[3] - places[6], places[7] - places[2]
    assert outer - inner == pytest.approx(2 * CREEP, abs=0.02)


def test_the_list_says_which_leaf_is_where(project: Path) -> None:
    path = project / "dist" / "sheets" / f"{EDITION}.press.sra3.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["code"], row["copies"], row["sheets"]) for row in rows] == [
        ("EX-01 leaf 1", "1", "1000"),
        ("EX-01 leaf 2", "1", "1000"),
    ]


def test_the_press_edition_has_single_pages_and_the_order_says_so(project: Path) -> None:
    with pypdfium2.PdfDocument(project / "dist" / "pdf" / "everything" / f"{EDITION}.press.pdf") as document:
        assert len(document) == 8
    listed = json.loads(program.run("list", "--project", project, "--json").stdout)
    assert [one["pages"] for one in listed["editions"] if one["id"] == f"{EDITION}.office"] == [4]
