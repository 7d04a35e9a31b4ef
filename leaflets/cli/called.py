# SPDX-License-Identifier: MIT
"""How the program was called, so that the commands in its hints can be pasted."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leaflets.core.commands import PROGRAM
from leaflets.core.problems import Problem

COMMAND = re.compile(rf"`{PROGRAM}((?: [^`]*)?)`")
DATA = "data.yaml"
FOR_ITSELF = (" init ", " --project ")
"""Commands that begin like this name their own project."""


def name_program(arguments: Sequence[str], original: Sequence[str]) -> str:
    """Return the words that start the program, quoted for a shell: `leaflets`, `.venv/bin/python build_pdfs.py`.

    `arguments` are sys.argv, `original` sys.orig_argv.
    """
    if Path(arguments[0]).stem == PROGRAM:
        found = shutil.which(PROGRAM)
        on_path = found is not None and os.path.realpath(found) == os.path.realpath(arguments[0])
        return PROGRAM if on_path else shlex.quote(arguments[0])
    return shlex.join(original[: max(0, len(original) - len(arguments) + 1)]) or PROGRAM


@dataclass(frozen=True)
class Called:
    """The program's name as typed, and the options for the project and its output folder."""

    program: str = PROGRAM
    options: tuple[str, ...] = ()
    folder: Path = Path()

    def put_in(self, text: str) -> str:
        """Return a text with its commands as they have to be typed here."""
        return COMMAND.sub(self._typed, text)

    def put_into(self, problem: Problem) -> Problem:
        """Return a problem with its commands as they have to be typed here."""
        return replace(problem, message=self.put_in(problem.message), hint=self.put_in(problem.hint))

    def name_file(self, problem: Problem) -> Problem:
        """Return a problem with the path of its file from the current folder, if it is one of the project's."""
        ours = problem.file == DATA or (problem.file and (self.folder / problem.file).exists())
        return replace(problem, file=str(self.folder / problem.file)) if ours else problem

    def _typed(self, found: re.Match[str]) -> str:
        words = found[1]
        options = "" if words.startswith(FOR_ITSELF) else "".join(f" {shlex.quote(word)}" for word in self.options)
        return f"`{self.program}{words}{options}`"


def called_for(program: str, folder: Path, out: Path | None) -> Called:
    """Return how the program was called; the current folder and its `dist` are left out."""
    project = () if folder == Path() else ("--project", str(folder))
    return Called(program, project if out is None else (*project, "--out", str(out)), folder)
