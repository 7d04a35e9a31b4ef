# SPDX-License-Identifier: MIT
"""A check says what a project holds and nothing uses, one line each kind."""

from __future__ import annotations

import json
from pathlib import Path

from program import run

from leaflets.core.problems import ExitCode
from leaflets.core.resources import SHIPPED


def unused(folder: Path) -> dict[str, str]:
    ended = run("check", "--json", "--project", folder)
    assert ended.returncode == 0, ended.stdout
    problems = json.loads(ended.stdout)["problems"]
    assert all(problem["severity"] == "notice" for problem in problems if problem["slug"] == "unused")
    return {problem["where"]: problem["message"] for problem in problems if problem["slug"] == "unused"}


def test_a_check_names_what_nothing_uses(small: Path) -> None:
    assert "assets" not in unused(small)
    (small / "assets" / "icons").mkdir(parents=True)
    for name in ("mine", "tag"):  # one of our own, and one in the place of one that ships
        (small / "assets" / "icons" / f"{name}.svg").write_bytes(
            (SHIPPED / "assets" / "icons" / "tag.svg").read_bytes()
        )
    (small / "templates").mkdir(exist_ok=True)
    (small / "templates" / "forgotten.css").write_text("p {}\n")
    data = small / "data.yaml"
    text = data.read_text() + "formats:\n  mine: {title: Mine, like: poster-a4, trim: [200, 290]}\n"
    data.write_text(text.replace("hosts: [", "hosts: [nobody-goes.org.uk, ", 1))
    said = unused(small)
    assert said["assets"] == "no page, logo or typeface uses these files: assets/icons/mine.svg."
    assert said["templates"] == "no page uses these files: templates/forgotten.css."
    assert said["formats"] == "no publication comes in these formats: mine."
    assert "nobody-goes.org.uk" in said["publisher.hosts"]


def test_a_command_that_names_nothing_is_refused(small: Path) -> None:
    ended = run("facts", "verify", "--by", "A Reader", "--project", small)
    assert ended.returncode == ExitCode.USAGE and "No fact is named" in ended.stderr
    answer = json.loads(run("facts", "verify", "--by", "A Reader", "--json", "--project", small).stdout)
    assert [problem["slug"] for problem in answer["problems"]] == ["nothing-named"]
