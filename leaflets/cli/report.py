# SPDX-License-Identifier: MIT
"""Report: how results, progress and problems look in a terminal, in a file and as JSON.

Results go to standard output; problems and progress to standard error, so that results can be piped. With `--json`
standard output has one object and nothing else. Colour is never the only sign; NO_COLOR turns it off.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.called import Called
from leaflets.core.problems import ExitCode, Problem, count_problems, sort_problems

if TYPE_CHECKING:
    from leaflets.build.manifest import EditionEntry
    from leaflets.build.pipeline import Progress

COLOURS = {"error": "red", "warning": "yellow", "notice": "blue"}


@dataclass
class Report:
    """Where a verb reports; the options decide what is shown."""

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    progress: bool = True
    called: Called = field(default_factory=Called)
    written: str = ""
    """What the verb has already written."""
    problems: list[Problem] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Print a line of the result."""
        if not self.json:
            click.echo(text, color=_coloured(sys.stdout))

    def note(self, text: str) -> None:
        """Print a line for the person at the terminal that is not part of the result."""
        if not (self.json or self.quiet):
            click.echo(self.called.put_in(text), err=True, color=_coloured(sys.stderr))

    def show(self, problems: Sequence[Problem]) -> None:
        """Print problems, sorted; with --json they wait for `finish`. --quiet hides warnings and notices."""
        problems = sort_problems(map(self.called.put_into, problems))
        self.problems = sort_problems([*self.problems, *problems])
        if self.json:
            return
        for problem in problems:
            if problem.severity == "error" or not self.quiet:
                click.echo(self.describe(problem), err=True, color=_coloured(sys.stderr))

    def describe(self, problem: Problem) -> str:
        """Return a problem in words; warnings and notices are labelled."""
        label = "" if problem.severity == "error" else click.style(problem.severity, COLOURS[problem.severity]) + ": "
        slug = f" ({problem.slug})" if self.verbose else ""
        first, *rest = str(problem).split("\n")
        if problem.severity == "error":
            first = click.style(first, COLOURS["error"])
        return "\n".join([f"{label}{first}{slug}", *rest])

    def plain(self, problems: Sequence[Problem]) -> str:
        """Return problems in words, sorted, without colours."""
        return click.unstyle("\n".join(map(self.describe, sort_problems(map(self.called.put_into, problems)))))

    def fail(self, problems: Sequence[Problem], code: ExitCode, ending: str) -> ExitCode:
        """Print everything that stopped the verb, and return the exit code."""
        self.show(problems)
        if not self.json:
            click.echo(f"{count_problems(problems)}. {ending}".strip(), err=True)
        return self.finish({}, code)

    def finish(self, result: dict[str, Any], code: ExitCode) -> ExitCode:
        """End the verb: with --json print the one object."""
        if self.json:
            from leaflets.build.publish import to_json

            problems = [problem.as_json() for problem in self.problems]
            click.echo(to_json({"exit_code": int(code), **result, "problems": problems}), nl=False)
        return code

    @contextmanager
    def bar(self, doing: str) -> Iterator[Progress]:
        """Show a progress bar while the body runs, in a terminal."""
        if self.json or self.quiet or not self.progress or not (sys.stderr and sys.stderr.isatty()):
            yield lambda done, total, name: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}"),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(doing, total=None, name="")
            yield lambda done, total, name: shown.update(task, completed=done, total=total, name=name)


def _coloured(stream: Any) -> bool | None:
    import os

    if os.environ.get("NO_COLOR"):
        return False
    return None


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> Iterator[str]:
    """Yield rows as aligned columns; `right` gives the columns of numbers. Nothing is cut off."""
    if not rows:
        return
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def kilobytes(number: int) -> str:
    """Return a file's size in kB: 184."""
    return f"{max(1, round(number / 1000))}"


def millimetres(size: Sequence[float]) -> str:
    """Return a size in words: 210 x 297."""
    return " x ".join(f"{value:g}" for value in size)


def summary(entries: Sequence[EditionEntry]) -> list[list[str]]:
    """Return the rows of the build's table: one for each layout, its purposes side by side."""
    rows = [["publication", "format", "language", "pages", "kB", "state"]]
    layouts: dict[str, list[EditionEntry]] = {}
    for entry in entries:
        layouts.setdefault(entry["id"].rpartition(".")[0], []).append(entry)
    for made in layouts.values():
        first = made[0]
        pages = ", ".join(f"{entry['purpose']} {entry['pages']}" for entry in made)
        sizes = ", ".join(kilobytes(entry["bytes"]) for entry in made)
        states = "/".join(dict.fromkeys(entry["state"] for entry in made))
        rows.append([first["publication"], first["format"], first["language"], pages, sizes, states])
    return rows
