# SPDX-License-Identifier: MIT
"""The verbs `translate export` and `translate import`: parcels for agencies and checkers, and what comes back."""

from __future__ import annotations

from pathlib import Path

import click

from leaflets.cli.command import Call, verb
from leaflets.cli.verbs_print import read_name
from leaflets.core.problems import ExitCode


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
