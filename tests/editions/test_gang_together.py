# SPDX-License-Identifier: MIT
"""Different pieces on one sheet: each as often as its number asks, its back behind its front, folds in line."""

from __future__ import annotations

import functools
import io
import itertools
import subprocess
from collections import Counter
from math import ceil, dist
from pathlib import Path

import pikepdf
import pressed
import pytest
import zxingcpp
from PIL import ImageChops
from plates import separate
from test_gang import FINE, FONT

from leaflets.content.formats import shipped_formats
from leaflets.core.paper import find_paper
from leaflets.editions.sheets.gang import Ganged, GangItem, GangSettings, SlugLabel, gang_up, grid_of
from leaflets.editions.sheets.grid import Turn
from leaflets.editions.sheets.shares import plan_formes, share_out
from leaflets.preflight import raster

NAMES = ("one", "two", "three")


def item(form: str, name: str, direction: str = "ltr", *, proof: bool = False) -> GangItem:
    """Return a piece whose codes bear its name."""
    pdf = pressed.press_file(form, host=f"{name}.example")
    return GangItem(pdf, direction, SlugLabel(f"{name}.{form}.en.press", f"ES-{name}", "1.0", "en", "0" * 16, proof))


def together(form: str, sheet: str, shares: tuple[int, ...], turn: Turn | None = None, *directions: str) -> Ganged:
    ways = itertools.chain(directions, itertools.repeat("ltr"))
    items = [item(form, name, way) for name, _, way in zip(NAMES, shares, ways, strict=False)]
    wish = GangSettings(find_paper(sheet), turn)
    return gang_up(items, shipped_formats()[form], wish=wish, font=FONT, shares=shares)


def codes(ganged: Ganged) -> list[list[tuple[str, float, float]]]:
    """Return the address of each code of each side, with the place of its middle in mm from the bottom left."""
    found = []
    with raster.open_pages(ganged.pdf) as pages:
        for page in pages:
            image = raster.draw_page(page, FINE).convert("L")
            dots, own = FINE / 25.4, []
            for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
                four = code.position
                corners = (four.top_left, four.top_right, four.bottom_right, four.bottom_left)
                x, y = sum(one.x for one in corners) / 4 / dots, sum(one.y for one in corners) / 4 / dots
                own.append((code.text, x, ganged.grid.height - y))
            found.append(own)
    return found


@pytest.mark.parametrize(
    ("form", "sheet", "turn", "shares", "each"),
    [
        ("card-wallet", "sra3", None, (14, 5, 2), 1),
        ("card-dl", "sra3", "work-and-turn", (1, 1), 2),
        ("card-dl", "sra3", "work-and-tumble", (1, 1), 2),
        ("poster-a4", "b2", None, (2, 1, 1), 1),
    ],
)
def test_each_piece_is_there_as_often_as_its_share_and_backs_are_its_own(
    form: str, sheet: str, turn: Turn | None, shares: tuple[int, ...], each: int
) -> None:
    ganged = together(form, sheet, shares, turn)
    assert sum(shares) == ganged.grid.places and ganged.grid.copies == each * ganged.grid.places
    sides = codes(ganged)
    letters = "AB"[: len(pressed.flat_pages(shipped_formats()[form]))]
    wanted = {
        pressed.address(shipped_formats()[form], letter, host=f"{name}.example"): share * each
        for name, share in zip(NAMES, shares, strict=False)
        for letter in letters
    }
    assert Counter(text for side in sides for text, _, _ in side) == wanted
    if len(sides) == 2:
        tumbles, grid, (width, height) = ganged.grid.turn == "work-and-tumble", ganged.grid, ganged.grid.box
        for text, x, y in sides[0]:
            behind = (x, grid.height - y) if tumbles else (grid.width - x, y)
            middles = {(one.x + width / 2, one.y + height / 2): one for one in grid.cells(1)}
            cell = middles[min(middles, key=lambda one: dist(one, behind))]
            own = [other for other, left, up in sides[1] if 0 < left - cell.x < width and 0 < up - cell.y < height]
            assert [other.partition("/A")[0].partition("/B")[0] for other in own] == [
                text.partition("/A")[0].partition("/B")[0]
            ]
            assert own != [text]


