# SPDX-License-Identifier: MIT
"""Publish: make the new `dist` beside the old one, complete and flushed, and exchange the two.

Until then nothing under `dist` is touched; afterwards `dist` is the new tree. If the program is killed, one or the
other is there, and the next start clears up what else is left (`.dist.new`, `.dist.old`). Unchanged files are hard
links to the same file.
"""

from __future__ import annotations

import ctypes
import datetime
import errno
import hashlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaflets.build.manifest import MANIFEST, EditionEntry, Manifest, read
from leaflets.build.ownership import MARK, foreign_files, mark_output, move_aside, project_id, refuse_foreign
from leaflets.core.checksums import SUMS, write_sums
from leaflets.core.files import file_mode, link_or_copy, sweep, sync, write_or_link, write_whole
from leaflets.core.lock import lock_file
from leaflets.core.problems import ExitCode, Problem, ProblemsFound, file_error

LEAST_ROOM = 8_000_000
"""Bytes that must be free; a build of about forty editions writes this much."""
FACTS_SHEET = "facts-sheet.pdf"
OTHERS = ("print", "sheets", "tiles", "site", "translate", FACTS_SHEET)
"""What other verbs write under `dist`; a build carries it over as it is."""


def beside(out: Path, kind: str) -> Path:
    """Return the hidden neighbour of a folder: `.dist.new` for `dist`."""
    return out.with_name(f".{out.name}.{kind}")


