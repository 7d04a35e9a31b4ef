# SPDX-License-Identifier: MIT
"""The verbs `translate ...`."""

from __future__ import annotations

from pathlib import Path

import click

from leaflets.cli.columns import INDENT, fold
from leaflets.cli.command import Call, verb
from leaflets.cli.verbs_print import read_name
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


@verb(
    "translate export",
    click.argument("language", metavar="LANG"),
    click.option("--publication", multiple=True, metavar="NAME",
                 help="Only what these print; * matches anything. May be repeated."),
)  # fmt: skip
def export(call: Call, language: str, publication: tuple[str, ...]) -> ExitCode:
    """Pack everything a translator needs for one language.

    A zip goes into dist/translate: the messages as a spreadsheet and as XLIFF 1.2, pictures of the English pages
    with the messages numbered, the glossary and a brief.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.parcels import export as send

    opened = open_for_translation(call.folder, today=call.today)
    with call.report.bar("Drawing") as progress:
        sent = send(opened, language, call.dist, publications=publication, progress=progress, today=call.today)
    call.report.written = str(sent.path)
    call.report.show(sent.notices)
    rows, states = sent.parcel.rows, sent.parcel.states
    call.report.write(
        f"{sent.path}: {len(rows)} messages, {states['new']} to translate, {states['check']} to check, "
        f"{states['done']} done; {sent.pictures} pictures"
    )
    result = {"path": str(sent.path), "language": sent.parcel.language.tag, "messages": len(rows)} | dict(states)
    return call.report.finish(result, ExitCode.OK)


@verb(
    "translate import",
    click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--language", metavar="TAG", help="The language of the file. Default: the one it names."),
    click.option("--by", default="", metavar="NAME", callback=read_name, help="Who translated it."),
    edits=True,
)  # fmt: skip
def import_parcel(call: Call, file: Path, language: str | None, by: str) -> ExitCode:
    """Import a spreadsheet, an XLIFF file or the zip that came back.

    Every row that is rejected is listed with its reason. Importing approves nothing, and a broken file changes
    nothing.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.parcels import import_back

    taken = import_back(
        open_for_translation(call.folder, today=call.today), file, tag=language, by=by, today=call.today
    )
    accepted = taken.accepted
    call.report.written = str(taken.path) if accepted.changes else ""
    call.report.show(accepted.problems)
    call.report.write(
        f"{taken.path}: {len(accepted.changes)} taken, {len(accepted.problems)} not taken, {accepted.same} as before, "
        f"{accepted.empty} still empty"
    )
    result = {
        "path": str(taken.path),
        "language": taken.language,
        "taken": [change.key for change in accepted.changes],
        "same": accepted.same,
        "empty": accepted.empty,
    }
    return call.report.finish(result, ExitCode.SOME_ROWS_FAILED if accepted.problems else ExitCode.OK)
