# SPDX-License-Identifier: MIT
"""The verbs `doctor` and `init`: what this machine lacks, and a new project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from leaflets.cli.command import Call, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode


@verb("doctor", draws=False)
def doctor(call: Call) -> ExitCode:
    """List what is missing on this machine and the command that installs it."""
    from leaflets.cli.doctor import examine, exit_code, to_lines

    typed = call.report.called.put_in
    findings = [replace(found, command=typed(found.command).strip("`")) for found in examine(call.folder)]
    for line in to_lines(findings):
        call.report.write(line)
    return call.report.finish({"findings": [item.as_json() for item in findings]}, exit_code(findings))


@verb(
    "init",
    click.argument("target", metavar="DIR", type=click.Path(path_type=Path)),
    click.option("--area", default="", metavar="NAME", help="The place that the leaflets are for."),
    click.option("--publisher", default="", metavar="NAME", help="Who publishes them."),
    click.option("--languages", default="en", metavar="en,pl", help="The languages to build, English first."),
    draws=False,
)
def init(call: Call, target: Path, *, area: str, publisher: str, languages: str) -> ExitCode:
    """Start a new project in DIR: national organisations are filled in, what belongs to the area is left to you."""
    from leaflets.cli.init import init_project, starter

    data = starter(target, area=area, publisher=publisher, languages=languages, today=call.today)
    made = init_project(target, data)
    call.report.written = str(target)
    for path in made:
        call.report.write(str(path))
    check = command("check", "--project", str(target))
    call.report.note(f"Fill in what is empty in {target / 'data.yaml'}; {check} says what is still to be done.")
    return call.report.finish({"made": [str(path) for path in made]}, ExitCode.OK)
