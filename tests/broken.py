# SPDX-License-Identifier: MIT
"""What is found in the broken data files of tests/problems: see tests/content/test_problems.py."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from deleted import delete_value
from ruamel.yaml import YAML

from leaflets.content.design import Design, WordSlot
from leaflets.content.load import load_data, load_designs, parse_data
from leaflets.content.validate import examine
from leaflets.content.validate.palette import find_unlike_inks
from leaflets.content.wording import check_words
from leaflets.content.yaml.edit import set_values
from leaflets.core.problems import Problem, ProblemsFound, sort_problems
from leaflets.core.resources import SHIPPED, Resources

PROBLEMS = Path(__file__).parent / "problems"
RIGHT = PROBLEMS / "right.yaml"
FOLDERS = sorted(folder.name for folder in PROBLEMS.iterdir() if (folder / "expected.txt").is_file())
TODAY = datetime.date(2026, 11, 23)
KNOWN = ("en", "ur", "pa", "bn", "ar", "ro", "pl", "so", "ps")
PLAIN = Design(name="plain", words={"body": WordSlot(kind="text", max=120)}, places=["main", "number"])


@cache
def shipped() -> str:
    return (SHIPPED / "data.yaml").read_text(encoding="utf-8")


@cache
def designs() -> dict[str, Design]:
    return load_designs(Resources(SHIPPED))


def changed(folder: Path) -> str:
    """Return the text of the data.yaml that the folder describes."""
    yaml = YAML(typ="safe", pure=True)
    if (folder / "replace.yaml").is_file():
        text = RIGHT.read_text(encoding="utf-8")
        for old, new in yaml.load(folder / "replace.yaml").items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in right.yaml"
            text = text.replace(old, new)
        return text
    text = shipped()
    for path, value in yaml.load(folder / "change.yaml").items():
        parent, _, name = path.rpartition(".")
        text = delete_value(text, path) if value is None else set_values(text, parent, {name: value})
    return text


@cache
def problems_of(folder: Path) -> list[Problem]:
    """Return what loading, validating and reading the folder's data.yaml finds."""
    try:
        if (folder / "data.yaml").is_file():
            loaded = load_data(folder / "data.yaml", name="data.yaml")
        else:
            loaded = parse_data(changed(folder), "data.yaml")
        small = not (folder / "change.yaml").is_file()
        examined = examine(loaded, designs={"plain": PLAIN} if small else designs(), languages=KNOWN, today=TODAY)
        read = [] if small or not (one := examined.project) else [*check_words(one), *find_unlike_inks(one)]
        return sort_problems([*examined.problems, *examined.place(read)])
    except ProblemsFound as found:
        return found.problems
