# SPDX-License-Identifier: MIT
"""Open a project: load data.yaml, validate it, check its wording.

A folder goes in; the model comes out with the position of each value in the file, or every problem at once.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from leaflets.content.facts import find_doubts, list_facts
from leaflets.content.load import load_data, load_designs, load_formats, with_shipped
from leaflets.content.model import Project
from leaflets.content.short_links import find_missing_codes, with_codes
from leaflets.content.trust import Published, State, Trust
from leaflets.content.validate import examine
from leaflets.content.yaml.positions import Loaded
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import read_intent
from leaflets.languages.registry import read_languages
from leaflets.layout.accounting import Account
from leaflets.layout.logos import read_logos

DATA = "data.yaml"
T = TypeVar("T")


NOTICES: dict[State, str] = {
    "unverified": "{} printed facts have never been verified by a person.",
    "overdue": "{} printed facts should have been verified by now.",
}


LETTER = re.compile(r"the character (\S) \(")


@dataclass(frozen=True)
class Opened:
    """A valid project; `warnings` are about its wording, once checked."""

    project: Project
    loaded: Loaded
    warnings: tuple[Problem, ...] = ()
    published: Published = field(default_factory=dict)

    def read_over(self) -> tuple[Problem, ...]:
        """Return the findings on the wording; ProblemsFound if there is an error."""
        # It may be done while workers are busy, and so may its imports.
        from leaflets.content.validate.accepted import find_leftovers
        from leaflets.content.validate.palette import find_differing_inks
        from leaflets.content.wording import check_words

        project = self.project
        wrong = (
            *check_words(project, self.published),
            *find_differing_inks(project),
            *find_leftovers(project),
            *find_missing_codes(project),
        )
        found = tuple(self.loaded.put(problem, problem.where) for problem in wrong)
        if any(problem.severity == "error" for problem in found):
            raise ProblemsFound(found)
        return found

    def unprinted(self, account: Account) -> list[Problem]:
        """Return what the composed layouts should print but do not, with its position in data.yaml."""
        return [self.loaded.put(problem, problem.where, at_value=False) for problem in account.unprinted()]

    def printed_nowhere(self, account: Account) -> list[Problem]:
        """Return a warning of what data.yaml holds and no leaflet prints."""
        return [self.loaded.put(problem, problem.where, at_value=False) for problem in account.printed_nowhere()]

    def locate(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems; a character without a font gets its position in data.yaml."""
        return [self._locate(problem) for problem in problems]

    def _locate(self, problem: Problem) -> Problem:
        letter = LETTER.search(problem.message) if problem.slug == "missing-glyph" and not problem.file else None
        for path in self.loaded.places if letter and problem.where.endswith(".en") else ():
            value = self.loaded.value(path) if path else None
            if letter and isinstance(value, str) and letter[1] in value:
                return self.loaded.put(problem, path)
        return problem

    def trust(self, today: datetime.date) -> Trust:
        return Trust.of(self.project, today, self.published)

    def notices(self, printed: Mapping[str, Sequence[str]], today: datetime.date) -> list[Problem]:
        """Return notices about the printed facts: those that make proofs, and the number not verified."""
        rows = list_facts(self.project, self.loaded.places, printed, self.trust(today))
        counted = [
            Problem(f"facts-{state}", text.format(number), severity="notice", hint=f"{command('facts')} lists them.")
            for state, text in NOTICES.items()
            if (number := sum(bool(row.printed) and row.state == state for row in rows))
        ]
        return [*find_doubts(rows, self.loaded), *counted]


def open_project(folder: Path, *, today: datetime.date) -> Opened:
    """Load, validate and check the wording of data.yaml; ProblemsFound with everything that is wrong with it."""
    opened = load_project(folder, today=today)
    return replace(opened, warnings=opened.read_over())


def load_project(folder: Path, *, today: datetime.date) -> Opened:
    """Load and validate data.yaml, but not its wording; ProblemsFound with what is wrong, then wording included."""
    load_formats()
    problems: list[Problem] = []
    loaded = with_shipped(load_data(folder / DATA, name=DATA))
    resources = Resources(folder)
    designs = gather(problems, lambda: load_designs(resources))
    languages = gather(problems, lambda: read_languages(resources))
    published = gather(problems, lambda: published_in(folder))
    codes = gather(problems, lambda: codes_in(folder))
    known = languages.languages if languages else None
    examined = examine(loaded, designs=designs, languages=known, today=today)
    problems += examined.problems
    project = examined.project
    if project:
        is_whole = not examined.loaded.damage.below("publisher.press")
        problems += examined.place(check_files(project, resources, profile=is_whole))
    if project is None or problems:
        if project:
            from leaflets.content.validate.palette import find_differing_inks
            from leaflets.content.wording import check_words

            problems += examined.place([*check_words(project, published or ()), *find_differing_inks(project)])
        raise ProblemsFound(problems)
    return Opened(with_codes(project, codes or {}), examined.loaded, published=published or {})


def published_in(folder: Path) -> Published:
    """Return what was published last of each fact; nothing if the project has no register."""
    if not (folder / "register").exists():
        return {}
    from leaflets.register.published import last_values, read_published  # most projects have none

    return last_values(read_published(folder))


def codes_in(folder: Path) -> dict[str, str]:
    """Return the short codes of web addresses; none if the project has no register."""
    if not (folder / "register").exists():
        return {}
    from leaflets.register.codes import read_codes

    return read_codes(folder)


def gather(problems: list[Problem], stage: Callable[[], T]) -> T | None:
    """Return the result of a stage; None, with its problems added, if it fails."""
    try:
        return stage()
    except ProblemsFound as found:
        problems += found.problems
        return None


def check_files(project: Project, resources: Resources, *, profile: bool) -> list[Problem]:
    """Return what is wrong with the files that data.yaml names: colour profile, logos, the project's own typeface."""
    problems: list[Problem] = []
    if profile:
        gather(problems, lambda: read_intent(project.publisher.press, resources))
    gather(problems, lambda: read_logos(project, resources))
    gather(problems, lambda: read_logos(project, resources, "on_dark"))
    if project.type:
        gather(problems, lambda: read_languages(resources, project))
    return problems
