# SPDX-License-Identifier: MIT
"""Selection: patterns choose editions; each layout with a chosen edition becomes a task, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from leaflets.build.job import Task
from leaflets.build.manifest import hash_data
from leaflets.content.model import Project, layouts_of
from leaflets.core.commands import command
from leaflets.core.edition import PURPOSES, Layout, Purpose
from leaflets.core.problems import ExitCode, Problem, ProblemsFound


@dataclass(frozen=True)
class Selection:
    """Patterns that choose editions; an empty tuple chooses all."""

    publication: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()


ALL = Selection()


def select(project: Project, selection: Selection, *, draft: bool = False) -> list[Task]:
    """Return a task for each layout with a chosen edition, the longest first; drafts do not go to press."""
    layouts = list(layouts_of(project))
    made = [purpose for purpose in PURPOSES if not (draft and purpose == "press")]
    _refuse_unknown(
        "publication", selection.publication, [name for lay in layouts for name in (lay.publication, lay.source)]
    )
    _refuse_unknown("format", selection.format, [layout.format for layout in layouts])
    _refuse_unknown("language", selection.language, [layout.language for layout in layouts])
    _refuse_unknown("purpose", selection.purpose, made)
    wanted = [purpose for purpose in made if _matches(selection.purpose, purpose)]

    def purposes_of(layout: Layout) -> tuple[Purpose, ...]:
        every = project.purposes_of(layout)
        return tuple(one for one in wanted if one in every)

    chosen = [
        Task(layout, purposes)
        for layout in layouts
        if _matches(selection.publication, layout.publication, layout.source)
        and _matches(selection.format, layout.format)
        and _matches(selection.language, layout.language)
        and (purposes := purposes_of(layout))
    ]
    if not chosen:
        hint = f"{command('list')} shows every edition."
        raise _wrong_usage("No edition matches all of these patterns at once.", hint)

    def weight(task: Task) -> tuple[float, str]:
        """Return a rough measure of how long a layout takes: its printed area."""
        form = project.every_format[task.layout.format]
        return sum(panel.width for panel in form.panels) * form.height, task.layout.id

    return sorted(chosen, key=weight, reverse=True)


def marks_of(project: Project) -> dict[str, str]:
    """Return a hash of what data.yaml says of each publication."""
    return {name: hash_data(one) for name, one in project.publications.items()}


def changed_first(tasks: Iterable[Task], marks: Mapping[str, str], former: Mapping[str, str]) -> list[Task]:
    """Return the tasks, what has changed in data.yaml first: it is drawn while the others are composed."""
    return sorted(tasks, key=lambda task: former.get(task.layout.source) == marks[task.layout.source])


def _matches(patterns: Sequence[str], *names: str) -> bool:
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns for name in names)


def _refuse_unknown(what: str, patterns: Sequence[str], names: Iterable[str]) -> None:
    known = list(dict.fromkeys(names))
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in known):
            near = get_close_matches(pattern, known, n=3, cutoff=0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else f"choose from {', '.join(sorted(known))}."
            raise _wrong_usage(f"No {what} matches '{pattern}'.", hint)


def _wrong_usage(message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem("nothing-matches", message, hint=hint)], exit_code=ExitCode.USAGE)
