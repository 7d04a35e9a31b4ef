# SPDX-License-Identifier: MIT
"""Watch files: which have been changed, and whether the editor has finished writing them.

It compares times and sizes, a hundred files in a millisecond: the same on every system, and on network folders that
send no events. Nothing is opened.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SETTLE_SECONDS = 0.04
"""A change counts when two looks this far apart agree."""
GONE_SECONDS = 0.4
"""The same for a missing or empty file: some editors delete or empty it before they write."""
SCRATCH_NAMES = ("~", ".swp", ".swx", ".tmp", ".bak", ".part", "4913")
"""Suffixes of editors' own files."""

Mark = tuple[int, int, int, int]
"""Modification and status-change time in nanoseconds, size in bytes, inode. The second one tells a file that was taken
away and put back, as synchronised folders do: a copy that keeps its time may get the same inode again."""


def look(roots: Sequence[Path]) -> dict[str, Mark]:
    """Return every file of the roots, which are files or folders, with its state."""
    return {path: mark for root in roots for path, mark in _files(os.fspath(root))}


def _files(path: str) -> Iterator[tuple[str, Mark]]:
    try:
        entries = list(os.scandir(path))
    except NotADirectoryError:
        yield path, _mark_of(os.stat(path))  # noqa: PTH116 (paths are text here: this runs ten times a second)
        return
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "#")) or entry.name.endswith(SCRATCH_NAMES):
            continue
        try:
            if entry.is_dir():
                yield from _files(entry.path)
            else:
                yield entry.path, _mark_of(entry.stat())
        except OSError:
            continue  # gone between two looks; the next look agrees


def _mark_of(about: os.stat_result) -> Mark:
    return about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino


@dataclass
class Watcher:
    """Reports which files have changed since it was last asked."""

    roots: Sequence[Path]
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    seen: dict[str, Mark] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = look(self.roots)

    def changed(self) -> list[str]:
        """Return the files that have changed and are at rest; waits while one of them is being written."""
        now = look(self.roots)
        if now == self.seen:
            return []
        since = self.clock()
        while True:
            self.wait(SETTLE_SECONDS)
            again = look(self.roots)
            if again != now:
                now, since = again, self.clock()
            elif now == self.seen:
                return []
            elif self.clock() - since >= (GONE_SECONDS if self._is_missing(now) else SETTLE_SECONDS):
                break
        names = [name for name in {**self.seen, **now} if self.seen.get(name) != now.get(name)]
        self.seen = now
        return sorted(names)

    def is_stirring(self, seconds: float) -> bool:
        """Wait that long; say whether a file has been written meanwhile, without counting it as seen."""
        end = self.clock() + seconds
        while self.clock() < end:
            self.wait(SETTLE_SECONDS)
            if look(self.roots) != self.seen:
                return True
        return False

    def _is_missing(self, now: dict[str, Mark]) -> bool:
        return any(name not in now or (now[name][2] == 0 and mark[2] > 0) for name, mark in self.seen.items())
