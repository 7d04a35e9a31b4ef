# SPDX-License-Identifier: MIT
"""Sealed cache files: a file that was cut off, edited or renamed is treated as missing.

The first line is a hash of the file's name and of the rest. It guards against accidents, not against attack: anyone who
can write to a cache decides what is published from it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from leaflets.core.files import write_whole


def write_sealed(path: Path, data: bytes) -> None:
    """Write the file, and its folder if need be, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _seal(path, data) + data, flush=False)


def read_sealed(path: Path) -> bytes | None:
    """Return what was written; None if the file is missing or was changed."""
    try:
        seal, line_end, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if seal + line_end == _seal(path, data) else None


def _seal(path: Path, data: bytes) -> bytes:
    return hashlib.sha256(path.name.encode(errors="surrogateescape") + b"\0" + data).hexdigest().encode() + b"\n"
