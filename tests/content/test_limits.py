# SPDX-License-Identifier: MIT
"""Each limit that protects a reader: what is at it passes, and what is just beyond it is refused."""

from __future__ import annotations

import copy
import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from validated import validate

from leaflets.content.load import load_data
from leaflets.content.model import Project
from leaflets.content.wording.manner import MANNER_RULES, check_lengths, check_reading_age
from leaflets.content.wording.reading import read
from leaflets.content.wording.safety import check_links
from leaflets.content.wording.texts import Readers, Text
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem, ProblemsFound

RIGHT = Path(__file__).parents[1] / "problems" / "right.yaml"
LINK = "organisations.helpline.links.parents.en"


@cache
def right() -> Loaded:
    return load_data(RIGHT, name="data.yaml")


def change(path: str, value: Any) -> dict[str, Any]:
    """Return the values of the right file with another one at a path."""
    values = copy.deepcopy(right().values)
    *parents, last = path.split(".")
    inner: Any = values
    for name in parents:
        inner = inner[name]
    inner[last] = value
    return values


def problems(path: str, value: Any) -> list[Problem]:
    """Return what is wrong with the right file when a value at a path is another one."""
    try:
        validate(Loaded(change(path, value), right().places, "data.yaml"))
    except ProblemsFound as found:
        return found.problems
    return []


def refused(path: str, value: Any) -> set[str]:
    return {problem.slug for problem in problems(path, value)}


def words(number: int) -> str:
    return " ".join(["word"] * number)


def project(path: str, value: Any) -> Project:
    return Project.model_validate(change(path, value))


# Words


def judged(sentence: str, readers: Readers = "families") -> set[str]:
    text, reading = Text("here", sentence, readers), read(Project.model_validate(right().values))
    return {problem.slug for rule in MANNER_RULES if (problem := rule(text, reading))}


def test_a_sentence_has_at_most_20_words_for_families_and_25_for_professionals() -> None:
    limits: dict[Readers, int] = {"families": 20, "professionals": 25}
    for readers, most in limits.items():
        assert judged(f"{words(most)}.", readers) == set()
        assert judged(f"{words(most + 1)}.", readers) == {"long-sentence"}


def test_an_abbreviation_has_at_most_four_capitals_unless_a_name_of_the_project_has_it() -> None:
    assert judged("Ask the ABCD.") == set()
    assert judged("Ask the ABCDE.") == {"capitals"}
    for path in ("organisations.helpline.name", "publisher.name", "publisher.short_name", "area.name"):
        named = read(project(path, "The ABCDE"))
        assert not [rule for rule in MANNER_RULES if rule(Text("here", "Ask the ABCDE."), named)], path
    keyword = {"value": "85258", "keyword": "ABCDE", "source": "made up", "review_by": datetime.date(2027, 5, 22)}
    named = read(project("organisations.helpline.text", keyword))
    assert not [rule for rule in MANNER_RULES if rule(Text("here", "Text ABCDE."), named)]


def text_of(sentences: int, length: int, syllables: int, readers: Readers) -> Text:
    """Return a text of so many sentences of so many words, with so many syllables in all."""
    spoken = ["police"] * (syllables - sentences * length)
    spoken += ["phone"] * (sentences * length - len(spoken))
    lines = [" ".join(spoken[at : at + length]) + "." for at in range(0, len(spoken), length)]
    return Text("risks.grooming.summary", " ".join(lines), readers)


@pytest.mark.parametrize(
    ("readers", "sentences", "length", "most"),
    # 0.39 * length + 11.8 * syllables / words - 15.59 + 5: 86 of 60 make 11.0, and 95 of 60 make 15.9
    [("families", 5, 12, 86), ("professionals", 3, 20, 95)],
)
def test_the_reading_age_is_at_most_11_for_families_and_16_for_professionals(
    readers: Readers, sentences: int, length: int, most: int
) -> None:
    assert list(check_reading_age([text_of(sentences, length, most, readers)])) == []
    (problem,) = check_reading_age([text_of(sentences, length, most + 1, readers)])
    assert problem.slug == "reading-age"


def test_the_reading_age_of_fewer_than_30_words_says_nothing() -> None:
    hard = ["Inappropriate"] * 30
    assert list(check_reading_age([Text("risks.grooming.summary", " ".join(hard[:29]) + ".")])) == []
    assert len(list(check_reading_age([Text("risks.grooming.summary", " ".join(hard) + ".")]))) == 1


def test_the_words_of_a_risk_fit_their_places() -> None:
    """The title counts with what stands below it in brief."""
    grooming = right().values["risks"]["grooming"]
    limits = {"title": 7, "in_brief": 25 - len(grooming["title"].split()), "why": 40, "opener": 25}
    for field in ("signs", "parents_can", "children_can", "professionals_must"):
        limits[f"{field}.{next(iter(grooming[field]))}"] = 16
    for field, most in limits.items():
        path = f"risks.grooming.{field}"
        values = [project(path, words(number)) for number in (most, most + 1)]
        assert [problem.where for problem in check_lengths(values[0])] == [], field
        assert path in [problem.where for problem in check_lengths(values[1])], field


