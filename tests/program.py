# SPDX-License-Identifier: MIT
"""The program as a person starts it, for tests that look at exit codes and at what is printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from patience import RUN_SECONDS

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "projects" / "small"
TODAY = "2026-11-23"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which the program is found though it is not installed."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))), **(extra or {})}


def command(*words: str | Path) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "leaflets", *map(str, words)]


def copy_small(folder: Path) -> Path:
    """Copy the small project to that folder, which must not be there yet: a build leaves a cache in its project."""
    return Path(shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns(".cache", ".dist*", "dist")))


def run(
    *words: str | Path, folder: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end; `folder` is where it is started, `env` what is added to the environment."""
    return subprocess.run(
        command(*words),
        cwd=folder,
        env=environment(env),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
