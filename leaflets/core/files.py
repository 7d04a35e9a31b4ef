# SPDX-License-Identifier: MIT
"""Write a file whole or not at all: to a temporary file beside it, flushed to disk, then renamed.

An existing file keeps its mode and, for root, its owner; a new one gets the mode that umask gives. A symbolic link is
kept, and the file it points to is written. Files of a cache are sealed: their first line is a hash of the file's name
and of the rest, and one that was cut off, edited or renamed is treated as missing. That guards against accidents, not
against attack: anyone who can write to a cache decides what is published from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import stat
import threading
from pathlib import Path

BESIDE = re.compile(r"\..+\.([0-9]+)-[0-9]+\.new")
"""The name of a file that is being written, with its process and thread."""


def being_written(path: Path) -> Path:
    """Return where a file is while this thread writes it, as BESIDE has it."""
    return path.with_name(f".{path.name}.{os.getpid()}-{threading.get_native_id()}.new")


def write_whole(path: Path, data: bytes, *, flush: bool = True) -> None:
    """Write the file in one step, even if the program is killed; without `flush` a power cut may lose it."""
    path = path.resolve()
    beside = being_written(path)
    try:
        with beside.open("wb") as stream:
            with contextlib.suppress(FileNotFoundError):
                _take_after(path.stat(), stream.fileno())
            stream.write(data)
            stream.flush()
            if flush:
                os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    if flush:
        sync(path.parent)


def _take_after(former: os.stat_result, descriptor: int) -> None:
    if os.geteuid() == 0:
        os.fchown(descriptor, former.st_uid, former.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(former.st_mode))


def sweep(folder: Path) -> None:
    """Remove files that killed programs left half-written in that folder."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if (named := BESIDE.fullmatch(path.name)) and not is_running(int(named[1])):
            with contextlib.suppress(OSError):
                path.unlink()


def sync(path: Path) -> None:
    """Flush a file, or a folder's list of names, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_mode(folder: Path) -> int:
    """Return the mode that a new file gets; `folder` was made by this process, so its mode shows the umask."""
    return stat.S_IMODE(folder.stat().st_mode) & 0o666


def link_or_copy(source: Path, target: Path, mode: int) -> bool:
    """Put a file into a folder with that mode, as a hard link if possible; return whether it is new.

    An existing file with another mode is changed to this one, or copied if it belongs to another user.
    """
    try:
        if stat.S_IMODE(source.stat().st_mode) != mode:
            source.chmod(mode)
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)  # a copy fails too if the disk was the cause
        return True
    return False


def write_or_link(data: bytes, target: Path, former: Path, mode: int) -> bool:
    """Put a file there, as a hard link to the former one if that is the same; return whether it is new."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if former.is_file() and former.stat().st_size == len(data) and former.read_bytes() == data:
        return link_or_copy(former, target, mode)
    target.write_bytes(data)
    return True


def is_running(process: int) -> bool:
    """Return whether a process with that id exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_sealed(path: Path, data: bytes) -> None:
    """Write the file, and its folder if need be, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _seal(path, data) + data, flush=False)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file; "" if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_sealed(path: Path) -> bytes | None:
    """Return what was written; None if the file is missing or was changed."""
    try:
        seal, line_end, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if seal + line_end == _seal(path, data) else None


def _seal(path: Path, data: bytes) -> bytes:
    return hashlib.sha256(path.name.encode(errors="surrogateescape") + b"\0" + data).hexdigest().encode() + b"\n"