# Addresses


def with_link(value: str, printed: str | None = None) -> Project:
    """Return the right project where a code leads to another address, and another one is printed beside it."""
    link = right().values["organisations"]["helpline"]["links"]["parents"]["en"]
    return project(LINK, link | {"value": value, "printed_url": printed})


def test_a_printed_address_has_at_most_34_characters() -> None:
    for most, slugs in ((34, set()), (35, {"printed-url"})):
        address = "example.org/".ljust(most, "a")
        assert {problem.slug for problem in check_links(with_link(f"https://www.{address}"))} == slugs
        assert {problem.slug for problem in check_links(with_link(f"https://{address}/b", address))} == slugs


def test_the_address_of_a_code_has_at_most_100_characters() -> None:
    for most, slugs in ((100, []), (101, ["link-length"])):
        address = "https://example.org/".ljust(most, "a")
        assert [problem.slug for problem in check_links(with_link(address, "example.org"))] == slugs


# Numbers, dates, colours


FIGURES = {
    "020": {11},
    "030": {11},
    "07": {11},
    "0808": {11},
    "084": {11},
    "087": {11},
    "09": {11},
    "0113": {11},
    "0121": {11},
    "0122": {10, 11},
    "0169": {10, 11},
    "0800": {10, 11},
}
"""How many figures numbers that begin so have (Ofcom's numbering plan)."""


def test_a_british_number_has_as_many_figures_as_its_plan_says() -> None:
    """With one too few or too many a family reaches nobody, or a stranger."""
    for start, lengths in FIGURES.items():
        numbers = {length: start.ljust(length, "2") for length in range(7, 14)}
        found = {length: refused("organisations.helpline.phone.value", number) for length, number in numbers.items()}
        assert {length for length, slugs in found.items() if "phone-digits" not in slugs} == lengths, start


def test_short_and_foreign_numbers_are_left_alone() -> None:
    for number in ("0800 1111", "0845 4647", "999", "116 123", "00 44 20 7946 0000"):
        assert refused("organisations.helpline.phone.value", number) == set(), number


def test_a_number_out_of_hours_is_counted_too() -> None:
    number = right().values["organisations"]["helpline"]["phone"] | {"value": "0121 303 188"}
    assert "phone-digits" in refused("organisations.helpline.out_of_hours_phone", number)


def test_a_day_lies_between_2000_and_2100() -> None:
    days = {"1999-12-31": False, "2000-01-01": True, "2099-12-31": True, "2100-01-01": False}
    for day, plausible in days.items():
        slugs = refused(f"{LINK}.review_by", datetime.date.fromisoformat(day))
        assert ("implausible-date" in slugs) is not plausible, day


@pytest.mark.parametrize(
    ("pair", "enough", "too_little"),
    [
        ("'petrol' on 'paper'", "#595959", "#5a5a5a"),  # on white: 7.0 and 6.9
        ("'petrol-tint'", "#959595", "#949494"),  # under black: 7.0 and 6.9
        ("'ink' on 'paper'", "#595959", "#5a5a5a"),
        ("'signal' on 'paper'", "#767676", "#777777"),  # on white: 4.5 and 4.4
        ("'grey' on 'paper'", "#767676", "#777777"),
    ],
)
def test_contrast_is_7_where_families_read_and_4_5_in_small_print(pair: str, enough: str, too_little: str) -> None:
    name = pair.split("'")[1]
    values = copy.deepcopy(right().values["palette"])
    values["ink"]["rgb"], values["petrol-tint"]["rgb"] = "#000000", "#ffffff"
    found = []
    for rgb in (enough, too_little):
        values[name]["rgb"] = rgb
        found.append(any(pair in problem.message for problem in problems("palette", copy.deepcopy(values))))
    assert found == [False, True]


@pytest.mark.parametrize(
    ("cmyk", "slugs"),
    [
        ((80, 80, 80, 0), set()),
        ((80, 80, 81, 0), {"colour-too-much-ink"}),
        ((1, 1, 1, 1), {"colour-too-many-inks"}),
    ],
)
def test_a_colour_has_at_most_three_inks_and_240_per_cent(cmyk: tuple[int, ...], slugs: set[str]) -> None:
    assert refused("palette.petrol.cmyk", list(cmyk)) == slugs


def test_what_small_type_is_set_in_is_black_ink_alone() -> None:
    for name in ("ink", "black", "paper", "grey", "rule"):
        assert refused(f"palette.{name}.cmyk", [0, 0, 0, 50]) == set(), name
        assert refused(f"palette.{name}.cmyk", [1, 0, 0, 50]) == {"colour-not-black-only"}, name
