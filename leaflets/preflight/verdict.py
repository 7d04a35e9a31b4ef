# SPDX-License-Identifier: MIT
"""The results of reading a file back: faults with their places, a verdict for each rule, and problems for people.

Places are boxes (left, top, right, bottom) in mm from the top left corner of the trimmed page, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from leaflets.core.problems import Problem, Severity

Status = Literal["pass", "fail", "warn", "not-run"]
Level = Literal["fail", "warn"]
Box = tuple[float, float, float, float]

NOT_MEASURED = "press-not-measured"
NOT_RUN_WHERE = "press editions"
SHOWN = 3
"""The number of faults in a summary; the report lists all."""


@dataclass(frozen=True)
class Fault:
    """One place where a file breaks a rule."""

    message: str
    page: int = 0
    """From 1; 0 means the whole file."""
    box: Box | None = None
    level: Level | None = None
    """Only if it differs from the rule's."""


class NotRun(Exception):
    """Raised if a rule cannot be checked on this machine, with the reason."""


@dataclass(frozen=True)
class Verdict:
    """The result of one rule for a file."""

    rule: str
    slug: str
    title: str
    source: str
    status: Status
    message: str = ""
    faults: tuple[Fault, ...] = field(default=())
    hint: str = ""

    @property
    def page(self) -> int:
        """The page of the first fault; 0 if it concerns the whole file or there is none."""
        return self.faults[0].page if self.faults else 0

    def as_json(self) -> dict[str, Any]:
        faults = [
            {"page": fault.page, "message": fault.message, "box_mm": [round(value, 2) for value in fault.box or ()]}
            for fault in self.faults
        ]
        return {
            "rule": self.rule,
            "title": self.title,
            "source": self.source,
            "status": self.status,
            "message": self.message,
            "hint": self.hint,
            "faults": faults,
        }


def joined(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults, with neighbours of one kind as one: some programs set a line letter by letter."""
    found: list[Fault] = []
    for fault in dict.fromkeys(faults):
        last = found[-1] if found else None
        if last and last.box and fault.box and replace(last, box=fault.box) == fault and _near(last.box, fault.box):
            (x1, y1, x2, y2), (left, top, right, bottom) = last.box, fault.box
            found[-1] = replace(fault, box=(min(x1, left), min(y1, top), max(x2, right), max(y2, bottom)))
        else:
            found.append(fault)
    return tuple(found)


def _near(one: Box, other: Box) -> bool:
    """Say whether two boxes are on one line, less than the height of the line apart."""
    height = max(one[3] - one[1], other[3] - other[1])
    apart = max(one[0], other[0]) - min(one[2], other[2])
    return min(one[3], other[3]) - max(one[1], other[1]) > height / 2 and apart < height


def summary(faults: Sequence[Fault]) -> str:
    """Return the first faults in a few sentences, with their pages."""
    said = dict.fromkeys(f"Page {fault.page}: {fault.message}" if fault.page else fault.message for fault in faults)
    text = " ".join(list(said)[:SHOWN])
    return text if len(said) <= SHOWN else f"{text} And {len(said) - SHOWN} more."


def problems_of(verdicts: Iterable[Verdict], where: str) -> list[Problem]:
    """Return a problem for each verdict that is not a pass; what could not be measured is one problem."""
    severities: dict[Status, Severity] = {"fail": "error", "warn": "warning"}
    verdicts = list(verdicts)
    problems = [
        Problem(verdict.slug, verdict.message, where=where, hint=verdict.hint, severity=severity)
        for verdict in verdicts
        if (severity := severities.get(verdict.status))
    ]
    problems += {
        Problem(NOT_MEASURED, verdict.message, where=NOT_RUN_WHERE, hint=verdict.hint, severity="warning")
        for verdict in verdicts
        if verdict.status == "not-run"
    }
    return problems


def overall(verdicts: Iterable[Verdict]) -> Status:
    """Return the worst of several verdicts: a fail, then what was not checked, then a warning."""
    found = {verdict.status for verdict in verdicts}
    order: tuple[Status, ...] = ("fail", "not-run", "warn", "pass")
    return next(status for status in order if status in found or status == "pass")
