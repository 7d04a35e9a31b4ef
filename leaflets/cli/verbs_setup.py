# SPDX-License-Identifier: MIT
"""The verbs `doctor` and `init`: what this machine lacks, and a new project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leaflets.cli.command import Call, verb
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode

if TYPE_CHECKING:
    pass


@verb("doctor")
def doctor(call: Call) -> ExitCode:
    """Say what is missing on this machine and the command that installs it."""
    from leaflets.core.requirements import require

    require(libraries=False)
    from leaflets.cli.doctor import examine, exit_code, to_table

    typed = call.report.called.put_in
    findings = [replace(found, command=typed(found.command).strip("`")) for found in examine(call.folder)]
    if not call.report.json:
        from rich.console import Console

        Console().print(to_table(findings))
    return call.report.finish({"findings": [item.as_json() for item in findings]}, exit_code(findings))


@verb("init", click.argument("target", metavar="DIR", type=click.Path(path_type=Path)))
def init(call: Call, target: Path) -> ExitCode:
    """Start a new project in DIR with a data.yaml to edit."""
    from leaflets.cli.init import init_project

    made = init_project(target)
    call.report.written = str(target)
    for path in made:
        call.report.write(str(path))
    call.report.note(f"Edit {target / 'data.yaml'}, then run {command('--project', str(target))}.")
    return call.report.finish({"made": [str(path) for path in made]}, ExitCode.OK)
