# SPDX-License-Identifier: MIT
"""Tiles: cut along the lines and laid on each other, the sheets are the poster again, at its size."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import fontpkg_atkinson_hyperlegible
import pikepdf
import pressed
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from leaflets.core.formats import points
from leaflets.core.paper import find_paper
from leaflets.core.problems import ProblemsFound
from leaflets.editions.sheets.tile import EDGE, NOTE, Tiled, TileLabel, TilePlan, divide, seams, tile
from leaflets.editions.sheets.tile_sheets import Landmarks, find_landmarks
from leaflets.preflight import raster

FONTS = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files"
LABEL = TileLabel(
    "a-poster.poster-a3.en.screen",
    "ES-02",
    "1.3",
    FONTS / "AtkinsonHyperlegible-Regular.ttf",
    FONTS / "AtkinsonHyperlegible-Bold.ttf",
)
A3 = (297.0, 420.0)
DPI = 254
"""Ten dots a millimetre."""
FINE = 508
"""Twenty dots a millimetre."""
QUARTERS = {"A": "1 0 0", "B": "0 1 0", "C": "0 0 1", "D": "1 1 0"}
CODES = {"https://example.org/middle": (140.0, 300.0), "https://example.org/left": (20.0, 190.0)}
"""Where the bottom left corner of each code stands: the first across the middle, the second across half the height."""
WIRE = (40.0, 260.0)
"""The x of two hairlines 220 mm apart."""


@cache
def poster(width: float = A3[0], height: float = A3[1], pages: int = 1) -> bytes:
    """Return a screen edition with a colour in each quarter, two codes and two hairlines."""
    half_width, half_height = width / 2, height / 2
    corners = {"A": (0, half_height), "B": (half_width, half_height), "C": (0, 0), "D": (half_width, 0)}
    ops = [
        f"{rgb} rg {pressed.rectangle(*corners[letter], half_width, half_height)}" for letter, rgb in QUARTERS.items()
    ]
    ops += [pressed.code(text, *place) for text, place in CODES.items()]
    ops += [f"0 g {pressed.rectangle(x - 0.1, 0, 0.2, height)}" for x in WIRE]
    pdf = pikepdf.new()
    for _ in range(pages):
        box = [0, 0, points(width), points(height)]
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=box,
            TrimBox=box,
            Resources=pikepdf.Dictionary(),
            Contents=pdf.make_stream("\n".join(ops).encode()),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.docinfo["/Title"] = "You can tell someone"
    pdf.Root.Lang = pikepdf.String("en")
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def tiled(paper: str = "a4", overlap: float = 10) -> Tiled:
    return tile(poster(), find_paper(paper), overlap=overlap, label=LABEL)


@cache
def pictures(paper: str = "a4", overlap: float = 10, dpi: int = DPI) -> list[Image.Image]:
    return drawn(tiled(paper, overlap).pdf, dpi)


def drawn(pdf: bytes, dpi: int) -> list[Image.Image]:
    with raster.open_pages(pdf) as pages:
        return [raster.draw_page(page, dpi) for page in pages]


def together(plan: TilePlan, sheets: Sequence[Image.Image]) -> Image.Image:
    """Cut the sheets along their lines and lay them on each other, from the top left, strips and all."""
    dots = DPI / 25.4
    whole = Image.new("RGB", (round(plan.poster[0] * dots), round(plan.poster[1] * dots)), "white")
    for part, sheet in zip(plan.parts(), sheets, strict=True):
        left, top, right, bottom = part.box
        x, y = EDGE + NOTE, EDGE + NOTE
        cut = (x, y, x + right - left + part.right, y + bottom - top + part.below)
        piece = sheet.crop(tuple(round(value * dots) for value in cut))  # type: ignore[arg-type]
        whole.paste(piece, (round(left * dots), round(top * dots)))
    return whole


# Where it is divided


def test_an_a3_poster_takes_four_sheets_of_a4() -> None:
    plan = tiled().plan
    assert plan.sheets == 4 and len(pictures()) == 5
    assert [part.name for part in plan.parts()] == ["A1", "A2", "B1", "B2"]
    assert (plan.width, plan.height) == (210, 297)


@pytest.mark.parametrize("overlap", [5, 10, 25, 40])
@pytest.mark.parametrize("paper", ["a4", "a5", "216x279"])
@pytest.mark.parametrize("size", [A3, (420.0, 594.0), (600.0, 300.0)])
def test_the_parts_cover_the_poster_and_fit_on_their_sheets(
    size: tuple[float, float], paper: str, overlap: float
) -> None:
    plan = divide(size, find_paper(paper), overlap=overlap)
    assert plan.columns[0] == plan.rows[0] == 0 and (plan.columns[-1], plan.rows[-1]) == size
    for part in plan.parts():
        left, top, right, bottom = part.box
        assert right - left + part.right <= plan.width - 2 * (EDGE + NOTE) + 1e-3
        assert bottom - top + part.below <= plan.height - 2 * (EDGE + NOTE) + 1e-3
        assert min(right - left, bottom - top) >= overlap - 1e-3, "a strip lies under one neighbour only"


def test_without_anything_to_spare_the_parts_are_even() -> None:
    widths = [later - earlier for earlier, later in pairwise(seams(700, 188, 10))]
    assert len(widths) == 4 and max(widths) - min(widths) < 1e-6


def test_seams_keep_out_of_codes_first_and_of_lines_of_text_second() -> None:
    assert seams(300, 188, 10) == (0, 150, 300)
    assert seams(300, 188, 10, ([(140, 160)], [])) == (0, 138, 300)
    assert seams(300, 188, 10, ([(140, 160)], [(120, 139)])) == (0, 162, 300)
    assert seams(300, 188, 10, ([(140, 160)], [(100, 200)])) == (0, 138, 300), "a line is cut before a code is"


def test_what_the_poster_holds_decides_where_it_is_divided() -> None:
    bare = divide(A3, find_paper("a4"), overlap=10)
    assert bare.columns == (0, 148.5, 297) and bare.rows == (0, 210, 420)
    plan, found = tiled().plan, find_landmarks(poster())
    assert len(found.codes) == 2
    for (left, top, right, bottom), (x, y) in zip(sorted(found.codes), sorted(CODES.values()), strict=True):
        quiet = (x, A3[1] - y - pressed.CODE_MM, x + pressed.CODE_MM, A3[1] - y)
        assert (left, top, right, bottom) == pytest.approx(quiet, abs=0.5)
        assert not any(left - 2 < x < right + 2 for x in plan.columns[1:-1])
        assert not any(top - 2 < y < bottom + 2 for y in plan.rows[1:-1])


def test_lines_of_text_are_found_where_they_stand() -> None:
    found = find_landmarks(tile(poster(), find_paper("a4"), overlap=10, label=LABEL).pdf, 1)
    name = min(found.lines, key=lambda box: (box[1], box[0]))
    assert name[0] == pytest.approx(EDGE + NOTE + 2, abs=0.6) and EDGE < name[1] < name[3] < EDGE + NOTE
    assert Landmarks() == Landmarks((), ())


# What is on the sheets


@pytest.mark.parametrize(("paper", "overlap"), [("a4", 10), ("a4", 20), ("a5", 10)])
def test_laid_together_the_sheets_are_the_poster(paper: str, overlap: float) -> None:
    (whole,) = drawn(poster(), DPI)
    plan = tiled(paper, overlap).plan
    found = together(plan, pictures(paper, overlap)[1:])
    whole = whole.crop((0, 0, *found.size))
    different = ImageChops.difference(found, whole).convert("L").point(lambda value: 255 if value > 60 else 0)
    share = different.histogram()[255] / (different.width * different.height)
    assert share < 0.001, "one sheet laid down 0.2 mm out of place would change 0.4 % of the poster"


def test_each_sheet_shows_its_quarter() -> None:
    letters = {(255, 0, 0): "A", (0, 255, 0): "B", (0, 0, 255): "C", (255, 255, 0): "D"}
    found = []
    for picture in pictures()[1:]:
        pixel = picture.getpixel((round(60 / 25.4 * DPI), round(40 / 25.4 * DPI)))
        found.append(letters[pixel])  # type: ignore[index]
    assert found == ["A", "B", "C", "D"]


def test_sizes_are_true_to_a_tenth_of_a_millimetre() -> None:
    dots = FINE / 25.4
    plan = tiled().plan
    places = []
    for part, column in ((1, 0), (2, 1)):
        with raster.open_pages(tiled().pdf) as pages:
            picture = raster.draw_page(pages[part], FINE).convert("RGB")
        row = picture.crop((0, round(30 * dots), picture.width, round(30 * dots) + 1))
        begin, end = round((EDGE + NOTE + 1) * dots), round((EDGE + NOTE + 130) * dots)
        dark = [x for x in range(begin, end) if sum(row.getpixel((x, 0))) < 128]  # type: ignore[arg-type]
        places.append(sum(dark) / len(dark) / dots - EDGE - NOTE + plan.columns[column])
        assert len(dark) == pytest.approx(0.2 * dots, abs=2)
    assert places[0] == pytest.approx(WIRE[0], abs=0.1)
    assert places[1] - places[0] == pytest.approx(WIRE[1] - WIRE[0], abs=0.1), "over the seam"


def test_the_line_to_measure_is_a_hundred_millimetres_long() -> None:
    dots = FINE / 25.4
    with raster.open_pages(tiled().pdf) as pages:
        page = raster.draw_page(pages[0], FINE).convert("L")
    line = page.crop((0, page.height - round(18.2 * dots), page.width, page.height - round(17.8 * dots)))
    left, _, right, _ = line.point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0)
    stroke = 0.25 / points(1)
    assert (right - left) / dots - stroke == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize("paper", ["a4", "a5", "216x279"])
def test_nothing_is_printed_where_printers_cannot_print(paper: str) -> None:
    assert [raster.ink_at_edge(picture, 4.9, DPI) for picture in pictures(paper)] == [""] * len(pictures(paper))


def test_every_code_is_whole_on_one_of_the_sheets() -> None:
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = {code.text for picture in pictures()[1:] for code in zxingcpp.read_barcodes(picture, formats=kind)}
    assert found == set(CODES)


def words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_each_sheet_says_its_name_and_what_is_glued_to_it() -> None:
    _, *sheets = words(tiled().pdf)
    expected = {"A1": {"A2", "B1"}, "A2": {"B2"}, "B1": {"B2"}, "B2": set()}
    for number, (text, (name, glued)) in enumerate(zip(sheets, expected.items(), strict=True), start=1):
        assert name in text and f"sheet {number} of 4, a-poster.poster-a3.en.screen, ES-02 version 1.3" in text
        assert {other for other in expected if f"glue {other} here" in text} == glued


def test_the_first_page_says_and_shows_how_it_goes_together() -> None:
    cover = words(tiled().pdf)[0]
    assert cover.startswith("How to put the poster together")
    for part in ("You can tell someone", "297 x 420 mm", "4 sheets of A4", "100 %", "dashed lines", "glue", "100 mm"):
        assert part in cover
    assert [name in cover for name in ("A1", "A2", "B1", "B2", "C1")] == [True] * 4 + [False]
    colours = {pixel for _, pixel in pictures()[0].resize((200, 283)).getcolors(100_000) or ()}
    assert {(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)} <= colours


def test_a_title_in_another_script_is_called_by_its_code() -> None:
    with pikepdf.open(io.BytesIO(poster())) as pdf:
        pdf.docinfo["/Title"] = "مدد حاصل کریں (DRAFT TRANSLATION)"
        stream = io.BytesIO()
        pdf.save(stream)
    done = tile(stream.getvalue(), find_paper("a4"), overlap=10, label=LABEL)
    with raster.open_pages(done.pdf) as pages:
        said = pages[0].get_textpage().get_text_range()
    assert "ES-02, a-poster.poster-a3.en.screen" in " ".join(said.split())


def test_strips_for_the_glue_are_striped_and_only_where_a_neighbour_is_laid() -> None:
    plan = tiled().plan
    first, last = pictures()[1], pictures()[4]
    dots = DPI / 25.4
    for picture, part, striped in ((first, next(plan.parts()), True), (last, [*plan.parts()][3], False)):
        edge = EDGE + NOTE + part.box[2] - part.box[0]
        band = picture.crop((round((edge + 1) * dots), round(20 * dots), round((edge + 9) * dots), round(60 * dots)))
        assert (len(band.convert("L").getcolors() or ()) > 3) is striped


# The file


def test_the_file_is_small_and_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(tiled().pdf)) as pdf:
        assert str(pdf.docinfo.Title) == "You can tell someone" and str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None" and pdf.Root.ViewerPreferences.Duplex == "/Simplex"
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        cover, *sheets = (page.Resources.XObject for page in pdf.pages)
        posters = [cover["/Marks"].Resources.XObject["/P0"], *(sheet["/P0"] for sheet in sheets)]
        assert len({poster.objgen for poster in posters}) == 1 < len(posters), "the poster is there once"
        fonts = [font for page in pdf.pages for font in page.Resources.XObject["/Marks"].Resources.Font.values()]
        assert len({font.objgen for font in fonts}) == 2 < len(fonts), "each font is there once"
        assert all("/FontFile2" in font.FontDescriptor and "+" in str(font.BaseFont) for font in fonts)
    assert len(tiled().pdf) < len(poster()) + 40_000


def test_the_same_poster_gives_the_same_sheets() -> None:
    assert tile(poster(), find_paper("a4"), overlap=10, label=LABEL).pdf == tiled().pdf


# Refusals


@pytest.mark.parametrize(
    ("pdf", "paper", "overlap", "slug"),
    [
        (poster(210, 297), "a4", 10, "poster-fits"),
        (poster(297, 210), "a4", 10, "poster-fits"),
        (poster(pages=2), "a4", 10, "not-a-poster"),
        (poster(), "60x60", 25, "paper-too-small"),
        (poster(), "50x60", 10, "paper-too-small"),
    ],
)
def test_what_makes_no_sense_is_refused(pdf: bytes, paper: str, overlap: float, slug: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        tile(pdf, find_paper(paper), overlap=overlap, label=LABEL)
    assert [problem.slug for problem in found.value.problems] == [slug]
    assert found.value.problems[0].hint
