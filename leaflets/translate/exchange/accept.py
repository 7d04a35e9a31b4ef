# SPDX-License-Identifier: MIT
"""Merge what came back: what the translator has changed of what was sent, on top of what is there now.

A row that is as it was sent changes nothing, whatever is here now. One that both sides have changed is a conflict: it
is shown and left. Every rejected row is a problem with its file and row, and costs no other row. Nothing is ever
approved here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from leaflets.core.problems import Problem, ProblemsFound
from leaflets.languages.catalogue.checks import CheckContext, faults_of, without_names
from leaflets.languages.catalogue.judge import likeness, nearer_language, other_language
from leaflets.languages.catalogue.po import Entry
from leaflets.languages.language import Language
from leaflets.translate.exchange.alike import alike, fill_codes, fill_repeats, kept_spaces, tidy
from leaflets.translate.exchange.rows import (
    CHANGED,
    CHECK,
    REPEATS,
    Change,
    MessageRow,
    ReturnedFile,
    ReturnedRow,
    SentWords,
    broken,
    is_writable,
)

DAMAGE = {
    "message-placeholder": "row-placeholder",
    **dict.fromkeys(
        ("message-bidi", "message-form", "message-garbled", "message-script", "message-untranslated"), "row-unsound"
    ),
}
"""Faults with which a translation is never taken."""
ENGLISH = "English"
FEW, MOST, UNLIKE = 20, 0.8, 0.15
"""A file is refused if so many rows, and this part of all, replace finished words by others less alike than that."""
OURS = re.compile(
    r"Number \d+ in the picture \S+\.|At most \d+ characters; .*"
    rf"|{CHECK} this is the translation of .*|{REPEATS} \d+: .*"
    rf"|{re.escape(CHANGED)} .*"
)
"""Notes of ours that are not in the catalogue."""


@dataclass(frozen=True)
class Target:
    """The language that is translated into."""

    language: Language
    known: CheckContext
    languages: Mapping[str, Language] = field(default_factory=dict)
    others: Callable[[], Mapping[str, Mapping[str, str]]] = dict
    """Reads the translations of other languages, by their name and by key; asked only about words that have changed."""


@dataclass
class AcceptResult:
    """The result for some files."""

    taken: dict[str, tuple[Change, ReturnedRow]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0
    same: int = 0
    failing: list[str] = field(default_factory=list)
    """Keys of translations that were taken and will fail a check."""
    repeated: list[str] = field(default_factory=list)
    """Keys of messages left empty that were given the translation of the same English."""
    spaces: list[str] = field(default_factory=list)
    """Keys of translations that came back with fewer no-break spaces."""
    foreign: list[str] = field(default_factory=list)
    """The languages of words that were refused because they are another language's."""
    ticked: dict[str, ReturnedRow] = field(default_factory=dict)
    """Rows that a reader has ticked as right, and that are here as they were read."""
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
    target: Target,
) -> AcceptResult:
    """Return what can be taken from files in that language; ProblemsFound if one of them is in another.

    `sent` has the words that were sent, for each file by parcel.
    """
    if problems := [problem for reply in replies for problem in _check_language(reply, target)]:
        raise ProblemsFound(problems)
    result = AcceptResult()
    for given in replies:
        changed, foreign = list[Returned](), len(result.foreign)
        reply, filled = fill_repeats(given, sent[given.file], current)
        number = Counter((answer.key, answer.target) for answer in reply.answers)
        wordings = Counter(key for key, _ in number)
        seen = set()
        for answer in reply.answers:
            if wordings[answer.key] > 1:
                message = f"the row '{answer.key[:80]}' appears {wordings[answer.key]} times, with different words."
                result.problems.append(answer.blame("row-contradicts", message, "delete all but one of them."))
            elif answer.key not in seen:
                back = _weigh(answer, current, sent[reply.file][answer.parcel], result)
                changed += [back] if back else []
            seen.add(answer.key)
        for back in changed:
            _merge(back, target, result)
        result.repeated += [key for key in filled if key in result.taken]
        for note in reply.notes:
            message = f"a note on the whole file: “{note}”."
            result.problems.append(Problem("parcel-note", message, reply.file, 1, severity="notice"))
        _check_whole(reply, changed, result.foreign[foreign:], target)
    result.taken = {key: result.taken[key] for key in current if key in result.taken}
    return result


