# SPDX-License-Identifier: MIT
"""Commands in hints can be pasted: with the program as it was called, for the project that was meant."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click import Option
from kinds import PACKAGE, modules
from patience import RUN_SECONDS
from program import ROOT, TODAY, command, copy_small, environment

from leaflets.cli import parser
from leaflets.cli.called import Called, called_for, name_program
from leaflets.cli.command import program
from leaflets.core import commands
from leaflets.core.problems import ExitCode

BUILD = (sys.executable, str(ROOT / "build_pdfs.py"))
CARD = ("--format", "card-wallet", "--purpose", "screen")
parser.load_verbs()


def installed(folder: Path) -> Path:
    """Write the script that an installed package has, and return its path."""
    folder.mkdir(parents=True)
    script = folder / "leaflets"
    script.write_text(f"#!{sys.executable}\nfrom leaflets.cli.start import main\nmain()\n")
    script.chmod(0o755)
    return script


# How the program was called


@pytest.mark.parametrize(
    ("original", "arguments", "name"),
    [
        (["python", "build_pdfs.py", "list"], ["build_pdfs.py", "list"], "python build_pdfs.py"),
        (["py thon", "-X", "dev", "b.py"], ["b.py"], "'py thon' -X dev b.py"),
        (["python", "-m", "leaflets", "list"], ["/a/leaflets/__main__.py", "list"], "python -m leaflets"),
        (["/v/bin/python", ".venv/bin/leaflets"], [".venv/bin/leaflets"], ".venv/bin/leaflets"),
        (["/v/bin/python", "/my files/leaflets"], ["/my files/leaflets"], "'/my files/leaflets'"),
        ([], ["x.py"], "leaflets"),
    ],
)
def test_the_program_is_named_as_it_was_called(original: list[str], arguments: list[str], name: str) -> None:
    assert name_program(arguments, original) == name


def test_a_program_on_the_path_is_named_by_its_name_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = installed(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(script.parent))
    assert name_program([str(script)], ["python", str(script)]) == "leaflets"


def test_options_of_the_project_follow_the_words_but_not_where_a_command_names_its_own() -> None:
    called = called_for("./leaflets", Path("my project"), Path("out"))
    assert (
        called.put_in(f"run {commands.command('facts')}.") == "run `./leaflets facts --project 'my project' --out out`."
    )
    assert called.put_in(commands.command("init", "DIR")) == "`./leaflets init DIR`"
    assert called.put_in(commands.command("--project", "other")) == "`./leaflets --project other`"
    assert called.put_in("`leaflets.yaml` and `style`") == "`leaflets.yaml` and `style`"
    assert called_for("leaflets", Path(), None) == Called()


# What the source says


@cache
def calls() -> list[tuple[str, ast.Call]]:
    """Every call of `command` in the package with its place."""
    found = []
    for path, tree in modules().items():
        if any(isinstance(node, ast.ImportFrom) and node.module == commands.__name__ for node in tree.body):
            calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
            found += [(f"{path}:{node.lineno}", node) for node in calls if getattr(node.func, "id", "") == "command"]
    return found


def test_every_command_in_a_hint_names_a_verb_and_options_that_there_are() -> None:
    assert len(calls()) > 15
    for place, call in calls():
        words = [word.value if isinstance(word, ast.Constant) else "X" for word in call.args]
        if words[0] == "--project":
            continue
        name = " ".join(words[:2]) if " ".join(words[:2]) in program.commands else words[0]
        assert name in program.commands, f"{place} names a verb that there is not"
        options = {option for item in program.commands[name].params if isinstance(item, Option) for option in item.opts}
        assert {word for word in words if word.startswith("--")} <= options, place


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string but for docstrings, with its line."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


def test_no_hint_writes_a_command_by_hand() -> None:
    verbs = {name.partition(" ")[0] for name in program.commands}
    by_hand = re.compile(rf"(?:leaflets|build_pdfs\.py) (?:--[a-z]|(?:{'|'.join(verbs)})\b)")
    assert by_hand.search("then: leaflets facts verify X") and not by_hand.search("children's leaflets for a site")
    told, looked_at = set(), 0
    for path, tree in modules().items():
        for line, text in sentences(tree):
            looked_at += 1
            if by_hand.search(text):
                told.add(f"{path.relative_to(PACKAGE)}: {line and text.strip()[:40]}")
    assert looked_at > 2000
    # In files and on paper:
    elsewhere = {"languages/catalogue/pot.py", "orders/call_sheet.py", "preview/worker.py", "translate/sent.py"}
    assert {place.partition(":")[0] for place in told} <= elsewhere, told


# Hints of real outputs, run as a shell would


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project in a folder that a shell would take for two words."""
    return copy_small(tmp_path_factory.mktemp("called") / "my project")


