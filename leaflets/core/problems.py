# SPDX-License-Identifier: MIT
"""Problems: what is wrong, where, and what to do; how they print; the exit codes.

A `Problem` is for the person who must act (editor, translator, designer). Stages gather problems and raise
`ProblemsFound` with all of them at once. `MissingProgram` is for what a machine lacks. Anything else is a fault of
ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from typing import Literal

Severity = Literal["error", "warning", "notice"]


class ExitCode(IntEnum):
    """An exit code and its meaning in words; scripts rely on the numbers."""

    words: str

    def __new__(cls, number: int, words: str) -> ExitCode:
        code = int.__new__(cls, number)
        code._value_, code.words = number, words
        return code

    OK = 0, "done"
    PROBLEMS = 1, "problems in data.yaml, a template or a translation, or a fault in Leaflets"
    USAGE = 2, "wrong usage"
    MISSING = 3, "something is missing on this machine"
    CHECK_FAILED = 4, "a finished file failed its check"
    DISK = 5, "file or disk error"
    LOCKED = 6, "another build is running"
    SOME_ROWS_FAILED = 7, "some rows of a list, or of a translator's file, were not taken"
    INTERRUPTED = 130, "interrupted"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    `slug` names the kind and never changes; `message` is a full sentence with the value seen and the limit; `where`
    names the thing by its human id; `hint` is one action. `line` and `column` count from 1; 0 means there is none.
    """

    slug: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    where: str = ""
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = ": ".join(part for part in (place, self.where, self.message) if part)
        return f"{text}\n    hint: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, str | int]:
        return asdict(self)


class ProblemsFound(Exception):
    """Raised by a stage that cannot go on, with every problem that it found."""

    def __init__(self, problems: Iterable[Problem], *, exit_code: ExitCode = ExitCode.PROBLEMS) -> None:
        self.problems = sort_problems(problems)
        self.exit_code = exit_code
        super().__init__("\n".join(map(str, self.problems)))


class MissingProgram(Exception):
    """A library, program or font that this machine lacks, with the command that installs it."""

    def __init__(self, what: str, command: str) -> None:
        self.what, self.command = what, command
        super().__init__(f"{what} is missing.\n    hint: {command}")


def stopped_by(error: Exception, where: str = "") -> ProblemsFound | None:
    """Return an exception as a problem of `where`, which was being made; None if it is a fault of ours."""
    if isinstance(error, ProblemsFound):
        return error
    if isinstance(error, MissingProgram):
        problem = Problem("missing-program", f"{error.what} is missing.", where=where, hint=error.command)
        return ProblemsFound([problem], exit_code=ExitCode.MISSING)
    if isinstance(error, OSError):
        return ProblemsFound([file_error(error, str(error.filename or ""), where)], exit_code=ExitCode.DISK)
    return None


def file_error(error: OSError, file: str, where: str = "") -> Problem:
    """Return a system error about a file or the disk as a problem."""
    return Problem("file-error", f"the system reports: {error.strerror or error}.", file=file, where=where)


def unreadable(error: OSError, file: str) -> ProblemsFound:
    """Return the problem that the system does not allow a file to be read."""
    message = f"it cannot be read: {error.strerror}."
    problem = Problem("file-unreadable", message, file, hint="check its permissions.")
    return ProblemsFound([problem], exit_code=ExitCode.DISK)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats, sorted by file, line and column."""
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.where, p.slug, p.message))


def count_problems(problems: Sequence[Problem]) -> str:
    """Return "1 problem" or "3 problems and 20 warnings"; notices do not count."""
    errors, warnings = (sum(one.severity == severity for one in problems) for severity in ("error", "warning"))
    counted = f"{errors} problem" + ("" if errors == 1 else "s")
    return counted + (f" and {warnings} warning{'' if warnings == 1 else 's'}" if warnings else "")


def once(problems: Iterable[Problem], where: str, shared: int) -> list[Problem]:
    """Return problems of several editions; those of all `shared` editions are given once, for the layout `where`."""
    blamed: dict[Problem, set[str]] = {}
    for problem in problems:
        blamed.setdefault(replace(problem, where=where), set()).add(problem.where)
    return [
        replace(problem, where=place)
        for problem, places in blamed.items()
        for place in ([where] if len(places) == shared else sorted(places))
    ]
