# SPDX-License-Identifier: MIT
"""What was sent: locales/<language>/sent/<parcel>.po keeps the words that a parcel took with it.

What comes back is compared with that, so that only what the translator has changed is taken. A parcel stays until it
is forgotten, because it may be answered more than once.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polib

from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.source import decode
from leaflets.core.suggest import suggest
from leaflets.languages.catalogue.po import PARCEL, WRAP, parse_po, path_of, read_po
from leaflets.translate.exchange.alike import alike
from leaflets.translate.exchange.entries import all_rows_of, entries_of
from leaflets.translate.exchange.rows import PARCEL as NAME
from leaflets.translate.exchange.rows import REPEATS, MessageRow, Parcel, ReturnedFile, SentWords

SENT = "locales/*/sent/*.po"


def sent_path(tag: str, parcel: str) -> str:
    """Return the path of a sent parcel in a project."""
    return f"{Path(path_of(tag)).parent.parent}/sent/{parcel}.po"


def parcels_of(folder: Path, tag: str) -> list[str]:
    """Return the parcels of a language that are kept."""
    return sorted(path.stem for path in (folder / sent_path(tag, "")).parent.glob("*.po"))


def write_sent(parcel: Parcel) -> str:
    """Return the text that keeps what a parcel took with it."""
    file = polib.POFile(wrapwidth=WRAP)
    file.header = "What was sent; made by `leaflets translate export`. Do not edit."
    file.metadata = {
        "Language": parcel.language.tag.replace("-", "_"),
        "Content-Type": "text/plain; charset=UTF-8",
        PARCEL: parcel.name,
    }
    for row in parcel.rows:
        flags = ["fuzzy"] if row.state == "check" else []
        entry = polib.POEntry(msgctxt=row.key, msgid=row.english, msgstr=row.target, tcomment=row.comment, flags=flags)
        entry.comment = f"{REPEATS} {row.repeats}" if row.repeats else ""
        file.append(entry)
    return str(file)


def forget(folder: Path, parcel: str) -> Path:
    """Delete what is kept of a parcel; ProblemsFound if there is no such parcel."""
    kept = {path.stem: path for path in sorted(folder.glob(SENT))}
    if parcel not in kept:
        message = f"There is no parcel '{parcel}'."
        problem = Problem("nothing-matches", message, hint=suggest(parcel, kept, "" if kept else "none is kept."))
        raise ProblemsFound([problem], exit_code=ExitCode.USAGE)
    kept[parcel].unlink()
    return kept[parcel]


def find_sent(
    folder: Path, tag: str, reply: ReturnedFile, here: polib.POFile
) -> tuple[dict[str, SentWords], list[Problem]]:
    """Return, for each parcel that a file names, what its rows were sent with; and what is not known about that.

    Without its parcel a file is compared with the one that it is most like, else with the committed catalogue, else
    with the present one.
    """
    found: dict[str, SentWords] = {}
    names = dict.fromkeys(answer.parcel for answer in reply.answers)
    in_path = [match[0] for match in NAME.finditer(reply.file)]
    for name in names:
        for one in (name, *in_path):
            path = folder / sent_path(tag, one)
            if NAME.fullmatch(one) and path.is_file():
                found[name] = SentWords(_rows_in(path))
                break
    if found.keys() == names.keys():
        return found, []
    rows, which = _most_like(folder, tag, reply) or _committed(folder, tag) or (_by_key(here), "the present catalogue")
    message = f"it does not say which parcel it answers, or that parcel is not kept; it is compared with {which}."
    hint = "look at what was taken with care; what both sides have changed is left as it is."
    found |= {name: SentWords(rows, is_parcel=False) for name in names if name not in found}
    return found, [Problem("parcel-unknown", message, reply.file, 1, hint=hint, severity="warning")]


def _by_key(file: polib.POFile) -> dict[str, MessageRow]:
    return {row.key: row for row in all_rows_of(file)}


def _rows_in(path: Path) -> dict[str, MessageRow]:
    file = read_po(path)
    said = {key: one.comment.removeprefix(REPEATS).strip() for key, one in entries_of(file).items()}
    repeats = {key: int(number) for key, number in said.items() if re.fullmatch("[0-9]{1,6}", number)}
    return {key: replace(row, repeats=repeats.get(key, 0)) for key, row in _by_key(file).items()}


def _most_like(folder: Path, tag: str, reply: ReturnedFile) -> tuple[dict[str, MessageRow], str] | None:
    """Return the sent parcel that most rows agree with, if more than half do; a catalogue answers none."""
    if reply.file.casefold().endswith(".po"):
        return None
    best: tuple[int, dict[str, MessageRow], str] = (len(reply.answers) // 2, {}, "")
    for name in parcels_of(folder, tag):
        rows = _rows_in(folder / sent_path(tag, name))
        pairs = [(answer, rows[answer.key]) for answer in reply.answers if answer.key in rows]
        same = sum(alike(one.english, row.english) and alike(one.target, row.target) for one, row in pairs)
        best = max(best, (same, rows, f"parcel {name}, which it is most like"), key=lambda one: one[0])
    return best[1:] if best[1] else None


def _committed(folder: Path, tag: str) -> tuple[dict[str, MessageRow], str] | None:
    """Return the catalogue as git has it, if it has one that can be read."""
    command: Sequence[str] = ("git", "-C", str(folder), "show", f"HEAD:./{path_of(tag)}")
    try:
        shown = subprocess.run(command, capture_output=True, check=True)
        return _by_key(parse_po(decode(shown.stdout, path_of(tag)), path_of(tag))), "the catalogue as it was committed"
    except (OSError, subprocess.CalledProcessError, ProblemsFound):
        return None
