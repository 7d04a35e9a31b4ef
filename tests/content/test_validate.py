# SPDX-License-Identifier: MIT
"""Validating: the shipped data is right, and what is wrong in a copy is found where it stands."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError
from validated import validate

from leaflets.content import field_types, model, organisations
from leaflets.content.design import Design, Shape, WordSlot
from leaflets.content.field_types import PATTERNS
from leaflets.content.load import load_data, load_designs
from leaflets.content.model import Project
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.core.suggest import nearest, suggest

RIGHT = Path(__file__).parents[1] / "problems" / "right.yaml"
TODAY = datetime.date(2026, 11, 23)
KNOWN = ("en", "ur", "pa", "bn", "ar", "ro", "pl", "so", "ps")


@cache
def right() -> Loaded:
    return load_data(RIGHT, name="data.yaml")


def found(change: Callable[[dict[str, Any]], None], **given: Any) -> list[Problem]:
    """Return the problems of the right file after a change to its values."""
    values = copy.deepcopy(right().values)
    change(values)
    try:
        validate(Loaded(values, right().places, "data.yaml"), **{"today": TODAY, **given})
    except ProblemsFound as caught:
        return caught.problems
    return []


def test_the_shipped_data_is_valid_with_its_designs() -> None:
    loaded = load_data(SHIPPED / "data.yaml")
    project = validate(loaded, designs=load_designs(Resources(SHIPPED)), languages=KNOWN, today=TODAY)
    assert len(project.risks) == 10
    assert len(project.publications) == 12


def test_a_project_keeps_the_order_of_the_file() -> None:
    project = validate(right())
    assert list(project.palette)[:3] == ["petrol", "petrol-mid", "petrol-tint"]


def test_what_the_reader_found_stops_a_project_that_is_right() -> None:
    problem = Problem("tab", "a tab.", "data.yaml", 1, 1)
    with pytest.raises(ProblemsFound) as caught:
        validate(Loaded(right().values, right().places, "data.yaml", (problem,)))
    assert caught.value.problems == [problem]


def test_every_problem_of_the_text_and_of_the_values_comes_at_once() -> None:
    values = copy.deepcopy(right().values)
    values["area"]["nmae"] = values["area"].pop("name")  # type: ignore[index]
    loaded = Loaded(values, right().places, "data.yaml", (Problem("tab", "a tab.", "data.yaml", 1, 1),))
    with pytest.raises(ProblemsFound) as caught:
        validate(loaded)
    assert {p.slug for p in caught.value.problems} == {"tab", "field-unknown"}


@pytest.mark.parametrize("section", Project.model_fields)
@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_a_section_that_is_left_empty_is_read_or_refused_in_words(section: str, empty: object) -> None:
    assert all(one.message.endswith((".", "?")) for one in found(lambda data: data.update({section: empty})))


def test_today_decides_what_lies_in_the_future() -> None:
    def verify(values: dict[str, Any]) -> None:
        values["organisations"]["police"]["phone"] |= {"verified": TODAY, "verified_by": "A Person"}

    assert found(verify) == []
    assert [p.slug for p in found(verify, today=TODAY - datetime.timedelta(days=1))] == ["verified-in-future"]
    assert found(verify, today=None) == []


def test_a_role_of_the_area_counts_as_an_organisation() -> None:
    def no_link(values: dict[str, Any]) -> None:
        contact = values["publications"]["everything"]["contacts"]["talk"]
        contact |= {"organisation": "area.police", "link": "parents"}

    assert [(p.slug, p.where) for p in found(no_link)] == [
        ("contact-link-missing", "publications.everything.contacts.talk.link")
    ]


def test_a_link_in_another_language_only_is_none_in_english() -> None:
    def urdu(values: dict[str, Any]) -> None:
        links = values["organisations"]["helpline"]["links"]["parents"]
        links["ur"] = links.pop("en")

    assert "contact-link-missing" in {p.slug for p in found(urdu)}


def test_www_makes_no_other_site() -> None:
    def www(values: dict[str, Any]) -> None:
        link = values["organisations"]["helpline"]["links"]["parents"]["en"]
        link |= {"value": "https://www.example.org/parents", "printed_url": "example.org/parents"}

    assert found(www) == []


@pytest.mark.parametrize("printed", ["example.org.evil.com/x", "evil.com", "example.com"])
def test_a_printed_address_on_another_site_is_found(printed: str) -> None:
    def other(values: dict[str, Any]) -> None:
        values["organisations"]["helpline"]["links"]["parents"]["en"]["printed_url"] = printed

    assert [p.slug for p in found(other)] == ["printed-url-host"]


def with_risks(values: dict[str, Any], letters: Iterable[str]) -> None:
    values["risks"] |= {f"risk-{letter}": values["risks"]["grooming"] | {"letter": letter} for letter in letters}


def test_a_series_takes_any_number_of_risks_each_with_its_letter() -> None:
    assert found(lambda values: with_risks(values, (*"bcdefghijklmnopqrstuvwxyz", "aa", "ab"))) == []


@pytest.mark.parametrize("last, free", [("c", "d"), ("z", "aa"), ("az", "ba")])
def test_a_risk_without_a_letter_is_offered_the_one_after_the_last(last: str, free: str) -> None:
    def without(values: dict[str, Any]) -> None:
        with_risks(values, [last])
        del values["risks"]["grooming"]["letter"]

    (problem,) = found(without)
    assert (problem.slug, problem.where, problem.hint) == (
        "risk-letter-missing",
        "risks.grooming",
        f"write `letter: {free}`.",
    )


def test_letters_are_not_asked_of_a_project_without_a_series() -> None:
    def without(values: dict[str, Any]) -> None:
        del values["risks"]["grooming"]["letter"], values["publications"]["one-risk"]

    assert found(without) == []


def test_the_code_of_a_risk_does_not_depend_on_its_place_in_the_file() -> None:
    values = copy.deepcopy(right().values)
    with_risks(values, ["q"])
    values["risks"] = dict(reversed(values["risks"].items()))
    members = model.members_of(Project.model_validate(values), "one-risk")
    assert members == [("one-risk-risk-q", "EX-02q", "risk-q"), ("one-risk-grooming", "EX-02a", "grooming")]


def test_a_design_with_more_panels_than_risks_is_refused_and_the_empty_panels_are_named() -> None:
    plain = Design(name="plain", words={"body": WordSlot(kind="text", max=120)}, places=["main", "number"])
    three = plain.model_copy(update={"risks": {"inside-1": 5, "inside-2": 5, "inside-3": 3}})
    (problem,) = found(lambda values: None, designs={"plain": three})
    assert problem.slug == "risks-too-few" and problem.where == "publications.everything.design"
    assert problem.message.endswith("inside-2 and inside-3 would be empty.")
    assert found(lambda values: with_risks(values, "bc"), designs={"plain": three}) == []


def test_a_member_of_a_series_keeps_its_code_and_its_id_to_itself() -> None:
    def clash(values: dict[str, Any]) -> None:
        publication = copy.deepcopy(values["publications"]["everything"])
        values["publications"]["one-risk-grooming"] = publication | {"code": "EX-02a"}

    assert {p.slug for p in found(clash)} == {"duplicate-id", "duplicate-code"}


def test_a_withdrawn_publication_is_no_replacement() -> None:
    def withdraw(values: dict[str, Any]) -> None:
        for name, other in (("everything", "one-risk"), ("one-risk", "everything")):
            values["publications"][name]["withdrawn"] = {"date": TODAY, "reason": "Old", "replaced_by": other}

    assert [p.slug for p in found(withdraw)] == ["replaced-by-withdrawn"] * 2


def test_a_design_says_what_it_draws_and_how_much() -> None:
    slot = WordSlot(kind="list", max=9, max_items=1, note="Steps.")
    upright = Shape(what="A4 posters", ratio=(0.7, 0.72), width=(200, 220), type_scale=(0.9, 1.1))
    more = slot.model_copy(update={"optional": True})
    design = Design(name="plain", words={"body": slot, "more": more}, shapes={"plain": upright})

    def steps(values: dict[str, Any]) -> None:
        for publication in values["publications"].values():
            publication["words"]["body"] = {"one": "123456789", "two": "1234567890"}
            publication["formats"] = ["poster-a4", "poster-a3"]

    slugs = [p.slug for p in found(steps, designs={"plain": design})]
    assert slugs.count("words-too-long") == slugs.count("words-too-many") == slugs.count("format-not-drawn") == 2


def test_nothing_is_asked_of_designs_and_languages_that_are_not_given() -> None:
    def strange(values: dict[str, Any]) -> None:
        values["languages"] = ["xx"]
        for publication in values["publications"].values():
            publication |= {"design": "strange", "words": {}}

    assert found(strange) == []
    slugs = {p.slug for p in found(strange, designs={}, languages=["en"])}
    assert slugs == {"unknown-design", "unknown-language", "language-first"}


def test_a_huge_wrong_value_is_quoted_in_brief() -> None:
    def huge(values: dict[str, Any]) -> None:
        values["area"]["name"] = "x" * 1_000_000

    [problem] = found(huge)
    assert "1000000 characters" in problem.message
    assert len(str(problem)) < 300


def constraints(kind: Any) -> set[str]:
    """Return every pattern inside a type."""
    patterns = {item.pattern for item in getattr(kind, "__metadata__", ()) if isinstance(item, StringConstraints)}
    for inner in get_args(kind):
        patterns |= constraints(inner)
    return patterns - {None}  # type: ignore[arg-type]


def test_every_pattern_of_the_model_is_explained_in_words() -> None:
    patterns: set[str] = set()
    for thing in (vars(model) | vars(organisations)).values():
        if get_origin(thing) is Annotated:
            patterns |= constraints(thing)
        elif isinstance(thing, type) and issubclass(thing, BaseModel):
            for field in thing.model_fields.values():
                patterns |= constraints(field.rebuild_annotation())
    assert len(patterns) >= 10
    assert patterns <= set(PATTERNS)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (field_types.Slug, "parents-guide"),
        (field_types.WebAddress, "https://example.org/a?b=c"),
        (field_types.PhoneNumber, "0121 303 1888"),
        (field_types.PhoneNumber, "999"),
        (field_types.TextNumber, "85258"),
        (field_types.EmailAddress, "name@example.org"),
        (field_types.RgbColour, "#005d7d"),
        (field_types.Version, "1.0"),
        (field_types.Code, "ES-01"),
        (field_types.LanguageTag, "zh-Hans"),
    ],
)
def test_the_examples_in_the_hints_are_right(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value) == value
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value + "!\n")


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("childine", ["childline", "ceop"], "childline"),
        ("Childline", ["childline"], "childline"),
        ("out_of_hours", ["out-of-hours", "hours"], "out-of-hours"),
        ("poster", ["poster-a3", "card-dl"], "poster-a3"),
        ("zzz", ["childline", "ceop"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_word_is_offered(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected
    assert suggest(word, known)


def test_the_model_itself_takes_what_validation_takes() -> None:
    assert Project.model_validate(right().values) == validate(right())
