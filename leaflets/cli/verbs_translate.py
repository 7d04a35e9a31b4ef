# SPDX-License-Identifier: MIT
"""The verbs `translate ...`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from leaflets.cli.columns import INDENT, fold
from leaflets.cli.command import Call, verb
from leaflets.cli.verbs_print import read_name
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode

LANGUAGE = click.argument("language", metavar="LANG")
PRINTED = click.option(
    "--publication", multiple=True, metavar="NAME", help="Only what these print; * matches anything. May be repeated."
)


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
    click.option("--forget", metavar="PARCEL", help="Only delete what is kept of a parcel that nobody will answer."),
    edits=True,
)
def update(call: Call, languages: tuple[str, ...], minor: bool, forget: str | None) -> ExitCode:
    """Bring catalogues up to date with the English; new languages get one.

    If the English has changed, the translation is marked fuzzy, with the old English beside it, and is not printed
    until it has been checked.
    """
    from leaflets.translate.catalogue_files import catalogues_of, open_for_translation
    from leaflets.translate.catalogue_files import update as bring_up_to_date
    from leaflets.translate.review import adopt_former
    from leaflets.translate.sent import forget as forget_parcel

    if forget:
        gone = forget_parcel(call.project, forget)
        call.report.write(f"{gone}: deleted")
        return call.report.finish({"forgotten": str(gone)}, ExitCode.OK)
    opened = open_for_translation(call.folder, today=call.today)
    for tag in languages or catalogues_of(opened):
        adopt_former(opened, tag, today=call.today)
    updated = bring_up_to_date(opened, languages, today=call.today, minor=minor)
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


@verb("translate status", click.argument("languages", nargs=-1, metavar="[LANGUAGE]..."))
def status(call: Call, languages: tuple[str, ...]) -> ExitCode:
    """Show the state of each publication in each language, who has approved it, and what is missing.

    Of a language that is named, also what to do, message by message, and the parcels that may still be answered.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.review import group_rows, left_to_do
    from leaflets.translate.review import status as rows_of
    from leaflets.translate.sent import parcels_of

    opened = open_for_translation(call.folder, today=call.today)
    rows = rows_of(opened, languages)
    for which, state in group_rows(rows).items():
        call.report.write("\n".join([*fold(which), *fold(state, INDENT)]))
    messages = [problem for tag in languages for problem in left_to_do(opened, tag)]
    sent = [name for tag in languages for name in parcels_of(opened.folder, tag)]
    for line in [*map(str, messages), *(f"{name} was sent, and may be answered." for name in sent)]:
        call.report.write(line)
    for tag in languages:
        approve, proof = command("translate", "approve", tag, "--by", "NAME"), command("translate", "review", tag)
        call.report.note(f"To approve: {approve}. To have it read and signed: {proof}.")
    told = {"messages": [problem.as_json() for problem in messages], "sent": sent} if languages else {}
    return call.report.finish({"translations": [row.as_json() for row in rows]} | told, ExitCode.OK)


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
    """Record, message by message, that a qualified reader has approved what publications print.

    It shows what is approved, and what it was when it was last read. A message that changes later loses its approval,
    no other. Messages with 999, and those of risks with `second_reader` in data.yaml, need two people; the
    translator cannot be one.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.review import approve as write_approval

    opened = open_for_translation(call.folder, today=call.today)
    done = write_approval(opened, language, patterns=publication, by=by, today=call.today)
    call.report.written = str(done.path) if done.approved else ""
    for one in done.approved:
        lines = [one.message.key, f"{INDENT}English: {one.message.english}", f"{INDENT}approved: {one.message}"]
        if before := one.before:
            lines += [f"{INDENT}English before: {before.english}"] if before.english != one.message.english else []
            lines.append(f"{INDENT}before: {before.words} ({before.reader}, {before.date})")
        call.report.write("\n".join(lines))
    changed = sum(bool(one.before) for one in done.approved)
    call.report.write(
        f"{language}: {', '.join(done.publications)}: {len(done.approved)} approved by {done.reader}, "
        f"{call.today.isoformat()}, {changed} of them changed since; {len(done.second)} need a second reader"
    )
    if done.approved:
        call.report.write(f"Saved in {done.path}.")
    messages = [one.as_json() for one in done.approved]
    result = {"path": str(done.path), "approved": done.publications, "messages": messages, "second": done.second}
    return call.report.finish(result, ExitCode.OK)


@verb("translate review", LANGUAGE, PRINTED)
def review(call: Call, language: str, publication: tuple[str, ...]) -> ExitCode:
    """Make a proof for a reader to tick and sign.

    The finished pages in the language, every sentence numbered, and a list of all sentences beside the English, with
    what has changed since it was approved. In dist/translate: review-LANG.pdf for paper, review-LANG.html for a
    screen, and review-LANG.xlsx, which `translate import` reads when it comes back.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.proof import make_review

    opened = open_for_translation(call.folder, today=call.today)
    with call.report.bar("Drawing") as progress:
        proof = make_review(opened, language, call.dist, publications=publication, progress=progress, today=call.today)
    call.report.written = ", ".join(map(str, proof.paths))
    call.report.show(proof.notices)
    for path in proof.paths:
        call.report.write(str(path))
    number = len(proof.parcel.rows)
    call.report.write(
        f"{number} messages, {proof.lacking} without all their readers, {proof.changed} changed since they were "
        f"approved; {proof.pages} pages"
    )
    paths = [str(path) for path in proof.paths]
    result = {"paths": paths, "messages": number, "lacking": proof.lacking, "changed": proof.changed}
    return call.report.finish(result | {"parcel": proof.parcel.name, "pages": proof.pages}, ExitCode.OK)


