# SPDX-License-Identifier: MIT
"""Formats that are one entry of formats.yaml and no code: built, printed, imposed, tiled and shown, in both directions.

The design of tests/projects/formats draws on each panel its number in reading order, and finished files are read back.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import hosted
import pikepdf
import polib
import pypdfium2
import pytest
from PIL import Image
from program import ROOT, run

from leaflets.core.formats import MM_PER_INCH, POINTS_PER_MM
from leaflets.editions.slug import SLUG_MM
from leaflets.languages.catalogue.po import path_of
from leaflets.translate.catalogue_files import open_for_translation, update

TODAY = hosted.TODAY
FLAT_A4 = (297, 210)
GATE = [75.25, 73.25, 73.25, 73.25, 75.25, 75.25, 73.25, 75.25]
PAGES: dict[tuple[str, str], list[tuple[float, float]]] = {
    ("trifold-z", "screen"): [(99, 210)] * 6,
    ("trifold-z", "office"): [FLAT_A4] * 2,
    ("trifold-z", "press"): [FLAT_A4] * 2,
    ("gatefold-a4", "screen"): [(width, 210) for width in GATE],
    ("gatefold-a4", "office"): [FLAT_A4] * 2,
    ("gatefold-a4", "press"): [FLAT_A4] * 2,
    ("square-148", "screen"): [(148, 148)] * 2,
    ("square-148", "office"): [(210, 297)] * 2,
    ("square-148", "press"): [(148, 148)] * 2,
    ("poster-a2", "screen"): [(420, 594)],
    ("poster-a2", "press"): [(420, 594)],
}
"""The trimmed pages of each file, in mm; an A2 poster is nothing for an office printer."""
FOLDS = {"trifold-z": [99, 198], "gatefold-a4": [73.25, 148.5, 223.75]}
LYING = {
    ("trifold-z", "en"): [[5, 6, 1], [2, 3, 4]],
    ("trifold-z", "ar"): [[1, 6, 5], [4, 3, 2]],
    ("gatefold-a4", "en"): [[3, 8, 1, 2], [4, 5, 6, 7]],
    ("gatefold-a4", "ar"): [[2, 1, 8, 3], [7, 6, 5, 4]],
    ("square-148", "en"): [[1], [2]],
    ("square-148", "ar"): [[1], [2]],
}
"""The panels of each side of the flat sheet from the left, by their number in reading order: found by folding paper."""
BIG_PT = 30.0
"""A panel's number is larger than anything else on it."""


@dataclass(frozen=True)
class Made:
    """The project with everything that can be made of it, in English and in Arabic."""

    folder: Path

    @property
    def dist(self) -> Path:
        return self.folder / "dist"

    def edition(self, form: str, language: str, purpose: str) -> bytes:
        return (self.dist / "pdf" / "sizes" / f"sizes.{form}.{language}.{purpose}.pdf").read_bytes()

    def pack(self) -> zipfile.ZipFile:
        (path,) = (self.dist / "print").glob("*.zip")
        return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("formats") / "project"
    shutil.copytree(ROOT / "tests" / "projects" / "formats", folder)
    update(open_for_translation(folder, today=TODAY), ["ar"], today=TODAY)
    hosted.translate(folder, "ar")
    hosted.approve_all(folder, "ar")
    for words in (
        ["build"],
        ["print", "sizes", "--quantity", "500", "--printer", "Example Press"],
        ["impose", "*trifold*", "*gatefold*", "*square*"],
        ["tile", "*poster*"],
        ["site"],
    ):
        done = run(*words, "--project", folder, "--today", str(TODAY), "--quiet")
        assert done.returncode == 0, done.stderr
    return Made(folder)


