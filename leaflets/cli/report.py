# SPDX-License-Identifier: MIT
"""Report: how results, progress and problems look in a terminal, in a file and as JSON.

Results go to standard output; problems and progress to standard error, so that results can be piped. With `--json`
standard output has one object and nothing else. Colour is never the only sign; NO_COLOR turns it off. Many problems
with one cause are printed as one; `--verbose` and `--json` list each of them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.called import Called
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, count_problems, sort_problems

if TYPE_CHECKING:
    from leaflets.build.pipeline import Progress


FEW = 3
"""Up to this number, problems with one cause are still printed one by one."""
CATALOGUES, FACT, PAGE = "locales/", "fact-", re.compile(r"^Page \d+: ")
SENTENCES = {
    "translation-missing": ("has no translation", "have no translation"),
    "translation-outdated": ("needs its translation checked", "need their translations checked"),
    "message-too-long": ("is too long in translation", "are too long in translation"),
}
"""The words for one sentence, and for several."""
ENGLISH, END = re.compile(r"\.en\b"), re.compile(r"[.,]")
FIT = frozenset(("overset", "overlap", "outside-safe", "panel-order", "text-too-small"))
"""Problems whose words and millimetres differ from layout to layout."""


def gather_causes(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems; of those with one cause only the first, which names the others."""
    groups: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_cause(problem), []).append(problem)
    return [one for group in groups.values() for one in _together(group)]


def _cause(problem: Problem) -> Hashable:
    """Return a key that is equal for problems with one cause."""
    if problem.slug in SENTENCES and problem.file.startswith(CATALOGUES):
        return problem.slug, problem.severity
    if problem.slug.startswith(FACT):
        return problem.slug, problem.severity, problem.hint.replace(problem.where, "")
    publication, *layout = problem.where.split(".")
    if problem.file or not publication or not layout:
        return problem
    if problem.slug in FIT:
        return problem.slug, problem.severity, layout[0]
    return replace(problem, where="", message=PAGE.sub("", problem.message))


def _together(group: Sequence[Problem]) -> Iterable[Problem]:
    first, *others = group
    if len(group) <= FEW:
        return group
    if first.slug in SENTENCES:
        return _sentences(group)
    if first.slug.startswith(FACT):
        every, one_way = " ".join(problem.where for problem in group), first.hint.partition("; or ")[0]
        message = f"{first.message} {len(others)} other facts have the same problem; the hint names them."
        return [replace(first, message=message, hint=one_way.replace(first.where, every))]
    first = next((problem for problem in group if ENGLISH.search(problem.where)), first)
    places = dict.fromkeys(problem.where for problem in group if problem.where != first.where)
    named = "; ".join(side_by_side(places))
    also = f"The same in {len(places)} more places (--verbose lists each): {named}." if places else ""
    return [replace(first, message=f"{first.message} {also}".strip())]


def side_by_side(places: Iterable[str]) -> list[str]:
    """Return the names of layouts or editions, with the languages of one format side by side."""
    languages: dict[tuple[str, str], list[str]] = {}
    for place in places:
        publication, form, rest = place.split(".", 2)
        end = END.search(rest)
        tag, rest = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
        languages.setdefault((f"{publication}.{form}", rest), []).append(tag)
    return [f"{layout}.{'/'.join(tags)}{rest}" for (layout, rest), tags in languages.items()]


def _sentences(group: Sequence[Problem]) -> Iterable[Problem]:
    keys: dict[str, dict[str, None]] = {}
    for problem in group:
        keys.setdefault(problem.file.split("/")[1].replace("_", "-"), {})[problem.where] = None
    languages: dict[tuple[str, ...], list[str]] = {}
    for tag, found in keys.items():
        languages.setdefault(tuple(found), []).append(tag)
    for names, tags in languages.items():
        of = "1 language" if len(tags) == 1 else f"{len(tags)} languages"
        one, many = SENTENCES[group[0].slug]
        what = f"1 sentence {one}" if len(names) == 1 else f"{len(names)} sentences {many}"
        message = f"{what} in {of} ({', '.join(tags)}), the first of them {names[0]}."
        update = command("translate", "update")
        hint = f"run {update}, then translate them in locales/; {command('translate', 'status')} counts what is left."
        yield Problem(group[0].slug, message, hint=hint, severity=group[0].severity)


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
        """Return problems as they are printed if nothing is hidden, without colours."""
        return click.unstyle("\n".join(self._described(replace(self, quiet=False)._to_print(problems))))

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
