# SPDX-License-Identifier: MIT
"""Convert entries of a catalogue to rows, and changes back to entries.

A message with plural forms becomes a row for each form, `key[0]`, `key[1]` ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polib

from leaflets.core.messages import key_of
from leaflets.translate.exchange.rows import Change, MessageRow, State

FUZZY = "fuzzy"
FORM = re.compile(r"(?P<key>.*)\[(?P<form>[0-9])\]", re.DOTALL)
FORMS = re.compile(r"nplurals\s*=\s*([1-6])")


def entries_of(file: polib.POFile) -> dict[str, polib.POEntry]:
    """Return the entries in use by message key."""
    return {key_of(entry.msgctxt or "", entry.msgid): entry for entry in file if not entry.obsolete}


def forms_of(file: polib.POFile) -> int:
    """Return how many plural forms the catalogue's language has."""
    match = FORMS.search(file.metadata.get("Plural-Forms", ""))
    return int(match[1]) if match else 2


def all_rows_of(file: polib.POFile) -> list[MessageRow]:
    """Return the rows for everything that is in a catalogue, whether or not it is printed now."""
    return rows_of(file, [MessageRow(key, entry.msgid) for key, entry in entries_of(file).items()])


def rows_of(file: polib.POFile, drafts: Sequence[MessageRow]) -> list[MessageRow]:
    """Return the rows for the catalogue's entries, numbered in order."""
    entries = entries_of(file)
    forms = forms_of(file)
    rows = (row for draft in drafts for row in _rows(entries[draft.key], draft, forms))
    return [replace(row, number=number) for number, row in enumerate(rows, start=1)]


def _rows(entry: polib.POEntry, draft: MessageRow, forms: int) -> Iterator[MessageRow]:
    fuzzy, before = FUZZY in entry.flags, entry.previous_msgid or ""
    for key, english, target in _forms(entry, draft, forms):
        state: State = "new" if not target else "check" if fuzzy else "done"
        yield replace(
            draft, key=key, english=english, target=target, state=state, before=before, comment=entry.tcomment
        )


def _forms(entry: polib.POEntry, draft: MessageRow, forms: int) -> Iterator[tuple[str, str, str]]:
    if not entry.msgid_plural:
        yield draft.key, draft.english, entry.msgstr
        return
    for form in range(forms):
        english = entry.msgid_plural if form else entry.msgid
        yield f"{draft.key}[{form}]", english, entry.msgstr_plural.get(form, "")


def fill(file: polib.POFile, changes: Sequence[Change]) -> None:
    """Write changes into a catalogue; this approves nothing."""
    entries = entries_of(file)
    for change in changes:
        entry, form = _entry(change.key, entries)
        if change.comment is not None:
            entry.tcomment = change.comment
        if change.target is None:
            continue
        if form is None:
            entry.msgstr = change.target
        else:
            entry.msgstr_plural[form] = change.target
        others = [flag for flag in entry.flags if flag != FUZZY]
        entry.flags = [FUZZY, *others] if change.unsettled else others
        if not change.unsettled:
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None


def _entry(key: str, entries: Mapping[str, polib.POEntry]) -> tuple[polib.POEntry, int | None]:
    match = FORM.fullmatch(key)
    if key not in entries and match and match["key"] in entries:
        return entries[match["key"]], int(match["form"])
    return entries[key], None
