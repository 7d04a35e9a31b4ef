# SPDX-License-Identifier: MIT
"""Bring a catalogue up to date with the English; a message is found by its msgctxt, even if it was rewritten.

If the English has changed, the translation is marked fuzzy, with the old English, and is not printed. What is no
longer printed moves to the end (`#~`) and comes back when it is printed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import polib

from leaflets.core.messages import TEMPLATES, key_of
from leaflets.languages.catalogue.po import MAX_LENGTH, WRAP
from leaflets.languages.catalogue.pot import ListedMessage, entry_of

FUZZY = "fuzzy"
ALIKE = 0.6
"""How similar two fixed phrases are when one is taken as the other rewritten; they have no path to identify them."""


@dataclass
class Merged:
    """An updated catalogue, and the keys of what has changed in it."""

    file: polib.POFile
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Now fuzzy, because their English has changed."""
    gone: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        parts = {"new": self.new, "changed": self.changed, "gone": self.gone}
        return ", ".join(f"{len(keys)} {name}" for name, keys in parts.items() if keys) or "nothing has changed"


def merge(old: polib.POFile, items: Sequence[ListedMessage], *, minor: bool = False) -> Merged:
    """Return the catalogue with these messages; `minor` keeps a translation when only spaces have changed."""
    merged = Merged(polib.POFile(wrapwidth=WRAP))
    merged.file.header, merged.file.metadata = old.header, dict(old.metadata)
    merged.file.metadata_is_fuzzy = old.metadata_is_fuzzy
    left = _by_key(old)
    for item in items:
        entry = left.pop(item.key, None) or _take_alike(item, left, items)
        if entry is None:
            merged.new.append(item.key)
            entry = entry_of(item)
        elif not entry.msgstr:
            entry = _renewed(entry, item)
        elif _update(entry, item, minor=minor):
            merged.changed.append(item.key)
        merged.file.append(entry)
    for key, entry in left.items():
        if not entry.obsolete:
            merged.gone.append(key)
        if entry.msgstr or entry.msgstr_plural:
            merged.file.append(_retired(entry))
    return merged


def _by_key(file: polib.POFile) -> dict[str, polib.POEntry]:
    """Return the entries by key; an entry in use takes precedence over an obsolete one."""
    found: dict[str, polib.POEntry] = {}
    for entry in sorted(file, key=lambda entry: bool(entry.obsolete)):
        key = key_of(entry.msgctxt or "", entry.msgid)
        while key in found:  # an older one with the same key; it stays with the obsolete ones
            key += "\u0004"
        found[key] = entry
    return found


def _take_alike(
    item: ListedMessage, left: dict[str, polib.POEntry], items: Iterable[ListedMessage]
) -> polib.POEntry | None:
    """Return the fixed phrase that this one replaces, if its English has been rewritten."""
    if item.context != TEMPLATES:
        return None
    wanted = {one.key for one in items}
    gone = [key for key, entry in left.items() if entry.msgctxt == TEMPLATES and key not in wanted and entry.msgstr]
    ratios = {key: SequenceMatcher(None, left[key].msgid, item.english).ratio() for key in gone}
    best = max(ratios, key=ratios.__getitem__, default="")
    return left.pop(best) if best and ratios[best] >= ALIKE else None


def _renewed(entry: polib.POEntry, item: ListedMessage) -> polib.POEntry:
    fresh = entry_of(item)
    fresh.tcomment = entry.tcomment
    fresh.flags += _other_flags(entry)
    return fresh


def _update(entry: polib.POEntry, item: ListedMessage, *, minor: bool) -> bool:
    fresh = entry_of(item)
    changed = entry.msgid != item.english and not (minor and entry.msgid.split() == item.english.split())
    was_fuzzy, origin = FUZZY in entry.flags, entry.previous_msgid
    fuzzy = was_fuzzy
    if changed and was_fuzzy and origin == item.english:
        fuzzy, entry.previous_msgid = False, None  # the English has returned to what was translated
    elif changed:
        # The first English is kept through several changes, because the translation is of that one.
        fuzzy, entry.previous_msgid = True, origin if was_fuzzy else entry.msgid
    entry.obsolete = False
    entry.msgid, entry.comment, entry.occurrences = fresh.msgid, fresh.comment, fresh.occurrences
    entry.flags = [*([FUZZY] if fuzzy else []), *fresh.flags, *_other_flags(entry)]
    return changed and fuzzy


def _retired(entry: polib.POEntry) -> polib.POEntry:
    if entry.previous_msgid:
        entry.msgid, entry.previous_msgid = entry.previous_msgid, None
        entry.flags = [flag for flag in entry.flags if flag != FUZZY]
    entry.obsolete = True
    return entry


def _other_flags(entry: polib.POEntry) -> list[str]:
    ours = (FUZZY, "python-format", "no-python-format")
    return [flag for flag in entry.flags if flag not in ours and not flag.startswith(MAX_LENGTH)]
