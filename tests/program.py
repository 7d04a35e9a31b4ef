# SPDX-License-Identifier: MIT
"""The program as a person calls it, for tests that look at exit codes and at what is printed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from patience import RUN_SECONDS

from leaflets.cli import parser
from leaflets.cli.called import name_program
from leaflets.cli.unchanged import answer

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "projects" / "small"
TODAY = "2026-11-23"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which the program is found though it is not installed."""
    own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # that of the renderer
    return {**own, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))), **(extra or {})}


def command(*words: str | Path) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "leaflets", *map(str, words)]


def copy_small(folder: Path) -> Path:
    """Copy the small project to that folder, which must not be there yet: a build leaves a cache in its project."""
    return Path(shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns(".cache", ".dist*", "dist")))


def run(
    *words: str | Path, folder: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Do what the program does with these words, in this process: a start of Python costs more than most verbs.

    `folder` is where it is called, `env` what is added to the environment.
    """
    line, out, err = command(*words), io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, chdir(folder), redirect_stdout(out), redirect_stderr(err):
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "orig_argv", line)
        patch.setattr(sys, "argv", [str(ROOT / "leaflets" / "__main__.py"), *line[3:]])
        code = 0 if answer(line[3:]) else parser.run(line[3:], called=name_program(sys.argv, sys.orig_argv))
    return subprocess.CompletedProcess(line, code, out.getvalue(), err.getvalue())


def run_process(
    *words: str | Path, folder: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Do the same in a process of its own, where that is what matters."""
    return subprocess.run(
        command(*words),
        cwd=folder,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
