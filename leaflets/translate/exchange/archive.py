# SPDX-License-Identifier: MIT
"""Open a zip from an untrusted sender.

A spreadsheet is a zip too. Nothing is unpacked to disk; files that are too large, too many, locked, duplicated or
named to escape their folder are refused before they are read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter

from leaflets.translate.exchange.rows import refused

MAX_BYTES = 60_000_000
MAX_MEMBER = 25_000_000
MAX_MEMBERS = 500
MAX_RATIO = 400


def read_zip(data: bytes, file: str) -> dict[str, bytes]:
    """Return the files of a zip; ProblemsFound if it is broken or malicious."""
    if len(data) > MAX_BYTES:
        raise refused(file, f"it has {len(data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _examine(members, file)
            return {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refused(file, f"it is damaged: {str(error).rstrip('.') or type(error).__name__}.") from None


def _examine(members: list[zipfile.ZipInfo], file: str) -> None:
    whole = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise refused(file, f"it contains {len(members)} files; the limit is {MAX_MEMBERS}.")
    if whole > MAX_BYTES or whole > MAX_RATIO * max(packed, 1):
        raise refused(file, f"unpacked, it would have {whole / 1e6:.0f} MB, {whole // max(packed, 1)} times its size.")
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if member.file_size > MAX_MEMBER:
            raise refused(file, f"{member.filename[:80]} in it would have {member.file_size / 1e6:.0f} MB.")
        if member.flag_bits & 1:
            raise refused(file, f"{member.filename[:80]} in it is protected with a password.")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise refused(file, f"it contains a file called {member.filename[:80]!r}.")
    name, number = Counter(member.filename.casefold() for member in members).most_common(1)[0] if members else ("", 0)
    if number > 1:
        raise refused(file, f"it contains {name[:80]} {number} times.")
