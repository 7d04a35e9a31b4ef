# SPDX-License-Identifier: MIT
"""Damaged files are read or refused in words: the beginning of what `script/harden data`, `po` ... do at length."""

from __future__ import annotations

import re
from pathlib import Path

import harden_files
import harden_text
import pytest
from broken import FOLDERS
from harden_files import LISTS, TRANSLATIONS
from harden_inputs import KINDS, Kind, fault_of, try_inputs
from harden_text import HOSTILE, WAYS

from leaflets.core.problems import Problem, ProblemsFound


@pytest.mark.parametrize(
    ("name", "number"),
    [("data", 16), ("po", 4), ("approvals", 200), ("sites", 400), ("sites-xlsx", 30), ("proof", 15)],
    ids=lambda value: str(value),
)
def test_damaged_files_are_read_or_refused_in_words(name: str, number: int, tmp_path: Path) -> None:
    tried = try_inputs(name, KINDS[name](tmp_path / "project"), range(number))
    assert tried.findings == {}
    assert tried.number == number


LONG = [pytest.param(name, 80, marks=pytest.mark.long) for name in ("xliff", "xlsx", "xliff-2", "ods")]


@pytest.mark.parametrize(("name", "number"), [("po-back", 80), ("xliff", 24), ("xlsx", 20), *LONG])
def test_in_damaged_and_edited_answers_nothing_is_lost_undone_or_taken_in_silence(
    name: str, number: int, tmp_path: Path
) -> None:
    tried = try_inputs(name, KINDS[name](tmp_path / "project"), range(number))
    assert tried.findings == {}
    assert tried.taken > number // 20, "nearly all are refused as a whole"


@pytest.mark.parametrize("name", ["everything.", "..", "a.b", ".everything"])
def test_dots_in_a_name_of_which_a_field_is_not_known_are_refused_in_words(name: str, tmp_path: Path) -> None:
    kind = KINDS["data"](tmp_path / "project")
    [old] = re.findall(rb"(?m)^publications:\n(  \w+:\n)", kind.seeds[0])
    data = kind.seeds[0].replace(old, f"  {name}:\n    opener: Who is it?\n".encode())
    assert fault_of(kind, data) == ("", False)


def test_a_fault_a_hang_and_a_refusal_without_words_are_findings() -> None:
    def fail(_data: bytes) -> None:
        raise KeyError("phone")

    def hang(_data: bytes) -> None:
        while True:
            pass

    def refuse(_data: bytes) -> None:
        raise ProblemsFound([])

    def misplace(_data: bytes) -> None:
        raise ProblemsFound([Problem("too-deep", "This is wrong.", "data.yaml", 9)])

    words = [fault_of(Kind([b""], read), b"a\nb\n", seconds=0.1)[0] for read in (fail, hang, refuse, misplace)]
    wanted = ("KeyError", "Hang", "without a word", "not there")
    assert [part for part, said in zip(wanted, words, strict=True) if part not in said] == []


def test_hostile_words_are_shown_letter_for_letter_or_refused(tmp_path: Path) -> None:
    assert len(HOSTILE) * len(WAYS) >= 200
    assert harden_text.run(tmp_path, every=23) == 0


def test_bad_files_are_refused_soon_with_their_lines_and_what_to_do(tmp_path: Path) -> None:
    assert len(FOLDERS) + len(LISTS) + len(TRANSLATIONS) >= 60
    assert harden_files.run(tmp_path / "project", every=19) == 0