def _check_language(reply: ReturnedFile, target: Target) -> Iterator[Problem]:
    if reply.language and not target.language.means(reply.language):
        message = f"it is in {reply.language}, not {target.language.tag}."
        yield broken(reply.file, message, line=1, hint="import it for its own language, or ask for the right file.")


def _check_whole(reply: ReturnedFile, changed: Sequence[Returned], foreign: Sequence[str], target: Target) -> None:
    """Raise ProblemsFound if what a file changes is in another language as a whole, or quite unlike what was sent."""
    guessed = other_language((back.words for back in changed), target.language, target.languages.values())
    unlike = sum(back.row.state == "done" and likeness(back.words, back.row.target) < UNLIKE for back in changed)
    name = target.language.name
    if guessed:
        message = f"most of the words that it changes are {guessed.name}, not {name}."
    elif len(foreign) > 2 and 3 * len(foreign) > len(changed):
        others = " or ".join(dict.fromkeys(foreign))
        message = f"{len(foreign)} of the {len(changed)} translations that it changes are {others}, not {name}."
    elif unlike >= FEW and unlike > MOST * len(reply.answers):
        message = f"{unlike} finished translations would be replaced by quite different words."
    else:
        return
    hint = "ask for the right file; for a new translation of everything, delete the catalogue first."
    raise ProblemsFound([broken(reply.file, message, line=1, hint=hint)])


def _weigh(
    answer: ReturnedRow, current: Mapping[str, MessageRow], known: SentWords, result: AcceptResult
) -> Returned | None:
    """Count a row that is as it was sent, or is not printed any more; return one that the translator has changed."""
    row, sent = current.get(answer.key), known.rows.get(answer.key)
    if row is None and answer.flaw:
        result.problems.append(answer.blame("row-unsound", f"{answer.flaw}.", answer.hint))
        return None
    if row is None:
        if sent and alike(answer.target, sent.target):
            result.same += 1  # it is not printed any more
            return None
        near = get_close_matches(answer.key, current, n=1, cutoff=0.8)
        hint = f"did you mean {near[0]}?" if near else "nothing with this key is printed now."
        message = f"there is no message '{answer.key[:80]}'." if answer.key else "the row has no key."
        result.problems.append(answer.blame("row-unknown", message, hint))
        return None
    sent = sent or MessageRow(answer.key, row.english)
    english = fill_codes(answer.english, answer.english, sent.english)
    words = tidy(fill_codes(answer.target, answer.english, sent.english), row.english)
    if answer.untouched and alike(words, english):
        words = sent.target
    back = Returned(answer, row, sent, english, words, known.is_parcel)
    if comment := _comment(back, result.comments.get(answer.key, row.comment)):
        result.comments[answer.key] = comment
    if not back.keeps_words:
        return back
    _keep(back, result)
    return None


def _merge(back: Returned, target: Target, result: AcceptResult) -> None:
    """Take words that the translator has changed, or say why not."""
    key, words = back.row.key, back.words
    if problem := _refusal(back) or (_check_words(back, target, result) if back.words else None) or _opposed(back):
        result.problems.append(problem)
    elif alike(words, back.row.target):
        result.same += 1  # both sides have made the same change
    else:
        _put(Change(key, words, unsettled=back.is_unsettled), back.answer, result)
        result.failing += [key] if _faults(words, back.row, target) else []
        result.spaces += [key] if kept_spaces(words) < kept_spaces(back.sent.target) else []


