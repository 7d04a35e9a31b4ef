# SPDX-License-Identifier: MIT
"""Shapes of page: what a design fills is composed for it, left to right and right to left; the rest is one sentence."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from validated import validate

from leaflets.content.load import load_data, load_designs
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.formats import Format
from leaflets.core.problems import ProblemsFound
from leaflets.core.qr import QUIET_ZONE
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.pages import DrawnPage
from leaflets.layout.printed import ComposeContext
from leaflets.layout.render import Renderer
from leaflets.layout.translated import open_translated

TODAY = datetime.date(2026, 11, 28)
OWN: dict[str, Any] = {
    "square-300": {"like": "poster-a4", "title": "Square", "trim": [300, 300], "type_scale": 1.15},
    "square-240": {"like": "poster-a4", "title": "Small square", "trim": [240, 240], "type_scale": 0.92},
    "pillar": {"like": "banner-850", "title": "Pillar", "trim": [400, 1000], "type_scale": 1.9},
}
POSTERS = ("poster-a2", "poster-a1", "banner-850", "square-300")
SHAPES = [(name, form) for name in ("talk-to-someone", "waiting-room", "ask-a-grown-up") for form in POSTERS]
SMALL = [("talk-to-someone", "square-240"), ("talk-to-someone", "pillar"), ("ask-a-grown-up", "pillar")]
"""The smallest formats of an area's own that a design says it fills."""
SHAPES += [*SMALL, ("helpline-card", "flyer-a5")]
SHAPES += [(name, "sheet-a4") for name in ("parents-guide-large", "ask-a-grown-up-easy")]
SCREEN = ("waiting-room-screen", "screen-16x9")
FROM_THE_RIGHT = ("talk-to-someone", "helpline-card", "parents-guide-large")
"""One publication of each design is also set in Urdu."""
BANNER_CODES = (600, 1000)
"""Where the codes of a banner of 2000 mm stand below its top: 1.0 to 1.4 m above the floor."""


@cache
def project() -> Project:
    values: Any = load_data(SHIPPED / "data.yaml").values
    publications = values["publications"]
    for name, form in SHAPES:
        publications[name]["formats"] = list(dict.fromkeys([*publications[name]["formats"], form]))
    return Project.model_validate(values | {"formats": OWN, "languages": ["en", "ur", "ar"]})


@cache
def renderer() -> Renderer:
    resources = Resources(SHIPPED)
    return Renderer(resources, read_languages(resources))


@cache
def composed(name: str, form: str, language: str) -> Composed:
    context = ComposeContext(project(), renderer().resources, renderer().languages)
    translated = open_translated(context, language)
    layout = next(
        one for one in layouts_of(project()) if (one.source, one.format, one.language) == (name, form, language)
    )
    words = translated.context.project
    return compose(
        layout, words, resources=context.resources, languages=context.languages, translator=translated.translator
    )


@cache
def laid_out(name: str, form: str, language: str) -> LaidOut:
    return lay_out(composed(name, form, language), renderer())


@cache
def pages(name: str, form: str, language: str) -> Sequence[DrawnPage]:
    return renderer().draw(composed(name, form, language), laid_out(name, form, language).step).pages


@pytest.mark.parametrize(
    ("name", "form", "language"),
    [(*shape, "en") for shape in SHAPES] + [(*shape, "ur") for shape in SHAPES if shape[0] in FROM_THE_RIGHT],
)
def test_a_shape_that_a_design_names_fits_and_no_third_of_it_is_empty(name: str, form: str, language: str) -> None:
    """Empty: no words, no code and no coloured ground from edge to edge; a sheet ends where its words end."""
    laid = laid_out(name, form, language)
    assert not laid.problems
    assert all(page.pieces for page in pages(name, form, language))
    if form in POSTERS:
        assert laid.fills["page"] >= 0.9
        (page,) = pages(name, form, language)
        below = sorted(
            [piece.top for piece in page.pieces if piece.top > 0.35 * page.height]
            + [piece.bottom for piece in page.pieces if piece.bottom > 0.35 * page.height]
        )
        assert max(b - a for a, b in pairwise(below)) < page.height / 6


