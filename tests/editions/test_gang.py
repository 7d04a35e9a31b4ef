# SPDX-License-Identifier: MIT
"""Gang-up: every copy is there, whole, with its own bleed, and its back lies behind its front."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, degrees
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible
import pikepdf
import pressed
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from leaflets.content.formats import shipped_formats
from leaflets.core.formats import POINTS_PER_MM
from leaflets.core.paper import find_paper
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.editions.sheets.gang import Ganged, GangItem, GangSettings, SlugLabel, gang_up
from leaflets.editions.sheets.grid import Margins, PrintPiece, Turn, choose_grid
from leaflets.preflight import raster

FONT = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files" / "AtkinsonHyperlegible-Regular.ttf"
DPI = 50
FINE = 254
"""Ten dots a millimetre."""
WAYS: tuple[tuple[str, str, Turn | None], ...] = (
    ("trifold-dl", "sra3", None),
    ("trifold-dl", "sra2", "work-and-turn"),
    ("booklet-a5", "sra3", None),
    ("booklet-a5", "sra2", "work-and-turn"),
    ("card-dl", "sra3", None),
    ("card-dl", "sra3", "work-and-tumble"),
    ("card-wallet", "sra3", None),
    ("card-wallet", "sra3", "work-and-turn"),
    ("card-wallet", "sra3", "work-and-tumble"),
    ("card-wallet", "sra4", None),
)


@cache
def gang(
    form: str, sheet: str = "sra3", turn: Turn | None = None, *, direction: str = "ltr", proof: bool = True
) -> Ganged:
    label = SlugLabel(f"a-leaflet.{form}.en.press", "ES-01", "1.2", "en", "0123456789abcdef", proof)
    wish = GangSettings(find_paper(sheet), turn)
    item = GangItem(pressed.press_file(form), direction, label)
    return gang_up([item], shipped_formats()[form], wish=wish, font=FONT)


@cache
def pictures(form: str, sheet: str = "sra3", turn: Turn | None = None, direction: str = "ltr") -> list[Image.Image]:
    with raster.open_pages(gang(form, sheet, turn, direction=direction).pdf) as pages:
        return [raster.draw_page(page, DPI) for page in pages]


def letter(pixel: Any) -> str:
    """Return which page a colour is from; # for ink in black, - for paper."""
    red, green, blue = (value > 128 for value in pixel)
    return {(1, 0, 0): "A", (0, 1, 0): "B", (0, 0, 1): "C", (1, 1, 0): "D", (0, 0, 0): "#", (1, 1, 1): "-"}.get(
        (red, green, blue), "?"
    )


def at(image: Image.Image, x: float, y: float) -> str:
    """Return the letter at a place in mm from the bottom left."""
    dots = DPI / 25.4
    return letter(image.getpixel((int(x * dots), image.height - 1 - int(y * dots))))


def drawing(ganged: Ganged, image: Image.Image, side: int, *, across: int = 1) -> list[str]:
    """Return a letter for each copy, or for each share of a copy, row by row; a little below the middle."""
    grid = ganged.grid
    width, height = grid.box
    cells = grid.cells(side)
    rows = [cells[start : start + grid.columns] for start in range(0, len(cells), grid.columns)]
    return [
        "".join(
            at(image, cell.x + width * (share + 0.5) / across, cell.y + height * 0.4)
            for cell in row
            for share in range(across)
        )
        for row in rows
    ]


# How many, and where


@pytest.mark.parametrize(
    ("form", "sheet", "copies", "turn"),
    [
        ("trifold-dl", "sra3", 2, "sheetwise"),
        ("trifold-dl", "sra2", 4, "work-and-turn"),
        ("poster-a4", "sra3", 2, "one side"),
        ("poster-a3", "sra3", 1, "one side"),
        ("booklet-a5", "sra3", 2, "sheetwise"),
        ("card-dl", "sra3", 4, "work-and-turn"),
        ("card-wallet", "sra3", 21, "sheetwise"),
        ("card-wallet", "sra4", 10, "sheetwise"),
    ],
)
def test_as_many_copies_as_fit_lie_on_a_sheet(form: str, sheet: str, copies: int, turn: str) -> None:
    grid = gang(form, sheet).grid
    assert (grid.copies, grid.turn) == (copies, turn)
    found = Counter(code.text for image in fine(form, sheet) for code in read(image))
    letters = "ABCD"[: len(pressed.flat_pages(shipped_formats()[form]))]
    assert found == {pressed.address(shipped_formats()[form], page): copies for page in letters}


