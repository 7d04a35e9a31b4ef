# SPDX-License-Identifier: MIT
"""The command line: words become a call, the result becomes lines or JSON and an exit code.

Options may stand before or after the verb, so `arrange` moves the verb to the front. Heavy modules are imported by the
verb that needs them, so that help and mistakes are answered at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.command import JOBS, SELECTION, program, verb
from leaflets.cli.report import Report, millimetres, summary, table
from leaflets.core.problems import ExitCode, count_problems

if TYPE_CHECKING:
    from leaflets.build.pipeline import Request
    from leaflets.build.results import BuildResult

ELSEWHERE = ("verbs_exchange", "verbs_print", "verbs_sheets", "verbs_site", "verbs_translate", "verbs_watch")
"""Modules with verbs of their own, which register themselves when they are imported."""


COMPLETING = "_LEAFLETS_COMPLETE"


def gather() -> None:
    """Import the verbs of all modules."""
    for name in ELSEWHERE:
        import_module(f"leaflets.cli.{name}")


def _request(
    folder: Path, out: Path | None, today: date, selection: dict[str, tuple[str, ...]], **rest: Any
) -> Request:
    from leaflets.build.pipeline import Request
    from leaflets.build.selection import Selection
    from leaflets.core.requirements import require

    require()
    folder = folder.resolve()
    return Request(folder, (out or folder / "dist").resolve(), today, Selection(**selection), **rest)


@verb(
    "build",
    *SELECTION,
    JOBS,
    click.option("--draft", is_flag=True, help="Build in spite of problems, with DRAFT across every page."),
    click.option("--force", is_flag=True, help="Build also what has not changed."),
    click.option("--pseudo", is_flag=True, help="Also in two languages made of English, to test designs."),
)
def build(
    report: Report,
    folder: Path,
    out: Path | None,
    today: date,
    jobs: int | None,
    draft: bool,
    force: bool,
    pseudo: bool,
    **patterns: Any,
) -> ExitCode:
    """Make the leaflets and posters and check each file.

    Everything goes into `dist`: PDFs, pictures of their pages, a list (manifest.json) and checksums. When something is
    wrong, it is said, and `dist` stays as it was.
    """
    from leaflets.build.pipeline import build as build_editions
    from leaflets.cli.notes import begin

    start = begin(click.get_current_context().obj, folder.resolve())
    request = _request(folder, out, today, patterns, workers=jobs or 0, draft=draft, pseudo=pseudo, force=force)
    with report.bar("Making") as progress:
        built = build_editions(request, progress=progress)
    lost = _tell(report, built, folder)
    report.tell(built.notices)
    for line in table(summary(built.editions)) if not report.quiet else ():
        report.say(line)
    for layout, outcome in sorted(built.stopped.items()):
        report.note(f"Left out: {layout} ({count_problems(outcome.problems)}).")
    if not report.quiet:
        report.say(_ending(built, request))
    result = {
        "out": str(request.out),
        "editions": built.editions,
        "stopped": sorted(built.stopped),
        "made": sorted(built.made),
        "kept": built.kept,
        "seconds": round(built.seconds, 1),
        "memory_mb": round(built.memory_mb),
    }
    code = ExitCode.PROBLEMS if lost else built.exit_code
    if code == ExitCode.OK and not (report.json or report.verbose or force):
        aside = report.plain([*built.problems, *built.notices])
        said = f"Nothing has changed: {_count(built)} as they were: {request.out}"
        start.remember(request.out, today.isoformat(), read=built.read, result=said, aside=aside)
    return report.finish(result, code)


def _tell(report: Report, built: BuildResult, folder: Path) -> bool:
    """Tell problems that did not stop the verb; return whether a fault of ours cost an edition."""
    report.tell(built.problems)
    if built.faults:
        from leaflets.core.fault_log import write_log

        report.tell([write_log(folder, built.faults)])
    for layout, fills in sorted(built.fills.items()) if report.verbose else ():
        report.note(f"{layout}: " + ", ".join(f"{panel} {fill:.0%}" for panel, fill in fills.items()))
    if report.verbose:
        report.note(f"Most memory of one process: {built.memory_mb:.0f} MB.")
    return any(problem.slug == "fault" for problem in built.problems)


def _ending(built: BuildResult, request: Request) -> str:
    kept = f", {built.kept} kept as they were" if built.kept else ""
    return f"{_count(built)} in {built.seconds:.1f} s, {len(built.made)} of them new{kept}: {request.out}"


def _count(built: BuildResult) -> str:
    number = len(built.editions)
    return f"{number} edition{'' if number == 1 else 's'}"


@verb("check", *SELECTION, JOBS)
def check(report: Report, folder: Path, out: Path | None, today: date, jobs: int | None, **patterns: Any) -> ExitCode:
    """Look for problems in data.yaml, templates and finished files; write nothing."""
    from leaflets.build.check import check as check_project

    request = _request(folder, out, today, patterns, workers=jobs or 0)
    with report.bar("Checking") as progress:
        checked = check_project(request, progress=progress)
    lost = _tell(report, checked, folder)
    report.tell(checked.notices)
    report.say(f"No problem in {len(checked.fills)} layouts, {len(checked.editions)} finished files.")
    return report.finish({"checked": sorted(checked.fills)}, ExitCode.PROBLEMS if lost else ExitCode.OK)


@verb("list", *SELECTION)
def list_editions(report: Report, folder: Path, out: Path | None, today: date, **patterns: Any) -> ExitCode:
    """List the editions: code, version, pages, size and whether they are built."""
    from leaflets.build.check import list_editions as editions_of

    request = _request(folder, out, today, patterns)
    entries = editions_of(request)
    rows = [["edition", "code", "version", "pages", "mm", "state"]]
    rows += [
        [
            entry["id"],
            entry["code"],
            entry["version"],
            str(entry["pages"] or "-"),
            millimetres(entry["trim_mm"]),
            entry["state"],
        ]
        for entry in entries
    ]
    for line in table(rows, right=(3,)):
        report.say(line)
    return report.finish({"editions": entries}, ExitCode.OK)


@verb("facts")
def facts(report: Report, folder: Path, out: Path | None, today: date) -> ExitCode:
    """List every fact that is printed, its source and its age; `facts verify` dates one."""
    from leaflets.build.check import list_facts

    rows = list_facts(_request(folder, out, today, {}))
    report.say(
        "\n".join(
            table([["state", "fact", "value", "verified", "review by", "printed in", "source"], *map(_fact, rows)])
        )
    )
    return report.finish({"facts": [row.as_json() for row in rows]}, ExitCode.OK)


def _fact(row: Any) -> list[str]:
    return [
        row.state,
        row.id,
        row.value,
        str(row.verified or "never"),
        str(row.review_by),
        str(len(row.printed)),
        row.source,
    ]


@verb(
    "facts verify",
    click.argument("fact_id", metavar="ID"),
    click.option("--by", required=True, metavar="NAME", help="Who has checked it with the organisation."),
)
def verify(report: Report, folder: Path, out: Path | None, today: date, fact_id: str, by: str) -> ExitCode:
    """Write into data.yaml that a person has checked a fact today."""
    from leaflets.content.facts import verify_fact

    verify_fact(folder / "data.yaml", fact_id, by, today)
    report.say(f"{fact_id}: verified {today.isoformat()} by {by}.")
    return report.finish({"fact": fact_id, "verified": today.isoformat(), "verified_by": by}, ExitCode.OK)


@verb("doctor")
def doctor(report: Report, folder: Path, out: Path | None, today: date) -> ExitCode:
    """Say what is missing on this machine and the command that installs it."""
    from leaflets.core.requirements import require

    require(libraries=False)
    from leaflets.cli.doctor import examine, exit_code, to_table

    findings = examine(folder)
    if not report.json:
        from rich.console import Console

        Console().print(to_table(findings))
    return report.finish({"findings": [item.as_json() for item in findings]}, exit_code(findings))


@verb("init", click.argument("target", metavar="DIR", type=click.Path(path_type=Path)))
def init(report: Report, folder: Path, out: Path | None, today: date, target: Path) -> ExitCode:
    """Start a new project in DIR with a data.yaml to edit."""
    from leaflets.cli.init import init_project

    made = init_project(target)
    for path in made:
        report.say(str(path))
    report.note(f"Edit {target / 'data.yaml'}, then: leaflets --project {target}")
    return report.finish({"made": [str(path) for path in made]}, ExitCode.OK)


def understand(words: Sequence[str]) -> list[str]:
    """Return the words as click takes them; other verbs than those of this module are imported if they are meant."""
    if COMPLETING in os.environ:  # a shell asks which words there are
        gather()
    known = {name for option in options() for name in option.opts}
    if all(word.partition("=")[0] in known for word in words if word.startswith("-")):
        with suppress(click.UsageError):
            return arrange(words)
    gather()
    return arrange(words)


def options() -> Iterator[click.Option]:
    """Yield the options of every verb."""
    for command in program.commands.values():
        yield from (parameter for parameter in command.params if isinstance(parameter, click.Option))


def arrange(words: Sequence[str]) -> list[str]:
    """Return the words with the verb first; `build` when there is none; UsageError for a verb that there is not."""
    takes_value = {name for option in options() if not option.is_flag for name in option.opts}
    bare, skip = [], False
    for number, word in enumerate(words):
        if skip:
            skip = False
        elif word in takes_value:
            skip = True
        elif not word.startswith("-"):
            bare.append(number)
    if not bare:
        return list(words) if {"--help", "-h", "--version"} & set(words) else ["build", *words]
    first, *others = bare
    name = words[first]
    if others and f"{name} {words[others[0]]}" in program.commands:
        rest = [word for number, word in enumerate(words) if number not in (first, others[0])]
        return [f"{name} {words[others[0]]}", *rest]
    if name not in program.commands:
        longer = [verb for verb in program.commands if verb.startswith(f"{name} ")]
        near = longer or get_close_matches(name, program.commands, n=1)
        meant = " or ".join(f"`{verb}`" for verb in near)
        hint = f"did you mean {meant}?" if near else f"the verbs are {', '.join(sorted(program.commands))}."
        raise click.UsageError(f"There is no verb '{name}': {hint}")
    return [name, *(word for number, word in enumerate(words) if number != first)]


def run(words: Sequence[str]) -> int:
    """Do what the words say and return the exit code."""
    try:
        code = program.main(understand(words), prog_name="leaflets", standalone_mode=False, obj=list(words))
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    return int(code or 0)


def main() -> int:
    """Run the program on its command line and return its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    return run(sys.argv[1:])


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Treat `kill` as Ctrl-C: stop the workers, remove what is half made."""
    raise KeyboardInterrupt
