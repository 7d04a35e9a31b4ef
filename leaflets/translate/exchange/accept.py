# SPDX-License-Identifier: MIT
"""Merge what came back: what the translator has changed of what was sent, on top of what is there now.

A row that is as it was sent changes nothing, whatever is here now. One that both sides have changed is a conflict: it
is shown and left. Every rejected row is a problem with its file and row, and costs no other row. Nothing is ever
approved here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from leaflets.core.placeholders import COPIED
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.translate.exchange.alike import alike, fill_codes, kept_spaces, tidy
from leaflets.translate.exchange.rows import (
    Change,
    MessageRow,
    ReturnedFile,
    ReturnedRow,
    SentWords,
    broken,
    is_writable,
)

BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Direction controls: markup sets the direction, and these can change how a sentence reads."""
OURS = ("Number ", "To be checked: ", "At most ")
"""How notes of ours begin that are not in the catalogue."""


@dataclass
class AcceptResult:
    """The result for some files."""

    taken: dict[str, tuple[Change, ReturnedRow]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0
    same: int = 0
    spaces: list[str] = field(default_factory=list)
    """Keys of translations that came back with fewer no-break spaces."""
    conflicts: set[str] = field(default_factory=set)
    """Keys for which two files say different things."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, also those of comments alone."""
        words = {key: change for key, (change, _) in self.taken.items() if key not in self.conflicts}
        keys = dict.fromkeys((*words, *self.comments))
        none = Change("", None)
        return tuple(
            Change(key, one.target, self.comments.get(key), one.unsettled)
            for key, one in ((key, words.get(key, none)) for key in keys)
        )


@dataclass(frozen=True)
class Returned:
    """A row that came back, with what it was sent with and what is here now."""

    answer: ReturnedRow
    row: MessageRow
    sent: MessageRow
    english: str
    words: str
    in_parcel: bool

    @property
    def keeps_words(self) -> bool:
        return alike(self.words, self.sent.target)

    @property
    def keeps_english(self) -> bool:
        return alike(self.english, self.sent.english)

    @property
    def is_unsettled(self) -> bool:
        return (self.answer.unsettled or self.answer.untouched) and not self.answer.settled


def accept(
    replies: Sequence[ReturnedFile],
    current: Mapping[str, MessageRow],
    sent: Mapping[str, Mapping[str, SentWords]],
    *,
    language: str,
) -> AcceptResult:
    """Return what can be taken from files in that language; ProblemsFound if one of them is in another.

    `sent` has the words that were sent, for each file by parcel.
    """
    if problems := [problem for reply in replies for problem in _check_language(reply, language)]:
        raise ProblemsFound(problems)
    result = AcceptResult()
    for reply in replies:
        number = Counter((answer.key, answer.target) for answer in reply.answers)
        wordings = Counter(key for key, _ in number)
        seen = set()
        for answer in reply.answers:
            if wordings[answer.key] > 1:
                message = f"the row '{answer.key[:80]}' appears {wordings[answer.key]} times, with different words."
                result.problems.append(answer.blame("row-contradicts", message, "delete all but one of them."))
            elif answer.key not in seen:
                _weigh(answer, current, sent[reply.file][answer.parcel], result)
            seen.add(answer.key)
    result.taken = {key: result.taken[key] for key in current if key in result.taken}
    return result


def meant(name: str, tags: Iterable[str]) -> str:
    """Return the known language that a file means (programs write pl-PL for pl), or the unknown one unchanged."""
    small = name.casefold().replace("_", "-")
    found = [tag for tag in tags if f"{small}-".startswith(f"{tag.casefold()}-")]
    return max(found, key=len, default=name)


def _check_language(reply: ReturnedFile, language: str) -> Iterator[Problem]:
    if meant(reply.language, (language,)) != language:
        message = f"it is in {reply.language}, not {language}."
        yield broken(reply.file, message, line=1, hint="import it for its own language, or ask for the right file.")


def _weigh(answer: ReturnedRow, current: Mapping[str, MessageRow], known: SentWords, result: AcceptResult) -> None:
    row, sent = current.get(answer.key), known.rows.get(answer.key)
    if row is None and answer.flaw:
        result.problems.append(answer.blame("row-unsound", f"{answer.flaw}.", answer.hint))
        return
    if row is None:
        if sent and alike(answer.target, sent.target):
            result.same += 1  # it is not printed any more
            return
        near = get_close_matches(answer.key, current, n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}?" if near else "nothing with this key is printed now."
        message = f"there is no message '{answer.key[:80]}'." if answer.key else "the row has no key."
        result.problems.append(answer.blame("row-unknown", message, hint))
        return
    sent = sent or MessageRow(answer.key, row.english)
    english = fill_codes(answer.english, answer.english, sent.english)
    words = tidy(fill_codes(answer.target, answer.english, sent.english), row.english)
    if answer.untouched and alike(words, english):
        words = sent.target
    back = Returned(answer, row, sent, english, words, known.is_parcel)
    if comment := _comment(back):
        result.comments[answer.key] = comment
    if back.keeps_words:
        _keep(back, result)
    elif problem := _refusal(back):
        result.problems.append(problem)
    elif alike(words, row.target):
        result.same += 1  # both sides have made the same change
    else:
        _put(Change(answer.key, words, unsettled=back.is_unsettled), answer, result)
        if kept_spaces(words) < kept_spaces(sent.target):
            result.spaces.append(answer.key)


def _keep(back: Returned, result: AcceptResult) -> None:
    """Count a row whose words came back as they were sent; the translator may say that they are right."""
    answer, row = back.answer, back.row
    if back.in_parcel and not back.keeps_english:
        edited = f"the English in the file was edited: “{_short(back.english)}”."
        message = f"{answer.flaw}." if answer.flaw else edited
        hint = "its translation is as before; if the English should change, change data.yaml."
        result.problems.append(answer.blame("row-outdated", message, hint))
        return
    settles = answer.settled and not answer.unsettled and row.state == "check" and back.sent.state == "check"
    if settles and back.words and alike(back.words, row.target) and alike(back.english, row.english):
        _put(Change(answer.key, row.target), answer, result)
    elif back.words or row.target:
        result.same += 1
    else:
        result.empty += 1


def _comment(back: Returned) -> str:
    """Return the translator's comment with what the notes add to it; empty if they add nothing."""
    there = [back.row.comment, back.sent.comment, back.row.note, back.sent.note]
    known = {line.strip() for text in there for line in text.splitlines()}
    lines = (line.strip() for line in back.answer.comment.splitlines())
    new = [line for line in lines if line and line not in known and not line.startswith(OURS) and is_writable(line)]
    return "\n".join(filter(None, (back.row.comment, *dict.fromkeys(new)))) if new else ""


def _put(change: Change, answer: ReturnedRow, result: AcceptResult) -> None:
    former = result.taken.get(answer.key)
    if former and former[0].target != change.target:
        other = former[1]
        message = f"it disagrees with {other.file}:{other.line}."
        result.problems.append(answer.blame("row-contradicts", message, "send only the file that is right."))
        result.conflicts.add(answer.key)
        return
    result.taken[answer.key] = (change, answer)


def _refusal(back: Returned) -> Problem | None:
    answer, row, sent = back.answer, back.row, back.sent
    if answer.flaw:
        return answer.blame("row-unsound", f"{answer.flaw}.", answer.hint or "ask for this row again.")
    if not back.words:
        hint = "the existing translation stays; to delete it, edit the catalogue."
        return answer.blame("row-emptied", "the row came back empty.", hint)
    if not alike(back.english, row.english):
        message = (
            "the English has changed since it was sent" if back.keeps_english else "the English in the file differs"
        )
        hint = f"export again; it is now “{_short(row.english)}”."
        return answer.blame("row-outdated", f"{message}: “{_short(back.english)}”.", hint)
    if problem := _check_target(back):
        return problem
    if back.is_unsettled and row.state == "done":
        hint = "the existing translation stays; have a person check the new one, and mark it as translated."
        return answer.blame("row-unfinished", "it is marked as unfinished, or as a program's work.", hint)
    if not alike(row.target, sent.target) and not alike(row.target, back.words):
        wordings = (f"{name}: {f'“{words}”' if words else 'nothing'}" for name, words in (
            ("sent", sent.target), ("here now", row.target), ("came back", back.words)))  # fmt: skip
        message = f"it was changed on both sides; {'; '.join(wordings)}."
        return answer.blame("row-conflict", message, "what is here stays; if the other is better, edit the catalogue.")
    return None


def _check_target(back: Returned) -> Problem | None:
    answer, row, target = back.answer, back.row, back.words
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