def _keep(back: Returned, result: AcceptResult) -> None:
    """Count a row whose words came back as they were sent; the translator or a reader may say that they are right."""
    answer, row = back.answer, back.row
    if answer.read_by is not None:
        _tick(back, result)
    if back.in_parcel and not back.keeps_english:
        edited = f"the English in the file was edited: “{_short(back.english)}”."
        message = f"{answer.flaw}." if answer.flaw else edited
        hint = "its translation is as before; if the English should change, change data.yaml."
        result.problems.append(answer.blame("row-outdated", message, hint))
        return
    is_here = row.state == "check" and alike(back.words, row.target)
    is_proposed = bool(back.sent.repeats) and not row.target
    settles = answer.settled and not answer.unsettled and back.sent.state == "check" and (is_here or is_proposed)
    if settles and back.words and alike(back.english, row.english):
        _put(Change(answer.key, row.target or back.words), answer, result)
    elif row.target:
        result.same += 1
    else:
        result.empty += 1


def _tick(back: Returned, result: AcceptResult) -> None:
    """Note a tick, if what was read is what is here."""
    answer, row = back.answer, back.row
    if row.state == "done" and alike(back.words, row.target) and alike(back.english, row.english):
        result.ticked[answer.key] = answer
        return
    message = f"it is ticked as right, but it has changed since it was sent; it is now “{_short(row.target)}”."
    result.problems.append(answer.blame("row-unread", message, "have a reader read it as it is now."))


def _comment(back: Returned, comment: str) -> str:
    """Return the comment that is there with what the notes add to it; empty if they add nothing."""
    there = [comment, back.sent.comment, back.row.note, back.sent.note]
    known = {line.strip() for text in there for line in text.splitlines()}
    lines = (line.strip() for line in back.answer.comment.splitlines())
    new = [line for line in lines if line and line not in known and not OURS.fullmatch(line) and is_writable(line)]
    return "\n".join(filter(None, (comment, *dict.fromkeys(new)))) if new else ""


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
    answer, row = back.answer, back.row
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
    return None


def _opposed(back: Returned) -> Problem | None:
    """Return why words do not take the place of those that are here now."""
    answer, row, sent = back.answer, back.row, back.sent
    if back.is_unsettled and row.state == "done":
        hint = "the existing translation stays; have a person check the new one, and mark it as translated."
        return answer.blame("row-unfinished", "it is marked as unfinished, or as a program's work.", hint)
    if row.target and not alike(row.target, sent.target) and not alike(row.target, back.words):
        wordings = (f"{name}: {f'“{words}”' if words else 'nothing'}" for name, words in (
            ("sent", sent.target), ("here now", row.target), ("came back", back.words)))  # fmt: skip
        message = f"it was changed on both sides; {'; '.join(wordings)}."
        return answer.blame("row-conflict", message, "what is here stays; if the other is better, edit the catalogue.")
    return None


def _check_words(back: Returned, target: Target, result: AcceptResult) -> Problem | None:
    """Return why words cannot be this message's translation: they are damaged, or in another language.

    Where nothing better is there, a translation is taken that only fails a check of its contents.
    """
    answer, row = back.answer, back.row
    own = [without_names(words, target.known) for words in (back.sent.target, row.target) if words]
    said = {name: there[row.key] for name, there in target.others().items() if row.key in there}
    others = {name: without_names(words, target.known) for name, words in (said | {ENGLISH: row.english}).items()}
    name = ENGLISH if own and alike(back.words, row.english) else ""
    if name or (name := nearer_language(without_names(back.words, target.known), own, others)):
        result.foreign.append(name)
        hint = f"ask for it in {target.language.name}."
        return answer.blame("row-other-language", f"it came back in {name}: “{_short(back.words)}”.", hint)
    had = {slug for slug, *_ in _faults(row.target, row, target)} if row.state == "done" else None
    for slug, message, hint in _faults(back.words, row, target):
        if slug in DAMAGE:
            return answer.blame(DAMAGE[slug], message, hint)
        if had is not None and slug not in had:
            hint = f"the existing translation stays; {hint}"
            return answer.blame("row-unsound", message, hint)
    return None


def _faults(words: str, row: MessageRow, target: Target) -> list[tuple[str, str, str]]:
    return list(faults_of(Entry(row.key, row.english, words), target.known))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
