# SPDX-License-Identifier: MIT
"""The start of the program: each process imports what it needs, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from program import SMALL, TODAY, environment, run

from leaflets.problems import ExitCode
from leaflets.start import makes

DRAW = f"""
import datetime, json, sys
import leaflets.preload
first = set(sys.modules)
from pathlib import Path
from leaflets.build import load_project
from leaflets.job import Job
from leaflets.make import Maker
from leaflets.model import layouts_of
from leaflets.scribe import Scribe
today, folder = datetime.date.fromisoformat("{TODAY}"), Path({str(SMALL)!r})
scribe = Scribe(folder, load_project(folder, today=today).project, today=today)
layout = next(layout for layout in layouts_of(scribe.project) if layout.format == "trifold-dl")
job, maker = Job(layout, ("screen",), scribe.write(layout).recipe), Maker(scribe.larder)
before = set(sys.modules)
outcome = maker(job)
assert not outcome.fault and not outcome.exit_code, outcome
print(json.dumps([sorted(first), sorted(set(sys.modules) - before)]))
"""


def python(code: str) -> object:
    """Return what a new Python prints as JSON."""
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_worker_has_imported_everything_before_its_first_page_and_knows_nothing_of_data_yaml() -> None:
    first, late = python(DRAW)  # type: ignore[misc]
    packages = ("fontpkg_", "manimgx_", "encodings.")
    assert [name for name in late if not name.startswith(packages)] == []
    assert {"leaflets.make", "weasyprint", "zxingcpp", "pebble"} <= set(first)
    needless = ("babel", "pydantic", "qrcode", "jinja2", "yaml", "click", "leaflets.model", "leaflets.presscheck")
    assert [name for name in needless if name in first] == []


@pytest.mark.parametrize(
    ("words", "arranged", "imported"),
    [
        ([], ["build"], False),
        (["--purpose", "screen", "check"], ["check", "--purpose", "screen"], False),
        (["facts", "verify", "a.b", "--by", "print"], ["facts verify", "a.b", "--by", "print"], False),
        (["print", "parents-guide"], ["print", "parents-guide"], True),
        (["--printer", "build", "print", "x"], ["print", "--printer", "build", "x"], True),
        (["translate", "--by", "N", "approve", "ur"], ["translate approve", "--by", "N", "ur"], True),
        (["--help"], ["--help"], True),
    ],
)
def test_other_verbs_are_imported_only_if_they_are_meant(words: list[str], arranged: list[str], imported: bool) -> None:
    code = (
        f"import json, sys; from leaflets import cli; found = cli.understand({words!r})\n"
        "print(json.dumps([found, 'leaflets.verbs_print' in sys.modules]))"
    )
    assert python(code) == [arranged, imported]


def test_a_verb_that_makes_no_page_starts_no_worker() -> None:
    assert makes([]) and makes(["--quiet"]) and makes(["check"])
    assert not makes(["facts"]) and not makes(["--help"]) and not makes(["build", "--help"])


def test_the_end_of_the_program_loses_no_word(tmp_path: Path) -> None:
    listed = run("list", "--json", "--project", SMALL)
    assert json.loads(listed.stdout)["editions"] and listed.returncode == 0
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "leaflets", "list", "--project", str(SMALL)],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode not in (0, ExitCode.USAGE) and "space" in done.stderr
