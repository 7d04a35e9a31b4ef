# SPDX-License-Identifier: MIT
"""The results of a build or a check, collected as its tasks come back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leaflets.build.job import Outcome, Task
from leaflets.build.manifest import EditionEntry
from leaflets.build.pool import LostJob
from leaflets.core.problems import ExitCode, Problem, ProblemsFound


@dataclass
class BuildResult:
    """The results of a build or a check."""

    editions: list[EditionEntry] = field(default_factory=list)
    """Manifest entries of the requested editions."""
    problems: list[Problem] = field(default_factory=list)
    """What went wrong without stopping the build; warnings."""
    notices: list[Problem] = field(default_factory=list)
    once: list[Problem] = field(default_factory=list)
    """Notices and warnings that concern only this build."""
    faults: list[str] = field(default_factory=list)
    """Tracebacks of the program's own faults."""
    kept: int = 0
    """The number of editions kept from the old tree that were not requested."""
    seconds: float = 0
    memory_mb: float = 0
    made: frozenset[str] = frozenset()
    """The ids of the editions made now; the others of `editions` are unchanged."""
    fills: dict[str, dict[str, float]] = field(default_factory=dict)
    read: frozenset[Path] = frozenset()
    """Files read besides those of every project: fonts, profiles, pictures in other folders."""
    stayed: list[str] = field(default_factory=list)
    """The ids of requested editions that could not be made and stay as the last build made them."""
    outdated: list[str] = field(default_factory=list)
    """The ids of kept editions that print what data.yaml no longer says."""
    removed: list[str] = field(default_factory=list)
    """The ids of editions removed because of data.yaml or a catalogue."""
    lost: list[str] = field(default_factory=list)
    """The layouts that could not be made because of a fault of ours or the time limit."""
    stopped: dict[str, Outcome] = field(default_factory=dict)
    """Translated layouts that were left out because of problems; the others are published."""

    @property
    def exit_code(self) -> ExitCode:
        lost = {ExitCode.PROBLEMS} if self.lost else set[ExitCode]()
        return most_urgent({outcome.exit_code for outcome in self.stopped.values()} | lost)

    def add(self, task: Task, outcome: Outcome) -> None:
        self.editions += outcome.entries
        self.problems += outcome.problems
        self.made |= outcome.made
        self.memory_mb = max(self.memory_mb, outcome.memory_mb)
        self.fills[task.layout.id] = outcome.fills

    def add_lost(self, task: Task, outcome: Outcome | LostJob) -> None:
        where = task.layout.id
        self.lost.append(where)
        trace = outcome.fault if isinstance(outcome, Outcome) else outcome.trace
        self.faults += [trace] if trace else []
        if isinstance(outcome, LostJob) and outcome.is_late:
            message = f"It could not be made: making it {outcome.reason}."
            hint = "something in it does not end: check what you changed last in its template, styles or pictures."
            self.problems.append(Problem("too-slow", message, where=where, hint=hint))
            return
        what = f"making it {outcome.reason}" if isinstance(outcome, LostJob) else trace.strip().splitlines()[-1]
        message = f"It could not be made: {what}. This is a fault in Leaflets, not in your files."
        self.problems.append(Problem("fault", message, where=where, hint="please report it with the log."))


def most_urgent(codes: Collection[ExitCode]) -> ExitCode:
    """Return the exit code of what must be put right first; OK if there is none."""
    urgent = (ExitCode.MISSING, ExitCode.DISK, ExitCode.PROBLEMS, ExitCode.CHECK_FAILED)
    return next((code for code in urgent if code in codes), ExitCode.OK)


def everything_found(stopped: Mapping[ExitCode, Sequence[Problem]], others: Sequence[Problem]) -> ProblemsFound:
    """Return all findings, with the exit code of what must be put right first."""
    found = [*others, *(problem for problems in stopped.values() for problem in problems)]
    return ProblemsFound(found, exit_code=most_urgent(stopped.keys()))


def printed_facts(entries: Iterable[EditionEntry]) -> dict[str, list[str]]:
    """Return, for each fact, the ids of the editions that print it."""
    printed: dict[str, list[str]] = {}
    for entry in entries:
        for fact in entry["facts"]:
            printed.setdefault(fact["id"], []).append(entry["id"])
    return printed
