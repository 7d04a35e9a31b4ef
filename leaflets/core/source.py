# SPDX-License-Identifier: MIT
"""Read a file that a person made: its bytes or text, or a problem that says why it cannot be read.

Every file of a project is read here. Only ordinary files are read: a pipe would wait for ever, a device never end.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound, unreadable

MAX_BYTES = 2_000_000
"""Of a text."""
MAX_DATA = 50_000_000
"""The limit for a picture, a font or a colour profile."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
HINTS = ("put an ordinary file there.", "delete the link, or restore the file it should lead to.")


def read_source(path: Path, *, name: str = "") -> str:
    """Return the text of that file unchanged, line ends included; ProblemsFound if it is not valid UTF-8."""
    name = name or str(path)
    return decode(read_data(path, name=name, limit=MAX_BYTES), name)


def read_data(path: Path, *, name: str = "", limit: int = MAX_DATA) -> bytes:
    """Return the bytes of that file; ProblemsFound if it is not an ordinary file, cannot be read or is larger."""
    name = name or str(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # opening a pipe would wait for a writer
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise ProblemsFound([Problem("file-missing", "this is not an ordinary file.", name, hint=HINTS[0])])
            data = stream.read(limit + 1)
    except OSError as error:
        raise no_file(error, path, name) from None
    if len(data) > limit:
        message = f"the file is larger than {limit // 1_000_000} MB."
        raise ProblemsFound([Problem("file-too-large", message, name, hint="is this the right file?")])
    return data


def no_file(error: OSError, path: Path, name: str) -> ProblemsFound:
    """Return why the system cannot open that file."""
    if os.path.islink(path) and error.errno in (errno.ENOENT, errno.ELOOP):  # noqa: PTH114 (Path asks the file behind it)
        message = "this is a link that leads nowhere." if error.errno == errno.ENOENT else "this link leads to itself."
        return ProblemsFound([Problem("file-missing", message, name, hint=HINTS[1])])
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        hint = f"go to the project's folder, or name it with --project; {command('init', 'DIR')} makes a new one."
        if other := namesake(path):
            hint = f"there is {other}; rename it to {path.name}."
        return ProblemsFound([Problem("file-missing", "there is no such file.", name, hint=hint)])
    if error.errno == errno.EISDIR:
        hint = "name the folder with --project."
        return ProblemsFound([Problem("file-missing", "this is a folder, not a file.", name, hint=hint)])
    return unreadable(error, name)


def namesake(path: Path) -> str:
    """Return a file beside it whose name is nearly right: data.yml, data.yaml.txt, Data.yaml."""
    alike = re.compile(rf"{re.escape(path.stem)}(?: ?\(\d+\)| - copy)?(?:\.ya?ml|\.txt)+", re.I)
    try:
        there = sorted(one.name for one in path.parent.iterdir()) if path.suffix == ".yaml" else []
    except OSError:
        return ""
    return next((name for name in there if alike.fullmatch(name)), "")


def decode(data: bytes, name: str) -> str:
    """Return the text of bytes in UTF-8; ProblemsFound with line and column."""
    hint = "save it again as UTF-8."
    if data.startswith(UTF_16):
        raise ProblemsFound([Problem("not-utf8", "the file is saved as UTF-16, not UTF-8.", name, 1, 1, hint=hint)])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8."
        raise ProblemsFound([Problem("not-utf8", message, name, line, column, hint=hint)]) from None
