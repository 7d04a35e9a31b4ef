# SPDX-License-Identifier: MIT
"""What is found in the broken data files of tests/problems: see tests/content/test_problems.py."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from leaflets.content.design import Design, WordSlot
from leaflets.content.load import load_data, load_designs, parse_data
from leaflets.content.validate import examine
from leaflets.content.validate.palette import find_differing_inks
from leaflets.content.wording import check_words
from leaflets.content.yaml.edit import _compose, _end, _entries, _find, set_values
from leaflets.content.yaml.events import kind
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
        read = [] if small or not (one := examined.project) else [*check_words(one), *find_differing_inks(one)]
        return sort_problems([*examined.problems, *examined.place(read)])
    except ProblemsFound as found:
        return found.problems


def delete_value(text: str, path: str) -> str:
    """Return the text without that entry of a map or list, every other line as it is; KeyError if there is none."""
    parent, _, name = path.rpartition(".")
    node = _find(_compose(text), parent)
    if kind(node) == "SequenceNode":
        starts = [(int(item.start_mark.index), _end(item, text)) for item in node.value]
        number = int(name)
    else:
        entries = _entries(node)
        starts = [(entry.start, _end(entry.value, text)) for entry in entries.values()]
        number = list(entries).index(name) if name in entries else -1
    if not 0 <= number < len(starts):
        raise KeyError(path)
    start, end = starts[number]
    if node.flow_style:
        # With the comma that parts it from its neighbour.
        if number + 1 < len(starts):
            end = starts[number + 1][0]
        elif number:
            start = starts[number - 1][1]
        return text[:start] + text[end:]
    start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", end - 1) + 1 or len(text)
    return text[:start] + text[end:]
