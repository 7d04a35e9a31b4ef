# SPDX-License-Identifier: MIT
"""What preflight for the press works with: rules, faults, verdicts, and what a file must be.

Places are boxes (left, top, right, bottom) in mm from the top left corner of the trimmed page, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from leaflets.core.problems import Problem, Severity
from leaflets.layout.composed import Composed, PrintedCode

Status = Literal["pass", "fail", "warn", "not-run"]
Level = Literal["fail", "warn"]
Box = tuple[float, float, float, float]

SAFE_MM = 5.0
NOT_RUN_WHERE = "press editions"


@dataclass(frozen=True)
class PressExpected:
    """What a press file must be."""

    where: str
    """The edition's id."""
    sizes: tuple[tuple[float, float], ...]
    """Width and height in mm of the trim of each page."""
    folds: tuple[tuple[float, ...], ...] = ()
    """For each page, how far each fold lies from the left edge of the trim, in mm."""
    bleed_mm: float = 3.0
    max_ink: float = 300.0
    """The most ink, all four together, that may lie on one spot, in per cent."""
    condition: str = "FOGRA39"
    """The printing condition that the output intent must name; empty if any will do."""
    codes: tuple[PrintedCode, ...] = ()
    words: tuple[str, ...] = ()
    """Words that the slug line must carry: code, version."""
    state: str = "final"
    safe_mm: float = SAFE_MM
    """How far text should keep from the trim and from the folds."""


@dataclass(frozen=True)
class Fault:
    """One place where a file breaks a rule."""

    message: str
    page: int = 0
    """Counts from 1; 0 means the whole file."""
    box: Box | None = None
    level: Level | None = None
    """Only where it is not the rule's own."""


class FaultEntry(TypedDict):
    """A fault in JSON; the box is empty if it has no place."""

    page: int
    message: str
    box_mm: list[float]


class VerdictEntry(TypedDict):
    """A verdict in JSON."""

    rule: str
    title: str
    source: str
    status: Status
    message: str
    hint: str
    faults: list[FaultEntry]


class NotRun(Exception):
    """Raised by a rule that cannot be tried on this machine; says why."""


@dataclass(frozen=True)
class Verdict:
    """What one rule says of a file."""

    rule: str
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

    def as_json(self) -> VerdictEntry:
        """Return the object that reports and packs hold."""
        faults: list[FaultEntry] = [
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


def expect_press(
    composed: Composed,
    *,
    where: str,
    words: tuple[str, ...],
    state: str = "final",
    bleed_mm: float = 3.0,
    max_ink: float = 300.0,
    condition: str = "FOGRA39",
) -> PressExpected:
    """Return what the press edition of a composed layout must be; a booklet comes as single pages, in order."""
    form = composed.format
    pages = form.pages("press", composed.language.direction)
    return PressExpected(
        where=where,
        sizes=tuple(page.size for page in pages),
        folds=tuple(page.folds for page in pages),
        bleed_mm=bleed_mm,
        max_ink=max_ink,
        condition=condition,
        codes=composed.codes,
        words=words,
        state=state,
        safe_mm=min(SAFE_MM, form.safe),
    )


def problems_of(verdicts: Iterable[Verdict], where: str) -> list[Problem]:
    """Return a problem for each verdict that is not a pass; what nobody could measure is said once for all editions."""
    severities: dict[Status, Severity] = {"fail": "error", "warn": "warning"}
    verdicts = list(verdicts)
    problems = [
        Problem(f"press-{verdict.rule}", verdict.message, where=where, hint=verdict.hint, severity=severity)
        for verdict in verdicts
        if (severity := severities.get(verdict.status))
    ]
    problems += {
        Problem("press-not-measured", verdict.message, where=NOT_RUN_WHERE, hint=verdict.hint, severity="warning")
        for verdict in verdicts
        if verdict.status == "not-run"
    }
    return problems


def overall(verdicts: Iterable[Verdict]) -> Status:
    """Return the worst of several verdicts: a fail, then what was not checked, then a warning."""
    found = {verdict.status for verdict in verdicts}
    order: tuple[Status, ...] = ("fail", "not-run", "warn", "pass")
    return next(status for status in order if status in found or status == "pass")
