# SPDX-License-Identifier: MIT
"""Read a file that a person edits: its text as it stands, or a problem that says why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound, unreadable

MAX_BYTES = 2_000_000


def read_source(path: Path, *, name: str = "") -> str:
    """Return the text of that file as it stands, line ends included; ProblemsFound if it is no readable UTF-8."""
    name = name or str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        hint = f"go to the project's folder, or name it with --project; {command('init', 'DIR')} makes a new one."
        raise ProblemsFound([Problem("file-missing", "there is no such file.", name, hint=hint)]) from None
    except IsADirectoryError:
        problem = Problem("file-missing", "this is a folder, not a file.", name, hint="name the folder with --project.")
        raise ProblemsFound([problem]) from None
    except OSError as error:
        raise unreadable(error, name) from None
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB."
        raise ProblemsFound([Problem("file-too-large", message, name, hint="is this the right file?")])
    return _decode(data, name)


def _decode(data: bytes, name: str) -> str:
    hint = "save it again with the encoding UTF-8."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ProblemsFound([Problem("not-utf8", "the file is saved as UTF-16, not UTF-8.", name, 1, 1, hint=hint)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"the byte 0x{data[error.start]:02x} is no letter in UTF-8."
        raise ProblemsFound([Problem("not-utf8", message, name, line, column, hint=hint)]) from None
