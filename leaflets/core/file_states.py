# SPDX-License-Identifier: MIT
"""The state of every file of a project, and of those of the package that take the place of what it lacks.

Contents are read only of files whose size or times are not known, or had just been written when they were recorded.
Only a little of the standard library is imported, because this runs first.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Container

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INPUTS = ("data.yaml", "languages.yaml", "templates", "assets", "locales", "register")
"""Files of a project and of the package."""
LARGE = 50_000_000
"""In bytes; a build reads no larger file, so a film among the pictures is not read here either."""
SETTLED_NS = 3_000_000_000
"""A file written less than this before it was read may have been written again within one tick of its disk's
clock (two seconds on the slowest): its size and times prove nothing."""
States = dict[str, os.stat_result]
Inputs = dict[str, list[int | str]]
"""The state of each file: size, times, inode, whether these are reliable, a hash."""


def read_all(folder: str, known: Inputs) -> Inputs:
    """Return the state and a hash of every file of the project and of the package that a build may read.

    Files are not read again if their size, times and inode are known and reliable.
    """
    now = time.time_ns()
    found = {}
    for root in roots_of(folder):
        for name in INPUTS:
            for path, about in files_in(os.path.join(root, name)):
                found[path] = read(path, about, known.get(path), now)
    return found


def roots_of(folder: str) -> list[str]:
    """Return the folders that hold a project's files: its own, and that of what ships."""
    shipped = os.path.join(PACKAGE, "shipped")
    return list(dict.fromkeys((folder, shipped if os.path.isdir(shipped) else os.path.dirname(PACKAGE))))


def read(path: str, about: os.stat_result | None, known: list[int | str] | None, now: int) -> list[int | str]:
    """Return size, times, inode, whether these prove that the file is unchanged, and its hash."""
    if about is None:
        return [0, 0, 0, 0, 0, "nowhere"]  # a broken link
    marks: list[int | str] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
    if known and known[4] and known[:4] == marks:
        return known
    if about.st_mode & 0o170000 != 0o100000:
        return [*marks, 0, "no ordinary file"]
    if about.st_size > LARGE:
        return [*marks, 1, f"{about.st_size} {about.st_mtime_ns}"]
    try:
        with open(path, "rb") as stream:
            digest = hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return [*marks, 0, "unreadable"]
    return [*marks, int(max(about.st_mtime_ns, about.st_ctime_ns) < now - SETTLED_NS), digest]


def states_in(folder: str, passed: Container[str] = ()) -> States:
    """Return the status of each file and link below a folder, by its path; not of folders in it that are `passed`."""
    found, folders = {}, [""] if os.path.isdir(folder) else []
    while folders:
        above = folders.pop()
        with os.scandir(f"{folder}/{above}") as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    found[f"{above}{entry.name}"] = entry.stat(follow_symlinks=False)
                elif above or entry.name not in passed:
                    folders.append(f"{above}{entry.name}/")
    return found


def marks_of(about: os.stat_result | None) -> list[int]:
    """Return size, time and inode of an ordinary file; nothing of something else."""
    is_file = about is not None and about.st_mode & 0o170000 == 0o100000
    return [about.st_size, about.st_mtime_ns, about.st_ino] if about and is_file else []


def hash_states(states: States) -> str:
    """Return a hash of the names of files, with size, time, inode and mode of each."""
    lines = [
        f"{name}\0{about.st_size} {about.st_mtime_ns} {about.st_ino} {about.st_mode}"
        for name, about in sorted(states.items())
    ]
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()


def same(one: Inputs, other: Inputs) -> bool:
    """Say whether the same files are there, with the same contents."""
    return one.keys() == other.keys() and all(found[5] == other[path][5] for path, found in one.items())


def files_in(path: str, above: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, os.stat_result | None]]:
    """Return everything in a folder and its subfolders, or the file itself, each with its status.

    Links are followed, but not in circles.
    """
    try:
        about = os.stat(path)
    except OSError:
        return [(path, None)] if os.path.islink(path) else []
    if about.st_mode & 0o170000 != 0o040000:
        return [(path, about)]
    here = (about.st_dev, about.st_ino)
    if here in above:
        return []
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return [(path, None)]
    return [found for name in names for found in files_in(os.path.join(path, name), (*above, here))]
