# SPDX-License-Identifier: MIT
"""Verbs that edit files of the project: several at once lose nothing, one that must wait says so and ends in time."""

from __future__ import annotations

from pathlib import Path

import harden_edits
import pytest
from program import copy_small

from leaflets.cli import parser
from leaflets.core import lock
from leaflets.core.files import is_running
from leaflets.core.lock import lock_project
from leaflets.core.problems import ExitCode

PHONE = "organisations.helpline.phone"


def test_edits_at_the_same_time_are_all_recorded(tmp_path: Path) -> None:
    """`script/harden edits` does a hundred."""
    harden_edits.prepare(folder := tmp_path / "project")
    assert harden_edits.edit_at_once(folder, 4) == []
    names = sorted(path.name for path in folder.iterdir() if path.suffix != ".xlsx")
    assert names == [".cache", "data.yaml", "locales"]


def test_a_verb_waits_with_a_note_and_then_gives_up_with_6(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_small(tmp_path / "project")
    before = (folder / "data.yaml").read_bytes()
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 1.4)
    words = ["facts", "verify", PHONE, "--by", "A Person", "--project", str(folder)]
    with lock_project(folder):
        assert parser.run(words) == ExitCode.LOCKED
    said = capsys.readouterr().err
    assert "Waiting: process " in said and f" is changing the files of {folder}." in said
    assert said.rstrip().endswith("1 problem. Nothing was written.")
    assert (folder / "data.yaml").read_bytes() == before
    assert parser.run(words) == ExitCode.OK


def test_what_a_killed_edit_has_left_is_swept_by_the_next(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "project")
    dead = next(number for number in range(99_000, 199_000) if not is_running(number))
    names = ("{}", "locales/{}", "locales/pl/LC_MESSAGES/{}", "register/{}")
    left = [folder / name.format(f".a-file.{dead}-{dead}.new") for name in names]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    with lock_project(folder):
        pass
    assert not any(path.exists() for path in left)


def test_a_folder_without_a_project_is_not_touched(tmp_path: Path) -> None:
    assert parser.run(["facts", "verify", PHONE, "--by", "A Person", "--project", str(tmp_path)]) != ExitCode.OK
    assert list(tmp_path.iterdir()) == []
