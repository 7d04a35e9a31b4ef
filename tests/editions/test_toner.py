# SPDX-License-Identifier: MIT
"""Office editions are drawn for toner: seen on small drawings, and on a page of each design after two copies."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from photocopy import DPI, photocopy
from PIL import Image

from leaflets.build.recipes import expectations
from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Edition
from leaflets.core.resources import Resources
from leaflets.editions.office import office
from leaflets.editions.toner import to_toner
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.fit import lay_out
from leaflets.layout.render import Renderer
from leaflets.preflight import raster
from leaflets.preflight.check import inspect

ROOT = Path(__file__).parents[2]
BLUE, SUN, LILAC, WHITE, INK = "0 0.36 0.49 rg", "1 0.8 0.2 rg", "0.67 0.58 0.78 rg", "1 1 1 rg", "0.102 0.098 0.09 rg"
PT = 4
"""Dots to a point."""


def redrawn(fields: str, picture: str = "") -> tuple[Image.Image, bytes]:
    """Return a page of 100 mm a side, redrawn, in grey, and its content; the picture is where it says `/x0 Do`."""
    pdf, out = pikepdf.new(), io.BytesIO()
    side = 100 / 25.4 * 72

    def form(content: str, **more: object) -> pikepdf.Stream:
        box = [-9, -9, side + 9, side + 9]
        return pdf.make_stream(content.encode(), Subtype=pikepdf.Name.Form, BBox=box, **more)

    photograph = pdf.make_stream(b"\0", Subtype=pikepdf.Name.Image, Width=1, Height=1)
    photograph.ColorSpace, photograph.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    inner = pikepdf.Dictionary(x0=form(picture), i0=photograph)
    page = form(f"q {fields} Q", Resources=pikepdf.Dictionary(XObject=inner))
    pdf.add_blank_page(page_size=(side, side))
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P0=page))
    pdf.pages[0].Contents = pdf.make_stream(b"/P0 Do")
    to_toner(pdf, [(100, 100)])
    pdf.save(out)
    with raster.open_pages(out.getvalue()) as document:
        return raster.draw_grey(document[0], 72 * PT), page.read_bytes()


def at(image: Image.Image, x: float, y: float) -> int:
    """Return the lightness at a point, counted from the bottom left."""
    value = image.getpixel((int(x * PT), image.height - 1 - int(y * PT)))
    assert isinstance(value, int)
    return value


def width(image: Image.Image, x: float, y: float, *, across: bool = True) -> float:
    """Return the thickness in points of the black line near a point."""
    near = [at(image, x + step / PT, y) if across else at(image, x, y + step / PT) for step in range(-3 * PT, 3 * PT)]
    return sum(255 - value for value in near) / 255 / PT


def box(colour: str, x: float, y: float, wide: float, high: float) -> str:
    """Return a field as WeasyPrint draws it."""
    rectangle = f"{x} {y} {wide} {high} re"
    return f"q {rectangle} W n {colour} {rectangle} W n {rectangle} f Q "


def test_words_are_pure_black_whatever_they_were() -> None:
    words = "BT 1 0 0 1 50 50 Tm (calm) Tj ET "
    _, content = redrawn(f"{box(BLUE, -9, -9, 400, 400)} {WHITE} {words} {INK} {words} 0 0 0 1 k {words}")
    assert content.count(b"\n0 g  BT") == 3


def test_light_words_on_a_photograph_stay_light_so_that_the_page_is_refused() -> None:
    words = f"{WHITE} BT 1 0 0 1 50 50 Tm (calm) Tj ET "
    _, content = redrawn(f"q 90 0 0 90 20 20 cm /i0 Do Q {words}")
    assert b"\n1 g  BT" in content


@pytest.mark.parametrize(
    ("colour", "size", "frame"), [(BLUE, 60, 1.5), (BLUE, 20, 0.75), (SUN, 60, 0.75), (INK, 60, 1.5)]
)
def test_a_field_becomes_white_with_a_frame(colour: str, size: float, frame: float) -> None:
    image, _ = redrawn(box(colour, 40, 40, size, size))
    assert at(image, 45, 45) == 255
    assert width(image, 40, 50) == pytest.approx(frame, abs=0.1)


def test_a_band_that_bleeds_has_a_rule_on_its_inner_edge_only() -> None:
    image, _ = redrawn(box(SUN, -9, 200, 400, 100))
    assert width(image, 150, 200, across=False) == pytest.approx(1, abs=0.3)
    assert [at(image, x, 240) for x in (0.5, 100, 282)] == [255] * 3
    assert at(image, 100, 282.5) == 255


def test_a_white_field_is_framed_where_it_lay_on_colour() -> None:
    image, _ = redrawn(box(BLUE, -9, -9, 400, 400) + box(WHITE, 40, 40, 60, 60))
    assert width(image, 40, 60) == pytest.approx(0.75, abs=0.1)
    image, _ = redrawn(box(WHITE, 40, 40, 60, 60))
    assert image.getextrema() == (255, 255)


def test_the_tail_of_a_bubble_is_outlined_with_it() -> None:
    bubble = box(WHITE, 40, 60, 60, 60)
    tail = f"q 50 60 m 80 60 l 50 40 l W* n {WHITE} 50 40 30 20 re f* Q "
    image, _ = redrawn(box(BLUE, -9, -9, 400, 400) + bubble + tail)
    assert at(image, 60, 60) == at(image, 55, 50) == 255
    assert at(image, 65.6, 49.6) < 90 and width(image, 50, 45) > 0.6


def test_bullets_and_rules_are_black() -> None:
    image, _ = redrawn(box(SUN, 40, 40, 6, 6) + box("0.8 0.8 0.8 rg", 80, 40, 100, 1))
    assert at(image, 43, 43) == at(image, 120, 40.5) == 0


def test_an_outline_goes_around_what_touches_in_one_colour_and_parts_two_colours() -> None:
    drawing = f"{BLUE} 40 40 40 80 re f 70 60 60 20 re f {SUN} 130 60 60 20 re f {LILAC} 9 9 20 20 re f"
    image, _ = redrawn("/x0 Do", drawing)
    assert 190 < at(image, 75, 70) < 240 and width(image, 80, 70) < 1.2, "body and arm are one"
    assert at(image, 130 - 0.4, 70) < 60 and at(image, 130.4, 70) > 200, "arm and hand are two"
    assert at(image, 39.5, 50) < 60 and at(image, 40.5, 50) > 190


def test_light_details_and_lines_of_a_picture_become_black() -> None:
    face = f"{BLUE} 40 40 80 80 re f {WHITE} 60 90 6 6 re f 1 1 1 RG 2 w 60 60 m 90 60 l S"
    image, _ = redrawn("/x0 Do", f"{face} {SUN} 150 150 40 40 re f")
    assert at(image, 63, 93) == at(image, 75, 60) == 0


def test_a_limb_drawn_as_a_wide_line_has_an_outline_too() -> None:
    image, _ = redrawn("/x0 Do", "0 0.36 0.49 RG 12 w 40 60 m 140 60 l S")
    assert at(image, 90, 60) > 190
    assert at(image, 90, 66.4) < 60


def test_a_small_sign_in_two_colours_becomes_black_and_white() -> None:
    image, _ = redrawn("/x0 Do", f"{BLUE} 40 40 26 26 re f 1 1 1 RG 2 w 45 50 m 60 50 l S")
    assert (at(image, 42, 60), at(image, 50, 50)) == (0, 255)


def test_a_logo_among_the_words_keeps_its_colours() -> None:
    logo = f"q 1 0 0 1 100 100 cm {BLUE} 0 0 m 40 0 l 40 40 l h f Q"
    image, _ = redrawn(box(WHITE, -9, -9, 400, 400) + logo)
    assert 60 < at(image, 130, 110) < 90


# The pages that ship

DESIGNS = (
    "parents-guide.trifold-dl.en",
    "ask-a-grown-up.poster-a4.en",
    "talk-to-someone.poster-a4.en",
    "professionals.booklet-a5.en",
    "helpline-card.card-wallet.en",
    "one-risk-grooming.handout-a4.en",
    "risk-poster-grooming.poster-a4.en",
)


@cache
def project() -> Project:
    return Project.model_validate(load_data(ROOT / "data.yaml").values | {"languages": ["en"]})


@pytest.mark.parametrize("name", DESIGNS)
def test_a_page_of_each_design_takes_little_toner_and_its_codes_survive_two_copies(name: str) -> None:
    resources = Resources(ROOT)
    languages = read_languages(resources)
    layout = next(layout for layout in layouts_of(project()) if layout.id == name)
    composed = compose(layout, project(), resources=resources, languages=languages)
    pdf = office(lay_out(composed, Renderer(resources, languages)).rendered, composed, version="1.0")
    wanted = expectations(Edition(layout, "office"), project(), composed)
    assert [str(problem) for problem in inspect(pdf, wanted).problems if "qr-too-small" not in problem.slug] == []
    with raster.open_pages(pdf) as document:
        copies = [photocopy(raster.draw_grey(page, DPI)) for page in document]
    read = {code.text for copy in copies for code in raster.read_codes(copy, 1, DPI)}
    assert read == {code.url for code in composed.codes}
