# SPDX-License-Identifier: MIT
"""The verb `verify`: are these the files that were published?"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from leaflets.cli.command import Call, verb
from leaflets.core.problems import ExitCode, Problem, count_problems

if TYPE_CHECKING:
    from leaflets.build.verify import Verified

KINDS = {"dist": "finished editions", "site": "download site", "pack": "print pack"}


@verb(
    "verify",
    click.argument("path", metavar="PATH", type=click.Path(path_type=Path)),
    click.option("--newer-than", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
                 help="Refuse a release of that date or an earlier one."),
    click.option("--signers", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
                 help="Who may sign it: a file of allowed signers for ssh-keygen."),
    draws=False,
)  # fmt: skip
def verify(call: Call, path: Path, newer_than: date | None, signers: Path | None) -> ExitCode:
    """Compare a dist, a download site or a print pack with its checksums; needs no network.

    PATH is a folder or a zip. With --project, editions must also match its data.yaml. PATH may also be a copy with a
    school's own name (a PDF), or the folder `copies`: is each a finished edition and nothing but what is in its slot?
    """
    if path.suffix.lower() == ".pdf" or (path / "copies.csv").is_file() or any(path.glob("*/copies*.csv")):
        return _verify_copies(call, path)
    from leaflets.build.verify import verify as verify_files

    project = None
    if click.get_current_context().get_parameter_source("folder") is not ParameterSource.DEFAULT:
        from leaflets.build.project import load_project

        project = load_project(call.folder, today=call.today).project
    wanted = newer_than.strftime("%Y-%m-%d") if newer_than else ""
    found = verify_files(path, project=project, newer_than=wanted, signers=signers)
    call.report.show(found.problems)
    for line in describe(found, proved=bool(project or newer_than)):
        call.report.write(line)
    result = {
        "path": str(path),
        "kind": found.kind,
        "checked": found.checked,
        "release": found.release or None,
        "signer": found.signer or None,
        "unlisted": list(found.unlisted),
    }
    return call.report.finish(result, ExitCode.CHECK_FAILED if found.problems else ExitCode.OK)


def _verify_copies(call: Call, path: Path) -> ExitCode:
    """Say what a copy is and adds, or which copies in a folder are none or no longer current."""
    from leaflets.build.publish import read_editions
    from leaflets.copies.verify import verify_copies, verify_copy

    entries = [entry for entry in read_editions(call.dist) if entry["state"] == "final"]
    if path.is_dir():
        count, problems = verify_copies(path, entries)
        call.report.show(problems)
        call.report.write(
            f"{path}: {count:,} copies checked. {count_problems(problems) if problems else 'All are current'}."
        )
        result = {"path": str(path), "kind": "copies", "checked": count}
        return call.report.finish(result, ExitCode.CHECK_FAILED if problems else ExitCode.OK)
    found = verify_copy(path, {entry["sha256"]: (entry["id"], entry["version"]) for entry in entries})
    problems = [] if found.edition else [unknown_edition(path)]
    call.report.show(problems)
    for line in found.sentences():
        call.report.write(line)
    says = [[slot.name, *slot.lines] for slots in found.copies for slot in slots]
    result = {"path": str(path), "kind": "copy", "edition": found.edition or None, "sha256": found.sha256, "says": says}
    return call.report.finish(result, ExitCode.CHECK_FAILED if problems else ExitCode.OK)


def unknown_edition(path: Path) -> Problem:
    """Return the problem of a copy whose edition is not among the finished ones."""
    message = "Its edition is not among the finished, final editions here: it was replaced, or is another project's."
    return Problem("copy-outdated", message, str(path), hint="give the project that it is of with --project DIR.")


def describe(found: Verified, *, proved: bool) -> list[str]:
    """Return the findings in sentences; `proved` says whether the age was checked."""
    result = f"{count_problems(found.problems)}." if found.problems else "All are as published."
    lines = [f"{found.path}: {KINDS[found.kind]}, {found.checked} files checked. {result}"]
    if found.release:
        lines.append(f"Release: {found.release}.")
    if found.signer:
        lines.append(f"Signed by {found.signer}.")
    elif found.signed and not found.problems:
        lines.append("Signed, but the signature was not checked: name who may sign with --signers FILE.")
    if not proved and not found.problems:
        lines.append(
            "Consistent; age not proved: --project DIR compares it with data.yaml, --newer-than with a release."
        )
    if found.unlisted:
        lines.append(f"Not checked, because these folders have no checksums: {', '.join(found.unlisted)}.")
    return lines
