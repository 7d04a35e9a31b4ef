# SPDX-License-Identifier: MIT
"""The start of the program: each process imports what it needs, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE_SECONDS
from program import SMALL, TODAY, environment

from leaflets.cli.start import makes_pages, wants_press

DRAW = f"""
import datetime, json, sys
import leaflets.build.preload
first = set(sys.modules)
from pathlib import Path
from leaflets.build.project import load_project
from leaflets.build.job import Job
from leaflets.build.maker import Maker
from leaflets.content.model import layouts_of
from leaflets.build.recipes import Recipes
today, folder = datetime.date.fromisoformat("{TODAY}"), Path({str(SMALL)!r})
recipes = Recipes(folder, load_project(folder, today=today), today=today)
layout = next(layout for layout in layouts_of(recipes.project) if layout.format == "trifold-dl")
job, maker = Job(layout, ("screen",), recipes.prepare(layout).recipe), Maker(recipes.inputs)
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
    assert {"leaflets.build.maker", "weasyprint", "zxingcpp", "leaflets.build.worker"} <= set(first)
    needless = (
        "babel",
        "pydantic",
        "qrcode",
        "jinja2",
        "yaml",
        "click",
        "leaflets.content.model",
        "leaflets.preflight.press",
    )
    assert [name for name in needless if name in first] == []


ARRANGED = (
    ([], ["build"], False),
    (["--purpose", "screen", "check"], ["check", "--purpose", "screen"], False),
    (["facts", "verify", "a.b", "--by", "print"], ["facts verify", "a.b", "--by", "print"], True),
    (["print", "parents-guide"], ["print", "parents-guide"], True),
    (["--printer", "build", "print", "x"], ["print", "--printer", "build", "x"], True),
    (["translate", "--by", "N", "approve", "ur"], ["translate approve", "--by", "N", "ur"], True),
    (["--help"], ["--help"], True),
)
ARRANGE = """
import json, sys
from leaflets.cli import parser
for words in json.loads(sys.argv[1]):
    before = set(sys.modules)
    known = dict(parser.program.commands)
    print(json.dumps([parser.parse(words), "leaflets.cli.verbs_print" in sys.modules]))
    parser.program.commands = known
    for name in set(sys.modules) - before:
        if name.startswith("leaflets."):
            del sys.modules[name]
"""


def test_other_verbs_are_imported_only_if_they_are_meant() -> None:
    asked = json.dumps([words for words, _, _ in ARRANGED])
    done = subprocess.run(
        [sys.executable, "-c", ARRANGE, asked], env=environment(), capture_output=True, text=True, check=True
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said == [[arranged, imported] for _, arranged, imported in ARRANGED]


def test_a_verb_that_makes_no_page_starts_no_worker() -> None:
    assert makes_pages([]) and makes_pages(["--quiet"]) and makes_pages(["check"])
    assert not makes_pages(["facts"]) and not makes_pages(["--help"]) and not makes_pages(["build", "--help"])


END = """
import atexit, sys
from leaflets.cli.start import end
atexit.register(lambda: sys.stderr and sys.stderr.write("tidied "))
if sys.stdout:
    sys.stdout.write("said")
end(3)
"""


@pytest.mark.parametrize(
    ("redirected", "code", "out", "aside"),
    [("", 3, "said", "tidied "), (">&-", 3, "", "tidied "), ("2>&-", 3, "said", "")],
)
def test_the_end_of_the_program_loses_no_word(redirected: str, code: int, out: str, aside: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {redirected}', sys.executable, END],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, out) and aside in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(("word", "code"), [("--nonsense", 2), ("--project=nowhere", 1)])
def test_a_program_that_ends_early_leaves_nobody_who_holds_its_output(word: str, code: int, tmp_path: Path) -> None:
    """What workers are copied from never ends importing, so only the program can end it."""
    (tmp_path / "weasyprint.py").write_text("import signal\nsignal.pause()\n")
    paths = environment()["PYTHONPATH"]
    env = environment() | {"PYTHONPATH": f"{tmp_path}:{paths}"}
    words = [sys.executable, "-m", "leaflets", "build", word]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    assert done.returncode == code and "Traceback" not in done.stderr


@pytest.mark.parametrize("redirected", [">&-", "2>&-", ">&- 2>&-"])
def test_nobody_need_listen(redirected: str, small: Path) -> None:
    words = f"--project '{small}' --format card-wallet --purpose screen"
    for _ in range(2):  # what has been built, and what has not changed
        line = f'exec "$0" -m leaflets {words} {redirected}'
        done = subprocess.run(["sh", "-c", line, sys.executable], env=environment(), capture_output=True, check=False)
        assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_a_shell_that_completes_words_knows_every_verb() -> None:
    asked = environment() | {"_LEAFLETS_COMPLETE": "bash_complete", "COMP_WORDS": "leaflets ", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-m", "leaflets"], env=asked, capture_output=True, text=True, check=False)
    assert {"plain,print", "plain,site", "plain,build"} <= set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "wanted"),
    [([], True), (["--purpose", "screen"], False), (["--purpose=office"], False), (["--purpose", "p*"], True)],
)
def test_press_editions_are_prepared_for_when_they_may_be_wanted(words: list[str], wanted: bool) -> None:
    assert wants_press(words) is wanted
