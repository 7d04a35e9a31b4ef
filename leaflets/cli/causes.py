# SPDX-License-Identifier: MIT
"""Causes: many problems with one cause are printed as one; `--verbose` and `--json` list each of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from leaflets.core.commands import command
from leaflets.core.problems import Problem

FEW = 3
"""Up to this number, problems with one cause are still printed one by one."""
CATALOGUES, FACT, PAGE = "locales/", "fact-", re.compile(r"^Page \d+: ")
SENTENCES = {
    "translation-missing": ("has no translation", "have no translation"),
    "translation-outdated": ("needs its translation checked", "need their translations checked"),
    "message-too-long": ("is too long in translation", "are too long in translation"),
}
"""The words for one sentence, and for several."""
ENGLISH, END = re.compile(r"\.en\b"), re.compile(r"[.,]")
FIT = frozenset(("overset", "overlap", "outside-safe", "panel-order", "text-too-small"))
"""Problems whose words and millimetres differ from layout to layout."""


def gather_causes(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems; of those with one cause only the first, which names the others."""
    groups: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_cause(problem), []).append(problem)
    return [one for group in groups.values() for one in _together(group)]


def _cause(problem: Problem) -> Hashable:
    """Return a key that is equal for problems with one cause."""
    if problem.slug in SENTENCES and problem.file.startswith(CATALOGUES):
        return problem.slug, problem.severity
    if problem.slug.startswith(FACT):
        return problem.slug, problem.severity, problem.hint.replace(problem.where, "")
    publication, *layout = problem.where.split(".")
    if problem.file or not publication or not layout:
        return problem
    if problem.slug in FIT:
        return problem.slug, problem.severity, layout[0]
    return replace(problem, where="", message=PAGE.sub("", problem.message))


def _together(group: Sequence[Problem]) -> Iterable[Problem]:
    first, *others = group
    if len(group) <= FEW:
        return group
    if first.slug in SENTENCES:
        return _sentences(group)
    if first.slug.startswith(FACT):
        every, one_way = " ".join(problem.where for problem in group), first.hint.partition("; or ")[0]
        message = f"{first.message} {len(others)} other facts have the same problem; the hint names them."
        return [replace(first, message=message, hint=one_way.replace(first.where, every))]
    first = next((problem for problem in group if ENGLISH.search(problem.where)), first)
    places = dict.fromkeys(problem.where for problem in group if problem.where != first.where)
    named = "; ".join(side_by_side(places))
    also = f"The same in {len(places)} more places (--verbose lists each): {named}." if places else ""
    return [replace(first, message=f"{first.message} {also}".strip())]


def side_by_side(places: Iterable[str]) -> list[str]:
    """Return the names of layouts or editions, with the languages of one format side by side."""
    languages: dict[tuple[str, str], list[str]] = {}
    for place in places:
        publication, form, rest = place.split(".", 2)
        end = END.search(rest)
        tag, rest = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
        languages.setdefault((f"{publication}.{form}", rest), []).append(tag)
    return [f"{layout}.{'/'.join(tags)}{rest}" for (layout, rest), tags in languages.items()]


def _sentences(group: Sequence[Problem]) -> Iterable[Problem]:
    keys: dict[str, dict[str, None]] = {}
    for problem in group:
        keys.setdefault(problem.file.split("/")[1].replace("_", "-"), {})[problem.where] = None
    languages: dict[tuple[str, ...], list[str]] = {}
    for tag, found in keys.items():
        languages.setdefault(tuple(found), []).append(tag)
    for names, tags in languages.items():
        of = "1 language" if len(tags) == 1 else f"{len(tags)} languages"
        one, many = SENTENCES[group[0].slug]
        what = f"1 sentence {one}" if len(names) == 1 else f"{len(names)} sentences {many}"
        message = f"{what} in {of} ({', '.join(tags)}), the first of them {names[0]}."
        update = command("translate", "update")
        hint = f"run {update}, then translate them in locales/; {command('translate', 'status')} counts what is left."
        yield Problem(group[0].slug, message, hint=hint, severity=group[0].severity)
