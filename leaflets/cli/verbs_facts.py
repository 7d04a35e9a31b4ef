# SPDX-License-Identifier: MIT
"""The verbs `facts` and `facts verify`: what is printed, its source, and when a person last checked it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from leaflets.cli.columns import INDENT, fold
from leaflets.cli.command import Call, make_request, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.suggest import suggest

if TYPE_CHECKING:
    from leaflets.content.facts import FactRow


@verb("facts")
def facts(call: Call) -> ExitCode:
    """List every fact that is printed, its source and its age; `facts verify` dates one."""
    from leaflets.build.check import list_facts

    rows = list_facts(make_request(call, {}))
    for about, alike in groupby(rows, _about):
        call.report.write("\n".join(fold(about)))
        for row in alike:
            former = f" (was: {row.former})" if row.former else ""
            call.report.write("\n".join(fold(f"{row.id}, printed in {len(row.printed)}: {row.value}{former}", INDENT)))
    return call.report.finish({"facts": [row.as_json() for row in rows]}, ExitCode.OK)


def _about(row: FactRow) -> str:
    """Return what a fact often has in common with those near it: its state, its dates, its source."""
    verified = f"verified {row.verified}" if row.verified else "never verified"
    state = "" if row.state in ("unverified", "verified") else f"{row.state}; "
    return f"{state}{verified}, review by {row.review_by}; source: {row.source}"


@verb(
    "facts verify",
    click.argument("fact_ids", metavar="ID", nargs=-1),
    click.option("--publication", multiple=True, metavar="NAME", help="All that this publication prints."),
    click.option("--by", required=True, metavar="NAME", help="Who checked them with the organisations."),
    edits=True,
    draws=False,
)
def verify(call: Call, fact_ids: tuple[str, ...], publication: tuple[str, ...], by: str) -> ExitCode:
    """Write into data.yaml that a person has checked facts today."""
    from leaflets.content.facts import verify_facts

    ids = [*fact_ids, *(_printed_by(call, publication) if publication else ())]
    if not ids:
        hint = f"name facts by their ids, which {command('facts')} lists, or a publication with --publication."
        raise ProblemsFound([Problem("nothing-named", "No fact is named.", hint=hint)], exit_code=ExitCode.USAGE)
    written = verify_facts(call.folder / "data.yaml", ids, by, call.today)
    call.report.written = str(call.folder / "data.yaml")
    for id in written:
        call.report.write(f"{id}: verified {call.today.isoformat()} by {by}.")
    call.report.write(f"Saved in {call.report.written}.")
    verified = [{"fact": id, "verified": call.today.isoformat(), "verified_by": by} for id in written]
    return call.report.finish({"facts": verified}, ExitCode.OK)


def _printed_by(call: Call, publications: tuple[str, ...]) -> list[str]:
    from leaflets.build.check import list_facts

    rows = list_facts(make_request(call, {}))
    printing = {row.id: {layout.partition(".")[0] for layout in row.printed} for row in rows}
    known = set[str]().union(*printing.values())
    if unknown := [name for name in publications if name not in known]:
        raise ProblemsFound(
            Problem("unknown-publication", f"No publication '{name}' prints a fact.", hint=suggest(name, known))
            for name in unknown
        )
    return [id for id, names in printing.items() if names & set(publications)]


@verb("facts sheet")
def sheet(call: Call) -> ExitCode:
    """Print a list to call with: who, number, where it is printed, a box to tick."""
    from leaflets.build import publish
    from leaflets.build.check import list_facts
    from leaflets.build.project import load_project
    from leaflets.core.resources import Resources
    from leaflets.languages.registry import read_languages
    from leaflets.orders.call_sheet import draw_call_sheet
    from leaflets.orders.specification.paper import make_look

    project, resources = load_project(call.project, today=call.today).project, Resources(call.project)
    languages = read_languages(resources, project)
    accent = project.accent_of(next(iter(project.publications.values())))
    look = make_look(project, accent, languages=languages, resources=resources)
    data = draw_call_sheet(project, list_facts(make_request(call, {})), look, f"{call.today:%-d %B %Y}")
    with publish.locked(call.dist, call.project) as notices, publish.disk_errors(publish.Tree(call.dist)):
        publish.add_files(call.dist, call.project, {publish.FACTS_SHEET: data}, notices)
    call.report.show(notices)
    call.report.write(str(call.dist / publish.FACTS_SHEET))
    return call.report.finish({"path": str(call.dist / publish.FACTS_SHEET)}, ExitCode.OK)
