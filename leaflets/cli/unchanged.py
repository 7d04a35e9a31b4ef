# SPDX-License-Identifier: MIT
"""Answer at once if nothing has changed since the same `build` or `site` last made everything.

When it ends well it leaves a note: the state of every file that it may have read, with a hash; the state of the tools
and the finished files; the day until which the answer holds; and the output. The next time, the same command
compares and repeats the output. Contents are read only of files whose size or times differ, or that had just been
written when the note was taken. If anything differs, is missing or cannot be read, the verb runs, so a note errs
only on the safe side. Only a little of the standard library is imported, because this runs first.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable

from leaflets.core.file_states import Inputs, hash_states, read_all, same, states_in

FOLDER = os.path.join(".cache", "unchanged")
OTHERS = frozenset(("print", "sheets", "tiles", "site", "translate"))
"""Folders of `dist` that other verbs fill."""
LOADER = "/etc/ld.so.cache"
"""Changes whenever system libraries do."""
LEFT_OVERS = (".{}.new", ".{}.old", ".{}.added")
"""Left beside `dist` by a killed verb, for the next one to clear up."""
QUIET = "--quiet"
MOST = 40
"""The number of notes kept."""
Seen = dict[str, str]
"""States by what they are of: the path of a folder, tools, left-overs."""


def answer(words: list[str]) -> bool:
    """Repeat the output of the last build with these words, if nothing has changed; False if the build must run."""
    try:
        folder = project_of(words)
        with open(note_of(folder, words), encoding="utf-8") as stream:
            note = json.load(stream)
        day = today()
        if not (any(word.startswith("--today") for word in words) or note["day"] <= day <= (note["until"] or day)):
            return False
        if describe(note["out"], note["besides"], note["seen"]) != note["seen"]:
            return False
        if not same(read_all(folder, note["inputs"]), note["inputs"]):
            return False
    except (OSError, ValueError, LookupError, TypeError, OverflowError):
        return False
    try:
        if QUIET not in words:
            repeat(note)
    except BrokenPipeError:  # the reader (head, less) has stopped reading
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def begin(folder: str, words: list[str]) -> Inputs:
    """Record the state of a project before its build reads it; files proved unchanged by the last note are not read."""
    try:
        with open(note_of(folder, words), encoding="utf-8") as stream:
            known: Inputs = json.load(stream)["inputs"]
        return read_all(folder, known if all(len(marks) == 6 for marks in known.values()) else {})
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return read_all(folder, {})


def repeat(note: dict[str, str]) -> None:
    """Print the output stored in the note."""
    if note["aside"] and sys.stderr:
        sys.stderr.write(f"{note['aside']}\n")
    if note["result"] and sys.stdout:  # None if closed
        sys.stdout.write(f"{note['result']}\n")
        sys.stdout.flush()


def project_of(words: list[str]) -> str:
    """Return the project's folder as named by the words, directly or by its data.yaml; otherwise the current one."""
    folder = "."
    for number, word in enumerate(words):
        if word == "--project":
            folder = words[number + 1]
        elif word.startswith("--project="):
            folder = word.partition("=")[2]
    path = os.path.realpath(folder)
    return os.path.dirname(path) if os.path.isfile(path) else path


def note_of(folder: str, words: list[str]) -> str:
    """Return the path of the note for these words: the same words elsewhere may name other folders.

    Without a verb `build` is meant, and options about progress make no other build. The output may contain commands
    with the program's name as called.
    """
    asked = words[1:] if words[:1] == ["build"] else words
    asked = [word for word in asked if word not in (QUIET, "--no-progress")]
    called = sys.orig_argv[: len(sys.orig_argv) - len(words)]
    os.umask(mask := os.umask(0))  # new files get their mode from it
    said = json.dumps([os.getcwd(), os.environ.get("SOURCE_DATE_EPOCH", ""), mask, called, *asked])
    return os.path.join(folder, FOLDER, f"{hashlib.sha256(said.encode()).hexdigest()}.json")


def today() -> str:
    """Return the day as on the command line without `--today`: 2026-11-24."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)) if epoch else time.localtime())


def list_tools(folder: str, *more: str) -> list[str]:
    """Return the paths of the program and of what it is run with, and of a project's id, for a note."""
    from leaflets.build.ownership import ID
    from leaflets.build.toolchain import code_files
    from leaflets.core.requirements import package_folders

    system = (sys.executable, LOADER, os.path.join(folder, ID))
    return sorted({*map(os.fspath, (*code_files(), *package_folders())), *system, *more})


def describe(out: str, besides: list[str], folders: Iterable[str]) -> Seen:
    """Return the state of folders, of `out` without what other verbs fill; and of tools and fonts, `besides`."""
    name = os.path.basename(out)
    left = [os.path.lexists(os.path.join(os.path.dirname(out), form.format(name))) for form in LEFT_OVERS]
    states = {one: hash_states(states_in(one, OTHERS if one == out else ())) for one in folders if os.path.isabs(one)}
    return {**states, "besides": context(besides), "left": str(any(left))}


def context(paths: list[str]) -> str:
    """Return a hash of size and time of files, which change when they are replaced; missing files count."""
    digest = hashlib.sha256()
    for path in paths:
        try:
            found = os.stat(path)
            digest.update(f"{path}\0{found.st_size} {found.st_mtime_ns} {found.st_ino}\0".encode())
        except OSError:
            digest.update(f"{path}\0missing\0".encode())
    return digest.hexdigest()


def write_note(
    words: list[str],
    inputs: Inputs,
    seen: Seen,
    *,
    out: str,
    besides: list[str],
    days: tuple[str, str | None],
    said: tuple[str, str],
) -> None:
    """Write the note of a verb that ended well, unless a file has changed since `inputs` and `seen` were taken.

    `besides` are paths of tools, fonts and other files, of which size and time are compared. `days` are the first
    and last day on which the answer is right, None if no day changes it; `said` is the output and the messages. If
    the note cannot be written, the verb simply runs the next time.
    """
    folder = project_of(words)
    try:
        if not same(now := read_all(folder, inputs), inputs) or describe(out, besides, seen) != seen:
            return
        note = {"out": out, "besides": besides, "day": days[0], "until": days[1], "result": said[0], "aside": said[1]}
        path = note_of(folder, words)
        beside = f"{path}.{os.getpid()}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(beside, "w", encoding="utf-8") as stream:
            json.dump({**note, "seen": seen, "inputs": now}, stream)
        os.replace(beside, path)
        notes = sorted(os.scandir(os.path.dirname(path)), key=lambda entry: entry.stat().st_mtime)
        for entry in notes[:-MOST]:
            os.unlink(entry.path)
    except (OSError, ValueError):  # a name that is not UTF-8 cannot be noted
        return
