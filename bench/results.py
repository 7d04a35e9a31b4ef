# SPDX-License-Identifier: MIT
"""Samples to medians and ratios: what an experiment found, as plain values.

A ratio is taken within each round, where both sides ran one after the other, and the median of the rounds counts: what
else the machine does falls on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from bench.timed import Sample


@dataclass(frozen=True)
class Goal:
    """What a row should reach; `least` and `most` are of what `of` names."""

    of: str
    least: float | None = None
    most: float | None = None

    def in_words(self) -> str:
        """Return the goal as a cell of the table."""
        unit = {"ratio": "x", "cpu_ratio": "x in processor time", "seconds": " s", "memory_mb": " MB"}[self.of]
        return f"≥ {self.least:g}{unit}" if self.least is not None else f"≤ {self.most:g}{unit}"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what it took, and how many times as long as ours."""

    name: str
    seconds: float
    """The median, of one unit of the experiment: an edition, a command."""
    cpu_seconds: float | None = None
    memory_mb: float | None = None
    ratio: float | None = None
    """How many times as long as the experiment's first row; None in that row itself."""
    cpu_ratio: float | None = None
    ran: str = ""
    """How much was really run for it."""
    goal: Goal | None = None
    ours: bool = False
    each: tuple[float, ...] = ()
    """The time of every round, in seconds."""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None if there is none."""
        if self.goal is None:
            return None
        value = getattr(self, self.goal.of)
        if self.goal.least is not None:
            return bool(value is not None and value >= self.goal.least)
        return bool(value is not None and self.goal.most is not None and value <= self.goal.most)


@dataclass
class Contestant:
    """One side of an experiment while it runs."""

    name: str
    ran: str = ""
    goal: Goal | None = None
    ours: bool = False
    samples: list[Sample] = field(default_factory=list)


@dataclass
class Experiment:
    """One thing that was measured, with everybody who took part and everybody who could not."""

    id: str
    title: str
    unit: str
    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    """Who did not take part, and why."""
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        rows = [{**asdict(row), "met": row.met} for row in self.rows]
        return {**asdict(self), "rows": rows}


def rows_of(contestants: Sequence[Contestant], units: float = 1) -> list[Row]:
    """Return the rows of contestants that have run; ratios are to the first one; times are divided by `units`."""
    first = contestants[0]
    return [row_of(one, first if one is not first else None, units) for one in contestants if one.samples]


def row_of(one: Contestant, beside: Contestant | None, units: float = 1) -> Row:
    """Return the row of one contestant, with its ratios to the one `beside` it."""
    cpu = middle([sample.cpu_seconds for sample in one.samples])
    return Row(
        name=one.name,
        seconds=median(sample.seconds for sample in one.samples) / units,
        cpu_seconds=None if cpu is None else cpu / units,
        memory_mb=middle([sample.memory_mb for sample in one.samples]),
        ratio=ratio(one.samples, beside.samples, "seconds") if beside else None,
        cpu_ratio=ratio(one.samples, beside.samples, "cpu_seconds") if beside else None,
        ran=one.ran,
        goal=one.goal,
        ours=one.ours,
        each=tuple(sample.seconds / units for sample in one.samples),
    )


def ratio(samples: Sequence[Sample], beside: Sequence[Sample], what: str) -> float | None:
    """Return the median over the rounds of one side's measure divided by the other's."""
    pairs = [(getattr(one, what), getattr(other, what)) for one, other in zip(samples, beside, strict=False)]
    return middle([None if one is None or not other else one / other for one, other in pairs])


def middle(values: Sequence[float | None]) -> float | None:
    """Return the median; None if a value is missing."""
    there = [value for value in values if value is not None]
    return median(there) if there and len(there) == len(values) else None
