# SPDX-License-Identifier: MIT
"""Registers: files in the project, kept in git, with a line for each record.

Lines are sorted, and never changed or removed. So the lines of two branches merge into one register, in any order
(`merge=union` in .gitattributes).
"""

from __future__ import annotations

import csv
import datetime
import errno
import io
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from leaflets.core.files import write_whole
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

MAX_BYTES = 50_000_000
_MERGE_MARK = re.compile(r"<{7} |={7}$|>{7} |\|{7} ")
_SHA256 = re.compile(r"[0-9a-f]{64}")
HINT = "correct the line, or take the file as git has it: git checkout -- {}"
RecordType = TypeVar("RecordType", bound=Any)


def read_register(
    path: Path, header: Sequence[str], read: Callable[[Sequence[str]], RecordType]
) -> tuple[RecordType, ...]:
    """Return the records of a register, sorted; empty if there is none. ProblemsFound lists invalid lines.

    `read` makes a record of a line's cells; its ValueError says what is wrong with them.
    """
    file = f"{path.parent.name}/{path.name}"
    hint = HINT.format(file)
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise OSError(errno.EINVAL, "not an ordinary file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        problem = Problem("register-unreadable", f"it cannot be read: {error.strerror}.", file, hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from None
    if len(data) > MAX_BYTES:
        message = f"it is larger than {MAX_BYTES // 1_000_000} MB."
        raise ProblemsFound([Problem("register-damaged", message, file, hint=hint)])
    return _records(data, file, tuple(header), read)


@lru_cache(maxsize=4)
def _records(
    data: bytes, file: str, header: tuple[str, ...], read: Callable[[Sequence[str]], RecordType]
) -> tuple[RecordType, ...]:
    """Return the records in a file's bytes, which several steps of a command ask for."""
    hint = HINT.format(file)
    records, problems = set[RecordType](), list[Problem]()
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(), start=1):
        if _MERGE_MARK.match(line):
            message = "a merge of two branches was left unfinished here."
            keep = "keep the lines of both sides, and delete the marks."
            problems.append(Problem("register-damaged", message, file, number, 1, hint=keep))
            continue
        try:
            if line.strip() and (cells := next(csv.reader([line], strict=True))) != list(header):
                if len(cells) != len(header):
                    raise ValueError(f"the line has {len(cells)} cells instead of {len(header)} ({', '.join(header)})")
                records.add(read(cells))
        except (ValueError, csv.Error) as error:
            problems.append(Problem("register-damaged", f"{error}.", file, number, 1, hint=hint))
    if problems:
        raise ProblemsFound(problems)
    return tuple(sorted(records))


def write_register(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write a register in one step, unless it is unchanged; the first row is the header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    data = out.getvalue().encode()
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(exist_ok=True)
    write_whole(path, data)


def read_sha256(text: str) -> str:
    """Return it; ValueError if it is not one."""
    if not _SHA256.fullmatch(text):
        raise ValueError(f"'{text[:70]}' is not a SHA-256 in hexadecimal")
    return text


def read_date(text: str) -> datetime.date:
    """Return a date; ValueError if it is not one."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text[:20]}' is not a date such as 2026-11-28") from None
