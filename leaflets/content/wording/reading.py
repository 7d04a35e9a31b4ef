# SPDX-License-Identifier: MIT
"""What the rules look at: the lists of words.yaml, and the names that the project itself gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leaflets.content.model import Project
from leaflets.content.wording.texts import Text
from leaflets.content.yaml.reader import read_shipped
from leaflets.core.problems import Problem

NOT = re.compile(
    r"\b(not|never|no|nobody|no one|nothing|without|stop|don[’']t|doesn[’']t|isn[’']t|can[’']t|won[’']t)\b", re.I
)
"""A word that turns a sentence round."""


@dataclass(frozen=True)
class Lists:
    """words.yaml, compiled."""

    challenges: re.Pattern[str]
    blame: re.Pattern[str]
    scare: re.Pattern[str]
    fault: re.Pattern[str]
    outdated: Mapping[re.Pattern[str], str]
    outdated_in_headings: Mapping[re.Pattern[str], str]


@dataclass(frozen=True)
class RuleContext:
    """What a rule may look at beside the text."""

    project: Project
    lists: Lists
    former_names: Mapping[re.Pattern[str], str]
    """Names that must no longer be printed, each with today's."""
    capitals: frozenset[str]
    """Words that are rightly written in capitals: NSPCC."""
    placeholders: frozenset[str]
    """What may stand in curly brackets."""


Rule = Callable[[Text, RuleContext], Problem | None]
"""Says what is wrong with one text."""


def read(project: Project) -> RuleContext:
    """Return what the rules look at for this project."""
    return RuleContext(project, read_lists(), _former_names(project), _known_capitals(project), _placeholders(project))


@cache
def read_lists() -> Lists:
    """Return the lists of words.yaml."""
    data = read_shipped(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), "words.yaml")

    def any_of(patterns: list[str]) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")(?!\w)", re.I)

    def each(pairs: dict[str, str]) -> dict[re.Pattern[str], str]:
        return {any_of([pattern]): today for pattern, today in pairs.items()}

    return Lists(
        any_of(data["challenges"]),
        any_of(data["blame"]),
        any_of(data["scare"]),
        any_of([data["fault"]]),
        each(data["outdated"]),
        each(data["outdated_in_headings"]),
    )


def _former_names(project: Project) -> dict[re.Pattern[str], str]:
    return {
        re.compile(rf"(?<!\w){re.escape(former)}(?!\w)"): each.name
        for each in project.organisations.values()
        for former in each.former_names
    }


def _known_capitals(project: Project) -> frozenset[str]:
    names = [organisation.name for organisation in project.organisations.values()]
    names += [organisation.text.keyword or "" for organisation in project.organisations.values() if organisation.text]
    names += [project.publisher.name, project.publisher.short_name, project.area.name]
    return frozenset(word for name in names for word in re.findall(r"[A-Z]{2,}", name))


def _placeholders(project: Project) -> frozenset[str]:
    facts = ("phone", "out_of_hours_phone", "text", "hours", "address", "interpreters")
    area = project.area
    organisations = dict(project.organisations)
    for role in ("children_services", "police", "procedures"):
        if (name := getattr(area, role)) in organisations:
            organisations[role] = organisations[name]
    names = {"area", "publisher", "threshold_document", "referral_form", *organisations}
    names |= {f"{name}.{fact}" for name, each in organisations.items() for fact in facts if getattr(each, fact)}
    return frozenset(names)
