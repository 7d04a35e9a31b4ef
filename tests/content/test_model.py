# SPDX-License-Identifier: MIT
"""The model: which layouts a project has, in which order, and which it no longer has."""

from __future__ import annotations

import copy
import datetime
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.content.wording.safety import check_required

RIGHT = Path(__file__).parents[1] / "problems" / "right.yaml"
WITHDRAWN = {"date": datetime.date(2026, 11, 1), "reason": "A better one takes its place.", "replaced_by": "everything"}


@cache
def right() -> dict[str, Any]:
    return load_data(RIGHT).values


def layouts(changes: dict[str, dict[str, Any]], languages: tuple[str, ...] = ("en",)) -> list[str]:
    """Return the ids of the right project's layouts when publications have other values."""
    values = copy.deepcopy(right())
    values["languages"] = list(languages)
    for name, changed in changes.items():
        values["publications"][name] |= changed
    return [layout.id for layout in layouts_of(Project.model_validate(values))]


FORMATS = ("trifold-dl", "poster-a3", "poster-a4", "booklet-a5", "card-dl", "card-wallet")
EVERYTHING = [f"everything.{form}.en" for form in FORMATS]


def test_each_publication_is_made_in_each_of_its_formats_in_the_order_of_the_file() -> None:
    assert layouts({}) == [*EVERYTHING, "one-risk-grooming.poster-a4.en"]


def test_a_withdrawn_publication_is_made_in_no_format_and_no_language() -> None:
    assert layouts({"one-risk": {"withdrawn": WITHDRAWN}}, ("en", "ur")) == [
        f"everything.{form}.{language}" for form in FORMATS for language in ("en", "ur")
    ]


def test_a_publication_is_made_in_the_languages_that_it_names() -> None:
    changes = {"everything": {"languages": ["ur"], "formats": ["card-dl"]}, "one-risk": {"languages": []}}
    assert layouts(changes, ("en", "ur")) == ["everything.card-dl.ur"]


def test_two_languages_stand_side_by_side_only_on_what_is_an_a4_poster() -> None:
    changes = {name: {"bilingual": ["ur"]} for name in ("everything", "one-risk")}
    changes["everything"] |= {"formats": ["card-dl"]}
    found = layouts(changes, ("en", "ur"))
    assert [name for name in found if "+" in name] == ["one-risk-grooming.spread-a3.en+ur"]


def test_a_withdrawn_publication_is_not_asked_for_what_a_printed_one_must_say() -> None:
    values = copy.deepcopy(right())
    asked = {problem.where for problem in check_required(Project.model_validate(values))}
    assert "publications.one-risk" in asked
    values["publications"]["one-risk"]["withdrawn"] = WITHDRAWN
    assert {problem.where for problem in check_required(Project.model_validate(values))} == asked - {
        "publications.one-risk"
    }
