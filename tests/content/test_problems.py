# SPDX-License-Identifier: MIT
"""Broken data files, one folder each in tests/problems: every problem is named at its place, and nothing else happens.

A folder holds `expected.txt` and one of
- `data.yaml`: a file that is broken as it stands;
- `replace.yaml`: pieces of text and what stands in their place in right.yaml;
- `change.yaml`: paths and their new values (null deletes) in the data.yaml that ships.

A line of expected.txt is a problem as it is printed, `*` for a line and column that may move, or a slug and a path.
Printed problems must be all there are. `pytest --update-golden` writes them anew.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import pytest
from deleted import delete_value
from ruamel.yaml import YAML

from leaflets.content.design import Design, WordSlot
from leaflets.content.load import load_data, load_designs
from leaflets.content.validate import validate
from leaflets.content.wording import check_words
from leaflets.content.yaml.edit import set_values
from leaflets.content.yaml.reader import read_text
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources

PROBLEMS = Path(__file__).parents[1] / "problems"
RIGHT = PROBLEMS / "right.yaml"
FOLDERS = sorted(folder.name for folder in PROBLEMS.iterdir() if (folder / "expected.txt").is_file())
TODAY = datetime.date(2026, 11, 23)
KNOWN = ("en", "ur", "pa", "bn", "ar", "ro", "pl", "so", "ps")
PLAIN = Design(name="plain", words={"body": WordSlot(kind="text", max=120)}, places=["main", "number"])


@cache
def shipped() -> str:
    return (SHIPPED / "data.yaml").read_text(encoding="utf-8")


@cache
def designs() -> dict[str, Design]:
    return load_designs(Resources(SHIPPED))


def changed(folder: Path) -> str:
    """Return the text of the data.yaml that the folder describes."""
    yaml = YAML(typ="safe", pure=True)
    if (folder / "replace.yaml").is_file():
        text = RIGHT.read_text(encoding="utf-8")
        for old, new in yaml.load(folder / "replace.yaml").items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in right.yaml"
            text = text.replace(old, new)
        return text
    text = shipped()
    for path, value in yaml.load(folder / "change.yaml").items():
        parent, _, name = path.rpartition(".")
        text = delete_value(text, path) if value is None else set_values(text, parent, {name: value})
    return text


@cache
def problems_of(folder: Path) -> list[Problem]:
    """Return what loading, validating and reading the folder's data.yaml finds."""
    try:
        if (folder / "data.yaml").is_file():
            loaded = load_data(folder / "data.yaml", name="data.yaml")
        else:
            loaded = read_text(changed(folder), "data.yaml")
        small = not (folder / "change.yaml").is_file()
        project = validate(loaded, designs={"plain": PLAIN} if small else designs(), languages=KNOWN, today=TODAY)
        words = [] if small else check_words(project)
        raise ProblemsFound([loaded.put(problem, problem.where) for problem in words])
    except ProblemsFound as found:
        return found.problems


def names_slugs(folder: Path) -> set[str] | None:
    """Return the slugs and paths that expected.txt names; None if it holds printed problems."""
    expected = (folder / "expected.txt").read_text(encoding="utf-8")
    return None if not expected or expected.startswith("data.yaml") else set(expected.split("\n")) - {""}


def printed(problem: Problem, *, moves: bool) -> str:
    text = str(problem)
    return re.sub(r"^data\.yaml:\d+:\d+:", "data.yaml:*:", text) if moves else text


def test_there_are_many_broken_files() -> None:
    assert len(FOLDERS) >= 40


def test_nothing_is_found_in_the_file_that_is_right() -> None:
    loaded = load_data(RIGHT)
    assert loaded.problems == ()
    project = validate(loaded, designs={"plain": PLAIN}, languages=["en"], today=TODAY)
    assert list(project.publications) == ["everything", "one-risk"]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_problem_is_named_at_its_place_and_says_what_to_do(name: str, update_golden: bool) -> None:
    folder = PROBLEMS / name
    problems = problems_of(folder)
    assert problems, "nothing was found"
    assert all(problem.slug and problem.message.endswith((".", "?")) for problem in problems)
    assert all(problem.hint for problem in problems), "every problem says what to do"
    slugs = names_slugs(folder)
    if slugs is not None:
        assert slugs <= {f"{problem.slug} {problem.where}".strip() for problem in problems}
        return
    said = "".join(printed(problem, moves=(folder / "change.yaml").is_file()) + "\n" for problem in problems)
    if update_golden:
        (folder / "expected.txt").write_text(said, encoding="utf-8")
    assert said == (folder / "expected.txt").read_text(encoding="utf-8")
