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

import re
from pathlib import Path

import pytest
from broken import FOLDERS, PLAIN, PROBLEMS, RIGHT, TODAY, problems_of
from kinds import examples, register
from validated import validate

from leaflets.content.load import load_data
from leaflets.core.problems import Problem


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


def test_every_kind_has_an_example() -> None:
    """Here, where it is known what is found in the folders."""
    assert sorted(set(register()) - set(examples())) == []