def test_cards_of_two_sides_lie_in_rows() -> None:
    front, back = pictures("card-wallet")
    assert drawing(gang("card-wallet"), front, 0) == ["AAA"] * 7
    assert drawing(gang("card-wallet"), back, 1) == ["BBB"] * 7


def test_work_and_turn_has_fronts_on_the_left_and_backs_on_the_right_of_one_form() -> None:
    front, back = pictures("card-dl")
    assert drawing(gang("card-dl"), front, 0) == drawing(gang("card-dl"), back, 1) == ["AB", "AB"]


def test_work_and_tumble_has_fronts_at_the_bottom_and_backs_at_the_top_of_one_form() -> None:
    front, back = pictures("card-dl", turn="work-and-tumble")
    ganged = gang("card-dl", turn="work-and-tumble")
    assert drawing(ganged, front, 0) == drawing(ganged, back, 1) == ["B", "B", "A", "A"]


def test_the_booklet_opens_on_pages_two_and_three_two_pages_a_side() -> None:
    outer, inner = pictures("booklet-a5")
    assert drawing(gang("booklet-a5"), outer, 0, across=2) == ["DA", "DA"]
    assert drawing(gang("booklet-a5"), inner, 1, across=2) == ["BC", "BC"]


def test_the_spine_of_a_booklet_read_from_right_to_left_is_on_the_other_side() -> None:
    outer, inner = pictures("booklet-a5", direction="rtl")
    ganged = gang("booklet-a5", direction="rtl")
    assert drawing(ganged, outer, 0, across=2) == ["AD", "AD"]
    assert drawing(ganged, inner, 1, across=2) == ["CB", "CB"]


def test_nothing_lies_between_the_pages_of_a_spread() -> None:
    grid, (outer, _) = gang("booklet-a5").grid, pictures("booklet-a5")
    assert len(list(grid.cells(0))) >= 2
    for cell in grid.cells(0):
        spine = cell.x + 148.5
        assert [at(outer, spine + step, cell.y + 80) for step in (-1.5, -0.8, 0.8, 1.5)] == ["D", "D", "A", "A"]


def test_nothing_lies_between_the_pages_of_a_spread_on_its_side() -> None:
    ganged = gang("booklet-a5", "sra2", "work-and-turn")
    outer = pictures("booklet-a5", "sra2", "work-and-turn")[0]
    assert {(cell.turned, cell.side) for cell in ganged.grid.cells(0)} == {(90, 0), (270, 1)}
    for cell in ganged.grid.cells(0):
        spine = cell.y + 148.5
        found = [at(outer, cell.x + 120, spine + step) for step in (-1.5, -0.8, 0.8, 1.5)]
        assert found == (["D", "D", "A", "A"] if cell.side == 0 else ["C", "C", "B", "B"])


# Bleed and marks


@pytest.mark.parametrize(("form", "sheet", "turn"), [*WAYS, ("poster-a4", "sra3", None), ("poster-a3", "sra3", None)])
def test_every_copy_keeps_its_own_bleed_and_nothing_beyond_it(form: str, sheet: str, turn: Turn | None) -> None:
    ganged = gang(form, sheet, turn)
    grid, (width, height) = ganged.grid, ganged.grid.box
    for side, image in enumerate(pictures(form, sheet, turn)):
        cells = list(grid.cells(side))
        assert cells
        for cell in cells:
            middle_x, middle_y = cell.x + width * 0.4, cell.y + height * 0.4
            for out in (0.6, 2.4):
                around = [
                    at(image, cell.x - out, middle_y),
                    at(image, cell.x + width + out, middle_y),
                    at(image, middle_x, cell.y - out),
                    at(image, middle_x, cell.y + height + out),
                ]
                assert set(around) <= set("ABCD"), f"{around} {out} mm outside {cell}"
        left, bottom, right, _ = grid.block
        for x, y in ((left - 4, bottom + 20), (right + 3.6, bottom + 20), (left + 20, bottom - 3.6)):
            assert at(image, x, y) in "-", "the copy's own black surroundings are clipped"


@pytest.mark.parametrize(("form", "sheet", "turn"), WAYS)
def test_marks_stand_outside_the_bleed_and_inside_the_margins(form: str, sheet: str, turn: Turn | None) -> None:
    grid = gang(form, sheet, turn).grid
    left, bottom, right, top = grid.block
    looked_at = 0
    for mark in [mark for side in (0, 1) for mark in grid.marks(side)]:
        looked_at += 1
        outside = max(left - max(mark.x1, mark.x2), min(mark.x1, mark.x2) - right, bottom - max(mark.y1, mark.y2),
                      min(mark.y1, mark.y2) - top)  # fmt: skip
        assert outside >= 3.5 - 1e-6
        assert min(mark.x1, mark.x2) >= 5 - 1e-6 and max(mark.x1, mark.x2) <= grid.width - 5 + 1e-6
        assert min(mark.y1, mark.y2) >= 10 - 1e-6 and max(mark.y1, mark.y2) <= grid.top + 1e-6
    assert looked_at >= 2 * 8


