# SPDX-License-Identifier: MIT
"""The verb `personalise`: copies of finished editions with the names of schools and clinics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflets.cli.command import JOBS, Call, verb
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

if TYPE_CHECKING:
    from leaflets.copies.run import CopiesMade

PART = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")
MOST_NAMED = 20
"""Bad rows that are named on the screen; the list has all."""


def read_part(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[int, int]:
    """Return which part of how many."""
    match = PART.fullmatch(value)
    if not match or int(match[1]) > int(match[2]):
        raise click.BadParameter("write a part like 3/8: the third of eight.")
    return int(match[1]), int(match[2])


@verb(
    "personalise",
    click.argument("names", metavar="EDITION...", nargs=-1, required=True),
    click.option("--rows", required=True, metavar="FILE", type=click.Path(path_type=Path),
                 help="Places (CSV or XLSX): name; line 1, line 2, phone, web, logo, valid until, URN if there are."),
    click.option("--logos", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False),
                 help="The folder of the logos. Default: the folder of the list."),
    click.option("--zip", "zipped", is_flag=True, help="Also put the copies and their list into a zip."),
    click.option("--one-file", is_flag=True, help="For a printer: one PDF with the pages of every school."),
    click.option("--part", default="1/1", metavar="3/8", callback=read_part,
                 help="Only these rows: the third of eight parts, for several machines."),
    click.option("--engine", type=click.Choice(["dask"]), help="Give the rows to other machines (docs/scale.md)."),
    click.option("--scheduler", default="", metavar="ADDRESS", help="The address of Dask's scheduler."),
    JOBS,
    draws=False,
)  # fmt: skip
def personalise(call: Call, jobs: int | None, engine: str | None, scheduler: str, **wished: Any) -> ExitCode:
    """Put the names of schools and clinics on finished editions.

    EDITION is an edition's id; without a purpose the ones for the screen and for an office printer are meant; *
    matches anything. A copy is the edition, byte for byte, and what is in its slot. The copies go into `copies` in the
    project, with a list that says what became of each row; a bad row stops no other one.
    """
    from leaflets.build.project import load_project
    from leaflets.copies.run import CopyRequest, personalise

    project = load_project(call.project, today=call.today).project
    if engine and not scheduler:
        raise unclear("--engine dask needs the address of a scheduler.", "add --scheduler tcp://10.0.0.5:8786.")
    if wished["one_file"] and any(name.endswith(".screen") for name in wished["names"]):
        raise unclear("--one-file is for printers.", "name editions for press or office.")
    chosen = None
    if engine:
        from leaflets.copies.dask_engine import dask_engine

        chosen = dask_engine(scheduler)
    request = CopyRequest(project, call.project, call.dist, call.today, jobs=jobs or 0, engine=chosen, **wished)
    with call.report.bar("Copies") as progress:
        made, notices = personalise(request, progress)
    call.report.written = str(call.project / "copies")
    call.report.show([*notices, *_refused(made, wished["rows"])])
    for one in made:
        call.report.write(describe(one))
    result = {"copies": [{"edition": one.edition, "made": one.made, "new": one.new, "opened": one.opened,
                          "refused": len(one.refused), "list": str(one.files[0])} for one in made]}  # fmt: skip
    return call.report.finish(result, ExitCode.SOME_ROWS_FAILED if any(one.refused for one in made) else ExitCode.OK)


def unclear(message: str, hint: str) -> ProblemsFound:
    """Return what is wrong with the words of the command."""
    return ProblemsFound([Problem("order-unclear", message, hint=hint)], exit_code=ExitCode.USAGE)


def _refused(made: Sequence[CopiesMade], rows: Path) -> list[Problem]:
    """Return a problem for each bad row, up to a number; what is so for one edition only says for which."""
    from leaflets.copies.rows import refusal

    problems = list[Problem]()
    everywhere = set(made[0].refused.items()).intersection(*(one.refused.items() for one in made))
    for one in made:
        for line, reason in sorted(one.refused.items()):
            where = "" if (line, reason) in everywhere else one.edition
            problems.append(refusal(rows, line, reason, where))
    problems = list(dict.fromkeys(problems))
    if (more := len(problems) - MOST_NAMED) > 0:
        message, hint = f"{more} more rows were refused.", f"{', '.join(str(one.files[0]) for one in made)} names all."
        problems[MOST_NAMED:] = [Problem("copy-refused", message, str(rows), hint=hint)]
    return problems


def describe(made: CopiesMade) -> str:
    """Return what came of an edition in one line."""
    new = "" if made.new == made.made else f", {made.new:,} of them new"
    refused = f"; {len(made.refused):,} rows refused" if made.refused else ""
    codes = "" if made.has_codes else "; addresses in words alone, as its own codes are near"
    return f"{made.edition}: {made.made:,} copies{new}{refused}{codes}: {made.folder}"
