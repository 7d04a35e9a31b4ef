# SPDX-License-Identifier: MIT
"""The help strip: whom to call stands on every piece, made from `audiences:`; what lacks on one is refused by name."""

from __future__ import annotations

import copy
import functools
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import small
from many_risks import shipped
from program import ROOT

from leaflets.content.model import Project, layouts_of
from leaflets.core.messages import ENGLISH
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.translate import translate
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.help_given import check_help

TAGS = re.compile(r"<[^>]*>|\u00a0")
RESOURCES = (
    *("procedures.org.uk", "nspcc.org.uk", "ceop.police.uk", "childnet.com", "getsafeonline.org"),
    *("internetmatters.org", "which.co.uk", "ceopeducation.co.uk", "nationalcollege.com"),
)
"""The nine resources of the partnership's page, by their sites of today."""


@cache
def project() -> Project:
    return translate(Project.model_validate(shipped() | {"languages": ["en"]}), ENGLISH)


@cache
def pieces() -> dict[str, Composed]:
    made = (
        compose(one, project(), resources=Resources(ROOT), languages=small.languages()) for one in layouts_of(project())
    )
    return {one.layout.id: one for one in made}


def found(piece: Composed, changed: Project | None = None) -> list[str]:
    text = " ".join(TAGS.sub(" ", piece.html).split())
    return [f"{problem.slug}: {problem.message}" for problem in check_help(piece, changed or project(), text)]


def without(piece: Composed, *patterns: str) -> Composed:
    html = piece.html
    for pattern in patterns:
        html, count = re.subn(pattern, "", html, flags=re.DOTALL)
        assert count, pattern
    return replace(piece, html=html)


def test_nothing_lacks_on_what_ships() -> None:
    assert {name: problems for name, piece in pieces().items() if (problems := found(piece))} == {}


def test_every_piece_carries_999_as_a_link_in_a_size_of_its_own() -> None:
    for name, piece in pieces().items():
        if piece.format.carries == "none":
            continue
        assert piece.html.count('class="danger"') == 1, name
        assert re.search(r'class="danger__number"[^>]*><a class="number" href="tel:999"', piece.html), name
    sheet = next(one.text for one in pieces()["talk-to-someone.poster-a4.en"].stylesheets if "danger" in one.name)
    assert re.search(r"\.danger__when \{\s*font-size: var\(--danger\)", sheet)
    assert re.search(r"\.danger__number \{[^}]*font-size: var\(--danger-number, ", sheet)


def test_pieces_with_room_say_how_to_call_without_speaking_and_without_hearing() -> None:
    for name, piece in pieces().items():
        if piece.format.carries == "full" and piece.layout.source != "ask-a-grown-up":
            assert "Cannot speak? On a mobile, dial 999. When asked, press 55." in TAGS.sub(" ", piece.html).replace(
                "  ", " "
            ), name
    handout = pieces()["one-risk-grooming.handout-a4.en"].html
    assert "18000" in handout and "999bsl.co.uk" in handout


def test_what_a_publication_lists_itself_is_not_said_twice() -> None:
    poster = pieces()["waiting-room.poster-a4.en"].html
    assert poster.count("0808 800 5000".replace(" ", "\u00a0")) == 1, "the NSPCC has its code, and no row besides"
    assert poster.count("0800\u00a01111") == 1


def test_a_promise_stands_with_each_number() -> None:
    poster = pieces()["talk-to-someone.poster-a4.en"]
    assert "Free · Day and night" in poster.html
    bare = without(poster, r'<p class="way__terms">.*?</p>')
    assert any("promise-missing: Childline, 0800 1111," in one for one in found(replace(bare, facts=bare.facts)))


def test_a_number_in_a_sentence_that_says_free_has_its_promise() -> None:
    handout = pieces()["one-risk-running-away.handout-a4.en"]
    assert any("Call Runaway Helpline free on" in str(one) for one in handout.messages)
    assert not found(handout)


def test_an_organisation_that_is_named_has_its_number_or_address_on_the_page() -> None:
    guide = pieces()["parents-guide.trifold-dl.en"]
    facts = tuple(one for one in guide.facts if not one.startswith("organisations.report-remove."))
    (problem,) = found(replace(guide, facts=facts))
    assert problem.startswith("means-missing: Report Remove is named on {layouts}")
    named = replace(guide, html=guide.html.replace("</body>", "<p>Ask CEOP Education.</p></body>"))
    assert found(named)[0].startswith("means-missing: CEOP Education"), "a longer name is not the shorter one"


def test_one_address_in_words_does_not_lead_to_two_pages() -> None:
    card = pieces()["helpline-card.card-dl.en"]
    alike = replace(card, html=card.html.replace(">childline.org.uk/remove<", ">childline.org.uk<"))
    assert any(one.startswith("links-alike: 'childline.org.uk' is printed for") for one in found(alike))


def test_small_formats_need_999_and_one_line_of_help() -> None:
    wallet = pieces()["helpline-card.card-wallet.en"]
    assert not found(wallet) and "press 55" not in wallet.html
    unnumbered = replace(without(wallet, "0800\u00a01111"), facts=())
    assert any("help-missing: Childline" in one for one in found(unnumbered))


def changed(**audiences: Any) -> Project:
    return Project.model_validate(shipped() | {"languages": ["en"], "audiences": shipped()["audiences"] | audiences})


@pytest.mark.parametrize("route", ["kooth", "papyrus"])
def test_a_route_that_is_asked_for_and_not_printed_is_refused_on_every_piece(route: str) -> None:
    help = [*shipped()["audiences"]["parents"]["help"], {"organisation": route}]
    for name in ("parents-guide.trifold-dl.en", "waiting-room.poster-a3.en", "one-risk-nudes.handout-a4.en"):
        (problem,) = found(pieces()[name], changed(parents={"help": help}))
        assert problem.startswith("help-missing: ")


def test_each_resource_of_the_page_has_a_code_on_a_publication() -> None:
    addresses = [code.url for piece in pieces().values() for code in piece.codes]
    assert len(RESOURCES) == 9
    for site in RESOURCES:
        assert any(site in address for address in addresses), site


BROKEN = {
    "help-missing": ("audiences.children.help.2.organisation", "kidscape", "ask-a-grown-up.poster-a4.en"),
    "promise-missing": (
        "publications.professionals.words.tell.number",
        "Call {children_services.phone}, or {children_services.out_of_hours_phone}.",
        "professionals.booklet-a5.en",
    ),
    "means-missing": (
        "publications.waiting-room.words.promise",
        "You do not need to be an expert. Ask Kidscape.",
        "waiting-room.poster-a4.en",
    ),
    "links-alike": (
        "organisations.report-remove.links.children.en.printed_url",
        "childline.org.uk",
        "helpline-card.card-dl.en",
    ),
}


@pytest.mark.parametrize("slug", BROKEN)
def test_one_line_of_data_yaml_is_enough_to_be_refused(slug: str) -> None:
    path, value, layout = BROKEN[slug]
    values: Any = copy.deepcopy(shipped() | {"languages": ["en"]})
    *parents, name = path.split(".")
    held = functools.reduce(lambda one, part: one[int(part) if part.isdigit() else part], parents, values)
    held[name] = value
    broken = translate(Project.model_validate(values), ENGLISH)
    one = next(one for one in layouts_of(broken) if one.id == layout)
    composed = compose(one, broken, resources=Resources(ROOT), languages=small.languages())
    assert slug in {problem.partition(":")[0] for problem in found(composed, broken)}
