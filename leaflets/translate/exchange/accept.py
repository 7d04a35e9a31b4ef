# SPDX-License-Identifier: MIT
"""Decide what can be taken from a file that came back: every rejected row is a problem with its file and row.

Nothing is ever approved here. The catalogue stays as it is unless a valid row says otherwise.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from leaflets.core.placeholders import COPIED
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.translate.exchange.rows import MessageRow, ReturnedFile, ReturnedRow, broken, digest_of, is_writable

BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Direction controls: markup sets the direction, and these can change how a sentence reads."""


@dataclass(frozen=True)
class Change:
    """A change to a message in the catalogue."""

    key: str
    target: str
    comment: str | None = None
    """None leaves the translator's comment as it is."""
    unsettled: bool = False
    """Whether a person must still check it."""


@dataclass
class AcceptResult:
    """The result for some files."""

    taken: dict[str, tuple[Change, ReturnedRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0
    same: int = 0
    conflicts: set[str] = field(default_factory=set)
    """Keys for which two files say different things."""

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for key, (change, _) in self.taken.items() if key not in self.conflicts)


def accept(replies: Sequence[ReturnedFile], current: Mapping[str, MessageRow], *, language: str) -> AcceptResult:
    """Return what can be taken from files in that language; ProblemsFound if a file cannot be trusted as a whole."""
    broken_files = [problem for reply in replies for problem in _check_whole(reply, language)]
    if broken_files:
        raise ProblemsFound(broken_files)
    result = AcceptResult()
    for reply in replies:
        for answer in reply.answers:
            _weigh(answer, current, result)
    result.taken = {key: result.taken[key] for key in current if key in result.taken}
    return result


def meant(name: str, tags: Iterable[str]) -> str:
    """Return the known language that a file means (programs write pl-PL for pl), or the unknown one unchanged."""
    small = name.casefold().replace("_", "-")
    found = [tag for tag in tags if f"{small}-".startswith(f"{tag.casefold()}-")]
    return max(found, key=len, default=name)


def _check_whole(reply: ReturnedFile, language: str) -> Iterator[Problem]:
    if meant(reply.language, (language,)) != language:
        message = f"it is in {reply.language}, not {language}."
        yield broken(reply.file, message, line=1, hint="import it for its own language, or ask for the right file.")
    number = Counter(answer.key for answer in reply.answers)
    for answer in reply.answers:
        if not answer.key:
            yield broken(reply.file, "the row has no key.", line=answer.line)
        elif number[answer.key] > 1:
            message = f"the row '{answer.key[:80]}' appears {number[answer.key]} times."
            yield broken(reply.file, message, line=answer.line, hint="delete all but one of them.")


def _weigh(answer: ReturnedRow, current: Mapping[str, MessageRow], result: AcceptResult) -> None:
    row = current.get(answer.key)
    problem = _refusal(answer, row, current)
    if problem:
        result.problems.append(problem)
        return
    assert row is not None
    comment = answer.comment if answer.comment is not None and answer.comment != row.comment else None
    if not answer.target.strip():
        if row.target:
            hint = "the existing translation stays; to delete it, edit the catalogue."
            result.problems.append(answer.blame("row-emptied", "the row came back empty.", hint))
        else:
            result.empty += 1
            _comment_only(answer, row, comment, result)
        return
    keeps = answer.target == row.target
    if keeps and not (row.state == "check" and answer.settled and not answer.unsettled):
        result.same += 1
        _comment_only(answer, row, comment, result)
        return
    change = Change(answer.key, answer.target, comment, unsettled=answer.unsettled and not answer.settled)
    _put(change, answer, result)


def _comment_only(answer: ReturnedRow, row: MessageRow, comment: str | None, result: AcceptResult) -> None:
    if comment is not None and answer.key not in result.taken:
        change = Change(answer.key, row.target, comment, unsettled=row.state == "check")
        result.taken[answer.key] = (change, answer)


def _put(change: Change, answer: ReturnedRow, result: AcceptResult) -> None:
    former = result.taken.get(answer.key)
    if former and former[0].target != change.target and former[0].target:
        other = former[1]
        message = f"it disagrees with {other.file}:{other.line}."
        result.problems.append(answer.blame("row-contradicts", message, "send only the file that is right."))
        result.conflicts.add(answer.key)
        return
    result.taken[answer.key] = (change, answer)


def _refusal(answer: ReturnedRow, row: MessageRow | None, current: Mapping[str, MessageRow]) -> Problem | None:
    if answer.flaw:
        return answer.blame("row-unsound", f"{answer.flaw}.", answer.hint or "ask for this row again.")
    if row is None:
        near = get_close_matches(answer.key, current, n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}?" if near else "nothing with this key is printed now."
        return answer.blame("row-unknown", f"there is no message '{answer.key[:80]}'.", hint)
    if answer.english != row.english:
        sent = answer.digest and answer.digest != digest_of(row.key, row.english)
        message = (
            "the English has changed since it was sent"
            if sent or not answer.digest
            else "the English in the file was edited"
        )
        hint = f"export again; it is now “{_short(row.english)}”."
        return answer.blame("row-outdated", f"{message}: “{_short(answer.english)}”.", hint)
    if answer.digest and answer.digest != digest_of(row.key, row.english):
        hint = "copy the column 'Check' from the file that was sent."
        return answer.blame("row-unsound", "the value under 'Check' does not belong to this row.", hint)
    return None if answer.target == row.target else _check_target(answer, row)


def _check_target(answer: ReturnedRow, row: MessageRow) -> Problem | None:
    target = answer.target
    if not target:
        return None
    if target == row.english and row.target:
        hint = "the existing translation stays; to put the English in its place, edit the catalogue."
        return answer.blame("row-unsound", "it came back in English.", hint)
    wanted, found = Counter(COPIED.findall(row.english)), Counter(COPIED.findall(target))
    if missing := wanted - found:
        name = next(iter(missing))
        return answer.blame("row-placeholder", f"{name} is missing.", f"put {name} where the name or number should be.")
    if extra := found - wanted:
        name = next(iter(extra))
        return answer.blame("row-placeholder", f"{name} appears more often than in the English.", f"delete {name}.")
    if not is_writable(target):
        return answer.blame("row-unsound", "it contains an invisible character.", "type it again.")
    if hidden := next((letter for letter in target if letter in BIDI and letter not in row.english), ""):
        name = unicodedata.name(hidden, f"U+{ord(hidden):04X}").lower()
        return answer.blame("row-unsound", f"it contains the invisible character {name}.", "delete it.")
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
