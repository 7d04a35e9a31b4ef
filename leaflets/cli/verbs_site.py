# SPDX-License-Identifier: MIT
"""The verb `site`: make the download site from what has been built; show it on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from leaflets.cli.command import Call, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem


@verb(
    "site",
    click.option("--serve", is_flag=True, help="Then show it on this machine until Ctrl-C."),
    click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="N",
                 help="The port to show it on; 0 takes any free one."),
    click.option("--sign", "key", metavar="KEY", type=click.Path(path_type=Path, exists=True, dir_okay=False),
                 help="Sign the list of checksums with this private key, using ssh-keygen."),
)  # fmt: skip
def site(call: Call, serve: bool, port: int, key: Path | None) -> ExitCode:
    """Make the download site in `dist/site` from what has been built.

    Plain files that any web host can serve. Only final editions are on it.
    """
    from leaflets.register.published import FILE as REGISTER
    from leaflets.site.publish import build_site

    made = build_site(call.project, call.dist, call.today, key=key)
    call.report.written = str(made.folder)
    call.report.show(made.notices)
    languages = ", ".join(made.languages)
    call.report.show([_kept(id) for id in made.kept])
    call.report.write(f"{made.pages} pages, {made.files} files, in {languages}, in {made.seconds:.1f} s: {made.folder}")
    if made.recorded:
        lines = "1 line" if made.recorded == 1 else f"{made.recorded} lines"
        call.report.note(f"{lines} added to {REGISTER}: keep the file in git.")
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
            "kept_facts": list(made.kept),
        },
        ExitCode.INTERRUPTED if serve else ExitCode.OK,
    )


def _kept(id: str) -> Problem:
    message = "it has changed and is not verified: the site shows what was verified or published before."
    hint = f"ask the organisation, then run {command('facts', 'verify', id, '--by', 'NAME')}."
    return Problem("fact-kept", message, where=id, hint=hint, severity="warning")
