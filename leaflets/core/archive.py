# SPDX-License-Identifier: MIT
"""Zips: written with the same bytes whenever and wherever, and opened from an untrusted sender.

A spreadsheet is a zip too. Nothing is unpacked to disk; files that are too large, too many, locked, duplicated or
named to escape their folder are refused before they are read.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from leaflets.core.files import being_written

FIRST_DAY = datetime.date(1980, 1, 1)
"""The earliest date that a zip can hold."""
MAX_BYTES = 60_000_000
MAX_MEMBER = 25_000_000
MAX_MEMBERS = 500
MAX_RATIO = 400
DOCTYPE = re.compile(rb"<\s*!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
"""What no XML in a zip needs, and with which it could ask for other files or grow without end."""


class UnsafeFile(Exception):
    """Why a file from outside is not read; `without` is what would have to be left out of it, if anything."""

    def __init__(self, message: str, *, without: str = "") -> None:
        super().__init__(message)
        self.without = without


def write_zip(
    contents: Iterable[tuple[str, bytes]], *, date: datetime.date = FIRST_DAY, stored: tuple[str, ...] = ()
) -> bytes:
    """Return a zip with the files in the given order, all dated alike; suffixes in `stored` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in contents:
            member = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name.endswith(stored) else zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o644 << 16  # a plain Unix file, on every system
            archive.writestr(member, data)
    return out.getvalue()


def write_large_zip(target: Path, files: Iterable[tuple[str, Path]], *, date: datetime.date = FIRST_DAY) -> None:
    """Write a zip of files that are compressed already, one after another, in one step and with the same bytes."""
    beside = being_written(target)
    try:
        with zipfile.ZipFile(beside, "w") as archive:
            for name, path in files:
                member = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
                member.create_system, member.external_attr = 3, 0o644 << 16
                archive.writestr(member, path.read_bytes())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip; UnsafeFile if it is broken or malicious."""
    if len(data) > MAX_BYTES:
        raise UnsafeFile(f"it has {len(data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _examine(members)
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UnsafeFile(f"it is damaged: {str(error).rstrip('.') or type(error).__name__}.") from None


def _examine(members: Sequence[zipfile.ZipInfo]) -> None:
    whole = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise UnsafeFile(f"it contains {len(members)} files; the limit is {MAX_MEMBERS}.")
    if whole > MAX_BYTES or whole > MAX_RATIO * max(packed, 1):
        raise UnsafeFile(f"unpacked, it would have {whole / 1e6:.0f} MB, {whole // max(packed, 1)} times its size.")
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if member.file_size > MAX_MEMBER:
            raise UnsafeFile(f"{member.filename[:80]} in it would have {member.file_size / 1e6:.0f} MB.")
        if member.flag_bits & 1:
            raise UnsafeFile(f"{member.filename[:80]} in it is protected with a password.")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise UnsafeFile(f"it contains a file called {member.filename[:80]!r}.")
    name, number = Counter(member.filename.casefold() for member in members).most_common(1)[0] if members else ("", 0)
    if number > 1:
        raise UnsafeFile(f"it contains {name[:80]} {number} times.")
