# SPDX-License-Identifier: MIT
"""Note what a build that went well read and said, so that the next one need not run if nothing has changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leaflets.build.publish import read_manifest
from leaflets.build.toolchain import code_files, package_folders, tool_files
from leaflets.cli import unchanged


@dataclass(frozen=True)
class Start:
    """How the files of a project were when a build began."""

    words: tuple[str, ...]
    folder: Path
    inputs: str

    def remember(self, out: Path, day: str, *, read: Iterable[Path], result: str, aside: str) -> None:
        """Leave the note; `read` are files that were read besides those that every project has."""
        tools = (*code_files(), *tool_files(), *package_folders(), Path(sys.executable), Path(unchanged.LOADER))
        unchanged.remember(
            list(self.words),
            self.inputs,
            out=str(out),
            besides=sorted({os.fspath(path) for path in (*tools, *read)}),
            days=(day, manifest["next_review"] if (manifest := read_manifest(out)) else None),
            said=(result, aside),
        )


def begin(words: Sequence[str], folder: Path) -> Start:
    """Look at a project before its build reads it."""
    return Start(tuple(words), folder, unchanged.read_all(os.fspath(folder)))
