# SPDX-License-Identifier: MIT
"""Approvals by message, locales/<language>/approvals.csv: who has read which sentence, when, and in which words.

An approval holds while the English and the translation are those that were read, by their digest; so a changed sentence
loses its own and no other. A line is kept after that, with the words, to show what was approved before.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from leaflets.content.lists.text import FORMULA, write_rows
from leaflets.core.commands import command
from leaflets.core.messages import Message
from leaflets.core.people import read_person, same_person
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.review import Review

HEADER = ("publication", "key", "digest", "reader", "role", "date", "english", "translation")
ROLES = ("reader", "second reader")
FORMER = "X-Approved-"
"""How a line of a catalogue's header began that approved a publication, before approvals were by message."""
EMERGENCY = re.compile(r"(?<!\d)999(?!\d)")


@dataclass(frozen=True)
class Approval:
    """A reader's approval of one message."""

    key: str
    digest: str
    reader: str
    date: str
    english: str
    words: str

    @classmethod
    def of(cls, message: Message, reader: str, date: str) -> Approval:
        """Return a reader's approval of a message as it is."""
        return cls(message.key, digest_of(message), reader, date, message.english, str(message))

    def covers(self, message: Message) -> bool:
        """Return whether it is about these words."""
        return self.digest == digest_of(message)


def digest_of(message: Message) -> str:
    """Return a hash of the English and the translation of a message."""
    return hashlib.sha256(f"{message.english}\0{message}".encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Approvals:
    """The approvals of a language, and which messages need a second reader."""

    by_key: Mapping[str, tuple[Approval, ...]] = field(default_factory=dict)
    second: frozenset[str] = frozenset()
    """The ids of the risks that need one."""

    def needed(self, message: Message) -> int:
        """Return how many different people must read a message: two if a wrong word could cost a life."""
        return 2 if EMERGENCY.search(message.english) or self.second.intersection(message.key.split(".")) else 1

    def given(self, message: Message) -> list[Approval]:
        """Return the approvals of a message as it is, one for each person."""
        found: list[Approval] = []
        for one in self.by_key.get(message.key, ()):
            if one.covers(message) and not any(same_person(one.reader, other.reader) for other in found):
                found.append(one)
        return found

    def lacking(self, message: Message) -> int:
        """Return how many readers are missing."""
        return max(0, self.needed(message) - len(self.given(message)))

    def lapsed(self, message: Message) -> Approval | None:
        """Return the last approval of a message that has lost all of them, because it has changed."""
        known = self.by_key.get(message.key, ())
        return None if self.given(message) else max(known, key=lambda one: one.date, default=None)

    def review(self, printed: Iterable[Message]) -> Review:
        """Return the state of the review of what an edition or a publication prints."""
        messages = list(printed) if self.by_key else []
        lacking = [message for message in messages if self.lacking(message)]
        former = [one for message in lacking if (one := self.lapsed(message))]
        if not messages or (lacking and not former):
            return Review()
        given = former or [one for message in messages for one in self.given(message)]
        readers = ", ".join(sorted({one.reader for one in given}))
        return Review("outdated" if former else "approved", readers, max(one.date for one in given))

    def tell(self, message: Message) -> str:
        """Return which reader a message lacks, in words; empty if none."""
        if not self.lacking(message):
            return ""
        if given := self.given(message):
            return f"it needs a second reader, besides {given[0].reader} ({given[0].date})"
        readers = "two readers" if self.needed(message) == 2 else "a reader"
        if former := self.lapsed(message):
            before = former.words if former.words != str(message) else former.english
            return f"it needs {readers}: it has changed since {former.reader} read it on {former.date} as “{before}”"
        return f"it needs {readers}"

    def including(self, new: Iterable[Approval]) -> Approvals:
        """Return the approvals with new ones, each in the place of what the same person said before."""
        by_key = dict(self.by_key)
        for one in new:
            others = (other for other in by_key.get(one.key, ()) if not same_person(other.reader, one.reader))
            by_key[one.key] = (*others, one)
        return replace(self, by_key=by_key)


def approvals_path(tag: str) -> str:
    """Return the path of a language's approvals in a project."""
    return f"locales/{tag.replace('-', '_')}/approvals.csv"


def read_approvals(text: str, name: str) -> dict[str, tuple[Approval, ...]]:
    """Return approvals by key; ProblemsFound with each line that is not one."""
    found: dict[str, tuple[Approval, ...]] = {}
    problems = []
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        for cells in rows:
            if tuple(cells) == HEADER or not any(cells):
                continue
            if wrong := _flaw(cells):
                problems.append(_broken(name, rows.line_num, wrong))
                continue
            _, key, digest, reader, _, date, english, words = map(_as_written, cells)
            one = Approval(key, digest, reader, date, english, words)
            found[one.key] = (*found.get(one.key, ()), one)
    except csv.Error as error:
        problems.append(_broken(name, rows.line_num, f"{error}."))
    if problems:
        raise ProblemsFound(problems)
    return found


def _flaw(cells: list[str]) -> str:
    if len(cells) != len(HEADER):
        return f"the line has {len(cells)} cells instead of {len(HEADER)} ({', '.join(HEADER)})."
    if not cells[1]:
        return "the line has no key."
    try:
        read_person(_as_written(cells[3]))
        datetime.date.fromisoformat(cells[5])
    except ProblemsFound as found:
        return found.problems[0].message
    except ValueError:
        return f"'{cells[5][:20]}' is not a date such as 2026-11-28."
    return ""


def _broken(name: str, line: int, message: str) -> Problem:
    hint = f"correct the line, or delete it and approve again: {command('translate', 'approve')}."
    return Problem("approvals-broken", message, name, line, 1, hint=hint)


def _as_written(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def write_approvals(approvals: Approvals) -> bytes:
    """Return the file, sorted, which a spreadsheet opens; the publication is the one whose words the key names."""
    rows = []
    for key in sorted(approvals.by_key):
        of = key.split(".")[1] if key.startswith("publications.") else ""
        read: set[str] = set()
        for one in sorted(approvals.by_key[key], key=lambda one: (one.date, one.reader)):
            role = ROLES[one.digest in read]
            read.add(one.digest)
            rows.append((of, key, one.digest, one.reader, role, one.date, one.english, one.words))
    return write_rows([HEADER, *rows])


def former_approvals(header: Mapping[str, str], printed: Mapping[str, Iterable[Message]]) -> Iterator[Approval]:
    """Yield an approval of each message of the publications that a catalogue's header approves as they are."""
    for publication, messages in printed.items():
        said = header.get(FORMER + publication, "").split("; ")
        known = {one.key: one for one in messages}
        parts = sorted({(one.key, one.english, str(one)) for one in known.values()})
        whole = hashlib.sha256("\x01".join(map("\x00".join, parts)).encode()).hexdigest()
        if len(said) == 3 and said[2] == whole[:20]:
            yield from (Approval.of(one, said[0], said[1]) for one in known.values())


def approvals_of(
    messages: Iterable[Message], approvals: Approvals, *, by: str, today: datetime.date
) -> Iterator[Approval]:
    """Yield the approvals by a reader of the messages that lack one, and that this person has not read."""
    for message in messages:
        mine = any(same_person(one.reader, by) for one in approvals.given(message))
        if approvals.lacking(message) and not mine:
            yield Approval.of(message, by, today.isoformat())
