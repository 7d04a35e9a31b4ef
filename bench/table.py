# SPDX-License-Identifier: MIT
"""Results as text for a terminal and as Markdown for docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.machine import QUIET, in_words
from bench.results import Experiment, Row

HEADINGS = ("", "time", "processor", "times as long", "in processor time", "memory", "really run", "goal")
VERDICTS = {True: "reached", False: "missed"}


def cells(row: Row) -> tuple[str, ...]:
    """Return a row in words; what is not known is a dash."""
    goal = f"{row.goal.in_words()}: {VERDICTS[bool(row.met)]}" if row.goal else ""
    return (
        row.name,
        duration(row.seconds),
        duration(row.cpu_seconds),
        times(row.ratio),
        times(row.cpu_ratio),
        "-" if row.memory_mb is None else f"{row.memory_mb:.0f} MB",
        row.ran,
        goal,
    )


def duration(seconds: float | None) -> str:
    """Return a time as people say it: 81 ms, 1.42 s."""
    if seconds is None:
        return "-"
    if seconds < 0.01:
        return f"{seconds * 1e3:.1f} ms"
    return f"{seconds * 1e3:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def times(ratio: float | None) -> str:
    """Return a ratio with two or three figures: 0.062x, 6.7x, 350x."""
    if ratio is None:
        return ""
    if ratio >= 100:
        return f"{ratio:.0f}x"
    return f"{ratio:.1f}x" if ratio >= 0.95 else f"{ratio:.2g}x"


def text(experiments: Sequence[Experiment]) -> Iterator[str]:
    """Yield the lines for a terminal."""
    for found in experiments:
        yield ""
        yield f"{found.title} ({found.unit}), --only {found.id}"
        rows = [HEADINGS, *map(cells, found.rows)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows:
            yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield from (f"  {note}" for note in found.notes)
        yield from (f"  Left out: {name}: {why}." for name, why in found.skipped.items())


def markdown(experiments: Sequence[Experiment], about: Mapping[str, Any]) -> str:
    """Return the part of docs/performance.md that is measured."""
    lines = [*heading(about), ""]
    for found in experiments:
        lines += [f"### {found.title}", "", line((f"time is of {found.unit}", *HEADINGS[1:]))]
        lines += [line(("---", *("---:",) * 5, "---", "---"))]
        lines += [line(cells(row)) for row in found.rows]
        lines += ["", *found.notes]
        lines += [f"Left out: {name}: {why}." for name, why in found.skipped.items()]
        lines.append("")
    return "\n".join(lines)


def heading(about: Mapping[str, Any]) -> list[str]:
    """Return when and on what it was measured, and whether others used the machine."""
    lines = [f"Measured on {about['date']}, {about['rounds']} rounds; {quietness(about['crowding'])}", ""]
    return [*lines, *(f"- {said}" for said in in_words(about["machine"]))]


def quietness(crowding: float) -> str:
    """Return whether others used the machine while it was measured."""
    if crowding <= QUIET:
        return "nobody else used the machine."
    return (
        f"**the machine was busy**: a second of computing took {crowding:.2f} s by the clock. "
        "Processor time holds; by the clock, a side that uses every core loses more than one that uses one."
    )


def line(values: Sequence[str]) -> str:
    """Return a line of a Markdown table."""
    return f"| {' | '.join(values)} |"
