# SPDX-License-Identifier: MIT
"""The verbs `translate ...`."""

from __future__ import annotations

import click

from leaflets.cli.columns import INDENT, fold
from leaflets.cli.command import Call, verb
from leaflets.core.problems import ExitCode


@verb("translate extract", edits=True)
def extract(call: Call) -> ExitCode:
    """List everything there is to translate in locales/leaflets.pot."""
    from leaflets.translate.catalogue_files import extract as write_list
    from leaflets.translate.catalogue_files import open_for_translation

    path, number = write_list(open_for_translation(call.folder, today=call.today))
    call.report.written = str(path)
    call.report.write(f"{path}: {number} messages")
    return call.report.finish({"path": str(path), "messages": number}, ExitCode.OK)


@verb(
    "translate update",
    click.argument("languages", nargs=-1, metavar="[LANGUAGE]..."),
    click.option("--minor", is_flag=True, help="Only spacing has changed: translations stay valid."),
    edits=True,
)
def update(call: Call, languages: tuple[str, ...], minor: bool) -> ExitCode:
    """Bring catalogues up to date with the English; new languages get one.

    If the English has changed, the translation is marked fuzzy, with the old English beside it, and is not printed
    until it has been checked.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.catalogue_files import update as bring_up_to_date

    updated = bring_up_to_date(
        open_for_translation(call.folder, today=call.today), languages, today=call.today, minor=minor
    )
    call.report.written = ", ".join(str(one.path) for one in updated)
    for one in updated:
        call.report.write(f"{one.path}: {one.merged.summary}")
    result = [
        {
            "language": one.tag,
            "path": str(one.path),
            "new": one.merged.new,
            "changed": one.merged.changed,
            "gone": one.merged.gone,
        }
        for one in updated
    ]
    return call.report.finish({"catalogues": result}, ExitCode.OK)


@verb("translate status")
def status(call: Call) -> ExitCode:
    """Show the state of each publication in each language, who has approved it, and what is missing."""
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.review import group_rows
    from leaflets.translate.review import status as rows_of

    rows = rows_of(open_for_translation(call.folder, today=call.today))
    for which, state in group_rows(rows).items():
        call.report.write("\n".join([*fold(which), *fold(state, INDENT)]))
    return call.report.finish({"translations": [row.as_json() for row in rows]}, ExitCode.OK)


@verb(
    "translate approve",
    click.argument("language"),
    click.option("--publication", multiple=True, metavar="NAME", help="Only these; * matches anything."),
    click.option(
        "--by", required=True, metavar="NAME", help="Who has read the translation and takes responsibility for it."
    ),
    edits=True,
)
def approve(call: Call, language: str, publication: tuple[str, ...], by: str) -> ExitCode:
    """Record in a catalogue that a qualified reader has approved it; later edits end the approval."""
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.review import approve as write_approval

    opened = open_for_translation(call.folder, today=call.today)
    path, approved = write_approval(opened, language, patterns=publication, by=by, today=call.today)
    call.report.written = str(path)
    for one in approved:
        call.report.write(f"{language}: {one} approved by {by}, {call.today.isoformat()}")
    call.report.write(f"Saved in {path}.")
    return call.report.finish({"path": str(path), "approved": approved}, ExitCode.OK)
