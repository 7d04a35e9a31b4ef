# SPDX-License-Identifier: MIT
"""Finding files: the project's own win, one by one, and nothing outside the two folders is ever found."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaflets.core.resources import SHIPPED, Resources

TOKENS = "templates/styles/tokens.css"


def test_what_a_project_lacks_comes_from_the_package(tmp_path: Path) -> None:
    assert Resources(tmp_path).find(TOKENS) == (SHIPPED / TOKENS).resolve()


def test_a_file_of_the_project_stands_for_that_one_only(tmp_path: Path) -> None:
    own = tmp_path / TOKENS
    own.parent.mkdir(parents=True)
    own.write_text("/* ours */", encoding="utf-8")
    resources = Resources(tmp_path)
    assert resources.read(TOKENS) == "/* ours */"
    assert resources.find("templates/styles/base.css").is_relative_to(SHIPPED)


def test_names_from_both_folders_are_listed_once(tmp_path: Path) -> None:
    (tmp_path / "templates/styles").mkdir(parents=True)
    for name in ("tokens.css", "ours.css"):
        (tmp_path / "templates/styles" / name).write_text("", encoding="utf-8")
    names = Resources(tmp_path).list("templates/styles/*.css")
    assert names == sorted(set(names))
    assert {"templates/styles/ours.css", "templates/styles/base.css", TOKENS} <= set(names)


@pytest.mark.parametrize("name", ["../secret.txt", "templates/../../secret.txt", "/etc/passwd", "none.css"])
def test_nothing_outside_is_found(name: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "templates").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        Resources(project).find(name)
