# SPDX-License-Identifier: MIT
"""Read and write catalogue files (gettext .po); faults in a translator's file become problems with their line.

Nothing is lost between reading and writing: comments, flags and header fields of other programs stay.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polib

from leaflets.core.messages import Message, key_of
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import read_source

WRAP = 78
PARCEL = "X-Parcel"
MAX_LENGTH = "max-length:"
LINE = re.compile(r"line ([0-9]+)")
# polib accepts a quote that is not closed, and loses the letter before it.
LEGAL = re.compile(
    r'(?:(?:#~\|?|#\|)\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\])\s*)?"(?:[^"\\]|\\[\\ntrvbf"])*"'
    r"|#(?![~|]).*|#[~|]?|"
)
_STICKY = re.compile(r"(?m)^#=")
"""How gettext 1.0 begins a line of flags that are not about the state of the translation."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue."""

    key: str
    english: str
    words: str
    """The translation; empty if there is none."""
    fuzzy: bool = False
    limit: int = 0
    """The most characters there is room for; 0 if not known."""
    line: int = 0


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language, as in its file."""

    tag: str
    file: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    language: str = ""
    """The language that its header names."""

    def message(self, key: str, english: str) -> Message:
        """Return the translation of exactly this English; otherwise the English itself."""
        entry = self.entries.get(key)
        if entry and entry.words and not entry.fuzzy and entry.english == english:
            return Message(entry.words, key, english, self.tag)
        return Message(english, key, english)

    def blame(self, key: str, slug: str, message: str, hint: str) -> Problem:
        """Return a problem with a message, with its position in the file."""
        entry = self.entries.get(key)
        return Problem(slug, message, self.file, entry.line if entry else 0, 1 if entry else 0, key, hint)


def path_of(tag: str) -> str:
    """Return the path of a language's catalogue in a project: gettext writes zh_Hans for zh-Hans."""
    return f"locales/{tag.replace('-', '_')}/LC_MESSAGES/leaflets.po"


def read_po(path: Path, *, name: str = "") -> polib.POFile:
    """Return the parsed file; ProblemsFound if it is not a catalogue."""
    name = name or str(path)
    return parse_po(read_source(path, name=name), name)


def parse_po(text: str, name: str) -> polib.POFile:
    """Return the catalogue of that text; ProblemsFound if it is none."""
    text = _STICKY.sub("#,", text.removeprefix("\ufeff"))
    if match := _CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"an invisible character (0x{ord(match[0]):02x}) is here."
        raise ProblemsFound([Problem("catalogue-broken", message, name, line, 1, hint="delete it.")])
    lines = enumerate((line.strip() for line in text.split("\n")), start=1)
    if wrong := next((number for number, line in lines if not LEGAL.fullmatch(line)), 0):
        raise ProblemsFound([_broken(name, wrong)])
    # From a file: of a text it takes every character for a line's end that Unicode calls one.
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.po"
        whole.write_text(text, encoding="utf-8", newline="")  # a full disk is not a broken catalogue
        return _parse(whole, name)


def _parse(path: Path, name: str) -> polib.POFile:
    try:
        file = polib.pofile(str(path), encoding="utf-8", wrapwidth=WRAP)
    except (OSError, ValueError, IndexError, AttributeError, TypeError) as error:
        raise ProblemsFound([_broken(name, int(found[1]) if (found := LINE.search(str(error))) else 1)]) from None
    keys = [key_of(entry.msgctxt or "", entry.msgid) for entry in file if not entry.obsolete]
    twice = {key for key, number in Counter(keys).items() if number > 1}
    problems = [
        Problem("catalogue-twice", f"'{key}' occurs twice.", name, entry.linenum or 1, 1, hint="delete one.")
        for entry in file
        if not entry.obsolete and (key := key_of(entry.msgctxt or "", entry.msgid)) in twice
    ]
    if problems:
        raise ProblemsFound(problems)
    return file


def _broken(name: str, line: int) -> Problem:
    message = "this line is not valid here in a catalogue."
    hint = 'look for a quotation mark that is missing, or should be written as \\"; `msgfmt -c` says more.'
    return Problem("catalogue-broken", message, name, line, 1, hint=hint)


def read_catalogue(path: Path, tag: str, *, name: str = "") -> Catalogue:
    """Return a language's messages; ProblemsFound if its file cannot be read. Without a file there are none."""
    name = name or path_of(tag)
    if not path.is_file():
        return Catalogue(tag, name)
    return _catalogue(read_source(path, name=name), tag, name)


@lru_cache(maxsize=32)
def _catalogue(text: str, tag: str, name: str) -> Catalogue:
    """Return the messages in a text, which many steps of a command ask for and which takes long to parse."""
    file = parse_po(text, name)
    entries = (entry_of(one) for one in file if not one.obsolete)
    return Catalogue(tag, name, {entry.key: entry for entry in entries}, file.metadata.get("Language", ""))


def entry_of(one: polib.POEntry) -> Entry:
    """Return an entry of the file as a value."""
    limits = [flag.removeprefix(MAX_LENGTH) for flag in one.flags if flag.startswith(MAX_LENGTH)]
    limit = next((int(number) for number in limits if re.fullmatch("[0-9]{1,6}", number)), 0)
    return Entry(key_of(one.msgctxt or "", one.msgid), one.msgid, one.msgstr, one.fuzzy, limit, one.linenum or 0)


def write_po(file: polib.POFile) -> str:
    """Return the text of a catalogue."""
    file.wrapwidth = WRAP
    return str(file)