@pytest.mark.parametrize(
    ("name", "language"),
    [("talk-to-someone", "en"), ("waiting-room", "en"), ("ask-a-grown-up", "en"), ("talk-to-someone", "ur")],
)
def test_on_a_banner_the_message_is_at_eye_height_and_codes_where_hands_are(name: str, language: str) -> None:
    (page,) = pages(name, "banner-850", language)
    headline = next(piece for piece in page.pieces if piece.text)
    assert headline.bottom < 550
    codes = [piece for piece in page.pieces if not piece.text]
    assert codes and len(codes) == len(composed(name, "banner-850", language).codes)
    for code in codes:
        assert BANNER_CODES[0] <= code.top and code.bottom <= BANNER_CODES[1]


def test_a_flyer_has_a_front_with_the_promise_and_a_back_with_who_helps() -> None:
    front, back = pages("helpline-card", "flyer-a5", "en")
    assert "0800 1111" in " ".join(piece.text for piece in front.pieces).replace("\u00a0", " ")
    assert len([piece for piece in front.pieces if not piece.text]) == 1, "Childline's code is beside its number"
    codes = sorted((piece for piece in back.pieces if not piece.text), key=lambda one: one.left)
    assert len(codes) == 2
    assert all(b.left - a.right >= 15 for a, b in pairwise(codes))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_sheet_has_as_many_pages_as_its_words_take_and_its_body_is_16_pt(language: str) -> None:
    laid = laid_out("parents-guide-large", "sheet-a4", language)
    assert laid.rendered.pages >= 6
    assert laid.rendered.panels == tuple(f"page-{number}" for number in range(1, laid.rendered.pages + 1))
    form = project().every_format["sheet-a4"].with_pages(laid.rendered.pages)
    for purpose in ("screen", "office", "press"):
        assert form.page_sizes(purpose) == ((210, 297),) * laid.rendered.pages
    sizes = [piece.size_pt for page in drawn_sheets(language) for piece in page.pieces if piece.text]
    assert min(sizes) >= 15.9, "large print has no small print"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_sheet_breaks_no_block_over_pages_and_numbers_every_page(language: str) -> None:
    """A heading comes with what is below it; number, cost, hours and address of a contact are on one page."""
    drawn = drawn_sheets(language)
    risks = [{piece.risk for piece in page.pieces if piece.risk} for page in drawn]
    assert sum(map(len, risks)) == len(project().risks) == len(set().union(*risks)), "each risk is on one page"
    for number, page in enumerate(drawn, 1):
        *words, count = sorted((piece for piece in page.pieces if piece.text), key=lambda piece: piece.bottom)
        assert count.text == f"{number}/{len(drawn)}"
        assert words[-1].size_pt < 17, "a heading at the foot of a page"
    together = {"0808 800 5000": "nspcc.org.uk", "0800 1111": "childline.org.uk", "0121 303 1888": "0121 675 4806"}
    for number_of, stays in together.items():
        (page,) = (page for page in drawn if number_of in said(page))
        assert stays in said(page)
    assert "0121 303 1888" in said(drawn[-1]), "the small print is not alone"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_easy_read_has_a_picture_beside_every_line_and_keeps_a_section_with_its_heading(language: str) -> None:
    composed_page = composed("ask-a-grown-up-easy", "sheet-a4", language)
    words = project().publications["ask-a-grown-up-easy"].words.values()
    lines = sum(len(one) for one in words if not isinstance(one, str))
    assert composed_page.html.count('class="line__picture" style="background-image: url(data:') == lines > 20
    drawn = drawn_sheets(language, "ask-a-grown-up-easy")
    for page in drawn:
        *_, last, count = sorted((piece for piece in page.pieces if piece.text), key=lambda piece: piece.bottom)
        assert last.size_pt < 20 and "/" in count.text, "a heading at the foot of a page"
    sizes = {piece.size_pt for page in drawn for piece in page.pieces if piece.text}
    assert min(sizes) >= 15.9
    assert sum(len([piece for piece in page.pieces if not piece.text]) for page in drawn) == 1, "Childline has a code"


