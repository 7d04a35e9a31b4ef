# SPDX-License-Identifier: MIT
"""A copy of the process answers as the process would; whatever becomes of the copy, the answer is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from program import TODAY, environment

from leaflets.build.beside import Beside, checked_beside
from leaflets.build.job import Job
from leaflets.build.maker import Maker
from leaflets.build.project import load_project
from leaflets.build.recipes import Recipes
from leaflets.content.model import layouts_of
from leaflets.core.edition import Purpose

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems make no copies")


def test_a_copy_answers_and_is_gone_afterwards() -> None:
    with Beside(os.getpid) as beside:
        assert beside.result() == beside.copy != os.getpid()
    with pytest.raises(ChildProcessError):
        os.waitpid(beside.copy, 0)


def test_a_copy_that_dies_leaves_its_work_to_the_process() -> None:
    own = os.getpid()

    def deadly() -> int:
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    with Beside(deadly) as beside:
        assert beside.result() == own


def test_what_a_copy_raises_is_raised_here() -> None:
    with Beside(lambda: 1 / 0) as beside, pytest.raises(ZeroDivisionError):
        beside.result()


def test_what_a_check_raises_comes_before_what_else_is_wrong() -> None:
    with pytest.raises(ZeroDivisionError), checked_beside(lambda: 1 / 0):
        pass
    with pytest.raises(ZeroDivisionError), checked_beside(lambda: 1 / 0):
        raise KeyError
    with pytest.raises(KeyError), checked_beside(os.getpid):
        raise KeyError


def test_a_copy_ends_if_it_is_no_longer_wanted() -> None:
    with pytest.raises(KeyError), Beside(signal.pause) as beside:
        raise KeyError
    with pytest.raises(ChildProcessError):
        os.waitpid(beside.copy, 0)


KILLED = """
import os, signal, sys
from leaflets.build.beside import Beside
def wait():
    print("there", flush=True)
    signal.pause()
with Beside(wait):
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_copy_does_not_outlive_a_process_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == b"there\n"
        process.stdin.close()
        assert process.stdout.read() == b""  # until everyone who could write has ended


def test_a_layout_alone_is_made_as_beside_others(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = load_project(small, today=date.fromisoformat(TODAY))
    recipes = Recipes(small, opened, today=date.fromisoformat(TODAY))
    layout = next(layout for layout in layouts_of(recipes.project) if layout.format == "trifold-dl")
    purposes: tuple[Purpose, ...] = ("screen", "office", "press", "text")
    job, maker = Job(layout, purposes, recipes.prepare(layout).recipe), Maker(recipes.inputs)
    copies: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: [copies.append(fork()), copies[-1]][1])
    beside, alone = maker(job), maker(replace(job, is_alone=True))
    assert len(copies) == 1
    assert not beside.fault and not beside.exit_code and len(alone.products) == len(purposes)
    assert replace(beside, seconds=0, memory_mb=0) == replace(alone, seconds=0, memory_mb=0)
    assert [list(one.products) for one in (beside, alone)] == [[f"{layout.id}.{purpose}" for purpose in purposes]] * 2
