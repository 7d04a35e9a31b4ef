# SPDX-License-Identifier: MIT
"""Everything in data.yaml is accounted for: what pieces must carry, what they list, and what no piece prints."""

from __future__ import annotations

import datetime
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import small
from many_risks import shipped
from program import ROOT

from leaflets.content.load import load_data, load_designs
from leaflets.content.model import Project, layouts_of
from leaflets.core.messages import ENGLISH
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.translate import translate
from leaflets.layout.accounting import Account
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed

FACT = {"source": "made up for tests", "review_by": datetime.date(2027, 5, 22)}


@cache
def ours() -> Resources:
    return Resources(ROOT)


def values(**changes: Any) -> dict[str, Any]:
    """The values of the project that ships, in English alone, with some changed."""
    return deepcopy(shipped()) | {"languages": ["en"]} | changes


@cache
def composed() -> tuple[Composed, ...]:
    """Every layout of the project that ships, in English: what they print does not depend on `audiences:`."""
    project = translate(Project.model_validate(values()), ENGLISH)
    return tuple(compose(one, project, resources=ours(), languages=small.languages()) for one in layouts_of(project))


def account(changed: dict[str, Any], pieces: tuple[Composed, ...] | None = None) -> Account:
    project = Project.model_validate(changed)
    account = Account(project, load_designs(ours()))
    for piece in composed() if pieces is None else pieces:
        account.note(piece)
    return account


def help_on(audience: str, *routes: dict[str, Any]) -> list[Problem]:
    return account(values(audiences={audience: {"help": list(routes)}})).unprinted()


def test_the_project_that_ships_accounts_for_everything() -> None:
    done = account(values())
    assert done.unprinted() == [] and done.printed_nowhere() == []
    assert sum(len(one.help) for one in done.project.audiences.values()) >= 4


# Help


def test_a_piece_that_lacks_the_help_of_its_audience_is_named_with_the_route_and_where() -> None:
    (problem, *_) = help_on("children", {"organisation": "nspcc"})
    assert (problem.slug, problem.where, problem.severity) == ("help-missing", "publications.ask-a-grown-up", "error")
    assert "NSPCC, 0808 800 5000," in problem.message and "ask-a-grown-up.poster-a3.en" in problem.message
    assert "`audiences.children.help`" in problem.message and "`help_strip()`" in problem.hint


def test_every_piece_of_a_series_and_every_audience_is_looked_at() -> None:
    found = help_on("parents", {"organisation": "samaritans"})
    assert [problem.where for problem in found] == [
        f"publications.{name}"
        for name in ("parents-guide", "parents-guide-large", "waiting-room", "one-risk", "waiting-room-screen")
    ]
    assert "and " in found[3].message and "more;" in found[3].message
    found = help_on("professionals", {"organisation": "nspcc"})
    assert [problem.where for problem in found] == ["publications.professionals"]


def test_999_may_be_typed_in_a_sentence_but_not_inside_another_number() -> None:
    assert help_on("children", {"organisation": "emergency"}) == []
    numbers = ("organisations.emergency.phone",)
    emptied = [
        replace(one, html=one.html.replace("999", "1999"), facts=tuple({*one.facts}.difference(numbers)))
        for one in composed()
    ]
    changed = values(audiences={"children": {"help": [{"organisation": "emergency"}]}})
    assert {problem.slug for problem in account(changed, tuple(emptied)).unprinted()} == {"help-missing"}


def test_a_short_form_is_enough_on_cards_and_only_there() -> None:
    assert {problem.where for problem in help_on("young-people", {"organisation": "nspcc"})} == {
        "publications.talk-to-someone",
        "publications.helpline-card",
        "publications.risk-poster",
        "publications.number-sticker",
    }
    short = help_on("young-people", {"organisation": "nspcc", "short": "999"})
    assert {problem.where for problem in short} == {"publications.talk-to-someone", "publications.risk-poster"}


def test_what_is_not_required_is_not_asked_for() -> None:
    assert help_on("parents", {"organisation": "kooth", "required": False}) == []


# What is listed, and what is held


def test_a_contact_that_no_page_of_its_publication_prints_is_a_problem() -> None:
    made = load_data(small.FOLDER / "data.yaml").values
    publications: dict[str, Any] = deepcopy(made["publications"])  # type: ignore[arg-type]
    link = {"value": "https://example.net/third", **FACT}
    third = {"name": "Third", "about": "Nobody prints them.", "links": {"parents": {"en": link}}}
    publications["everything"]["contacts"]["third"] = {"organisation": "third", "purpose": "A third", "link": "parents"}
    organisations = made["organisations"] | {"third": third}  # type: ignore[operator]
    project = Project.model_validate(made | {"organisations": organisations, "publications": publications})
    done = Account(project, load_designs(small.resources()))
    english = translate(project, ENGLISH)
    for layout in layouts_of(project):
        done.note(compose(layout, english, resources=small.resources(), languages=small.languages()))
    (problem,) = done.unprinted()
    assert (problem.slug, problem.where) == ("unprinted", "publications.everything.contacts.third")
    assert "no page of the publication" in problem.message


def held(**facts: Any) -> dict[str, Any]:
    changed = values()
    changed["organisations"]["nobody"] = {"name": "Nobody Knows It", "about": "A helper.", **facts}
    return changed


def test_what_no_leaflet_prints_is_said_once_in_one_line() -> None:
    (problem,) = account(held(phone={"value": "0121 496 0000", **FACT})).printed_nowhere()
    assert problem.severity == "warning" and problem.slug == "unprinted"
    assert problem.message == "1 entry is printed on no leaflet: organisations.nobody."
    changed = values()
    changed["publisher"]["accept_unprinted"] = []
    (problem,) = account(changed).printed_nowhere()
    assert "organisations.nspcc.email" in problem.message or "more" in problem.message
    assert problem.message.count("organisations.kidscape") <= 1


@pytest.mark.parametrize(
    "path",
    ["organisations.childline.email", "organisations.childline.contacts.desk", "publisher.email"],
)
def test_every_fact_is_accounted_for_and_accepted_by_its_path_or_one_above(path: str) -> None:
    changed = values()
    mail = {"value": "help@example.org", **FACT}
    childline = changed["organisations"]["childline"]
    if path == "publisher.email":
        changed["publisher"]["email"] = mail
    elif path.endswith("desk"):
        childline["contacts"] = {"desk": mail | {"kind": "email"}}
    else:
        childline["email"] = mail
    (problem,) = account(changed).printed_nowhere()
    assert problem.message.endswith(f"on no leaflet: {path}.")
    for accepted in (path, path.rpartition(".")[0]):
        again = deepcopy(changed)
        again["publisher"]["accept_unprinted"].append(accepted)
        assert account(again).printed_nowhere() == []


def test_who_helps_with_a_risk_is_accounted_for() -> None:
    changed = values()
    changed["risks"]["grooming"]["help"]["parents"].append("which")
    (problem,) = account(changed).printed_nowhere()
    assert "risks.grooming.help.parents.which" in problem.message


def test_nothing_is_said_of_a_part_of_the_layouts() -> None:
    assert account(held(), composed()[:3]).printed_nowhere() == []
