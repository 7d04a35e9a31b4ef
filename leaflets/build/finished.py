# SPDX-License-Identifier: MIT
"""Finished editions: choose them by name in `dist`, read them, write files made from them.

New files go into folders of `dist` that the manifest does not list, and that builds keep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from leaflets.build import publish
from leaflets.build.manifest import EditionEntry, layout_id
from leaflets.build.publish import disk_problem, locked, read_editions
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

About = TypeVar("About")


def choose(
    dist: Path, names: Sequence[str], purpose: str, *, fits: Callable[[EditionEntry], bool] = lambda entry: True
) -> list[EditionEntry]:
    """Return the finished editions meant, of that purpose; ProblemsFound with every name that matches none.

    An id may end in another purpose or in none. A pattern skips what does not fit; a plain name does not.
    """
    entries = read_editions(dist)
    if not entries:
        message = f"There are no finished editions in {dist}."
        raise ProblemsFound([Problem("not-built", message, hint=f"build first: {command('build')}.")])
    chosen: dict[str, EditionEntry] = {}
    problems = []
    for name in names:
        layouts = sorted({layout_id(entry) for entry in entries if matches(name, layout_id(entry))})
        found = [entry for entry in entries if entry["purpose"] == purpose and layout_id(entry) in layouts]
        plain = not set(name) & set("*?[")
        if wanted := [entry for entry in found if plain or fits(entry)]:
            chosen |= {entry["id"]: entry for entry in wanted}
            message = "It prints something that data.yaml no longer says, so it is not used."
            problems += [
                Problem("edition-outdated", message, where=entry["id"], hint="build again.")
                for entry in wanted
                if entry["state"] == "outdated"
            ]
        else:
            problems.append(_missing(name, purpose, layouts, entries, any_found=bool(found)))
    if problems:
        wrong = any(problem.slug == "nothing-matches" for problem in problems)
        raise ProblemsFound(problems, exit_code=ExitCode.USAGE if wrong else ExitCode.PROBLEMS)
    return list(chosen.values())


def matches(name: str, layout: str) -> bool:
    """Return whether a name, as typed, means that layout or one of its editions."""
    return any(fnmatchcase(f"{layout}{end}", name) for end in ("", ".screen", ".office", ".press"))


def _missing(
    name: str, purpose: str, layouts: Sequence[str], entries: Sequence[EditionEntry], *, any_found: bool
) -> Problem:
    if any_found:
        message = f"None of the editions that match '{name}' is a poster larger than the paper."
        return Problem("nothing-matches", message, hint=f"{command('list')} shows every edition.")
    if layouts:
        message = f"'{name}' is not built for {purpose}."
        return Problem("not-built", message, hint=f"build it: {command('build', '--purpose', purpose)}.")
    near = get_close_matches(name, sorted({layout_id(entry) for entry in entries}), n=3, cutoff=0.5)
    built = f"{command('list')} shows which editions are built; {command('build')} makes the others."
    hint = f"did you mean {' or '.join(near)}? {built}" if near else built
    return Problem("nothing-matches", f"No finished edition is called '{name}'.", hint=hint)


# Making and writing


@dataclass(frozen=True)
class MadeFile(Generic[About]):
    """A file made from editions: its path in `dist`, its bytes, and what is said of it; None for what goes with it."""

    path: str
    content: bytes
    about: About | None


Source = tuple[EditionEntry, bytes]


def make_files(
    dist: Path,
    folder: Path,
    groups: Sequence[Sequence[EditionEntry]],
    make: Callable[[Sequence[Source]], Sequence[MadeFile[About]]],
) -> tuple[list[tuple[dict[str, Any], About]], list[Problem]]:
    """Make files from each group of editions, and write all or none; return what is said of each, and notices."""
    files: dict[str, bytes] = {}
    made, problems, codes = [], list[Problem](), set[ExitCode]()
    try:
        with locked(dist, folder) as notices:
            for entries in groups:
                try:
                    done = make([(entry, read_finished(dist, entry)) for entry in entries])
                except ProblemsFound as found:
                    where = entries[0]["id"] if len(entries) == 1 else ""
                    problems += [replace(one, where=one.where or where) for one in found.problems]
                    codes.add(found.exit_code)
                    continue
                files |= {one.path: one.content for one in done}
                made += [({**origin(entries), "path": one.path}, one.about) for one in done if one.about is not None]
            if problems:
                raise ProblemsFound(problems, exit_code=min(codes))
            publish.add_files(dist, folder, files, notices)
    except OSError as error:
        need = sum(map(len, files.values()))
        raise ProblemsFound([disk_problem(error, dist, need)], exit_code=ExitCode.DISK) from error
    return made, notices


def origin(entries: Sequence[EditionEntry]) -> dict[str, Any]:
    """Return which editions a file is made from, and the state of the least finished."""
    states = {entry["state"] for entry in entries}
    state = "final" if states == {"final"} else min(states - {"final"})
    if len(entries) == 1:
        return {"edition": entries[0]["id"], "state": state}
    return {"editions": [entry["id"] for entry in entries], "state": state}


def read_finished(dist: Path, entry: EditionEntry) -> bytes:
    """Return a finished file's bytes; ProblemsFound if the file has changed since the build."""
    path = dist / entry["path"]
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data).hexdigest() == entry["sha256"]:
        return data
    what = "has changed since it was built" if data else "is missing"
    problem = Problem("file-changed", f"The finished file {what}.", file=str(path), hint="build again.")
    raise ProblemsFound([problem], exit_code=ExitCode.CHECK_FAILED)
