# SPDX-License-Identifier: MIT
"""A new project: complete, valid, and never at the cost of a file that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaflets.cli.init import init_project
from leaflets.content.load import load_data, load_designs
from leaflets.content.validate import validate
from leaflets.core.problems import ProblemsFound
from leaflets.core.resources import Resources


def test_a_new_project_is_valid(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "project"
    made = init_project(folder)
    names = [".leaflets-id", "data.schema.json", ".gitignore", ".gitattributes", "data.yaml"]
    assert [path.name for path in made] == names
    assert sorted(folder.iterdir()) == sorted([*made, folder / ".cache"])
    validate(load_data(folder / "data.yaml"), designs=load_designs(Resources(folder)))


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    init_project(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("mine")
    (tmp_path / ".gitignore").write_text("mine")
    with pytest.raises(ProblemsFound) as caught:
        init_project(tmp_path)
    [problem] = caught.value.problems
    assert problem.slug == "folder-not-empty"
    assert ".gitignore, data.yaml" in problem.message
    assert (tmp_path / "data.yaml").read_text() == "mine"
    assert not (tmp_path / "data.schema.json").exists()


def test_a_file_in_the_place_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "project").write_text("a file")
    with pytest.raises(ProblemsFound):
        init_project(tmp_path / "project")
