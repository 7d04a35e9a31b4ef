# SPDX-License-Identifier: MIT
"""Every mistake of a data.yaml is named at once and once each: none hides another, none is said twice.

Each mistake below is one change to the data.yaml that ships, with what is said of it: the line, which counts from the
one that is changed, the column, and some words.
"""

from __future__ import annotations

import datetime
import random
from functools import cache
from pathlib import Path

import pytest
from program import run
from slips import judge as slips_of

from leaflets.build.project import load_project
from leaflets.content.load import load_data
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import SHIPPED

TODAY = datetime.date(2026, 11, 28)

# what is there, what stands there instead, how many lines below it the problem is, its column, words of it
MISTAKES: dict[str, tuple[str, str, int, int, str]] = {
    "no colon": ("  short_name: BSCP\n", "  short_name BSCP\n", 0, 3, "a name without a colon: 'short_name BSCP'"),
    "no space": ("    about: Plain advice on", "    about:Plain advice on", 0, 5, "a space is missing after the colon"),
    "curly quotes": ("    name: Internet Matters\n", "    name: “Internet: Matters”\n", 0, 11, "do not work as quotes"),
    "quote": ("    name: Kooth\n", '    name: "Kooth\n', 0, 11, "the quote that opens here is not closed"),
    "colon": ("    name: Childnet\n", "    name: Childnet: the charity\n", 0, 19, "a colon is not expected here"),
    "at sign": ("    name: CEOP\n", "    name: @CEOP\n", 0, 11, "cannot begin with '@'"),
    "backslash": ('    name: "Which?"\n', '    name: "Which\\?"\n', 0, 18, "in double quotes, a backslash"),
    "far out": ("  iwf:\n", "iwf:\n", 0, 1, "not indented like its neighbours: 'iwf:'"),
    "too far in": ("  parent-zone:\n", "    parent-zone:\n", 0, 5, "not indented like its neighbours: 'parent-zone:'"),
    "one space": ("    name: The Mix\n", "     name: The Mix\n", 0, 6, "not indented like its neighbours"),
    "tab": ("    name: Samaritans\n", "\tname: Samaritans\n", 0, 1, "there is a tab here"),
    "misspelt": ("    category: content\n", "    catgory: content\n", 0, 5, "'catgory' is not a known name"),
    "category": ("    category: contact\n", "    category: contakt\n", 0, 15, "'contakt' is not one of"),
    "date": ("    issued: 2026-11-23\n", "    issued: 23/11/2026\n", 0, 13, "is not a valid date"),
    "organisation": ("  police: west-midlands-police\n", "  police: west-midland-police\n", 0, 11, "no organisation"),
    "colour": ('"#005b7d", cmyk: [85, 20, 0, 55]', '"#8ac0ff", cmyk: [49, 20, 0, 0]', 0, 18, "a contrast of"),
    "inks": ("cmyk: [80, 95, 0, 10]", "cmyk: [80, 95, 10, 10]", 0, 40, "4 inks are mixed"),
    "address": ("value: https://www.iwf.org.uk/", "value: https://www.iwf.org.uk:80/", 0, 40, "a port (:80)"),
    "phone": ('value: "0800 1111"', 'value: "0800 11111"', 0, 14, "a British number that begins with"),
    "invisible": ("    name: Get Safe Online\n", "    name: Get Safe\u200b Online\n", 0, 19, "U+200B ZERO WIDTH SPACE"),
    "twice": ("  thresholds: Right", "  thresholds: A\n  thresholds: Right", 1, 3, "'thresholds' is already on line"),
    "placeholder": ("    opener: People can", "    opener: Ask {nobody}. People can", 0, 13, "'{nobody}' does not"),
    "exclamation": (
        "For large print, Easy Read or another language:",
        "For large print, Easy Read or another language!",
        0,
        18,
        "an exclamation mark",
    ),
    "bracket": ("    opener: What is the", "    opener: {area} What is the", 0, 13, "words that begin with a bracket"),
    "list": (
        "      happened:\n        calm: Stay calm. Take a breath first.\n"
        "        thank: Listen. Thank them. Do not blame.\n"
        "        listen: Do not promise to keep it secret.\n        keep: Keep all messages. Never copy nudes.\n"
        "        report: Block, report, and ask for help.\n",
        "      happened:\n        - Stay calm. Take a breath first.\n        - Thank them. Do not blame.\n",
        *(1, 9, "were expected here, not a list"),
    ),
}


@cache
def shipped() -> str:
    return (SHIPPED / "data.yaml").read_text(encoding="utf-8")


def with_mistakes(folder: Path, *names: str) -> str:
    """Write the data.yaml with these mistakes and return it."""
    text = shipped()
    for name in names:
        old, new, *_ = MISTAKES[name]
        assert old in text, f"{name}: {old!r}"
        text = text.replace(old, new, 1)
    folder.mkdir(exist_ok=True)
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    return text


def found(folder: Path) -> list[Problem]:
    """Return what opening the project has to say about its data.yaml."""
    with pytest.raises(ProblemsFound) as caught:
        load_project(folder, today=TODAY).read_over()
    return [problem for problem in caught.value.problems if problem.severity == "error"]