def drawn_sheets(language: str, name: str = "parents-guide-large") -> Sequence[DrawnPage]:
    return pages(name, "sheet-a4", language)


def said(page: DrawnPage) -> str:
    return " ".join(piece.text for piece in page.pieces).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_label_carries_one_number_999_its_code_and_version(language: str) -> None:
    values = project().model_dump(exclude_unset=True, by_alias=True)
    values["publications"]["helpline-card"]["formats"] = ["label-63x38"]
    label = Project.model_validate(values)
    context = ComposeContext(label, renderer().resources, renderer().languages)
    translated = open_translated(context, language)
    layout = Layout("helpline-card", "helpline-card", "label-63x38", language, "ES-06")
    one = compose(
        layout,
        translated.context.project,
        resources=context.resources,
        languages=context.languages,
        translator=translated.translator,
    )
    assert not lay_out(one, renderer()).problems
    (page,) = renderer().draw(one).pages
    assert [each for each in ("0800 1111", "999", "ES-06", "1.0") if each not in said(page)] == []


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_sticker_says_whom_to_call_or_until_when_a_leaflet_may_be_handed_out(language: str) -> None:
    (page,) = pages("number-sticker", "label-63x38", language)
    assert [each for each in ("0800 1111", "999", "ES-11", "1.0", "2027-05-22") if each not in said(page)] == []
    (_, number, *_) = sorted((piece.size_pt for piece in page.pieces), reverse=True)[1:]
    assert number >= 12
    values = project().model_dump(exclude_unset=True, by_alias=True)
    values["publications"]["number-sticker"]["contacts"] = {}
    layout = Layout("number-sticker", "number-sticker", "label-63x38", "en", "ES-11")
    resources, languages = renderer().resources, renderer().languages
    dated = compose(layout, Project.model_validate(values), resources=resources, languages=languages)
    (page,) = renderer().draw(dated).pages
    assert "Check for a newer one after 22 May 2027" in said(page)


