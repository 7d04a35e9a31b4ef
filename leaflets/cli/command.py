# SPDX-License-Identifier: MIT
"""What all verbs share: options, and turning results and errors into words and an exit code."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets import __version__
from leaflets.cli.called import called_for
from leaflets.cli.report import Report
from leaflets.core.commands import PROGRAM
from leaflets.core.problems import ExitCode, Problem, stopped_by
from leaflets.core.requirements import require

if TYPE_CHECKING:
    from leaflets.build.pipeline import Request

EXIT_CODES = "; ".join(f"{code.value} {code.words}" for code in ExitCode)
UNTOUCHED = "Nothing was written."
Verb = Callable[..., ExitCode]
Option = Callable[[Any], Any]


@click.group(
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"Without a verb, `build` is meant; `VERB --help` explains a verb.\n\nExit codes: {EXIT_CODES}.",
)
@click.version_option(__version__, message="leaflets %(version)s")
def program() -> None:
    """Make child-online-safety leaflets and posters from one file, data.yaml."""


def _today(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date:
    """Return the day that decides what is overdue: from the option, SOURCE_DATE_EPOCH or the clock."""
    try:
        if value:
            return date.fromisoformat(value)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter("write a date like 2026-11-23.") from None
    return datetime.now(UTC).astimezone().date()


def _folder(_context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Return the folder that was named, a project's also by its data.yaml; one whose path is not UTF-8 is refused."""
    try:
        str(path and path.resolve()).encode()
    except UnicodeEncodeError:  # the libraries that set text cannot open a font in it
        raise click.BadParameter("the path of this folder is not UTF-8; rename it.") from None
    return path.parent if path and parameter.name == "folder" and path.is_file() else path


COMMON: tuple[Option, ...] = (
    click.option("--project", "folder", metavar="DIR", default=".", type=click.Path(path_type=Path), callback=_folder,
                 help="The folder that holds data.yaml. Default: the current folder."),
    click.option("--out", metavar="DIR", type=click.Path(path_type=Path), callback=_folder,
                 help="The folder for finished files. Default: `dist` in the project."),
    click.option("--today", metavar="YYYY-MM-DD", callback=_today,
                 help="The date that decides what is overdue. Default: today. It is never printed."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for other programs."),
    click.option("--quiet", is_flag=True, help="Print only problems."),
    click.option("--verbose", is_flag=True, help="Print more: each problem with its slug, how full each panel is."),
    click.option("--no-progress", is_flag=True, help="Show no progress bar."),
)  # fmt: skip


class FormatOption(click.Option):
    """The option for formats; its help lists them all, and they are read only then."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from leaflets.content.formats import shipped_formats

        self.help = f"Only these formats: {', '.join(shipped_formats())}, or your own. May be repeated."
        return super().get_help_record(ctx)


SELECTION: tuple[Option, ...] = (
    click.option(
        "--publication", multiple=True, metavar="NAME", help="Only these; * matches anything. May be repeated."
    ),
    click.option("--format", cls=FormatOption, multiple=True, metavar="NAME"),
    click.option("--language", multiple=True, metavar="TAG", help="Only these languages, such as en."),
    click.option(
        "--purpose",
        multiple=True,
        metavar="NAME",
        help="Only for `screen` (download), `office` (own printer), `press` (commercial printer), `picture` and "
        "`caption` (to share), or `text` (plain).",
    ),
)

JOBS: Option = click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="How many to make at once. Default: one for each core."
)


@dataclass(frozen=True)
class Call:
    """What every verb is called with: its report, the project's folder as typed, the day."""

    report: Report
    folder: Path
    out: Path | None
    """The folder for finished files as typed; None for the usual one."""
    today: date

    @property
    def project(self) -> Path:
        """The full path of the project's folder."""
        return self.folder.resolve()

    @property
    def dist(self) -> Path:
        """The full path of the folder for finished files."""
        return (self.out or self.folder / "dist").resolve()


def verb(name: str, *options: Option, edits: bool = False, draws: bool = True) -> Callable[[Verb], Verb]:
    """Register a verb with the common options; exceptions become problems and an exit code.

    A verb that edits files of the project holds the project's lock; one that draws is not begun without the libraries.
    """

    def register(action: Verb) -> Verb:
        @functools.wraps(action)
        def run(
            *, as_json: bool, quiet: bool, verbose: bool, no_progress: bool, folder: Path, out: Path | None,
            today: date, **rest: Any
        ) -> ExitCode:  # fmt: skip
            called = called_for(click.get_current_context().find_root().info_name or PROGRAM, folder, out)
            report = Report(as_json, quiet, verbose, progress=not no_progress, called=called)
            call = Call(report, folder, out, today)

            def act() -> ExitCode:
                if draws:
                    require()
                if not edits:
                    return action(call, **rest)
                from leaflets.core.lock import lock_project

                with lock_project(call.project, report.note):
                    return action(call, **rest)

            return run_verb(report, act, folder)

        command: Verb = run
        for option in reversed((*options, *COMMON)):
            command = option(command)
        program.command(name, short_help=(action.__doc__ or "").partition("\n")[0])(command)
        return action

    return register


def run_verb(report: Report, action: Callable[[], ExitCode], folder: Path) -> ExitCode:
    """Run a verb and turn everything that can happen into words and an exit code."""
    try:
        return action()
    except (KeyboardInterrupt, click.Abort):
        return give_up(report, [Problem("interrupted", "Interrupted.")], ExitCode.INTERRUPTED)
    except BrokenPipeError:
        _listen_no_more()  # the reader (head, less) has stopped reading
        return ExitCode.OK
    except Exception as error:
        if found := stopped_by(error):
            return give_up(report, found.problems, found.exit_code)
        from leaflets.core.fault_log import write_log

        return give_up(report, [write_log(folder)], ExitCode.PROBLEMS)


def give_up(report: Report, problems: Sequence[Problem], code: ExitCode) -> ExitCode:
    """Report what stopped the verb, and what it had written; if nothing can be printed, only the code remains."""
    with suppress(OSError):
        return report.fail(problems, code, f"{report.written} was written." if report.written else UNTOUCHED)
    _listen_no_more()
    return code


def _listen_no_more() -> None:
    """Discard what is still to be printed, or Python would complain about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        os.dup2(nowhere, stream.fileno())


def make_request(call: Call, selection: dict[str, tuple[str, ...]], **rest: Any) -> Request:
    """Return the request for a build or a check."""
    from leaflets.build.pipeline import Request
    from leaflets.build.selection import Selection

    return Request(call.project, call.dist, call.today, Selection(**selection), **rest)
