# SPDX-License-Identifier: MIT
"""The poster about one risk: a question read from across a corridor, three things to do, one number and its code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pypdfium2
import pytest
import zxingcpp
from program import ROOT, TODAY
from pypdfium2 import raw
from unseen import without_layer

from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.content.model import layouts_of
from leaflets.core.edition import Layout
from leaflets.layout.compose import compose
from leaflets.layout.fit import lay_out
from leaflets.layout.render import Renderer

MM = 25.4 / 72
DPI = 100
PAGES = ("poster-a4.en", "poster-a4.ur", "poster-a4.bn", "poster-a3.en")


@cache
def recipes() -> Recipes:
    today = date.fromisoformat(TODAY)
    return Recipes(ROOT, open_project(ROOT, today=today), today=today)


def layout_of(name: str) -> Layout:
    (layout,) = (one for one in layouts_of(recipes().project) if one.id == f"risk-poster-nudes.{name}")
    return layout


@cache
def page(name: str) -> pypdfium2.PdfPage:
    inputs = recipes().inputs
    composed = recipes().prepare(layout_of(name)).recipe.composed
    rendered = lay_out(composed, Renderer(inputs.resources, inputs.languages)).rendered
    return pypdfium2.PdfDocument(without_layer(rendered.pdf))[0]


@cache
def letters(name: str) -> list[tuple[str, float, float]]:
    """Each letter of the finished page, its size in pt and the height of its ink in mm, as if the page were A4."""
    found, text, scale = [], page(name).get_textpage(), scale_of(name)
    for at in range(text.count_chars()):
        _, bottom, _, top = text.get_charbox(at)
        letter, size = chr(raw.FPDFText_GetUnicode(text, at)), raw.FPDFText_GetFontSize(text, at) * 0.75  # in pixels
        found.append((letter, round(size / scale, 1), (top - bottom) * MM / scale))
    return [one for one in found if one[0].strip()]


def scale_of(name: str) -> float:
    return 2**0.5 if "a3" in name else 1


@pytest.mark.parametrize("name", PAGES)
def test_the_question_is_read_from_across_a_corridor(name: str) -> None:
    largest = max(size for _, size, _ in letters(name))
    heights = {letter: height for letter, size, height in letters(name) if size == largest}
    assert largest == pytest.approx(66, abs=0.1) if name.endswith("en") else largest >= 48
    assert heights["A"] >= 15 if name.endswith("en") else max(heights.values()) >= 10


@pytest.mark.parametrize("name", PAGES)
def test_it_has_three_actions_one_number_and_five_sizes_of_type(name: str) -> None:
    figures = [size for letter, size, _ in letters(name) if letter.isdecimal()]
    number = max(size for size in figures if figures.count(size) >= len("08001111"))
    assert number == pytest.approx(40, abs=0.1)
    sizes = {size for letter, size, _ in letters(name)} - {max(figures)}  # that of 999
    assert 18 in sizes
    assert len(sizes) == 5
    if name.endswith("en"):
        actions = recipes().project.risks["nudes"].poster_actions or {}
        words = " ".join(page(name).get_textpage().get_text_range().split())
        assert len(actions) == 3 and all(action in words for action in actions.values())


@pytest.mark.parametrize("name", PAGES)
def test_its_one_code_is_large_and_reads(name: str) -> None:
    (code,) = zxingcpp.read_barcodes(page(name).render(scale=DPI / 72).to_pil().convert("L"))
    assert code.text == "https://www.childline.org.uk/"
    width = abs(code.position.top_right.x - code.position.top_left.x) / DPI * 25.4
    assert width >= (55 if "a3" in name else 39.5)


def test_a_risk_without_a_scene_of_its_own_has_the_common_one() -> None:
    project, layout = recipes().project, layout_of("poster-a4.en")
    risks = dict.fromkeys(("nudes", "new", "other"), project.risks["nudes"])
    more = project.model_copy(update={"risks": risks})
    own, new, other = (
        compose(
            replace(layout, risk=risk), more, resources=recipes().resources, languages=recipes().languages
        ).html.partition("background-image")[2]
        for risk in risks
    )
    assert new == other != own
