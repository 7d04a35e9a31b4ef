# SPDX-License-Identifier: MIT
"""The posters: read from across a room, codes large and apart, one design for both papers."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.resources import Resources
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.composed import Composed
from leaflets.layout.fit import examine
from leaflets.layout.pages import DrawnPage, FitStep, PageItem
from leaflets.layout.render import Renderer

ROOT = Path(__file__).parents[2]
CAP_HEIGHT = 0.668
"""Of Atkinson Hyperlegible, in em."""
MM_PER_PT = 25.4 / 72
A3 = 2**0.5
CHILDREN_PT = 18


@cache
def project() -> Project:
    return Project.model_validate(load_data(ROOT / "data.yaml").values | {"languages": ["en"]})


@cache
def renderer() -> Renderer:
    resources = Resources(ROOT)
    return Renderer(resources, read_languages(resources))


def posters() -> list[Layout]:
    found = [layout for layout in layouts_of(project()) if layout.language == "en"]
    return [one for one in found if one.format.startswith("poster-") and one.risk in (None, "grooming")]


@cache
def composed(layout: Layout) -> Composed:
    return compose(layout, project(), resources=renderer().resources, languages=renderer().languages)


@cache
def page(layout: Layout) -> DrawnPage:
    (only,) = renderer().draw(composed(layout), FitStep()).pages
    return only


def texts(layout: Layout) -> list[PageItem]:
    return [piece for piece in page(layout).pieces if piece.text]


def test_the_numbers_of_a_card_are_level_with_what_they_are_for() -> None:
    cards = [one for one in layouts_of(project()) if one.format.startswith("card-")]
    assert len(cards) == 2
    for card in cards:
        [_, back] = renderer().draw(composed(card), FitStep()).pages
        for number, name in (("116\u00a0123", "Call Samaritans"), ("116\u00a0000", "Call Runaway Helpline")):
            (figure,) = (one for one in back.pieces if one.text.replace(" ", "\u00a0") == number)
            (words,) = (one for one in back.pieces if one.text == name)
            assert abs(figure.top + figure.bottom - words.top - words.bottom) / 2 < 1.5, card.id


def test_a_row_of_numbers_is_clear_of_the_row_below_and_an_extension_stays_with_its_word() -> None:
    values = load_data(ROOT / "data.yaml").values | {"languages": ["en"]}
    contacts = values["publications"]["talk-to-someone"]["contacts"]
    del values["publications"]["talk-to-someone"]["words"]["bubbles"]
    for name in ("shout", "runaway-helpline"):
        contacts[name] = {"organisation": name, "purpose": f"Or {name}", "place": "number"}
    values["organisations"]["shout"]["contacts"] = {
        "office": {
            "kind": "phone",
            "value": "0114 496 0300",
            "extension": "42",
            "source": "-",
            "review_by": "2027-05-22",
        }
    }
    contacts["office"] = contacts["shout"] | {"contact": "office", "purpose": "Shout office"}
    more = Project.model_validate(values)
    layout = next(one for one in layouts_of(more) if (one.source, one.format) == ("talk-to-someone", "poster-a4"))
    whole = compose(layout, more, resources=renderer().resources, languages=renderer().languages)
    (only,) = renderer().draw(whole, FitStep()).pages
    (word,) = (one for one in only.pieces if "extension" in one.text)
    assert word.text.strip().replace("\u00a0", " ").endswith("extension 42")
    assert not examine((only,), whole)


def test_there_are_posters_in_both_papers() -> None:
    assert {layout.format for layout in posters()} == {"poster-a3", "poster-a4"}
    assert len(posters()) == 8


def test_the_headline_is_read_from_across_a_room() -> None:
    heights = {one.id: MM_PER_PT * CAP_HEIGHT * max(piece.size_pt for piece in texts(one)) for one in posters()}
    least = {"poster-a3": 15, "poster-a4": 10.6}
    assert {one.id: heights[one.id] for one in posters() if heights[one.id] < least[one.format]} == {}


def test_codes_are_large_and_far_apart() -> None:
    for layout in posters():
        scale = A3 if layout.format == "poster-a3" else 1
        codes = sorted((piece for piece in page(layout).pieces if not piece.text), key=lambda piece: piece.left)
        assert codes and len(codes) == len(composed(layout).codes), layout.id
        assert all(code.right - code.left >= 40 * scale - 0.1 for code in codes), layout.id
        assert all(b.left - a.right >= 15 * scale for a, b in pairwise(codes)), layout.id


def test_children_read_large_letters() -> None:
    sizes = {
        piece.size_pt
        for layout in posters()
        if layout.source == "ask-a-grown-up"
        for piece in texts(layout)
        if not piece.imprint
    }
    assert min(sizes) >= CHILDREN_PT - 0.05


def test_both_papers_are_one_composition() -> None:
    by_format = {one.format: page(one) for one in posters() if one.source == "talk-to-someone"}
    small, large = by_format["poster-a4"].pieces, by_format["poster-a3"].pieces
    assert [piece.text for piece in small] == [piece.text for piece in large]
    assert all(abs(a.top * A3 - b.top) < 0.6 for a, b in zip(small, large, strict=True))


def test_a_risk_shows_first_who_advises_parents_and_then_where_to_report() -> None:
    layout = next(one for one in layouts_of(project()) if one.risk == "grooming")
    risk = project().risks["grooming"]
    facts = PrintedFacts(project(), layout, 1.0)
    assert facts.helpers("parents")[0].organisation == risk.help["parents"][0]
    assert [one.organisation for one in facts.helpers("report")] == risk.help["report"]
    assert all(one.get("link") for one in facts.helpers("professionals"))
