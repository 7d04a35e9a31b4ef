# SPDX-License-Identifier: MIT
"""Publish: make the new `dist` beside the old one, complete and flushed, and exchange the two.

Until the exchange nothing under `dist` is touched; after it `dist` is the new tree. A program that is killed leaves the
one or the other, and what else it leaves behind (`.dist.new`, `.dist.old`) the next start puts right. Files that have
not changed are the same files: hard links.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from filelock import FileLock, Timeout

from leaflets.core.checksums import SUMS, write_sums
from leaflets.core.files import file_mode, link_or_copy, sync, write_whole
from leaflets.core.problems import ExitCode, Problem, ProblemsFound, file_error

if TYPE_CHECKING:
    from leaflets.build.manifest import EditionEntry, Manifest

MANIFEST = "manifest.json"
LEAST_ROOM = 8_000_000
"""Bytes that must be free; a build of some forty editions writes about as much."""
OTHER_FOLDERS = ("print", "sheets", "tiles", "site", "translate")
"""Folders under `dist` that other verbs fill; a build carries them over as they are."""


def beside(out: Path, kind: str) -> Path:
    """Return the hidden neighbour of a folder: `.dist.new` of `dist`."""
    return out.with_name(f".{out.name}.{kind}")


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Hold the folder for this process; ProblemsFound with exit code 6 when another holds it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    path = beside(out, "lock")
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = path.read_text(encoding="ascii", errors="replace").strip()
        who = f"process {holder}" if holder.isdigit() else "another process"
        problem = Problem(
            "locked", f"Another build is at work on {out}: {who}.", hint="wait until it has ended, then start again."
        )
        raise ProblemsFound([problem], exit_code=ExitCode.LOCKED) from None
    try:
        path.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
    finally:
        lock.release()


def repair(out: Path) -> None:
    """Put right what a killed build left: bring back a `dist` that was moved aside, and sweep away half-made trees."""
    new, old, added = (beside(out, kind) for kind in ("new", "old", "added"))
    if old.is_dir() and not out.exists():
        old.rename(out)
    for left_over in (new, old, added):
        if left_over.exists():
            shutil.rmtree(left_over)


def add_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files beside a finished tree and move them into it when all of them are whole and on the disk."""
    new = beside(out, "added")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        for number, data in enumerate(files.values()):
            write_whole(new / str(number), data)
        for number, name in enumerate(files):
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (new / str(number)).replace(out / name)
        for folder in {(out / name).parent for name in files}:
            sync(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(out: Path) -> None:
    """Raise ProblemsFound when the folder holds something that no build has put there."""
    if out.exists() and not out.is_dir():
        raise _wrong_out(f"{out} is a file, not a folder.")
    foreign = out.is_dir() and any(path.name not in OTHER_FOLDERS for path in out.iterdir())
    if foreign and not (out / MANIFEST).is_file():
        raise _wrong_out(f"{out} holds files, but no {MANIFEST}: no build has made it, and this one would replace it.")


def _wrong_out(message: str) -> ProblemsFound:
    problem = Problem("folder-not-ours", message, hint="name a new or an empty folder with --out.")
    return ProblemsFound([problem], exit_code=ExitCode.USAGE)


def read_manifest(out: Path) -> Manifest | None:
    """Return the manifest of a finished tree; None when there is none or when it cannot be read."""
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(manifest, dict) and manifest.get("schema") == 1
    return cast("Manifest", manifest) if is_ours else None


def read_editions(out: Path) -> list[EditionEntry]:
    """Return what the manifest of a finished tree says of its editions; nothing when there is none."""
    manifest = read_manifest(out)
    return manifest["editions"] if manifest else []


@dataclass
class Tree:
    """A new `dist` in the making."""

    out: Path
    sums: dict[str, str] = field(default_factory=dict)
    written: int = 0
    fresh: list[Path] = field(default_factory=list)
    """Files that the former tree does not have: they must be flushed to the disk."""

    def __post_init__(self) -> None:
        self.new = beside(self.out, "new")
        self.mode = 0

    @property
    def scratch(self) -> Path:
        """A folder for whatever nobody will need after this build."""
        return self.new / ".scratch"

    def begin(self) -> None:
        """Make the empty tree."""
        self.scratch.mkdir(parents=True)
        self.mode = file_mode(self.scratch)
        self.check_room()

    def check_room(self) -> None:
        """Raise OSError when the disk is as good as full: text cannot be set when the fonts cannot be copied."""
        if shutil.disk_usage(self.new).free < LEAST_ROOM:
            self.written = max(self.written, LEAST_ROOM)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.new))

    def write(self, name: str, data: bytes) -> None:
        """Put a file into the tree; a hard link to yesterday's when that is the same."""
        self.written += len(data)
        self.sums[name] = hashlib.sha256(data).hexdigest()
        former = self.out / name
        if former.is_file() and former.stat().st_size == len(data) and former.read_bytes() == data:
            self._put(former, self.new / name)
        else:
            path = self.new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self.fresh.append(path)

    def adopt(self, name: str, sha256: str, file: Path) -> None:
        """Put a finished file of the cache, whose content is known, into the tree: a hard link where that can be."""
        self.sums[name] = sha256
        former, path = self.out / name, self.new / name
        self._put(file, path)
        if not (former.is_file() and former.samefile(path)):
            self.fresh.append(path)
            self.written += path.stat().st_size

    def keep(self, name: str, sha256: str = "") -> bool:
        """Carry a file of the former tree over; False when it is missing or no longer what it was."""
        former = self.out / name
        if not former.is_file() or former.is_symlink():
            return False
        found = hashlib.sha256(former.read_bytes()).hexdigest()
        if sha256 and found != sha256:
            return False
        self.sums[name] = found
        self._put(former, self.new / name)
        return True

    def keep_others(self) -> None:
        """Carry over the folders that other verbs fill."""
        for folder in OTHER_FOLDERS:
            for path in sorted((self.out / folder).rglob("*")):
                if path.is_file() and not path.is_symlink():
                    self._put(path, self.new / path.relative_to(self.out))

    def publish(self, manifest: Manifest) -> None:
        """Write manifest and checksums, flush everything to the disk and exchange the new tree with the old."""
        shutil.rmtree(self.scratch)
        self.write(MANIFEST, to_json(manifest).encode())
        (self.new / SUMS).write_bytes(write_sums(self.sums))
        _flush(self.new, (*self.fresh, self.new / SUMS))
        exchange(self.new, self.out)
        sync(self.out.parent)
        for left_over in (self.new, beside(self.out, "old")):
            shutil.rmtree(left_over, ignore_errors=True)

    def discard(self) -> None:
        """Forget the new tree; the old one stays as it is."""
        shutil.rmtree(self.new, ignore_errors=True)

    def _put(self, file: Path, path: Path) -> None:
        if link_or_copy(file, path, self.mode):
            self.fresh.append(path)


@contextmanager
def disk_errors(tree: Tree) -> Iterator[None]:
    """Turn what the system says about files and disks into a problem with exit code 5."""
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
        return Problem("disk-full", message, file=path, hint="make room, or name a folder on another disk with --out.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        message = f"this may not be read or written: {error.strerror}."
        return Problem(
            "not-allowed", message, file=path, hint="change its permissions, or name another folder with --out."
        )
    return file_error(error, path)


def to_json(value: Any) -> str:
    """Return a value as JSON for people and programs: indented, every letter as itself, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def exchange(new: Path, out: Path) -> None:
    """Put `new` where `out` is: in one step where the system can, else in two that `repair` completes."""
    if not out.exists():
        new.rename(out)
    elif not _swap(new, out):
        old = beside(out, "old")
        out.rename(old)
        new.rename(out)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
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