def test_a_leaflet_that_reads_the_other_way_lies_head_to_foot_so_that_folds_meet() -> None:
    ganged = together("trifold-dl", "sra2", (2, 2), "sheetwise", "ltr", "rtl")
    with raster.open_pages(ganged.pdf) as pages:
        image = raster.draw_page(pages[0], FINE).convert("L")
    heads: dict[str, set[bool]] = {}
    upright = ganged.grid.turned == 0
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
        four = code.position
        first, second = (four.top_left.y, four.bottom_left.y) if upright else (four.top_left.x, four.bottom_left.x)
        heads.setdefault(code.text.split("/")[2], set()).add(first < second)
    assert {name: len(ways) for name, ways in heads.items()} == {"one.example": 1, "two.example": 1}
    assert heads["one.example"] != heads["two.example"]


def test_its_slug_names_every_piece_and_one_proof_makes_the_sheet_a_proof() -> None:
    items = [item("card-wallet", "one"), item("card-wallet", "two", proof=True)]
    wish = GangSettings(find_paper("sra3"))
    pdf = gang_up(items, shipped_formats()["card-wallet"], wish=wish, font=FONT, shares=(11, 10)).pdf
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    said = " ".join(told.split())
    assert "11 x ES-one 1.0 en, 10 x ES-two 1.0 en" in said and "PROOF" in said
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        assert str(sheet.docinfo.Title) == "2 editions on one sheet"
        packet = sheet.Root.Metadata.read_bytes().decode()
        assert "2 editions on one sheet" in packet and "11 x ES-one" in packet and "Made for a test" not in packet


def test_targets_are_on_every_plate_and_the_strip_has_each_ink(tmp_path: Path) -> None:
    wish, path = GangSettings(find_paper("b2")), tmp_path / "sheet.pdf"
    path.write_bytes(gang_up([item("poster-a4", "one")], shipped_formats()["poster-a4"], wish=wish, font=FONT).pdf)
    with pikepdf.open(path) as sheet:
        drawn = sheet.pages[0].Resources.XObject["/Slug"]
        assert "/All" in [str(space[1]) for space in drawn.Resources.ColorSpace.values()]
        for solid in (b"1 0 0 0 k", b"0 1 0 0 k", b"0 0 1 0 k", b"0 0 0 1 k"):
            assert solid in drawn.read_bytes()
    inks = separate(path, tmp_path / "plates")[0].inks
    common = functools.reduce(ImageChops.darker, inks)
    assert common.getextrema()[1] > 120, "nothing else has all four inks"
    left, bottom, right, _ = (value * 150 / 25.4 for value in gang_block())
    box = common.point(lambda value: 255 if value > 120 else 0).getbbox()
    assert box and box[0] < left + 40 and box[2] > right - 40 and box[3] > common.height - bottom


def gang_block() -> tuple[float, float, float, float]:
    wish = GangSettings(find_paper("b2"))
    return grid_of(item("poster-a4", "one"), shipped_formats()["poster-a4"], wish).block


def test_shares_give_the_shortest_run() -> None:
    for wanted in ((2000, 500, 500), (1, 1, 1), (999, 10, 3), (5000, 4000, 100)):
        for places in (3, 4, 8, 12):
            shares = share_out(wanted, places)
            assert sum(shares) == places and min(shares) >= 1
            best = min(
                max(ceil(number / share) for number, share in zip(wanted, split, strict=True))
                for split in itertools.product(range(1, places + 1), repeat=3)
                if sum(split) == places
            )
            assert max(ceil(number / share) for number, share in zip(wanted, shares, strict=True)) == best


def test_few_plates_or_little_waste() -> None:
    wanted = (2000, 500, 500, 500, 100)
    plates, waste = plan_formes(wanted, 4), plan_formes(wanted, 4, least="waste")
    assert len(plates) == 2 and len(waste) > 2
    for formes in (plates, waste):
        assert sorted(piece for forme in formes for piece in forme.pieces) == [0, 1, 2, 3, 4]
        for forme in formes:
            assert sum(forme.shares) == 4
            for piece, share in zip(forme.pieces, forme.shares, strict=True):
                assert share * forme.sheets >= wanted[piece]
    assert sum(forme.sheets for forme in waste) < sum(forme.sheets for forme in plates)
