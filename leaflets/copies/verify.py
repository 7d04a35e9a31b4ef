# SPDX-License-Identifier: MIT
"""Verify copies: which edition each is of, that it adds nothing but what is in the slot, and whether that is current.

Who made a copy cannot be seen from it; only copies.csv says so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path

import pikepdf

from leaflets.build.manifest import EditionEntry
from leaflets.copies.maker import decode
from leaflets.copies.one_file import split_copies
from leaflets.copies.reading import Added, NotACopy, SlotContent, check_pixels, read_added
from leaflets.copies.setting import SlotWords, TooLong
from leaflets.copies.stamp import stamp
from leaflets.copies.table import ENGLISH, SlotTable, read_table
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.source import read_data

MOST_BYTES = 1_000_000_000
END = re.compile(rb"startxref\n([0-9]{1,9})\n%%EOF\n\Z")
XREF = re.compile(rb"[0-9]+ 0 obj\n<< /Type /XRef [^\n]{1,3000000} /Length ([0-9]{1,9}) >>\nstream\n")


@dataclass(frozen=True)
class VerifiedCopy:
    """A copy: its file, the edition's hash, id and version if they are known, and what each slot says."""

    path: Path
    sha256: str
    edition: str
    version: str
    copies: tuple[tuple[SlotContent, ...], ...]
    """What the slots say: of one copy, or of each in a file of many."""

    def sentences(self) -> Iterator[str]:
        """Yield what was found, a line each."""
        known = f"{self.edition}, version {self.version}" if self.edition else f"an edition with SHA-256 {self.sha256}"
        yield f"{self.path}: a copy of {known}. Nothing but its slot was added, and that says:"
        for slot in (slot for slots in self.copies for slot in slots):
            yield from (f"    {text}" for text in (slot.name, *slot.lines))
            if slot.code:
                yield f"    (a code that leads to {decode(slot.code) or 'nothing that can be read'})"
            if slot.logo:
                yield "    (a logo)"


def verify_copy(path: Path, published: Mapping[str, tuple[str, str]]) -> VerifiedCopy:
    """Return what a copy is; ProblemsFound if it is none. `published` are ids and versions of editions by hash."""
    try:
        base, update = parts_of(read_data(path, limit=MOST_BYTES))
        table = table_of(base)
        if table is None:
            raise NotACopy("what it begins with has no place for a school's own name")
        copies = split_copies(table, base, update) if b" /Count " in update else [update]
        added = [_proved(table, one) for one in copies]
    except (NotACopy, TooLong, pikepdf.PdfError, ValueError) as found:
        error = found if isinstance(found, NotACopy) else "what it begins with is damaged"
        hint = f"make it again: {command('personalise', 'EDITION', '--rows', 'FILE.csv')}."
        problem = Problem("copy-differs", f"It is not a copy: {error}.", str(path), hint=hint)
        raise ProblemsFound([problem], exit_code=ExitCode.CHECK_FAILED) from None
    return VerifiedCopy(path, table.sha256, *published.get(table.sha256, ("", "")), tuple(one.slots for one in added))


@lru_cache(maxsize=8)
def table_of(base: bytes) -> SlotTable | None:
    """Return the table of an edition, which a folder of copies asks for again and again."""
    return read_table("", base, ENGLISH)


def _proved(table: SlotTable, update: bytes) -> Added:
    """Return what a copy adds; NotACopy unless its words, set again, are written just so."""
    added = read_added(table, update)
    code = next((decode(slot.code) for slot in added.slots if slot.code), "")
    if added.logo:
        check_pixels(added.logo)
    first = added.slots[0]
    words = SlotWords(first.name, first.lines, code, added.logo)
    for addressed, dated, english in product((True, False), (False, True), {table.until_in_english, False}):
        with suppress(TooLong):
            own = replace(table, until_in_english=english)
            if stamp(own, replace(words, addressed=addressed, dated=dated)) == update:
                return added
    raise NotACopy("its words are not set as this release sets them")


def parts_of(data: bytes) -> tuple[bytes, bytes]:
    """Return the bytes of the edition, and those that follow; NotACopy if nothing does, or not as in a copy."""
    ends = END.search(data[-64:])
    own = XREF.match(data, int(ends[1])) if ends else None
    if not own:
        raise NotACopy("nothing was added to it as in a copy" if data.startswith(b"%PDF-") else "it is not a PDF")
    entries = data[own.end() : own.end() + int(own[1])]
    if len(entries) < 6:
        raise NotACopy("its list of objects is damaged")
    begins = min(int.from_bytes(entries[at + 1 : at + 5], "big") for at in range(0, len(entries), 6))
    return data[:begins], data[begins:]


def verify_copies(folder: Path, entries: list[EditionEntry]) -> tuple[int, list[Problem]]:
    """Return how many copies a folder of copies has, and a problem for each that is no copy, or no longer current.

    A copy of which the edition has changed since is named, with how to make it again.
    """
    current = {entry["sha256"]: entry for entry in entries if entry["state"] == "final"}
    published = {sha256: (entry["id"], entry["version"]) for sha256, entry in current.items()}
    problems, count = list[Problem](), 0
    listed = {path.parent / file for path in folder.rglob("copies*.csv") for file in files_in(path)}
    for path in sorted(folder.rglob("*.pdf")):
        count += 1
        if path not in listed:
            message = "It is in no list of copies beside it: its row was refused since, or was in another list."
            problems.append(Problem("copy-outdated", message, str(path), hint="delete it, unless it is still wanted."))
            continue
        try:
            found = verify_copy(path, published)
        except ProblemsFound as refused:
            problems += refused.problems
            continue
        if not found.edition:
            message = "Its edition is no longer current, so it may say what is no longer so."
            hint = f"make it again: {command('personalise', path.parent.name, '--rows', 'FILE.csv')}."
            problems.append(Problem("copy-outdated", message, str(path), hint=hint))
    return count, problems


def files_in(listed: Path) -> set[str]:
    """Return the files that a list of copies names."""
    rows = csv.reader(io.StringIO(listed.read_text(encoding="utf-8-sig")))
    return {row[1].partition("#")[0] for row in rows if len(row) > 1}
