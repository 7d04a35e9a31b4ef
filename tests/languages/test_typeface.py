# SPDX-License-Identifier: MIT
"""A typeface of the project's own: on the pages of every language that it serves, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import small
from fontTools import subset
from fontTools.ttLib import TTFont

from leaflets.content.model import Project, Typeface, layouts_of
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose

PLAIN, BOLD = "assets/Plain.ttf", "assets/Bold.ttf"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two fonts, one without Polish letters, one that may not be embedded, one that is none."""
    folder = tmp_path_factory.mktemp("type")
    (folder / "assets").mkdir()
    shipped = read_languages(Resources(SHIPPED)).fonts["Atkinson Hyperlegible"]
    for weight, name in ((400, PLAIN), (700, BOLD)):
        (folder / name).write_bytes(shipped.read(weight))
    with TTFont(folder / PLAIN) as font:
        font["OS/2"].fsType = 2
        font.save(folder / "assets" / "closed.ttf")
    with TTFont(folder / PLAIN) as font:
        few = subset.Subsetter()
        few.populate(unicodes=range(0x20, 0x7F))
        few.subset(font)
        font.save(folder / "assets" / "few.ttf")
    (folder / "assets" / "none.ttf").write_text("not a font")
    return folder


def project_with(*files: str) -> Project:
    return small.project().model_copy(update={"type": Typeface(family="House Sans", files=list(files))})


def test_it_writes_latin_letters_and_leaves_other_scripts_alone(folder: Path) -> None:
    languages = read_languages(Resources(folder), project_with(PLAIN, BOLD))
    families = {tag: languages.languages[tag].families for tag in ("en", "pl", "ur", "bn")}
    assert all(found[0] == "House Sans" for found in families.values())
    assert "Noto Nastaliq Urdu" in families["ur"]
    assert languages.fonts["House Sans"].path(700) == folder / BOLD
    assert read_languages(Resources(folder)).languages["en"].families[0] == "Atkinson Hyperlegible"


def test_files_that_cannot_be_used_are_all_named_at_once(folder: Path) -> None:
    for files, slugs in (
        (("assets/no.ttf", "assets/none.ttf"), ["type-missing", "type-unreadable"]),
        ((PLAIN, "assets/closed.ttf"), ["type-licence"]),
    ):
        with pytest.raises(ProblemsFound) as found:
            read_languages(Resources(folder), project_with(*files))
        assert [problem.slug for problem in found.value.problems] == slugs
        assert found.value.problems[-1].where == "type.files.1"


def test_letters_that_it_lacks_are_named_with_the_language(folder: Path) -> None:
    """They would come from another face, in the middle of a word."""
    project = project_with("assets/few.ttf")
    layout = next(layout for layout in layouts_of(project) if layout.risk is None)
    languages = read_languages(Resources(folder), project)
    publication = project.publications[layout.source]
    named = publication.model_copy(update={"title": "Łódź online"})
    changed = project.model_copy(update={"publications": {**project.publications, layout.source: named}})
    with pytest.raises(ProblemsFound) as found:
        compose(layout, changed, resources=Resources(small.FOLDER), languages=languages)
    (problem,) = found.value.problems
    assert problem.slug == "type-letters"
    assert "lacks ó Ł ź, which English needs" in problem.message
