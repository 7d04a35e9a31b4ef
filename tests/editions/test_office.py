# SPDX-License-Identifier: MIT
"""Imposition: panels lie where the fold wants them, at true size, and clear of the sheet's edge."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
import small
from PIL import Image

from leaflets.content.formats import shipped_formats
from leaflets.core.formats import points
from leaflets.editions.office import office, office_flip, office_sides, only_panels
from leaflets.editions.sheets.placement import Clip, Placement, SheetSide, draw_side, impose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import lay_out
from leaflets.layout.pages import Rendered
from leaflets.preflight import raster

COLOURS = {"A": "#cc0000", "B": "#00aa00", "C": "#0000cc", "D": "#cccc00", "E": "#00cccc", "F": "#cc00cc"}


@cache
def painted(form: str) -> Composed:
    """Return the layout with each panel in a colour of its own, called A, B, C ... in reading order."""
    composed = small.composed(form)
    panels = zip(composed.format.panels, COLOURS.values(), strict=False)
    css = "\n".join(f"@page {panel.name} {{ background: {colour} }}" for panel, colour in panels)
    return replace(small.with_css(form, css), html=composed.html.replace("bleed plain__ground", "none"))


@cache
def sheets(form: str, direction: str = "ltr") -> list[Image.Image]:
    """Return the sheets before they are redrawn for toner."""
    return placed(small.renderer().render(painted(form)), office_sides(painted(form).format, direction))


def placed(rendered: Rendered, sides: list[SheetSide]) -> list[Image.Image]:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(rendered.pdf)) as source, impose(only_panels(source, rendered), sides) as pdf:
        pdf.save(out)
    with raster.open_pages(out.getvalue()) as document:
        return [raster.draw_page(page, 50) for page in document]


def drawing(image: Image.Image, columns: Sequence[float], rows: Sequence[float]) -> list[str]:
    """Return a letter for the colour at each place, given as shares of the sheet."""
    letters = {tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)): letter for letter, colour in COLOURS.items()}

    def letter(x: float, y: float) -> str:
        pixel = image.getpixel((int(x * image.width), int(y * image.height)))
        return letters.get(pixel, "-")  # type: ignore[arg-type]

    return ["".join(letter(x, y) for x in columns) for y in rows]


THIRDS = (1 / 6, 1 / 2, 5 / 6)


def test_the_trifold_lies_flap_back_cover_and_inside_in_order() -> None:
    outside, inside = sheets("trifold-dl")
    assert drawing(outside, THIRDS, (0.6, 0.8)) == ["BFA", "BFA"]
    assert drawing(inside, THIRDS, (0.6, 0.8)) == ["CDE", "CDE"]


def test_the_trifold_of_a_language_from_right_to_left_is_mirrored() -> None:
    outside, inside = sheets("trifold-dl", "rtl")
    assert drawing(outside, THIRDS, (0.6,)) == ["AFB"]
    assert drawing(inside, THIRDS, (0.6,)) == ["EDC"]


def test_the_folds_are_where_the_flap_is_narrower() -> None:
    outside, inside = sheets("trifold-dl")
    assert drawing(outside, (96 / 297, 98 / 297, 196 / 297, 198 / 297), (0.6,)) == ["BFFA"]
    assert drawing(inside, (99 / 297, 101 / 297, 199 / 297, 201 / 297), (0.6,)) == ["CDDE"]


def test_the_booklet_opens_on_pages_two_and_three() -> None:
    outer, inner = sheets("booklet-a5")
    assert drawing(outer, (0.25, 0.75), (0.5,)) == ["DA"]
    assert drawing(inner, (0.25, 0.75), (0.5,)) == ["BC"]


def test_three_dl_cards_fill_a_sheet() -> None:
    front, back = sheets("card-dl")
    assert drawing(front, THIRDS, (0.6,)) == ["AAA"]
    assert drawing(back, THIRDS, (0.6,)) == ["BBB"]


def test_ten_wallet_cards_fill_a_sheet() -> None:
    front, back = sheets("card-wallet")
    columns, rows = (0.05, 0.3, 0.7, 0.95), (0.02, 0.2, 0.4, 0.5, 0.7, 0.9, 0.985)
    assert drawing(front, columns, rows) == ["----", *["-AA-"] * 5, "----"]
    assert drawing(back, columns, rows) == ["----", *["-BB-"] * 5, "----"]


@pytest.mark.parametrize("form", small.FORMATS)
def test_no_ink_comes_near_the_edge_of_the_sheet(form: str) -> None:
    for image in sheets(form):
        assert raster.ink_at_edge(image, 4.9, 50) == ""
        assert raster.ink_at_edge(image, 12, 50) != ""


@pytest.mark.parametrize("form", [form for form in small.FORMATS if not form.startswith("poster")])
def test_fronts_and_backs_lie_on_each_other_when_the_sheet_is_turned(form: str) -> None:
    front, back = office_sides(shipped_formats()[form], "ltr")
    mirrored = {(round(front.width - p.x - p.width, 3), round(p.y, 3), p.width) for p in front.placements}
    assert mirrored == {(round(p.x, 3), round(p.y, 3), p.width) for p in back.placements}


def test_the_printer_is_told_how_to_turn_the_sheet_and_not_to_scale_it() -> None:
    assert [office_flip(shipped_formats()[form]) for form in small.FORMATS] == [
        "short",
        "",
        "",
        "short",
        "short",
        "long",
    ]
    pdf = office(small.laid_out("trifold-dl").rendered, small.composed("trifold-dl"), version="1.0")
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        assert str(sheet.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
        assert str(sheet.Root.ViewerPreferences.PrintScaling) == "/None"
        assert [float(value) for value in sheet.pages[0].mediabox] == pytest.approx(
            [0, 0, points(297), points(210)], abs=0.01
        )
        assert str(sheet.docinfo.Title) == "EX-01, Folded leaflet, English"
        assert str(sheet.Root.Lang) == "en"


@pytest.mark.parametrize("form", [form for form in small.FORMATS if not form.startswith("poster")])
def test_the_site_advises_what_the_file_asks_of_the_printer(form: str) -> None:
    advised = shipped_formats()[form].office_sheet
    with pikepdf.open(io.BytesIO(office(small.laid_out(form).rendered, small.composed(form), version="1.0"))) as pdf:
        asked = str(pdf.Root.ViewerPreferences.Duplex)
    assert advised and asked == f"/DuplexFlip{advised.flip.capitalize()}Edge"


def test_cut_marks_are_half_a_point_of_pure_black() -> None:
    side = office_sides(shipped_formats()["card-wallet"], "ltr")[0]
    assert b"0.5 w 0 G" in draw_side(side) and b" K" not in draw_side(side)


def test_a_sheet_holds_vectors_and_no_left_over_tags_or_links() -> None:
    pdf = office(small.laid_out("card-wallet").rendered, small.composed("card-wallet"), version="1.0")
    with pikepdf.open(io.BytesIO(pdf)) as sheet:
        page = sheet.pages[1]
        assert "/Annots" not in page and "/StructTreeRoot" not in sheet.Root
        (form,) = page.Resources.XObject.values()
        assert b"BDC" not in form.read_bytes() and b"EMC" not in form.read_bytes()
        assert len(pdf) < 2 * len(small.laid_out("card-wallet").rendered.pdf)


def test_the_bleed_stays_where_a_placement_leaves_the_clip_open() -> None:
    composed = painted("card-wallet")
    with pikepdf.open(io.BytesIO(small.renderer().render(composed).pdf)) as source:
        for bleed in (0.0, 3.0):
            clip = Clip(bleed, bleed, bleed, bleed)
            side = SheetSide(105, 75, (Placement(0, 10, 10, 85, 55, clip),))
            out = io.BytesIO()
            with impose(source, [side]) as sheet:
                sheet.save(out)
            with raster.open_pages(out.getvalue()) as document:
                image = raster.draw_page(document[0], 100)
            assert drawing(image, (8.5 / 105, 12 / 105), (0.5,)) == ["AA" if bleed else "-A"]


def test_a_page_can_stand_on_its_head() -> None:
    side = SheetSide(85, 55, (Placement(0, 0, 0, 85, 55, turned=180),))
    composed = small.composed("card-wallet")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(small.renderer().render(composed).pdf)) as source, impose(source, [side]) as sheet:
        sheet.save(out)
    with raster.open_pages(out.getvalue()) as document:
        turned = raster.draw_page(document[0], 50)
    upright = turned.rotate(180)
    bands = [
        upright.crop((0, top, upright.width, top + upright.height // 3)) for top in (0, 2 * upright.height // 3 - 1)
    ]
    lightest = [max(band.convert("L").histogram()[200:]) for band in bands]
    assert lightest[0] > lightest[1], "the title is at the top again"


def test_a_draft_that_runs_over_keeps_its_panels_in_their_places() -> None:
    panel = '<section class="panel panel--inside-1">'
    composed = painted("trifold-dl")
    composed = replace(composed, html=composed.html.replace(panel, panel + "<p>Too much.</p>" * 60))
    rendered = lay_out(composed, small.renderer(), draft=True).rendered
    outside, inside = placed(rendered, office_sides(composed.format, "ltr"))
    assert drawing(outside, THIRDS, (0.975,)) + drawing(inside, THIRDS, (0.97,)) == ["BFA", "CDE"]


@pytest.mark.parametrize("form", small.FORMATS)
def test_the_same_layout_gives_the_same_sheets(form: str) -> None:
    rendered, composed = small.laid_out(form).rendered, small.composed(form)
    assert office(rendered, composed, version="1.0") == office(rendered, composed, version="1.0")
