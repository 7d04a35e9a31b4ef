# SPDX-License-Identifier: MIT
"""What the rules use: the lists of words.yaml, and the names that the project defines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.content.model import Project
from leaflets.content.organisations import SHORT_FORMS, STATEMENTS
from leaflets.content.wording.texts import Text
from leaflets.content.yaml.reader import read_shipped
from leaflets.core.problems import Problem
from leaflets.core.resources import SHIPPED, Resources

_NAME = re.compile(r"(?m)^    name: \"?(.+?)\"?$")
"""The names of organisations in the data.yaml that ships: nothing else there has a name so far in."""
_PLAIN_WORDS = frozenset(("Shout", "Fearless", "Which?", "Take It Down", "Emergency services"))


@dataclass(frozen=True)
class Lists:
    """words.yaml, compiled."""

    nudes: re.Pattern[str]
    keeping: re.Pattern[str]
    evidence: re.Pattern[str]
    """Matches what may follow "keep"."""
    denials: re.Pattern[str]
    danger: re.Pattern[str]
    ages: re.Pattern[str]
    accounts: re.Pattern[str]
    challenges: re.Pattern[str]
    blame: re.Pattern[str]
    scare: re.Pattern[str]
    fault: re.Pattern[str]
    reach_us: re.Pattern[str]
    """Instructions to reach the publisher or a service, which need a number or an address."""
    outdated: Mapping[re.Pattern[str], str]
    outdated_in_headings: Mapping[re.Pattern[str], str]


@dataclass(frozen=True)
class RuleContext:
    """What a rule may use besides the text."""

    project: Project
    lists: Lists
    former_names: Mapping[re.Pattern[str], str]
    """Former names, which must not be printed, with the current one."""
    gone: re.Pattern[str]
    """Names of organisations that the shipped data.yaml knows and the project does not have."""
    capitals: frozenset[str]
    """Words that are properly written in capitals: NSPCC."""
    placeholders: frozenset[str]
    """What may be in curly brackets."""


Rule = Callable[[Text, RuleContext], Problem | None]
"""A rule: returns what is wrong with one text."""


def read(project: Project, published: Iterable[str] = ()) -> RuleContext:
    """Return what the rules use for this project; `published` has the ids of all facts ever published."""
    gone = _gone(project, published)
    return RuleContext(
        project, read_lists(), _former_names(project), gone, _known_capitals(project), _placeholders(project)
    )


@cache
def read_lists() -> Lists:
    """Return the lists of words.yaml, compiled."""
    return compile_lists(read_words())


def read_words() -> dict[str, Any]:
    """Return the contents of words.yaml."""
    return read_shipped(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), "words.yaml")


def compile_lists(words: Mapping[str, Any]) -> Lists:
    """Compile lists in the form of words.yaml."""
    return Lists(
        **{
            name: _any_of(*words[name])
            for name in ("nudes", "keeping", "denials", "danger", "ages", "accounts", "challenges", "blame", "scare")
        },
        evidence=_soon("|".join(words["evidence"]), unless="|".join(words["pictures"])),
        fault=_any_of(words["fault"]),
        reach_us=_any_of(*words["reach_us"]),
        outdated={_any_of(pattern): today for pattern, today in words["outdated"].items()},
        outdated_in_headings={_any_of(pattern): today for pattern, today in words["outdated_in_headings"].items()},
    )


@cache
def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")(?!\w)", re.I)


@cache
def _soon(things: str, unless: str) -> re.Pattern[str]:
    """Return a pattern for one of the things within four words, none of which is one of `unless`."""
    return re.compile(rf"^(?:\W*(?!(?:{unless})\b)[\w’']+){{0,4}}?\W*(?:{things})\b", re.I)


def _former_names(project: Project) -> dict[re.Pattern[str], str]:
    return {
        re.compile(rf"(?<!\w){re.escape(former)}(?!\w)"): each.name
        for each in project.organisations.values()
        for former in each.former_names
    }


def _gone(project: Project, published: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for organisations that are gone; a name that is also a plain word, only within a sentence.

    Of those that the project added itself only the ids are left, in the register: `family-line` for "Family Line".
    """
    text = Resources(SHIPPED).read("data.yaml")
    here = " / ".join(name for one in project.organisations.values() for name in (one.name, *one.former_names))
    names = [name for name in _NAME.findall(text) if name not in here]
    inside = [rf"(?<=[a-z,;] ){re.escape(name)}" for name in names if name in _PLAIN_WORDS]
    anywhere = [rf"(?<!\w){re.escape(name)}" for name in names if name not in _PLAIN_WORDS]
    ids = {id.split(".")[1] for id in published if id.startswith("organisations.")} - project.organisations.keys()
    own = (re.escape(id).replace(r"\-", "-").title().replace("-", "[ -]") for id in sorted(ids) if "-" in id)
    anywhere += [rf"(?<!\w){name}" for name in own]
    return re.compile(f"(?:{'|'.join((*inside, *anywhere)) or '(?!)'})(?!\\w)")


def _known_capitals(project: Project) -> frozenset[str]:
    names = [organisation.name for organisation in project.organisations.values()]
    points = [point for organisation in project.organisations.values() for point in organisation.points.values()]
    names += [f"{point.keyword or ''} {point.label or ''}" for point in points]
    names += [project.publisher.name, project.publisher.short_name, project.area.name]
    return frozenset(word for name in names for word in re.findall(r"[A-Z]{2,}", name))


def _placeholders(project: Project) -> frozenset[str]:
    said, area = STATEMENTS, project.area
    organisations = dict(project.organisations)
    organisations |= {role: organisations[name] for role, name in area.roles.items() if name in organisations}
    names = {"area", "publisher", "threshold_document", "referral_form", *organisations}
    names |= {f"{name}.{fact}" for name, each in organisations.items() for fact in said if getattr(each, fact)}
    names |= {f"{name}.web" for name, each in organisations.items() if each.links}
    names |= {f"{name}.{point}" for name, each in organisations.items() for point in each.points}
    # A role without an organisation is a mistake of the area, not of each sentence.
    vacant = [role for role in area.roles if role not in organisations]
    return frozenset(names) | {
        f"{role}{end}" for role in vacant for end in ("", *(f".{fact}" for fact in (*SHORT_FORMS, *said)))
    }