def shell(line: str, folder: Path, extra: str = "") -> subprocess.CompletedProcess[str]:
    """Do what a person's shell does with a line."""
    path = os.pathsep.join(filter(None, (extra, os.environ["PATH"])))
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=environment({"PATH": path, "SOURCE_DATE_EPOCH": "1795651200"}),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )


def hinted(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The commands in the hints and notices of an answer, in their order."""
    if not done.stdout.startswith("{"):
        return re.findall(r"`([^`]+ [^`]+)`", done.stderr)
    hints = " ".join(problem["hint"] for problem in json.loads(done.stdout)["problems"])
    return re.findall(r"`([^`]+ [^`]+)`", hints)


WAYS = {
    "script": shlex.join(BUILD),
    "module": shlex.join(command()),
    "installed": "leaflets",
    "path": "../bin/leaflets",
}


@pytest.mark.parametrize(("way", "json_too"), [*((way, "") for way in WAYS), ("script", " --json")])
def test_a_hint_is_run_as_it_is_printed(way: str, json_too: str, project: Path) -> None:
    scripts = project.parent / "bin"
    if not scripts.exists():
        installed(scripts)
    start, found_at = WAYS[way], str(scripts) if way == "installed" else ""
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    done = shell(f"{start} facts verify no.such.fact --by Ann --project '../my project'{json_too}", elsewhere, found_at)
    assert done.returncode == ExitCode.PROBLEMS, done.stderr
    assert hinted(done) == [f"{start} facts --project '../my project'"]
    listed = shell(hinted(done)[0], elsewhere, found_at)
    assert listed.returncode == 0 and "organisations.helpline.phone" in listed.stdout


def test_from_a_missing_project_to_a_verified_fact_by_hints_alone(project: Path, tmp_path: Path) -> None:
    start = shlex.join(BUILD)
    missing = shell(f"{start} check --project nowhere", tmp_path)
    assert hinted(missing) == [f"{start} init DIR"]
    made = shell(hinted(missing)[0], tmp_path)
    assert made.returncode == 0 and hinted(made) == [f"{start} check --project DIR"]
    assert shell(hinted(made)[0], tmp_path).stderr.startswith("DIR/data.yaml:")

    options = "--project 'my project' --out 'finished files'"
    nothing = shell(f"{start} impose everything.card-wallet.en {options}", project.parent)
    assert hinted(nothing) == [f"{start} build {options}"]
    built = shell(f"{hinted(nothing)[0]} {shlex.join(CARD)}", project.parent)
    assert built.returncode == 0, built.stderr
    assert set(hinted(built)) == {f"{start} facts {options}"}
    assert shell(hinted(built)[0], project.parent).returncode == 0
    again = shell(f"{hinted(nothing)[0]} {shlex.join(CARD)}", project.parent)
    assert again.stdout.startswith("Nothing has changed") and hinted(again) == hinted(built)
    otherwise = shell(f"{shlex.join(command())} build {options} {shlex.join(CARD)}", project.parent)
    assert set(hinted(otherwise)) == {f"{shlex.join(command())} facts {options}"}
    press = shell(f"{start} impose everything.card-wallet.en {options}", project.parent)
    assert hinted(press) == [f"{start} build --purpose press {options}"]


def test_a_placeholder_that_is_pasted_verifies_and_approves_nothing(project: Path) -> None:
    words = "print everything --format card-wallet --quantity 10"
    stopped = shell(f"{shlex.join(BUILD)} {words} --today {TODAY}", project)
    assert stopped.returncode == ExitCode.PROBLEMS
    verify = hinted(stopped)
    assert len(verify) > 1 and all(line.endswith(" --by NAME") for line in verify)
    before = (project / "data.yaml").read_bytes()
    assert "'NAME'" in shell(verify[0], project).stderr
    assert (project / "data.yaml").read_bytes() == before
    assert shell(verify[0].replace("NAME", "'Ann Example'"), project).returncode == 0
    assert b"Ann Example" in (project / "data.yaml").read_bytes()
    approved = shell(f"{shlex.join(BUILD)} translate approve pl --by NAME", project)
    assert "'NAME' is a placeholder" in approved.stderr and not list(project.glob("locales/*/approvals.csv"))
