# SPDX-License-Identifier: MIT
"""Whose folder is it? A build writes only into a folder that is empty or that this project has made.

A project has an id, made once at random and kept in `.leaflets-id` beside data.yaml (and in git); a folder that it
has made has the id in `.leaflets-output`. The id is never printed. Files in such a folder that no build has made are
moved aside before the folder is replaced, and reported.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import secrets
import stat
from collections.abc import Collection, Iterable
from pathlib import Path

from leaflets.core.checksums import SUMS, read_sums
from leaflets.core.file_states import states_in
from leaflets.core.files import write_whole
from leaflets.core.lock import lock_project
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

ID, MARK = ".leaflets-id", ".leaflets-output"
FORM = re.compile(r"[0-9a-f]{32}")
NAMED = 20
"""The most moved files that a message lists."""
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that file managers create in every folder."""


def new_id() -> str:
    """Return an id for a project."""
    return secrets.token_hex(16)


def read_id(folder: Path) -> str:
    """Return the project's id, "" if it has none yet; ProblemsFound if its file is damaged."""
    try:
        found = (folder / ID).read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    if found and not FORM.fullmatch(found):
        message = "this is not the id of a project, or there are several."
        hint = "restore the file from git; after a merge, keep one of the ids."
        raise ProblemsFound([Problem("project-id-damaged", message, str(folder / ID), hint=hint)])
    return found


def project_id(folder: Path, notices: list[Problem]) -> str:
    """Return the project's id; a project without one is given one, with a notice."""
    if found := read_id(folder):
        return found
    with lock_project(folder):
        if not (found := read_id(folder)):
            found = new_id()
            write_whole(folder / ID, f"{found}\n".encode())
            message = f"This project now has an id, in {ID}, with which its builds mark their folders."
            notices.append(Problem("project-id", message, hint="keep it with the project (in git).", severity="notice"))
    return found


def refuse_foreign(out: Path, folder: Path) -> None:
    """Raise ProblemsFound if the folder holds something that this project has not made."""
    if out.exists() and not out.is_dir():
        raise _wrong(f"{out} is a file, not a folder.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    try:
        mark = (out / MARK).read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        raise _wrong(f"{out} is not empty, and was not made by a build of this project.") from None
    if mark != read_id(folder):
        hint = f"name another folder with --out; if it is this project's, restore {ID} from git."
        raise _wrong(f"{out} was made by another project, or by this one when it had another {ID}.", hint)


def mark_output(out: Path, owner: str) -> None:
    """Mark a folder as made by the project of that id."""
    write_whole(out / MARK, f"{owner}\n".encode())


def _wrong(message: str, hint: str = "give a new or empty folder with --out.") -> ProblemsFound:
    return ProblemsFound([Problem("folder-not-ours", message, hint=hint)], exit_code=ExitCode.USAGE)


# Other people's files


def foreign_files(folder: Path, known: Iterable[str], others: Collection[str] = ()) -> list[str]:
    """Return what no build has made: neither `known`, nor listed in the folder's checksums, nor below `others`."""
    made = {SUMS, *known}
    with contextlib.suppress(OSError):
        made |= read_sums((folder / SUMS).read_bytes()).hashes.keys()
    return [
        name
        for name, about in states_in(os.fspath(folder), others).items()
        if not (name in made or name.partition("/")[0] in others) or not stat.S_ISREG(about.st_mode)
        if name.rpartition("/")[2] not in LITTER
    ]


def move_aside(folder: Path, names: Iterable[str], out: Path, today: datetime.date) -> list[Problem]:
    """Move files of a finished tree, `out` or a folder in it, beside it; return a warning that names them."""
    kept = out.with_name(f"{out.name}.kept-{today.isoformat()}") / folder.relative_to(out)
    moved = []
    for name in sorted(names):
        target, number = kept / name, 1
        while os.path.lexists(target):
            number += 1
            target = (kept / name).with_name(f"{Path(name).name}.{number}")
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / name).rename(target)
        moved.append(name)
    if not moved:
        return []
    named = ", ".join(moved[:NAMED]) + (f" and {len(moved) - NAMED} more" if len(moved) > NAMED else "")
    message = f"These files were not made by a build; they were moved to {kept}: {named}."
    return [Problem("files-kept", message, str(folder), severity="warning", hint="keep your own files elsewhere.")]
