# SPDX-License-Identifier: MIT
"""Validate: plain values to the model, with every problem of the file at once.

First each value by itself (`content/values`), then what must agree across the file. A wrong value stops no check: a
stand-in takes its place, and findings about it, or caused by it, are left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from leaflets.content.design import Design
from leaflets.content.model import Project
from leaflets.content.validate.agreement import AgreementContext, find_disagreements
from leaflets.content.validate.designs import find_wrong_formats, find_wrong_risks
from leaflets.content.validate.organisations import (
    find_out_of_area,
    find_wrong_help,
    find_wrong_links,
    find_wrong_numbers,
    gather_blanks,
)
from leaflets.content.validate.palette import find_weak_colours
from leaflets.content.values import to_model
from leaflets.content.yaml.positions import Damage, Loaded
from leaflets.core.problems import Problem, sort_problems

__all__ = ["Examined", "examine"]

GROUPS = ("words-missing", "words-unknown", "list-empty", "duplicate-id")
"""Findings about a group that do not depend on its members' values."""
LOOKED_UP = {
    "unknown-organisation": "organisations",
    "placeholder-unknown": "organisations",
    "contact-link-missing": "organisations",
    "contact-without-number": "organisations",
    "no-999": "organisations",
    "unknown-contact": "organisations",
    "unknown-colour": "palette",
    "unknown-publication": "publications",
}
"""Findings that something is missing, and where it belongs."""
MAX_LINES = 5
_PLACEHOLDER = re.compile(r"'\{([\w-]+)")


@dataclass(frozen=True)
class Examined:
    """A file that has been checked as a whole."""

    project: Project | None
    """The model, with stand-ins for wrong values; None if there is none for one of them."""
    loaded: Loaded
    problems: tuple[Problem, ...]
    unknown: frozenset[str] = frozenset()
    """Names that were looked up and not found."""

    def place(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with paths of data.yaml, with line and column; without those that repeat another."""
        placed = [
            problem if problem.line else self.loaded.put(problem, problem.where)
            for problem in problems
            if not is_echo(self.loaded.damage, problem.slug, (problem.where, beside(problem.where)))
            and not ((name := _PLACEHOLDER.match(problem.message)) and name[1] in self.unknown)
        ]
        return say_once(placed)


def beside(path: str) -> str:
    """Return the path of the value that a field such as `printed_url` belongs to."""
    return f"{path.rpartition('.')[0]}.value"


def say_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with each name that is missing in several places reported once, at the first."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in sort_problems(problems):
        is_lookup = problem.slug.startswith("unknown-") or problem.slug == "placeholder-unknown"
        alike.setdefault((problem.slug, problem.message if is_lookup else str(problem)), []).append(problem)
    return [_with_others(same) for same in alike.values()]


def _with_others(problems: Sequence[Problem]) -> Problem:
    first, *others = problems
    if not others:
        return first
    lines = ", ".join(str(line) for line in dict.fromkeys(one.line for one in others[:MAX_LINES]))
    more = f" and {len(others) - MAX_LINES} more" if len(others) > MAX_LINES else ""
    return replace(first, message=f"{first.message} It is also named in line {lines}{more}.")


def is_echo(damage: Damage, slug: str, paths: tuple[str, ...]) -> bool:
    """Say whether a finding about these paths may be caused by what has been reported already."""
    if slug in LOOKED_UP and any(gap.split(".")[0] == LOOKED_UP[slug] for gap in damage.gaps):
        return True
    path = paths[0]
    return any(map(damage.at, paths)) or (damage.lacks(path) if slug in GROUPS else damage.below(path))


def examine(
    loaded: Loaded,
    *,
    designs: Mapping[str, Design] | None = None,
    languages: Collection[str] | None = None,
    today: datetime.date | None = None,
) -> Examined:
    """Return the project as far as it can be made, and everything that is wrong.

    Only what is given is checked: the words that `designs` need, the known `languages`, dates after `today`.
    """
    project, loaded, wrong = to_model(loaded, Project)
    problems = gather_blanks([*loaded.problems, *wrong], loaded)
    if project is None:
        return Examined(None, loaded, tuple(problems))
    given = AgreementContext(project, loaded, designs, languages, today)
    findings = (
        *find_disagreements(given),
        *find_wrong_formats(project, designs),
        *find_wrong_numbers(project),
        *find_weak_colours(project),
        *find_wrong_risks(project, designs),
        *find_wrong_links(project),
        *find_out_of_area(project),
        *find_wrong_help(project),
    )
    unknown: set[str] = set()
    names: set[str] = set()
    for finding in findings:
        if finding.slug.startswith("unknown-"):
            unknown.add(finding.path)
            with suppress(KeyError):
                names.add(str(loaded.value(finding.path)))
        if not is_echo(loaded.damage, finding.slug, (finding.path, *finding.rests)):
            problem = Problem(finding.slug, finding.message, where=finding.where, hint=finding.hint)
            problems.append(loaded.put(problem, finding.path, at_value=finding.at_value))
    # A name that is not found is reported; that a page therefore lacks it is not.
    damage = replace(loaded.damage, values=loaded.damage.values | unknown)
    return Examined(project, replace(loaded, damage=damage), tuple(say_once(problems)), frozenset(names))