def is_said(name: str, text: str, problem: Problem) -> bool:
    """Say whether a problem is that of a mistake, at its line and column."""
    _, new, below, column, words = MISTAKES[name]
    line = text[: text.index(new)].count("\n") + 1 + below
    return (problem.line, problem.column) == (line, column) and words in problem.message


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_once_at_its_place(name: str, tmp_path: Path) -> None:
    text = with_mistakes(tmp_path, name)
    [problem] = found(tmp_path)
    assert is_said(name, text, problem), problem
    assert problem.hint


@pytest.mark.parametrize("seed", range(8))
def test_seven_mistakes_are_all_named_at_once_and_nothing_else(seed: int, tmp_path: Path) -> None:
    names = random.Random(seed).sample(sorted(MISTAKES), 7)
    text = with_mistakes(tmp_path, *names)
    problems = found(tmp_path)
    missed = [name for name in names if not any(is_said(name, text, problem) for problem in problems)]
    assert not missed, "\n".join(map(str, problems))
    assert len(problems) == len(names), "\n".join(map(str, problems))


@pytest.mark.parametrize("seed", range(12))
def test_slips_at_any_place_are_all_named_in_one_run_and_nothing_else(seed: int, tmp_path: Path) -> None:
    """`python tests/slips.py 200` tries more of them."""
    slips, missed, others = slips_of(seed, tmp_path)
    assert slips and not missed and not others, (missed, others)


def test_every_stage_that_can_still_run_is_heard(tmp_path: Path) -> None:
    names = ("no colon", "misspelt", "organisation", "placeholder", "exclamation", "address", "colour")
    text = with_mistakes(tmp_path, *names)
    text = text.replace("  hosts:\n", "  press: {output_condition: FOGRA51}\n  hosts:\n", 1)
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    register = tmp_path / "register" / "published.csv"
    register.parent.mkdir()
    register.write_text("x\n", encoding="utf-8")
    problems = found(tmp_path)
    assert all(any(is_said(name, text, problem) for problem in problems) for name in names)
    others = {problem.slug for problem in problems if not any(is_said(name, text, problem) for name in names)}
    assert "register-damaged" in others and any("FOGRA51" in problem.message for problem in problems)
    assert len(problems) == len(names) + 2, "\n".join(map(str, problems))


def test_what_hangs_together_is_said_once(tmp_path: Path) -> None:
    """A name that is wrong in one place makes nothing else wrong that is looked up by it."""
    changes = {
        "organisations:\n": "organistions:\n",
        "  childline:\n": "  child-line:\n",
        "      parents:\n        en:\n": "      parent:\n        en:\n",
    }
    for old, new in changes.items():
        (tmp_path / "data.yaml").write_text(shipped().replace(old, new, 1), encoding="utf-8")
        problems = found(tmp_path)
        assert len({problem.slug for problem in problems}) == 1, "\n".join(map(str, problems))
        assert len(problems) == 1, "\n".join(map(str, problems))


@pytest.mark.parametrize("name", ["data.yml", "data.yaml.txt", "Data.YAML", "data (1).yaml", "DATA.yml"])
def test_a_file_under_a_name_that_is_nearly_right_is_pointed_out(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(shipped(), encoding="utf-8")
    with pytest.raises(ProblemsFound, match=r"there is no such file"):
        load_data(tmp_path / "data.yaml", name="data.yaml")
    ended = run("facts", "--project", tmp_path)
    assert ended.returncode == ExitCode.PROBLEMS
    assert f"there is {name}; rename it to data.yaml." in ended.stderr


def test_a_file_of_another_name_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "metadata.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        load_data(tmp_path / "data.yaml")
    assert "rename" not in caught.value.problems[0].hint


def test_the_data_file_may_be_named_instead_of_its_folder(small: Path) -> None:
    folder = run("list", "--project", small)
    assert folder.returncode == ExitCode.OK
    assert run("list", "--project", small / "data.yaml").stdout == folder.stdout
    words = ("build", "--format", "card-wallet", "--purpose", "screen", "--project", small / "data.yaml")
    assert run(*words).returncode == ExitCode.OK
    assert "Nothing has changed" in run(*words).stdout


def test_spaces_and_letters_that_are_stored_otherwise_are_made_plain(tmp_path: Path) -> None:
    text = shipped().replace('"0808 800 5000"', '"0808\u00a0800  5000"', 1)
    text = text.replace("name: NSPCC\n", "name: \u2009NSPCC\u202f\n", 1).replace(
        "  name: Birmingham\n", "  name: Cafe\u0301\n"
    )
    text = text.replace("    local: Birmingham\n", "    local: Cafe\u0301\n")
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    project = load_project(tmp_path, today=TODAY).project
    assert project.organisations["nspcc"].phone and project.organisations["nspcc"].phone.value == "0808 800 5000"
    assert project.organisations["nspcc"].name == "NSPCC"
    assert project.area.name == "Caf\u00e9"