def boxes(pdf: bytes, name: str) -> list[tuple[float, ...]]:
    """Return a box of each page in mm."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [tuple(round(float(value) / POINTS_PER_MM, 2) for value in page[name]) for page in opened.pages]


def numbers(pdf: bytes) -> list[list[tuple[int, float, float]]]:
    """Return the numbers of the panels on each page, with their x and y in mm from its bottom left, row by row."""
    pages = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            found = []
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                words = text.get_text_bounded(left, bottom, right, top).strip()
                if words.isdecimal() and words != "999" and top - bottom > BIG_PT / 2:
                    found.append((int(words), (left + right) / 2 / POINTS_PER_MM, bottom / POINTS_PER_MM))
            pages.append(sorted(found, key=lambda one: (-round(one[2]), one[1])))
    return pages


def drawn(pdf: bytes, page: int, dpi: int = 300) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")


def marks_along(image: Image.Image, y_mm: float, dpi: int = 300) -> list[float]:
    """Return where black marks cross a level line, in mm from the left."""
    row = int(y_mm / MM_PER_INCH * dpi)
    dark = [x for x in range(image.width) if image.getpixel((x, row)) < 180]  # type: ignore[operator]
    runs: list[list[int]] = []
    for x in dark:
        if not runs or x > runs[-1][-1] + 2:
            runs.append([])
        runs[-1].append(x)
    return [round(sum(run) / len(run) * MM_PER_INCH / dpi, 1) for run in runs]


LANGUAGES = ("en", "ar")
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_folded = pytest.mark.parametrize("form", list(FOLDS))


def folds_of(form: str, language: str) -> Sequence[float]:
    return FOLDS[form] if language == "en" else [297 - at for at in reversed(FOLDS[form])]


@each_language
def test_each_file_has_the_pages_and_boxes_of_its_purpose(made: Made, language: str) -> None:
    there = sorted(path.name for path in (made.dist / "pdf" / "sizes").glob(f"*.{language}.*.pdf"))
    assert there == sorted(f"sizes.{form}.{language}.{purpose}.pdf" for form, purpose in PAGES)
    for (form, purpose), expected in PAGES.items():
        pdf = made.edition(form, language, purpose)
        trims = boxes(pdf, "/TrimBox")
        assert [(round(right - left, 1), round(top - bottom, 1)) for left, bottom, right, top in trims] == [
            pytest.approx((round(width, 1), round(height, 1)), abs=0.11) for width, height in expected
        ], (form, purpose)
        if purpose == "press":
            for trim, bleed in zip(trims, boxes(pdf, "/BleedBox"), strict=True):
                assert bleed == pytest.approx((trim[0] - 3, trim[1] - 3, trim[2] + 3, trim[3] + 3), abs=0.02)


@each_language
@pytest.mark.parametrize("form", ["trifold-z", "gatefold-a4", "square-148", "poster-a2"])
def test_on_a_screen_the_panels_are_read_in_order(made: Made, form: str, language: str) -> None:
    found = numbers(made.edition(form, language, "screen"))
    assert [[number for number, _, _ in page] for page in found] == [[n] for n in range(1, len(found) + 1)]


@each_language
@pytest.mark.parametrize("purpose", ["press", "office"])
@each_folded
def test_panels_lie_on_the_sheet_as_the_fold_wants_them(made: Made, form: str, purpose: str, language: str) -> None:
    found = numbers(made.edition(form, language, purpose))
    assert [[number for number, _, _ in page] for page in found] == LYING[form, language]
    left = SLUG_MM if purpose == "press" else 0
    for page in found:
        for (_, x, _), (start, end) in zip(page, pairwise((0, *folds_of(form, language), 297)), strict=True):
            assert start + 8 < x - left < end - 8, "text keeps its distance from the fold"


@each_language
@each_folded
def test_fold_marks_of_press_files_are_where_the_folds_are(made: Made, form: str, language: str) -> None:
    pdf = made.edition(form, language, "press")
    for page in (0, 1):
        inside = list(folds_of(form, language))
        if page == 0:  # the outside is the inside seen in a mirror
            inside = [297 - at for at in reversed(inside)]
        image = drawn(pdf, page)
        expected = [SLUG_MM + at for at in (0, *inside, 297)]
        for y in (SLUG_MM - 4.4, SLUG_MM + 210 + 4.4):
            assert marks_along(image, y) == pytest.approx(expected, abs=0.2)


@each_language
@each_folded
def test_ticks_of_office_sheets_are_where_the_folds_are(made: Made, form: str, language: str) -> None:
    pdf = made.edition(form, language, "office")
    for page in (0, 1):
        inside = list(folds_of(form, language))
        expected = inside if page else [297 - at for at in reversed(inside)]
        for y in (6.5, 210 - 6.5):
            assert marks_along(drawn(pdf, page), y) == pytest.approx(expected, abs=0.2)


@each_language
def test_two_square_cards_are_cut_out_of_a4_and_their_backs_lie_on_them(made: Made, language: str) -> None:
    front, back = numbers(made.edition("square-148", language, "office"))
    assert [number for number, _, _ in front] == [1, 1] and [number for number, _, _ in back] == [2, 2]
    with pikepdf.open(io.BytesIO(made.edition("square-148", language, "office"))) as opened:
        assert str(opened.Root.ViewerPreferences.Duplex) == "/DuplexFlipLongEdge"
    assert marks_along(drawn(made.edition("square-148", language, "office"), 0), 6.5) == pytest.approx(
        [31, 179], abs=0.2
    )


@each_language
@pytest.mark.parametrize("form", ["trifold-z", "gatefold-a4", "square-148"])
def test_imposed_copies_are_whole_and_in_order(made: Made, form: str, language: str) -> None:
    pdf = (made.dist / "sheets" / f"sizes.{form}.{language}.press.sra3.pdf").read_bytes()
    sides = [[number for number, _, _ in page] for page in numbers(pdf)]
    if form == "square-148":  # work and turn: front and back on the same side
        assert sides == [[1, 2], [1, 2]]
    else:
        assert sides == [[*side, *side] for side in LYING[form, language]]


def test_the_poster_goes_over_a4_sheets_at_its_size(made: Made) -> None:
    for language in LANGUAGES:
        sheets = boxes((made.dist / "tiles" / f"sizes.poster-a2.{language}.screen.a4.pdf").read_bytes(), "/MediaBox")
        assert len(sheets) == 1 + 8
        assert {tuple(sorted((round(width), round(height)))) for _, _, width, height in sheets} == {(210, 297)}


# The pack of a printer


def specification(made: Made) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made.pack().read("specification.json"))
    return found


def test_the_specification_names_each_fold_and_the_finished_size(made: Made) -> None:
    said = {
        (product["format"], product["files"][0]["language"]): (
            product["fold"]["cip4_fold_catalog"],
            product["finished_mm"],
            [[panel["width_mm"] for panel in side] for side in product["panels"]][-1],
            [file["language"] for file in product["files"]],
        )
        for product in specification(made)["products"]
    }
    gate = [73.25, 75.25, 75.25, 73.25]
    assert said == {
        ("trifold-z", "en"): ("F6-1", [99, 210], [99, 99, 99], ["en"]),
        ("trifold-z", "ar"): ("F6-1", [99, 210], [99, 99, 99], ["ar"]),
        ("gatefold-a4", "en"): ("F8-4", [75.25, 210], gate, ["en"]),
        ("gatefold-a4", "ar"): ("F8-4", [75.25, 210], gate, ["ar"]),
        ("square-148", "en"): ("F2-1", [148, 148], [148], ["en", "ar"]),
        ("poster-a2", "en"): ("F2-1", [420, 594], [420], ["en", "ar"]),
    }


@dataclass
class Line:
    """A stroke of a drawing: its points in mm from the bottom left of the page, its width in pt, is it dashed?"""

    points: list[tuple[float, float]]
    width: float
    dashed: bool


def strokes(page: pikepdf.Page) -> Iterator[Line | tuple[float, float, float, float]]:
    """Yield the lines and the rectangles of a page that has no nested transformations."""
    matrix, stack = pikepdf.Matrix(), []
    width, dashed, points = 1.0, False, list[tuple[float, float]]()
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif operator == "w":
            width = float(operands[0])
        elif operator == "d":
            dashed = len(operands[0]) > 0
        elif operator == "re":
            x, y, across, up = map(float, operands)
            (left, bottom), (right, top) = matrix.transform((x, y)), matrix.transform((x + across, y + up))
            yield left / POINTS_PER_MM, bottom / POINTS_PER_MM, right / POINTS_PER_MM, top / POINTS_PER_MM
        elif operator in ("m", "l"):
            at = matrix.transform((float(operands[0]), float(operands[1])))
            points = [] if operator == "m" else points
            points.append((at[0] / POINTS_PER_MM, at[1] / POINTS_PER_MM))
        elif operator == "S" and points:
            yield Line(points, width, dashed)
            points = []


@cache
def drawing(path: Path) -> list[list[Line | tuple[float, float, float, float]]]:
    (pack,) = path.glob("print/*.zip")
    with pikepdf.open(io.BytesIO(zipfile.ZipFile(pack).read("specification.pdf"))) as opened:
        return [list(strokes(page)) for page in opened.pages]


def test_the_drawing_has_a_dashed_line_at_each_fold_of_each_side(made: Made) -> None:
    products, pages = specification(made)["products"], drawing(made.dist)
    assert len(pages) == len(products) == 6
    looked_at = 0
    for product, page in zip(products, pages, strict=True):
        form, language = product["format"], product["files"][0]["language"]
        upright = [one for one in page if isinstance(one, Line) and one.dashed and one.points[0][0] == one.points[1][0]]
        width, height = product["flat_mm"]
        alike = {
            (round(left, 2), round(right, 2))
            for left, bottom, right, top in (one for one in page if isinstance(one, tuple))
            if right - left == pytest.approx(abs(top - bottom) * width / height, rel=0.002)
        }
        # The bleed of a square is a square too: the trim lies inside it.
        sheets = sorted(one for one in alike if not any(one[0] < other[0] < other[1] < one[1] for other in alike))
        assert len(sheets) == product["sides"], "the trim of each side"
        folds = []
        for left, right in sheets:
            within = sorted(one.points[0][0] for one in upright if left < one.points[0][0] < right)
            folds.append([(x - left) / (right - left) * width for x in within])
        inside = list(folds_of(form, language)) if form in FOLDS else []
        expected = [[width - at for at in reversed(inside)], inside][-len(sheets) :]
        assert folds == [pytest.approx(side, abs=0.5) for side in expected], form
        looked_at += sum(map(len, folds))
    assert looked_at == 2 * 2 * (2 + 3)


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        # From the cover down: where each panel begins and ends, 0 is the cover's spine.
        ("trifold-z", [(0, 1), (0, 1), (0, 1)]),
        ("gatefold-a4", [(0, 1), (0.08, 1), (0.08, 1), (0, 1)]),
    ],
)
@each_language
def test_the_folded_piece_is_drawn_as_it_lies(
    made: Made, form: str, ends: list[tuple[float, float]], language: str
) -> None:
    products = specification(made)["products"]
    at = [(product["format"], product["files"][0]["language"]) for product in products].index((form, language))
    (line,) = [one for one in drawing(made.dist)[at] if isinstance(one, Line) and len(one.points) > 4]
    xs = [x for x, _ in line.points]
    left, across = min(xs), max(xs) - min(xs)
    layers: dict[float, list[float]] = {}
    for (x1, y1), (x2, y2) in pairwise(line.points):
        if abs(y1 - y2) < 0.01 and abs(x1 - x2) > across / 2:
            layers[round(y1, 1)] = sorted((x - left) / across for x in (x1, x2))
    found = [layers[y] for y in sorted(layers, reverse=True)]
    if language == "ar":
        found = [[1 - end, 1 - start] for start, end in found]
    assert found == [pytest.approx(pair, abs=0.04) for pair in ends]


# The download site


SAID = (
    "A4, on both sides, flipped on the short edge, at actual size. Fold it like a Z, with the cover on top.",
    "A4, on both sides, flipped on the short edge, at actual size. Fold both ends in, then fold it in the middle,",
    "A4, on both sides, flipped on the long edge, at actual size. Use thick paper and cut along the lines.",
    "For a printer without A2: A4 sheets to be put together. Print at actual size.",
    "Z-fold leaflet",
    "Gatefold leaflet",
    "Square card",
    "A2 poster",
)


def site_pages(made: Made) -> dict[str, str]:
    """Return the publication's page in each language."""
    found = {}
    for path in (made.dist / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if 'class="publication__files' in text:
            found["ar" if '<html lang="ar"' in text else "en"] = " ".join(text.split())
    return found


def test_the_site_says_how_each_is_printed_and_folded(made: Made) -> None:
    english = site_pages(made)["en"]
    assert [words for words in SAID if words not in english] == []
    assert english.count('class="papers__one') == 6 + 8 + 2 + 1


def test_the_site_says_it_in_arabic_from_right_to_left(made: Made) -> None:
    page = site_pages(made)["ar"]
    assert 'dir="rtl"' in page.partition(">")[0] + page[:200]
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(made.folder / path_of("ar")))}
    for english in ("Z-fold leaflet", "Gatefold leaflet", "Square card", "A2 poster"):
        assert words[english] in page
    printed = words["%(paper)s, on both sides, flipped on the short edge, at actual size."] % {"paper": "A4"}
    assert page.count(printed) == 2 and words["Fold it like a Z, with the cover on top."] in page
    assert page.count('class="papers__one') == 6 + 8 + 2 + 1
