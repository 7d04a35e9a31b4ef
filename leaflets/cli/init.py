# SPDX-License-Identifier: MIT
"""Start a new project: a folder with its data.yaml, the schema that helps to edit it, and what git needs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from leaflets.build.ownership import ID, new_id, read_id
from leaflets.content.schema import NAME, as_text
from leaflets.core.files import write_whole
from leaflets.core.lock import PATIENCE_SECONDS, lock_file
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

IGNORED = """\
# Made by the build; do not edit.
dist/
.dist.*
.cache/
packs/
"""

MERGED = """\
# Lines of two branches make one register, in any order.
register/*.csv text eol=lf merge=union
"""


def init_project(folder: Path, data: str) -> list[Path]:
    """Write a project with that data.yaml and return its files; ProblemsFound if that would overwrite one.

    data.yaml comes last: until it is there, another attempt continues where the first was interrupted.
    """
    contents = {ID: f"{new_id()}\n", NAME: as_text(), ".gitignore": IGNORED, ".gitattributes": MERGED}
    contents |= {"data.yaml": data}
    cache = folder / ".cache"
    try:
        _refuse(folder, contents)
        cache.mkdir(parents=True, exist_ok=True)
        with lock_file(cache / "project.lock", f"changing the files of {folder}", patience=PATIENCE_SECONDS):
            _refuse(folder, contents)
            for name, text in contents.items():
                if not (folder / name).exists():
                    write_whole(folder / name, text.encode())
            (cache / "project.lock").unlink()  # from now on data.yaml refuses whoever waits for it
            with suppress(OSError):
                cache.rmdir()
    except OSError as error:
        problem = Problem("file-unwritable", f"the project could not be written: {error.strerror}.", str(folder))
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    return [folder / name for name in contents]


def _refuse(folder: Path, contents: Mapping[str, str]) -> None:
    if there := sorted(name for name, text in contents.items() if _is_in_the_way(folder / name, text)):
        message = f"this would overwrite {', '.join(there)}."
        raise ProblemsFound([Problem("folder-not-empty", message, str(folder), hint="give a new folder.")])


def _is_in_the_way(path: Path, text: str) -> bool:
    if path.name == ID and path.is_file() and not path.is_symlink():
        return not read_id(path.parent)
    if path.name == "data.yaml" or path.is_symlink() or not path.is_file():
        return os.path.lexists(path)
    return path.read_bytes() != text.encode()
