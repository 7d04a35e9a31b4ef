# SPDX-License-Identifier: MIT
"""Titles of handouts break on at most two lines that are about equally long, with no word alone, in any language."""

from __future__ import annotations

from functools import cache
from typing import Any

import pypdfium2
import pytest

from leaflets.content.load import load_data
from leaflets.content.model import Project, layouts_of
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.fit import lay_out
from leaflets.layout.render import Renderer
from leaflets.layout.titles import best_halves


@cache
def renderer() -> Renderer:
    resources = Resources(SHIPPED)
    return Renderer(resources, read_languages(resources))


def lines_of(title: str) -> list[str]:
    """Return the lines of a title on the finished page of a risk, as another program reads them."""
    values: dict[str, Any] = load_data(SHIPPED / "data.yaml").values | {"languages": ["en"]}
    values["risks"]["grooming"]["title"] = title
    project = Project.model_validate(values)
    layout = next(one for one in layouts_of(project) if one.risk == "grooming")
    composed = compose(layout, project, resources=renderer().resources, languages=renderer().languages)
    laid_out = lay_out(composed, renderer())
    page = pypdfium2.PdfDocument(laid_out.rendered.pdf)[0]
    text = page.get_textpage().get_text_bounded(bottom=0.8 * page.get_height()).replace("\u00a0", " ")
    lines = text.splitlines()
    for count in range(1, 6):
        if " ".join(line.strip() for line in lines[:count]) == title:
            return [line.strip() for line in lines[:count]]
    raise AssertionError(text[:200])


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Bullying that follows them home", ["Bullying that", "follows them home"]),
        ("Being drawn into violence", ["Being drawn", "into violence"]),
        ("Drugs and drink made to look good", ["Drugs and drink", "made to look good"]),
        ("Pictures of them made by a computer to look real", ["Pictures of them made by", "a computer to look real"]),
        ("Nagie zdjęcia, prawdziwe lub fałszywe", ["Nagie zdjęcia,", "prawdziwe lub fałszywe"]),
        ("Wciąganie w przemoc", ["Wciąganie", "w przemoc"]),
        ("Grooming", ["Grooming"]),
        ("Running away", ["Running away"]),
    ],
)
def test_a_title_is_on_two_balanced_lines_at_most(title: str, lines: list[str]) -> None:
    assert lines_of(title) == lines


def test_words_are_shared_out_so_that_none_is_alone_if_there_are_enough() -> None:
    assert best_halves(["one", "two", "three", "four"]) == ["one two", "three four"]
    assert best_halves(["Dares", "and", "risky", "challenges"]) == ["Dares and", "risky challenges"]
    assert best_halves(["Niebezpieczne", "wyzwania"]) == ["Niebezpieczne", "wyzwania"]
    assert best_halves(["follows", "them\u00a0home"]) == ["follows", "them\u00a0home"]
