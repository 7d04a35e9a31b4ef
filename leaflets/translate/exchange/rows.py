# SPDX-License-Identifier: MIT
"""Rows: a message as an agency or a checker sees it, and as it comes back.

`MessageRow` goes out, `ReturnedRow` comes in; each format writes one and reads the other. A row is identified by its
key; its number is only for people, and is in the pictures of the pages. Each row that comes back names the parcel that
it answers, if its format still knows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from leaflets.core.archive import UnsafeFile
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.catalogue.glossary import Term
from leaflets.languages.language import Language

State = Literal["new", "check", "done"]
"""Not translated; translated from other English, to be checked; translated."""

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither XML nor a spreadsheet can hold."""
FORMULA = ("=", "+", "-", "@")
"""Characters that a spreadsheet may read as the start of a formula."""
PARCEL = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*-[0-9a-f]{8}")
"""The name of a parcel."""
CHECK, REPEATS = "To be checked:", "The same English as No."
"""How advice on a translation begins."""
CHANGED = "Changed. Before:"
"""How the note begins that says what was approved before."""
MAX_CELL = 32_767
"""The most characters that a spreadsheet's cell can hold."""


@dataclass(frozen=True)
class MessageRow:
    """One message, with everything that a translator must know about it."""

    key: str
    english: str
    target: str = ""
    note: str = ""
    maximum: int = 0
    """The most characters there is room for; 0 if not known."""
    number: int = 0
    picture: str = ""
    state: State = "new"
    before: str = ""
    """The English that was translated, if it is to be checked."""
    comment: str = ""
    repeats: int = 0
    """The number of the first message with the same English; 0 if there is none, or this is it."""

    @property
    def advice(self) -> str:
        """What is to be done with the translation, if that needs saying."""
        if self.repeats and self.state == "check":
            return f"{CHECK} this is the translation of No. {self.repeats}, which has the same English."
        if self.repeats:
            return f"{REPEATS} {self.repeats}: leave it empty to use that translation here too, or write another."
        return f"{CHECK} this is the translation of “{self.before}”." if self.state == "check" else ""


@dataclass(frozen=True)
class Parcel:
    """What is sent for one language."""

    language: Language
    rows: Sequence[MessageRow]
    publisher: str
    title: str
    issued: str
    """The date of the newest publication in it, as 2026-11-23."""
    terms: Sequence[Term] = ()
    memory: Sequence[MessageRow] = ()
    """All that is translated into the language, whether or not it is in the parcel."""
    approved: frozenset[str] = frozenset()
    """The keys of the messages that a reader has approved."""

    @property
    def glossary(self) -> list[tuple[str, str, str, str]]:
        """The glossary as a table."""
        head = ("term", f"say ({self.language.tag})", "do not say", "note")
        return [head, *((one.term, one.target, ", ".join(one.forbidden), one.note) for one in self.terms)]

    @property
    def states(self) -> dict[State, int]:
        """How many messages are in each state."""
        return {state: sum(row.state == state for row in self.rows) for state in get_args(State)}

    @cached_property
    def digest(self) -> str:
        """Return eight characters that identify the contents."""
        text = repr([(row.key, row.english, row.target, row.state, row.comment, row.repeats) for row in self.rows])
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def name(self) -> str:
        """Return the name of the parcel: ur-1a2b3c4d."""
        return f"{self.language.tag}-{self.digest}"


@dataclass(frozen=True)
class ReturnedRow:
    """One row as it comes back, with its position."""

    key: str
    english: str
    target: str
    file: str
    line: int
    parcel: str = ""
    """The name of the parcel that it answers; empty if that is not known."""
    comment: str = ""
    """All notes on it: ours to the translator may be among them."""
    untouched: bool = False
    """Whether nobody has translated it, whatever stands there."""
    settled: bool = False
    """Whether a translation to be checked is right as it is."""
    unsettled: bool = False
    """Whether the translation is to be checked by a person: it is unfinished, or a program's."""
    read_by: str | None = None
    """The reader who ticked it as right on a proof: empty if no name was given, None if it is not ticked."""
    flaw: str = ""
    """Why the row cannot be taken, if known from the format."""
    hint: str = ""

    def blame(self, slug: str, message: str, hint: str = "") -> Problem:
        return Problem(slug, message, self.file, self.line, where=self.key[:120], hint=hint)


@dataclass(frozen=True)
class ReturnedFile:
    """A file that came back."""

    file: str
    language: str
    answers: tuple[ReturnedRow, ...]
    notes: tuple[str, ...] = ()
    """Notes on the file as a whole."""
    is_proof: bool = False
    """Whether it comes from a reader, not from a translator."""


@dataclass(frozen=True)
class SentWords:
    """The words that a returned row is compared with, by key."""

    rows: Mapping[str, MessageRow]
    is_parcel: bool = True
    """Whether they are known to be those of the parcel that is answered."""

    @cached_property
    def by_number(self) -> dict[int, str]:
        """The keys by the numbers of the rows."""
        return {row.number: key for key, row in self.rows.items()}


@dataclass(frozen=True)
class Change:
    """A change to a message in the catalogue; None leaves its words, or its translator's comment, as they are."""

    key: str
    target: str | None
    comment: str | None = None
    unsettled: bool = False
    """Whether a person must still check it."""


def is_writable(text: str) -> bool:
    """Return whether a format of exchange can hold the text."""
    return len(text) <= MAX_CELL and not UNWRITABLE.search(text)


def broken(file: str, message: str, *, line: int = 0, hint: str = "") -> Problem:
    """Return the problem of a file that is rejected as a whole."""
    return Problem("exchange-broken", message, file, line, hint=hint or "ask for the file again.")


def refused(file: str, message: str, *, line: int = 1, hint: str = "") -> ProblemsFound:
    """Return the same, to be raised."""
    return ProblemsFound([broken(file, message, line=line, hint=hint)])


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Raise ProblemsFound for an unsafe file that is opened meanwhile."""
    try:
        yield
    except UnsafeFile as error:
        hint = f"ask for it again without {error.without}." if error.without else ""
        raise refused(file, str(error), hint=hint) from None