@verb("translate export", LANGUAGE, PRINTED)
def export(call: Call, language: str, publication: tuple[str, ...]) -> ExitCode:
    """Pack everything a translator needs for one language.

    A zip goes into dist/translate: the messages as a spreadsheet and as XLIFF 1.2, pictures of the English pages
    with the messages numbered, the glossary (also as TBX-Basic), what is translated already (TMX) and a brief.
    locales/LANG/sent keeps the words that it took with it.
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
    click.option("--by", default="", metavar="NAME", callback=read_name,
                 help="Who translated it; of a proof, who read it."),
    click.option("--dry-run", is_flag=True, help="Write nothing; show what would change, old and new."),
    edits=True,
)  # fmt: skip
def import_parcel(call: Call, file: Path, *, language: str | None, by: str, dry_run: bool) -> ExitCode:
    """Import a spreadsheet (XLSX, ODS), an XLIFF file (1.2, 2.0, 2.1), a catalogue (.po) or the zip that came back.

    Only what the translator has changed is taken, on top of what is there now. Every row that is rejected is listed
    with its reason; one that was changed on both sides is shown with all wordings and left. What the reader of a
    proof (`translate review`) has ticked is approved; nothing else is. A broken file changes nothing.
    """
    from leaflets.translate.catalogue_files import open_for_translation
    from leaflets.translate.imports import import_back

    opened = open_for_translation(call.folder, today=call.today)
    taken = import_back(opened, file, tag=language, by=by, today=call.today, write=not dry_run)
    accepted = taken.accepted
    words = [change for change in accepted.changes if change.target is not None]
    refused = [problem for problem in accepted.problems if problem.severity == "error"]
    call.report.written = str(taken.path) if taken.take_back else ""
    call.report.show(accepted.problems)
    for change in accepted.changes if dry_run else ():
        before = taken.before[change.key]
        call.report.write(f"{change.key}: {before.english}")
        for name, old, new in (("words", before.target, change.target), ("comment", before.comment, change.comment)):
            if new is not None:
                call.report.write(f"{INDENT}{name} now: {old or '-'}\n{INDENT}{name} new: {new}")
    call.report.write(
        f"{taken.path}: {len(words)} {'would be ' if dry_run else ''}taken, {len(refused)} not taken, "
        f"{accepted.same} as before, {accepted.empty} still empty, {len(accepted.comments)} with a new comment"
    )
    for name, number in Counter(one.reader for one in taken.approved).items():
        call.report.write(f"{number} {'would be ' if dry_run else ''}approved by {name}")
    if taken.take_back:
        call.report.write(f"To take this back: {taken.take_back}")
    result = {
        "path": str(taken.path),
        "language": taken.language,
        "taken": [change.key for change in words],
        "comments": list(accepted.comments),
        "approved": [{"key": one.key, "reader": one.reader} for one in taken.approved],
        "same": accepted.same,
        "empty": accepted.empty,
        "take_back": taken.take_back,
    }
    return call.report.finish(result, ExitCode.SOME_ROWS_FAILED if refused else ExitCode.OK)
