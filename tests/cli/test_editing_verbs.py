# SPDX-License-Identifier: MIT
"""Verbs that edit files of the project: several at once lose nothing, one that must wait says so and ends in time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from catalogued import add_catalogues, open_at
from patience import RUN_SECONDS
from program import SMALL, TODAY, copy_small, environment

from leaflets.cli import parser
from leaflets.content.load import load_data
from leaflets.content.model import facts_of
from leaflets.content.validate import validate
from leaflets.core import lock
from leaflets.core.files import is_running
from leaflets.core.lock import lock_project
from leaflets.core.problems import ExitCode
from leaflets.core.resources import SHIPPED
from leaflets.languages.catalogue.po import path_of

PHONE = "organisations.helpline.phone"


PATIENT = f"""
from leaflets.core import lock
lock.PATIENCE_SECONDS = {RUN_SECONDS}
from leaflets.cli.start import main
main()
"""
"""The program, on a machine so busy that its patience would run out."""


def at_once(folder: Path, lines: Iterable[tuple[str, ...]]) -> None:
    """Start all of these commands, then wait for them; all must succeed."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PATIENT, *words, "--project", str(folder), "--today", TODAY],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in lines
    ]
    for process in started:
        _, said = process.communicate(timeout=RUN_SECONDS)
        assert process.returncode == 0, said


def test_facts_that_are_verified_at_the_same_time_are_all_recorded(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(SHIPPED / "data.yaml", folder)
    ids = list(facts_of(validate(load_data(folder / "data.yaml"))))[:6]
    at_once(folder, (("facts", "verify", name, "--by", f"Person {n}") for n, name in enumerate(ids)))
    facts = facts_of(validate(load_data(folder / "data.yaml")))
    assert {name: facts[name].verified_by for name in ids} == {name: f"Person {n}" for n, name in enumerate(ids)}
    assert sorted(path.name for path in folder.iterdir()) == [".cache", "data.yaml"]


def test_approvals_at_the_same_time_are_all_recorded(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "project"))
    data = folder / "data.yaml"
    data.write_text(data.read_text().replace("languages: [en]", "languages: [en, pl]"))
    add_catalogues(open_at(folder), "pl")
    names = ("everything", "one-risk")
    at_once(folder, (("translate", "approve", "pl", "--publication", name, "--by", "A Reader") for name in names))
    text = (folder / path_of("pl")).read_text(encoding="utf-8")
    assert "X-Approved-everything: A Reader" in text and "X-Approved-one-risk-grooming: A Reader" in text


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
    left = [folder / f".data.yaml.{dead}-{dead}.new", folder / "locales" / f".leaflets.pot.{dead}-1.new"]
    left[1].parent.mkdir()
    for path in left:
        path.write_text("half")
    with lock_project(folder):
        pass
    assert not any(path.exists() for path in left)


def test_a_folder_without_a_project_is_not_touched(tmp_path: Path) -> None:
    assert parser.run(["facts", "verify", PHONE, "--by", "A Person", "--project", str(tmp_path)]) != ExitCode.OK
    assert list(tmp_path.iterdir()) == []
