# SPDX-License-Identifier: MIT
"""The verb `print`: the pack that a printer needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from leaflets.cli.columns import kilobytes, table
from leaflets.cli.command import JOBS, Call, FormatOption, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

MAX_NAME = 80
MOST = 10_000_000
JOB = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
COMMA = re.compile(r"([A-Za-z0-9+-]+=)?[0-9]+(?:, ?[0-9]+)+")
QUANTITY = re.compile(r"(?:([A-Za-z0-9+-]+)=)?([0-9]{1,8})")


def read_quantities(
    _context: click.Context, _parameter: click.Parameter, values: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Return the copies by language, in the order given; "" means every language that is not named."""
    found: dict[str, tuple[int, ...]] = {}
    for value in values:
        match = QUANTITY.fullmatch(value.strip())
        if comma := COMMA.fullmatch(value.strip()):
            whole, parts = value.replace(",", "").replace(" ", ""), value.replace(" ", "").split(",")
            several = " ".join(f"--quantity {comma[1] or ''}{part.removeprefix(comma[1] or '')}" for part in parts)
            raise click.BadParameter(f"'{value}' may be one number or several: write --quantity {whole}, or {several}.")
        if not match or not 0 < int(match[2]) <= MOST:
            raise click.BadParameter(f"'{value}' is not a number of copies; write 5000, or ur=500 for one language.")
        numbers = found.get(match[1] or "", ())
        if int(match[2]) in numbers:
            raise click.BadParameter(f"'{value}' repeats a quantity that has already been given.")
        found[match[1] or ""] = (*numbers, int(match[2]))
    return found


def read_name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return a name on one line."""
    name = " ".join(value.split())
    if len(name) > MAX_NAME or any(unicodedata.category(letter).startswith("C") for letter in name):
        raise click.BadParameter(f"write a name of at most {MAX_NAME} visible characters.")
    return name


def read_job(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return the name of a job, which becomes part of a file's name."""
    if value and (len(value) > 32 or not JOB.fullmatch(value)):
        raise click.BadParameter("write up to 32 letters, digits and single hyphens, like PO-2026-118.")
    return value


@verb(
    "print",
    click.argument("publications", nargs=-1, metavar="[PUBLICATION...]"),
    click.option("--quantity", "quantities", multiple=True, metavar="N", callback=read_quantities,
                 help="How many copies of each file; LANGUAGE=N for one language. Further ones ask for a price."),
    click.option("--format", "formats", cls=FormatOption, multiple=True, metavar="NAME"),
    click.option("--language", "languages", multiple=True, metavar="TAG", help="Only these languages, such as en."),
    click.option("--printer", default="", metavar="NAME", callback=read_name, help="The printer's name."),
    click.option("--contact", default="", metavar="TEXT", callback=read_name,
                 help="Whom the printer may ask: a name and a telephone number."),
    click.option("--sites", metavar="FILE", type=click.Path(path_type=Path),
                 help="Places (CSV or XLSX): name, address, postcode, quantity; id, contact, language if there are."),
    click.option("--copies", is_flag=True,
                 help="Each place's own name on its copies; the list may have what `personalise` prints."),
    click.option("--job", default="", metavar="ID", callback=read_job,
                 help="The job number. Default: one is made up."),
    click.option("--deliver-by", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
                 callback=lambda _context, _parameter, value: value and value.date(),
                 help="The latest date for delivery."),
    click.option("--again", default="", metavar="RUN", callback=read_job,
                 help="Print a run again, from its kept pack."),
    JOBS,
)  # fmt: skip
def print_packs(call: Call, jobs: int | None, again: str, **options: Any) -> ExitCode:
    """Pack what a printer needs: press files, specification, checks, proof.

    One zip for each publication goes into `dist/print`. An unverified fact stops it, because print cannot be
    recalled. With a list of schools and clinics the pack has a packing slip for each. A run is kept in `packs`
    and noted in register/runs.csv; --again makes a reprint of the same bytes.
    """
    from leaflets.build.pipeline import Request
    from leaflets.orders.pack import PrintRequest, make_packs, print_again

    message = "Name a publication, and how many copies of each file."
    if again:
        message = "A run is printed again as it was, so publications and their options do not go with --again."
    if (again and any(options.values())) or not (again or (options["publications"] and options["quantities"])):
        hint = command("print", "--again", "RUN") if again else command("print", "parents-guide", "--quantity", "5000")
        raise ProblemsFound([Problem("order-unclear", message, hint=hint)], exit_code=ExitCode.USAGE)
    if options["copies"] and not options["sites"]:
        problem = Problem("order-unclear", "--copies needs the list of places.", hint="add --sites FILE.")
        raise ProblemsFound([problem], exit_code=ExitCode.USAGE)
    request = Request(call.project, call.dist, call.today, workers=jobs or 0)
    if again:
        packed = print_again(request, again)
    else:
        with call.report.bar("Packing") as progress:
            packed = make_packs(request, PrintRequest(**options), progress=progress)
    call.report.written = f"{request.out}/print"
    call.report.show(packed.problems)
    rows = [["pack", "files", "copies", "delivery points", "kB"]]
    for pack in packed.packs:
        points = str(pack["delivery_points"] or "one")
        rows.append([pack["path"], str(len(pack["files"])), f"{pack['copies']:,}", points, kilobytes(pack["bytes"])])
    for line in table(rows, right=(1, 2, 3, 4)):
        call.report.write(line)
    return call.report.finish({"out": str(request.out), "packs": packed.packs}, ExitCode.OK)