PHONE_PIXELS = 350
"""How wide a screen of 0.95 m is to a phone at four metres, whose lens sees 5.1 m there, in a video of 1920 pixels."""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_screen_has_six_frames_each_with_a_sentence_a_number_and_a_code_that_a_phone_reads_from_four_metres(
    language: str,
) -> None:
    one, laid = composed(*SCREEN, language), laid_out(*SCREEN, language)
    height, numbers = one.format.height, ("0808 800 5000", "0800 1111", "0121 303 1888", "101", "0808 1000 900", "999")
    assert len(pages(*SCREEN, language)) == len(one.codes) == 6
    for page, code, number in zip(pages(*SCREEN, language), one.codes, numbers, strict=True):
        dark = code.width_mm - 2 * QUIET_ZONE * code.module_mm
        assert dark**2 >= 0.09 * height**2
        assert [each for each in (number, "ES-12", "1.0") if each not in said(page)] == []
        largest = max((piece for piece in page.pieces if piece.text), key=lambda piece: piece.size_pt)
        assert largest.text.replace("\u00a0", " ") == number
    with pypdfium2.PdfDocument(laid.rendered.pdf) as document:
        for page, code in zip(document, one.codes, strict=True):
            page.set_cropbox(*page.get_trimbox())
            frame = page.render(scale=96 / 72).to_pil().convert("RGB")
            assert abs(frame.width - 1920) <= 1 and abs(frame.height - 1080) <= 1
            seen = frame.resize((PHONE_PIXELS, PHONE_PIXELS * 9 // 16), Image.Resampling.BOX)
            assert [found.text for found in zxingcpp.read_barcodes(seen)] == [code.url]
            assert contrast(frame.getpixel((4, 4)), (255, 255, 255)) >= 7


def contrast(dark: Any, light: Any) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    levels = [[one / 255 for one in colour] for colour in (dark, light)]
    linear = [[one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in level] for level in levels]
    low, high = (0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in linear)
    return (high + 0.05) / (low + 0.05)


def test_a_design_that_draws_fewer_pages_than_its_format_has_is_refused_with_their_names() -> None:
    values = project().model_dump(exclude_unset=True, by_alias=True)
    frames = values["publications"]["waiting-room-screen"]
    del frames["words"]["frames"]["police"], frames["contacts"]["police"]
    layout = Layout("waiting-room-screen", *SCREEN, "en", "ES-12")
    resources, languages = renderer().resources, renderer().languages
    five = compose(layout, Project.model_validate(values), resources=resources, languages=languages)
    with pytest.raises(ProblemsFound) as found:
        lay_out(five, renderer())
    (problem,) = found.value.problems
    assert problem.slug == "panel-order" and problem.message.endswith("page-4, page-5, page-6.")


# What a design cannot fill


def refused(name: str, form: dict[str, Any]) -> list[tuple[str, str]]:
    loaded = load_data(SHIPPED / "data.yaml")
    values: Any = loaded.values
    values["formats"] = {"own": {"title": "Own", **form}}
    values["publications"][name]["formats"] = ["own"]
    with pytest.raises(ProblemsFound) as found:
        validate(loaded, designs=load_designs(Resources(SHIPPED)))
    return [(problem.message, problem.hint) for problem in found.value.problems]


@pytest.mark.parametrize(
    ("name", "form", "message", "hint"),
    [
        (
            *("talk-to-someone", {"like": "poster-a4", "trim": [297, 210]}),
            "the design 'poster' cannot fill 'own', 297 x 210 mm.",
            "it fills upright posters in the proportions of A4, up to A3; upright posters in the proportions of A4, A2",
        ),
        (
            *("talk-to-someone", {"like": "poster-a4", "trim": [420, 594]}),
            "the design 'poster' cannot fill 'own', 420 x 594 mm.",
            "its type is too small: write `type_scale: 2.01`.",
        ),
        (
            *("parents-guide", {"like": "trifold-dl", "fold": "z"}),
            "the design 'trifold' cannot fill 'own', 6 pages of 99 x 210 mm.",
            "it fills roll folds of six panels, each about 100 x 210 mm.",
        ),
        (
            *("parents-guide", {"like": "banner-850"}),
            "the design 'trifold' cannot fill 'own', 850 x 2000 mm.",
            "it fills roll folds of six panels, each about 100 x 210 mm.",
        ),
    ],
)
def test_what_a_design_cannot_fill_is_one_sentence_that_says_what_it_can(
    name: str, form: dict[str, Any], message: str, hint: str
) -> None:
    ((said, offered),) = refused(name, form)
    assert said == message and offered.startswith(hint)


def test_a_larger_sheet_with_larger_type_is_filled_and_that_is_all_it_takes() -> None:
    designs = load_designs(Resources(SHIPPED))
    forms = project().every_format
    assert [name for name in POSTERS if not designs["poster"].shape_of(forms[name])] == []
    assert designs["card"].shape_of(forms["square-148"]) is None
    looked_at: list[Format] = [form for form in forms.values() if any(one.shape_of(form) for one in designs.values())]
    assert len(looked_at) > 10


def test_the_formats_that_shipped_before_keep_the_plain_shape() -> None:
    designs = load_designs(Resources(Path(SHIPPED)))
    forms = project().every_format
    for design, names in {
        "poster": ("poster-a4", "poster-a3"),
        "card": ("card-dl",),
        "trifold": ("trifold-dl",),
    }.items():
        for name in names:
            assert designs[design].shape_of(forms[name]) in (design, name)