def test_every_cut_has_a_mark_at_both_ends() -> None:
    grid = gang("card-wallet").grid
    marks = [(mark.x1, mark.y1, mark.x2, mark.y2) for mark in grid.marks(0)]
    upright, level = grid.cuts()
    assert (len(upright), len(level)) == (6, 14)
    assert Counter(x1 for x1, _, x2, _ in marks if x1 == x2) == dict.fromkeys(upright, 2)
    assert Counter(y1 for _, y1, _, y2 in marks if y1 == y2) == dict.fromkeys(level, 2)


def test_fold_marks_are_dashed_and_meet_on_both_sides() -> None:
    grid = gang("trifold-dl").grid
    left = grid.block[0]
    assert grid.folds(0)[0] == [round(left + fold, 4) for fold in (97, 197)]
    front, back = grid.folds(0)[0], grid.folds(1)[0]
    assert sorted(round(grid.width - x, 3) for x in back) == [round(x, 3) for x in front]
    turned = gang("trifold-dl", "sra2").grid
    assert turned.folds(0)[1] == turned.folds(1)[1] and len(turned.folds(0)[1]) == 4


@pytest.mark.parametrize(("form", "sheet", "turn"), [*WAYS, ("poster-a3", "sra3", None)])
def test_no_ink_comes_near_the_edges_least_of_all_the_gripper_edge(form: str, sheet: str, turn: Turn | None) -> None:
    both_ends = turn == "work-and-tumble"
    for image in pictures(form, sheet, turn):
        assert raster.ink_at_edge(image, 4.9, DPI) == ""
        gripper = image.crop((0, image.height - int(9.9 / 25.4 * DPI), image.width, image.height))
        assert raster.lightness(gripper.convert("L"), (0, 0, *gripper.size))[0] > raster.PAPER
        if both_ends:
            assert raster.ink_at_edge(image.crop((0, 0, image.width, image.height // 2)), 9.9, DPI) != "top"


# Fronts and backs


@dataclass(frozen=True)
class Seen:
    """A page as it lies on a sheet: its letter, the middle of its trim in mm from the bottom left, how it is turned."""

    page: str
    x: float
    y: float
    head: int


@cache
def fine(form: str, sheet: str, turn: Turn | None = None) -> list[Image.Image]:
    with raster.open_pages(gang(form, sheet, turn).pdf) as pages:
        return [raster.draw_page(page, FINE).convert("L") for page in pages]


def read(image: Image.Image) -> Sequence[zxingcpp.Barcode]:
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return zxingcpp.read_barcodes(image, formats=kind, try_invert=False)


def seen(form: str, image: Image.Image) -> list[Seen]:
    """Find the pages on a picture of a sheet by their QR codes, which stand at the same place of each."""
    dots = FINE / 25.4
    sizes = dict(zip("ABCD", pressed.flat_pages(shipped_formats()[form]), strict=False))
    found = []
    for code in read(image):
        four = code.position
        corners = [four.top_left, four.top_right, four.bottom_right, four.bottom_left]
        x, y = sum(corner.x for corner in corners) / 4 / dots, (image.height - sum(c.y for c in corners) / 4) / dots
        head = round(degrees(atan2(four.top_left.y - four.top_right.y, four.top_right.x - four.top_left.x)) / 90) * 90
        page = code.text[-1]
        width, height = sizes[page]
        # From the middle of the code to the middle of the page, on an upright page.
        right, up = width / 2 - 5 - pressed.CODE_MM / 2, 10 + pressed.CODE_MM / 2 - height / 2
        for _ in range(head % 360 // 90):
            right, up = -up, right
        found.append(Seen(page, x + right, y + up, head % 360))
    return found


@pytest.mark.parametrize(("form", "sheet", "turn"), WAYS)
def test_backs_lie_on_their_fronts_within_a_fifth_of_a_millimetre(form: str, sheet: str, turn: Turn | None) -> None:
    grid = gang(form, sheet, turn).grid
    front, back = (seen(form, image) for image in fine(form, sheet, turn))
    partner = {"A": "B", "B": "A", "C": "D", "D": "C"}
    tumbles = grid.turn == "work-and-tumble"
    assert len(front) == len(back) >= grid.copies
    for one in front:
        x, y = (one.x, grid.height - one.y) if tumbles else (grid.width - one.x, one.y)
        near = min(back, key=lambda other: (other.x - x) ** 2 + (other.y - y) ** 2)
        assert near.page == partner[one.page]
        assert abs(near.x - x) < 0.2 and abs(near.y - y) < 0.2, f"{one} and {near}"
        turned_over = (180 - one.head if tumbles else -one.head) % 360
        assert near.head == turned_over, "the heads of front and back are at the same end"


@pytest.mark.parametrize(
    ("form", "sheet", "turn", "flip"),
    [
        ("card-wallet", "sra3", None, "/DuplexFlipLongEdge"),
        ("card-wallet", "sra4", None, "/DuplexFlipShortEdge"),
        ("card-dl", "sra3", "work-and-tumble", "/DuplexFlipShortEdge"),
        ("poster-a3", "sra3", None, None),
    ],
)
def test_a_digital_press_is_told_how_to_turn_the_sheet(form: str, sheet: str, turn: Turn | None, flip: str) -> None:
    with pikepdf.open(io.BytesIO(gang(form, sheet, turn).pdf)) as pdf:
        assert pdf.Root.ViewerPreferences.get("/Duplex") == flip
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


# The file


def test_boxes_tell_where_the_copies_are() -> None:
    ganged = gang("card-wallet")
    with pikepdf.open(io.BytesIO(ganged.pdf)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            media, crop, bleed, trim = (
                [float(value) / POINTS_PER_MM for value in page[name]]
                for name in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")
            )
            assert media == crop == pytest.approx([0, 0, 320, 450], abs=0.01)
            assert trim == pytest.approx(list(ganged.grid.block), abs=0.01)
            assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([3 * 85 + 12, 7 * 55 + 36], abs=0.01)
            assert bleed == pytest.approx([trim[0] - 3, trim[1] - 3, trim[2] + 3, trim[3] + 3], abs=0.01)


def test_a_sheet_stays_what_the_press_edition_was() -> None:
    with (
        pikepdf.open(io.BytesIO(pressed.press_file("card-dl"))) as source,
        pikepdf.open(io.BytesIO(gang("card-dl").pdf)) as sheet,
    ):
        before, after = source.Root.OutputIntents[0], sheet.Root.OutputIntents[0]
        assert after.S == "/GTS_PDFX" and str(after.OutputConditionIdentifier) == "FOGRA39"
        assert after.DestOutputProfile.read_bytes() == before.DestOutputProfile.read_bytes()
        said = sheet.Root.Metadata.read_bytes().decode()
        assert "PDF/X-4" in said and str(sheet.docinfo.Trapped) == "/False" and str(sheet.Root.Lang) == "en"
        assert pressed.IDENTITY not in said, "another file has another id"
        assert sheet.pdf_version == source.pdf_version
        assert all("/Annots" not in page for page in sheet.pages)


def test_copies_share_what_they_draw() -> None:
    pdf = gang("card-wallet").pdf
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        drawn = [dict(page.Resources.XObject.items()) for page in sheet.pages]
        slugs = [forms.pop("/Slug") for forms in drawn]
        forms = {form.objgen for forms in drawn for form in forms.values()}
        fonts = {font.objgen for slug in slugs for font in slug.Resources.Font.values()}
        assert (len(forms), len(fonts)) == (2, 1)
    assert len(pdf) < len(pressed.press_file("card-wallet")) + 16_000, "the copies weigh less than the slug line's font"


def test_the_same_edition_gives_the_same_sheets() -> None:
    assert gang("card-dl").pdf == gang.__wrapped__("card-dl").pdf


# The slug line


def words(ganged: Ganged) -> list[str]:
    document = pypdfium2.PdfDocument(ganged.pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_the_slug_line_says_what_the_sheet_is() -> None:
    front, back = words(gang("card-wallet"))
    for part in ("ES-01 version 1.2", "a-leaflet.card-wallet.en.press", "0123456789ab", "SRA3", "21 copies"):
        assert part in front and part in back
    assert "Side 1 of 2: fronts" in front and "Side 2 of 2: backs" in back
    assert "turn left to right, the gripper edge stays" in front
    assert "Gripper edge: bottom, 320 mm" in front


def test_a_proof_stays_a_proof() -> None:
    assert all(text.startswith("PROOF") for text in words(gang("card-wallet")))
    assert not any("PROOF" in text for text in words(gang("card-wallet", proof=False)))


@pytest.mark.parametrize(("form", "sheet", "turn"), [*WAYS, ("poster-a4", "sra3", None), ("poster-a3", "sra3", None)])
def test_the_slug_line_keeps_clear_of_bleed_marks_and_margins(form: str, sheet: str, turn: Turn | None) -> None:
    ganged = gang(form, sheet, turn)
    left, bottom, right, top = ganged.grid.block
    document = pypdfium2.PdfDocument(ganged.pdf)
    looked_at = 0
    for side, page in enumerate(document):
        text = page.get_textpage()
        for number in range(text.count_rects()):
            x1, y1, x2, y2 = (value / POINTS_PER_MM for value in text.get_rect(number))
            looked_at += 1
            assert max(left - x2, x1 - right, bottom - y2, y1 - top) > 3.3
            assert x1 > 5 and x2 < ganged.grid.width - 5 and y1 > 10 and y2 < ganged.grid.height - 5
            for mark in ganged.grid.marks(side):
                apart = mark.x1 > x2 or mark.x2 < x1 or max(mark.y1, mark.y2) < y1 or min(mark.y1, mark.y2) > y2
                assert apart or min(mark.x1, mark.x2) > x2 or max(mark.x1, mark.x2) < x1
        text.close()
    document.close()
    assert looked_at >= 1


# Refusals


def refused(form: str, sheet: str, turn: Turn | None = None) -> str:
    with pytest.raises(ProblemsFound) as found:
        gang(form, sheet, turn)
    (problem,) = found.value.problems
    assert problem.hint
    return f"{problem.slug}: {problem.message}"


def test_a_sheet_that_is_too_small_is_refused_with_the_sizes() -> None:
    said = refused("poster-a3", "sra4")
    assert said.startswith("sheet-too-small") and "303 x 426 mm" in said and "225 x 320 mm" in said


def test_a_turn_that_needs_more_room_is_refused() -> None:
    assert "work and turn two copies must fit side by side" in refused("trifold-dl", "sra3", "work-and-turn")


def test_a_file_of_another_format_is_refused() -> None:
    wish, label = GangSettings(find_paper("sra2")), SlugLabel("x", "ES-01", "1.0", "en", "0", False)
    for form, other in (("card-dl", "booklet-a5"), ("card-dl", "card-wallet"), ("poster-a4", "poster-a3")):
        with pytest.raises(ProblemsFound) as found:
            gang_up([GangItem(pressed.press_file(form), "ltr", label)], shipped_formats()[other], wish=wish, font=FONT)
        assert [problem.slug for problem in found.value.problems] == ["not-this-format"]


def test_smaller_margins_make_room() -> None:
    piece = PrintPiece(297, 210, 3, 2, (97, 197))
    with pytest.raises(ProblemsFound):
        choose_grid(piece, find_paper("sra4"))
    assert choose_grid(piece, find_paper("sra4"), margins=Margins(8, 3)).copies == 1


@pytest.mark.parametrize(
    ("text", "hint"), [("sra33", "did you mean sra3"), ("foolscap", "name one of"), ("3x4", "name one")]
)
def test_paper_that_there_is_not_is_refused_with_the_nearest_name(text: str, hint: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        find_paper(text)
    assert found.value.exit_code == ExitCode.USAGE
    assert hint in found.value.problems[0].hint


@pytest.mark.parametrize("text", ["320x450", "450 x 320 mm", "320×450"])
def test_a_sheet_may_be_named_by_its_size(text: str) -> None:
    paper = find_paper(text)
    assert (paper.short, paper.long, paper.name) == (320, 450, "320x450")


def test_grids_never_overlap_and_stay_on_the_sheet() -> None:
    looked_at = 0
    for size in ((85, 55), (99, 210), (148, 210), (60, 60)):
        for name in ("sra3", "sra2", "330x487", "a3"):
            for turn in (None, "work-and-turn", "work-and-tumble", "sheetwise"):
                grid = choose_grid(PrintPiece(*size, 3, 2), find_paper(name), turn=turn)  # type: ignore[arg-type]
                left, bottom, right, top = grid.block
                assert left - 3 >= 6.5 - 1e-6 and right + 3 <= grid.width - 6.5 + 1e-6
                assert bottom - 3 >= 11.5 - 1e-6 and top + 3 <= grid.top - 1.5 + 1e-6
                assert left + right == pytest.approx(grid.width), "the block lies in the middle, so that it backs up"
                for cuts in grid.cuts():
                    assert all(later - earlier >= 6 - 1e-6 for earlier, later in pairwise(sorted(cuts)))
                    looked_at += 1
    assert looked_at == 4 * 4 * 4 * 2
