# SPDX-License-Identifier: MIT
"""Report: how results, progress and problems look in a terminal, in a file and as JSON.

Results go to standard output; problems and progress to standard error, so that results can be piped. With `--json`
standard output has one object and nothing else. Colour is never the only sign; NO_COLOR turns it off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.called import Called
from leaflets.cli.causes import gather_causes
from leaflets.core.problems import ExitCode, Problem, count_problems, sort_problems

if TYPE_CHECKING:
    from leaflets.build.pipeline import Progress

COLOURS = {"notice": "blue", "warning": "yellow", "error": "red"}
"""The severities as they are printed: errors last, where they are seen."""


def _coloured() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


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
            click.echo(text, color=_coloured())

    def note(self, text: str) -> None:
        """Print a line for the person at the terminal that is not part of the result."""
        if not (self.json or self.quiet):
            click.echo(self.called.put_in(text), err=True, color=_coloured())

    def show(self, problems: Sequence[Problem]) -> list[Problem]:
        """Print problems, errors last, those of one cause as one; return what was printed.

        With --json they wait for `finish`; --quiet hides warnings and notices, --verbose shows each.
        """
        self.problems = sort_problems([*self.problems, *map(self.called.put_into, problems)])
        shown = self._to_print(problems)
        if not self.json:
            for line in self._described(shown):
                click.echo(line, err=True, color=_coloured())
        return shown

    def _to_print(self, problems: Sequence[Problem]) -> list[Problem]:
        wanted = sort_problems(one for one in problems if one.severity == "error" or not self.quiet)
        found = wanted if self.verbose else gather_causes(wanted)
        found.sort(key=lambda problem: list(COLOURS).index(problem.severity))
        return [self.called.name_file(self.called.put_into(problem)) for problem in found]

    def _described(self, problems: Sequence[Problem]) -> Iterator[str]:
        mixed = any(problem.severity != "error" for problem in problems)
        for problem in problems:
            colour = COLOURS[problem.severity]
            label = click.style(problem.severity, colour) + ": " if mixed else ""
            first, *rest = str(problem).split("\n")
            first = click.style(first, colour) if problem.severity == "error" else first
            slug = f" ({problem.slug})" if self.verbose else ""
            yield "\n".join([f"{label}{first}{slug}", *rest])

    def plain(self, problems: Sequence[Problem]) -> str:
        """Return problems as they are printed, without colours."""
        return click.unstyle("\n".join(self._described(self._to_print(problems))))

    def fail(self, problems: Sequence[Problem], code: ExitCode, ending: str) -> ExitCode:
        """Print everything that stopped the verb, and return the exit code."""
        shown = self.show(problems)
        if not self.json:
            click.echo(f"{count_problems(shown)}. {ending}".strip(), err=True)
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