@contextmanager
def locked(out: Path, folder: Path) -> Iterator[list[Problem]]:
    """Lock a folder of finished files that is empty or made by this project, and clear up after killed builds.

    Yields notices about it. ProblemsFound with exit code 2 if it is not this project's, 6 if it is locked.
    """
    refuse_foreign(out, folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    with lock_file(beside(out, "lock"), f"working on {out}"):
        repair(out)
        for below, _, _ in os.walk(folder / ".cache"):
            sweep(Path(below))
        refuse_foreign(out, folder)
        yield []


def repair(out: Path) -> None:
    """Clear up after a killed build: restore a `dist` that was moved aside, and remove half-made trees."""
    new, old, added = (beside(out, kind) for kind in ("new", "old", "added"))
    if old.is_dir() and not out.exists():
        old.rename(out)
    for left_over in (new, old, added):
        if left_over.exists():
            remove(left_over)


def remove(left_over: Path) -> None:
    """Remove a folder left by a build; ProblemsFound if it is not one, or if this user may not."""
    if not (left_over / MARK).exists() and any(left_over.iterdir()):
        message = "this is in the way of the build, but was not made by one."
        problem = Problem("folder-not-ours", message, str(left_over), hint="move it away, or use --out.")
        raise ProblemsFound([problem], exit_code=ExitCode.USAGE)
    try:
        clear(left_over)
    except OSError as error:
        message = f"this was left by an earlier build and cannot be removed: {error.strerror}."
        hint = f"another user has made it: sudo rm -r {shlex.quote(str(left_over))}"
        problem = Problem("left-over", message, str(left_over), hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.DISK) from error


def clear(folder: Path) -> None:
    """Remove a folder of ours. Its mark goes last: what a killed program leaves of it is still known as ours."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()
    shutil.rmtree(folder)


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """Make a folder beside a finished tree for files that will be moved into it, and remove it afterwards."""
    new = beside(out, "added")
    new.mkdir(parents=True)
    try:
        (new / MARK).touch()
        yield new
    finally:
        with suppress(OSError):
            clear(new)


def add_files(out: Path, folder: Path, files: Mapping[str, bytes], notices: list[Problem]) -> None:
    """Write files beside a finished tree and move them into it once all are whole and on disk."""
    owner = project_id(folder, notices)
    with workspace(out) as new:
        for number, data in enumerate(files.values()):
            write_whole(new / str(number), data)
        if not out.exists():
            out.mkdir()
            mark_output(out, owner)
        for number, name in enumerate(files):
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (new / str(number)).replace(out / name)
        for parent in {(out / name).parent for name in files}:
            sync(parent)


def read_manifest(out: Path) -> Manifest | None:
    """Return the manifest of a finished tree; None if there is none or it cannot be read."""
    try:
        return read((out / MANIFEST).read_bytes())
    except OSError:
        return None


def read_editions(out: Path) -> list[EditionEntry]:
    """Return the manifest's entries for a finished tree; empty if there is no manifest."""
    manifest = read_manifest(out)
    return manifest["editions"] if manifest else []


@dataclass
class Tree:
    """A new `dist` being made."""

    out: Path
    sums: dict[str, str] = field(default_factory=dict)
    written: int = 0
    fresh: list[Path] = field(default_factory=list)
    """New files, which must be flushed to disk."""

    def __post_init__(self) -> None:
        self.new = beside(self.out, "new")
        self.mode = 0

    @property
    def scratch(self) -> Path:
        """A folder for what is not needed after this build."""
        return self.new / ".scratch"

    def begin(self) -> None:
        self.new.mkdir(parents=True)
        (self.new / MARK).touch()
        self.scratch.mkdir()
        self.mode = file_mode(self.scratch)
        self.check_room()

    def check_room(self) -> None:
        """Raise OSError if the disk is nearly full: text cannot be laid out if the fonts cannot be copied."""
        if shutil.disk_usage(self.new).free < LEAST_ROOM:
            self.written = max(self.written, LEAST_ROOM)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.new))

    def write(self, name: str, data: bytes) -> None:
        """Put a file into the tree, as a hard link to the old one if that is the same."""
        self.written += len(data)
        self.sums[name] = hashlib.sha256(data).hexdigest()
        if write_or_link(data, self.new / name, self.out / name, self.mode):
            self.fresh.append(self.new / name)

    def link(self, name: str, sha256: str, file: Path) -> None:
        """Put a file of the cache, whose content is known, into the tree, as a hard link if possible."""
        self.sums[name] = sha256
        former, path = self.out / name, self.new / name
        self._link(file, path)
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:  # after the check, and before it is published
            raise OSError(errno.EIO, "it has changed while it was being published", str(file))
        if not (former.is_file() and former.samefile(path)):
            self.fresh.append(path)
            self.written += path.stat().st_size

    def keep(self, name: str, sha256: str = "") -> bool:
        """Keep a file of the old tree; False if it is missing or has changed."""
        former = self.out / name
        if not former.is_file() or former.is_symlink():
            return False
        found = hashlib.sha256(former.read_bytes()).hexdigest()
        if sha256 and found != sha256:
            return False
        self.sums[name] = found
        self._link(former, self.new / name)
        return True

    def keep_others(self) -> None:
        """Carry over what other verbs have written."""
        for name in OTHERS:
            for path in (self.out / name, *sorted((self.out / name).rglob("*"))):
                if path.is_file() and not path.is_symlink():
                    self._link(path, self.new / path.relative_to(self.out))

    def publish(self, manifest: Manifest, folder: Path, today: datetime.date) -> list[Problem]:
        """Write manifest and checksums and exchange the trees; return notices of what was moved aside."""
        notices: list[Problem] = []
        shutil.rmtree(self.scratch)
        self.write(MANIFEST, to_json(manifest).encode())
        (self.new / SUMS).write_bytes(write_sums(self.sums))
        mark_output(self.new, project_id(folder, notices))
        _flush(self.new, (*self.fresh, self.new / SUMS))
        notices += move_aside(self.out, foreign_files(self.out, {MANIFEST, MARK, *self.sums}, OTHERS), self.out, today)
        exchange(self.new, self.out)
        sync(self.out.parent)
        for left_over in (self.new, beside(self.out, "old")):
            with suppress(OSError):
                clear(left_over)
        return notices

    def discard(self) -> None:
        """Drop the new tree; the old one stays as it is."""
        with suppress(OSError):
            clear(self.new)

    def _link(self, file: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if link_or_copy(file, path, self.mode):
            self.fresh.append(path)


@contextmanager
def disk_errors(tree: Tree) -> Iterator[None]:
    """Turn system errors about files and disks into a problem with exit code 5."""
    try:
        yield
    except OSError as error:
        raise ProblemsFound([disk_problem(error, tree.out, tree.written)], exit_code=ExitCode.DISK) from error


def disk_problem(error: OSError, out: Path, need: int = 0) -> Problem:
    """Return what happened to which path, and what is needed."""
    path = str(error.filename or beside(out, "new"))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        parent = next(folder for folder in (out.parent, *out.parent.parents) if folder.is_dir())
        free = shutil.disk_usage(parent).free / 1e6
        message = f"the disk is full: the build needs at least {need / 1e6:.1f} MB, and {free:.1f} MB are free."
        hint = "free some space, or give a folder on another disk with --out."
        return Problem("disk-full", message, file=path, hint=hint)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        message = f"this cannot be read or written: {error.strerror}."
        hint = "change its permissions, or give another folder with --out."
        return Problem("not-allowed", message, file=path, hint=hint)
    return file_error(error, path)


def to_json(value: Any) -> str:
    """Return a value as JSON for people and programs: indented, in UTF-8, with a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def exchange(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`: in one step if the system can, otherwise in two that `repair` completes."""
    if not out.exists():
        new.rename(out)
    elif not _swap(new, out):
        old = beside(out, "old")
        out.rename(old)
        new.rename(out)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system or the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        here, exchange_flag = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of linux/fs.h
        return bool(library.renameat2(here, first, here, second, exchange_flag) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(first, second, 2) == 0)  # RENAME_SWAP
    return False


def _flush(folder: Path, files: Iterable[Path]) -> None:
    for path in files:
        sync(path)
    for root, _, _ in os.walk(folder):
        sync(Path(root))
