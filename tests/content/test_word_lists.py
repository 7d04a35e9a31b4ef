# SPDX-License-Identifier: MIT
"""Nothing on a safety list is there for show: without an item, or an alternative within it, an example passes unseen.

The examples are in word_examples.yaml; a new item or pattern without one fails here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from weakened import alternatives, weaken

from leaflets.content.load import load_data
from leaflets.content.model import Project
from leaflets.content.wording import manner, safety
from leaflets.content.wording.reading import RuleContext, compile_lists, read, read_words
from leaflets.content.wording.texts import Text
from leaflets.core.resources import SHIPPED

PATTERNS = {
    name: (module, value)
    for module in (safety, manner)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern) and name.startswith("_")
}
"""Each pattern of the rules by its name, with its module."""
NOTHING = "(?!)"
"""Matches nothing at all."""


@dataclass(frozen=True)
class Item:
    """One item of a list, or one alternative of a pattern, with sentences that are judged otherwise without it."""

    list: str
    pattern: str
    slug: str
    heading: bool
    refused: tuple[str, ...]
    right: tuple[str, ...]


@cache
def project() -> Project:
    return Project.model_validate(load_data(SHIPPED / "data.yaml").values)


@cache
def context() -> RuleContext:
    """What the rules look at, without the former names of the shipped project: the lists must do without them."""
    return replace(read(project()), former_names={})


words = cache(read_words)


@cache
def examples() -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(Path(__file__).with_name("word_examples.yaml").read_text(encoding="utf-8"))


def listed() -> dict[str, list[str]]:
    """Return the items of every list and pattern that there are."""
    found = {name: [items] if isinstance(items, str) else list(items) for name, items in words().items()}
    return found | {name: alternatives(pattern.pattern) for name, (_, pattern) in PATTERNS.items()}


def items() -> Iterator[Item]:
    for name, section in examples().items():
        refused, right = section.get("refused", {}), section.get("right", {})
        for pattern in dict.fromkeys([*refused, *right]):
            sentences = (tuple(refused.get(pattern, ())), tuple(right.get(pattern, ())))
            yield Item(name, pattern, section.get("slug", ""), section.get("heading", False), *sentences)


def judge(item: Item, sentence: str, reading: RuleContext) -> set[str]:
    """Return the slugs of everything that the rules say about a sentence."""
    text = Text("here", sentence, heading=item.heading)
    rules = (*safety.SAFETY_RULES, *manner.MANNER_RULES)
    return {problem.slug for rule in rules if (problem := rule(text, reading))}


def is_as_filed(item: Item, reading: RuleContext) -> Callable[[str], bool]:
    """Return what tells of a sentence whether it is judged as word_examples.yaml says."""

    def judged(sentence: str) -> bool:
        slugs = judge(item, sentence, reading)
        return item.slug in slugs if sentence in item.refused else slugs == set()

    return judged


def without(item: Item, weaker: str, monkeypatch: pytest.MonkeyPatch) -> RuleContext:
    """Return what the rules look at when `weaker` stands in the item's place; a rule's own pattern is exchanged."""
    if item.list in PATTERNS:
        module, pattern = PATTERNS[item.list]
        parts = [weaker if part == item.pattern else part for part in alternatives(pattern.pattern)]
        monkeypatch.setattr(module, item.list, re.compile("|".join(parts), pattern.flags))
        return context()
    whole = words()[item.list]
    if isinstance(whole, str):
        changed: Any = weaker
    elif isinstance(whole, list):
        changed = [weaker if pattern == item.pattern else pattern for pattern in whole]
    else:
        changed = {weaker if pattern == item.pattern else pattern: today for pattern, today in whole.items()}
    return replace(context(), lists=compile_lists({**words(), item.list: changed}))


def test_each_item_of_each_list_has_an_example_and_there_are_no_others() -> None:
    exampled: dict[str, list[str]] = {}
    for item in items():
        exampled.setdefault(item.list, []).append(item.pattern)
    assert exampled.keys() == listed().keys()
    for name, patterns in listed().items():
        assert sorted(exampled[name]) == sorted(patterns), name
    assert sum(map(len, exampled.values())) > 150


@pytest.mark.parametrize("name", listed())
def test_without_an_item_or_a_part_of_it_an_example_is_judged_otherwise(name: str) -> None:
    looked_at = 0
    for item in (item for item in items() if item.list == name):
        sentences = (*item.refused, *item.right)
        for sentence in sentences:
            assert is_as_filed(item, context())(sentence), f"{name}: {sentence} {judge(item, sentence, context())}"
        for part, weaker in [
            ("all of it", NOTHING),
            *((weaker.part, weaker.pattern) for weaker in weaken(item.pattern)),
        ]:
            with pytest.MonkeyPatch.context() as monkeypatch:
                judged = is_as_filed(item, without(item, weaker, monkeypatch))
                assert not all(map(judged, sentences)), f"{name}: no example needs {part} ({item.pattern})"
            looked_at += 1
    assert looked_at >= len(listed()[name])


def test_each_former_name_in_data_yaml_is_refused_for_the_name_of_today() -> None:
    looked_at = 0
    for organisation in project().organisations.values():
        for former in organisation.former_names:
            text = Text("here", f"Look at {former} together.")
            found = [problem for rule in safety.SAFETY_RULES if (problem := rule(text, read(project())))]
            assert [(problem.slug, problem.hint) for problem in found] == [
                ("former-name", f"write '{organisation.name}'.")
            ]
            looked_at += 1
    assert looked_at > 3


def test_the_rules_have_no_pattern_that_is_not_in_this_test() -> None:
    """A pattern within a function would have no name, and so no example."""
    for module in (safety, manner):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        inside = [line for line in source.splitlines() if re.match(r"\s+.*\bre\.(search|match|split|compile)\(", line)]
        assert not inside, f"{module.__name__}: {inside}"


def test_a_part_that_nothing_needs_is_found_out() -> None:
    assert [weaker.pattern for weaker in weaken("ab?|c[de]")] == [
        "ab|c[de]",
        "a|c[de]",
        "ab?|c[e]",
        "ab?|c[d]",
        "c[de]",
        "ab?",
    ]
    item = Item("scare", "evil", "scare", heading=False, refused=("It is a monster.",), right=())
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert is_as_filed(item, without(item, NOTHING, monkeypatch))("It is a monster.")
