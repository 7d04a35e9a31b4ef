# SPDX-License-Identifier: MIT
"""Start a new project: a folder with the data.yaml that ships, the schema that helps to edit it, and what git needs."""

from __future__ import annotations

from pathlib import Path

from leaflets.content.schema import NAME, as_text
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import SHIPPED, Resources

IGNORED = """\
# Made by the build; nobody edits it.
dist/
.dist.*
.cache/
"""

MERGED = """\
# Lines of two branches make one register, in any order.
register/*.csv text eol=lf merge=union
"""


def init_project(folder: Path) -> list[Path]:
    """Write a project into that folder and return its files; ProblemsFound if that would overwrite one."""
    contents = {"data.yaml": Resources(SHIPPED).read("data.yaml"), NAME: as_text()}
    contents |= {".gitignore": IGNORED, ".gitattributes": MERGED}
    there = sorted(name for name in contents if (folder / name).exists() or (folder / name).is_symlink())
    if there:
        message = f"{', '.join(there)} would be overwritten."
        raise ProblemsFound([Problem("folder-not-empty", message, str(folder), hint="give a new folder.")])
    made = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            path = folder / name
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            made.append(path)
    except OSError as error:
        problem = Problem("file-unwritable", f"the project could not be written: {error.strerror}.", str(folder))
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    return made
