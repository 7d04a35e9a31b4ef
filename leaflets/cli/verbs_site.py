# SPDX-License-Identifier: MIT
"""The verbs `site` and `site codes`: make the download site from what has been built; give addresses short codes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from leaflets.cli import unchanged
from leaflets.cli.columns import fold
from leaflets.cli.command import Call, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem

MOST = 8
"""The most places that a line names."""


@verb(
    "site",
    click.option("--serve", is_flag=True, help="Then show it on this machine until Ctrl-C."),
    click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="N",
                 help="The port to show it on; 0 takes any free one."),
    click.option("--accept-loss", is_flag=True,
                 help="Make it although addresses that were published would lose what they had."),
    click.option("--sign", "key", metavar="KEY", type=click.Path(path_type=Path, exists=True, dir_okay=False),
                 help="Sign the list of checksums with this private key, using ssh-keygen."),
)  # fmt: skip
def site(call: Call, *, serve: bool, port: int, accept_loss: bool, key: Path | None) -> ExitCode:
    """Make the download site in `dist/site` from what has been built.

    Plain files that any web host can serve. Only final editions are on it.
    """
    words, dist = list(click.get_current_context().obj), os.fspath(call.dist)
    inputs = unchanged.begin(os.fspath(call.project), words)
    from leaflets.register.published import FILE as REGISTER
    from leaflets.site.hosting import EXTRA
    from leaflets.site.publish import build_site

    tools = unchanged.list_tools(os.fspath(call.project), *([os.fspath(key.resolve())] if key else []))
    seen = unchanged.describe(dist, tools, [dist, os.fspath(call.project / EXTRA)])
    made = build_site(call.project, call.dist, call.today, key=key, accept_loss=accept_loss)
    call.report.written = str(made.folder)
    lasting = [*made.notices, *map(_kept, made.kept)]
    call.report.show([*made.once, *lasting])
    what = f"{made.pages} pages, {made.files} files, in {', '.join(made.languages)}"
    lines = [f"{what}, in {made.seconds:.1f} s: {made.folder}"]
    lines += (line for state, addresses in made.changes.items() for line in fold(f"{state}: {_named(addresses)}"))
    if not call.report.quiet:
        call.report.write("\n".join(lines))
    if made.recorded:
        new = "1 line" if made.recorded == 1 else f"{made.recorded} lines"
        call.report.note(f"{new} added to {REGISTER}: keep the file in git.")
    if not (call.report.json or call.report.verbose or serve):
        unchanged.write_note(
            words,
            inputs | made.register,
            seen | made.states,
            out=dist,
            besides=tools,
            days=(call.today.isoformat(), made.until.isoformat() if made.until else None),
            said=(f"Nothing has changed: {what}: {made.folder}", call.report.plain(lasting)),
        )
    if serve:
        from leaflets.site.serve import show

        show(made.folder, port, call.report.note)
    return call.report.finish(
        {
            "out": str(made.folder),
            "pages": made.pages,
            "files": made.files,
            "languages": list(made.languages),
            "recorded": made.recorded,
            "changes": {state: list(addresses) for state, addresses in made.changes.items()},
            "kept_facts": list(made.kept),
        },
        ExitCode.INTERRUPTED if serve else ExitCode.OK,
    )


def _named(addresses: Sequence[str]) -> str:
    """Return how many addresses there are, and the places that they are below: `p/es-02/ur/`."""
    depths = {"p": 3, "r": 2, "c": 2}
    places = dict.fromkeys("/".join(one.split("/")[: depths.get(one.split("/")[0], 1)]) for one in addresses)
    more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
    return f"{len(addresses)} ({', '.join(list(places)[:MOST])}{more})"


def _kept(id: str) -> Problem:
    message = "it has changed and is not verified: the site shows what was verified or published before."
    hint = f"ask the organisation, then run {command('facts', 'verify', id, '--by', 'NAME')}."
    return Problem("fact-kept", message, where=id, hint=hint, severity="warning")


@verb("site codes", edits=True, draws=False)
def codes(call: Call) -> ExitCode:
    """Give each web address of data.yaml a short code, for QR codes that lead to the site (`short_links`)."""
    from leaflets.build.project import load_project
    from leaflets.content.short_links import links_of
    from leaflets.register.codes import FILE, read_codes, with_new_codes, write_codes

    former = read_codes(call.project)
    all_codes = with_new_codes(former, links_of(load_project(call.project, today=call.today).project))
    write_codes(call.project, all_codes)
    new = {code: fact for code, fact in all_codes.items() if code not in former}
    for code, fact in sorted(new.items()):
        call.report.write(f"/r/{code}: {fact}")
    call.report.write(f"{len(new)} new codes, {len(all_codes)} in all, in {FILE}: keep the file in git.")
    return call.report.finish({"codes": all_codes, "new": sorted(new)}, ExitCode.OK)
