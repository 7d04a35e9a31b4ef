# SPDX-License-Identifier: MIT
"""What becomes of the note by which an unchanged `build` or `site` is answered."""

from __future__ import annotations

from pathlib import Path

from leaflets.cli.unchanged import FOLDER


def broken_note(folder: Path) -> None:
    for path in (folder / FOLDER).glob("*.json"):
        path.write_text(path.read_text()[:-9])


def empty_note(folder: Path) -> None:
    for path in (folder / FOLDER).glob("*.json"):
        path.write_text("[]")
