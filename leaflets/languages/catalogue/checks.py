# SPDX-License-Identifier: MIT
"""Check one translated message: everything that families dial, click or rely on must match the English.

Each check takes a message and what is known about its language, and returns what is wrong in words. The table at the
end lists them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from leaflets.content.wording.slips import slips_in
from leaflets.core.characters import BIDI
from leaflets.core.messages import COPIED
from leaflets.languages.catalogue.glossary import Term, concerns, holds, stands_in
from leaflets.languages.catalogue.po import Entry
from leaflets.languages.registry import all_marks, marks_of

STRAY = re.compile(r"[{}<>]|%(?!\([a-z_]+\)s|%)")
NUMBER = re.compile(r"\d+")
LONG_NUMBER = re.compile(r"\d(?:[ \u00a0-]?\d){4,}")
ADDRESS = re.compile(r"https?:|www\.|@|\b[a-z0-9-]+\.(?:org|com|co|gov|net|uk)\b", re.IGNORECASE)
CLOSING = "“”‘’„»«\"'）)]」』›‹"
ENGLISH_MARKS = {".": "full_stop", "?": "question_mark", ":": "colon", "!": "exclamation_mark", "…": "ellipsis",
                 ",": "comma"}  # fmt: skip
OF_SCRIPTS = {"Aran": ("Arab",), "Hans": ("Hani",), "Hant": ("Hani",), "Jpan": ("Hani", "Hira", "Kana"),
              "Kore": ("Hang", "Hani")}  # fmt: skip
"""Scripts of ISO 15924 that are several, or another, in Unicode."""
NO_MARK = " "
"""Stands, in the data of scripts, for a sentence without a mark."""
GREEK_QUESTION = "\u037e"
"""The same as a semicolon, which it becomes when text is composed (NFC)."""
LOST = "\ufffd"
"""What becomes of a letter that a program could not read or write."""
LEAST_OF_SCRIPT = 0.6
FEWEST_WORDS = 3
"""A message with fewer words may be the same as in English: "Stop", a name."""


@dataclass(frozen=True)
class CheckContext:
    """What the checks know about a language and the project."""

    script: str
    names: tuple[str, ...] = ()
    """Names of organisations, which are not translated."""
    terms: tuple[Term, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    """Marks at the end of sentences; those of the script if they are not given."""


def faults_of(entry: Entry, known: CheckContext) -> Iterator[tuple[str, str, str]]:
    """Yield everything that is wrong with a translation: the slug, what is wrong, what to do."""
    for slug, (check, hint) in CHECKS.items():
        yield from ((slug, message, hint) for message in check(entry, known))


def without_names(words: str, known: CheckContext, english: str | None = None) -> str:
    """Return a text without the names that every language keeps; if the English is given, of those that it has."""
    for name in (*known.names, *(term.term for term in known.terms if term.kept)):
        if english is None or name in english:
            words = words.replace(name, " ")
    return words


def length(words: str) -> int:
    """Return the number of characters that take up room, without marks above and below letters."""
    return sum(unicodedata.category(letter) not in ("Mn", "Me", "Cf") for letter in words)


def _placeholders(entry: Entry, _known: CheckContext) -> Iterator[str]:
    wanted, found = Counter(COPIED.findall(entry.english)), Counter(COPIED.findall(entry.words))
    for name in wanted - found:
        yield f"{name} is missing."
    for name in found - wanted:
        yield f"{name} is not in the English, or occurs too often."
    # The English may contain such signs as words; then a translation may too.
    stray = Counter(STRAY.findall(COPIED.sub("", entry.words))) - Counter(STRAY.findall(COPIED.sub("", entry.english)))
    for sign in stray:
        yield f"'{sign}' is not part of a placeholder."


def _numbers(entry: Entry, _known: CheckContext) -> Iterator[str]:
    wanted = Counter(NUMBER.findall(COPIED.sub(" ", entry.english)))
    found = Counter(NUMBER.findall(COPIED.sub(" ", entry.words)))
    for number in found:
        if not number.isascii():
            yield f"the number {number} is not written with the digits 0 to 9."
    if any(not number.isascii() for number in found):
        return
    for number in wanted - found:
        yield f"the number {number} from the English is missing."
    for number in found - wanted:
        yield f"the number {number} is not in the English."


def _contacts(entry: Entry, _known: CheckContext) -> Iterator[str]:
    for pattern in (LONG_NUMBER, ADDRESS):
        english = {match[0].casefold() for match in pattern.finditer(entry.english)}
        for match in pattern.finditer(entry.words):
            if match[0].casefold() not in english:
                yield f"'{match[0]}' is a number or address written out in full."
        for missing in english - {match[0].casefold() for match in pattern.finditer(entry.words)}:
            yield f"'{missing}' from the English is missing."


def _names(entry: Entry, known: CheckContext) -> Iterator[str]:
    kept = [*known.names, *(term.term for term in known.terms if term.kept)]
    for name in dict.fromkeys(kept):
        if name in entry.english and name not in entry.words and stands_in(entry.english, name):
            yield f"the name '{name}' from the English is missing."


def _length(entry: Entry, _known: CheckContext) -> Iterator[str]:
    if entry.limit and (number := length(entry.words)) > entry.limit:
        yield f"it has {number} characters; there is room for {entry.limit}."


def _bidi(entry: Entry, _known: CheckContext) -> Iterator[str]:
    for sign in sorted(BIDI.intersection(entry.words)):
        yield f"it contains the control character U+{ord(sign):04X}, which changes the order of letters."


def _form(entry: Entry, _known: CheckContext) -> Iterator[str]:
    if not unicodedata.is_normalized("NFC", entry.words.replace(GREEK_QUESTION, ";")):
        yield "letters and their accents are stored separately (it is not in Unicode form NFC)."
    for letter in sorted(set(entry.words)):
        if (unicodedata.category(letter) in ("Cc", "Co", "Cn", "Cs") and letter != "\n") or letter == LOST:
            yield f"it contains U+{ord(letter):04X}, which cannot be printed."


def _script(entry: Entry, known: CheckContext) -> Iterator[str]:
    from fontTools.unicodedata import script  # takes long to import, and English does not need it

    text = COPIED.sub(" ", without_names(entry.words, known, entry.english))
    letters = [letter for letter in text if unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lo")]
    own = sum(script(letter) in OF_SCRIPTS.get(known.script, (known.script,)) for letter in letters)
    if known.script and letters and own < LEAST_OF_SCRIPT * len(letters):
        yield f"{own} of its {len(letters)} letters are in the language's script; at least 60 % must be."


def _slips(entry: Entry, known: CheckContext) -> Iterator[str]:
    yield from slips_in(entry.words, known.script)


def _untranslated(entry: Entry, _known: CheckContext) -> Iterator[str]:
    plain = COPIED.sub(" ", entry.english)
    if entry.words == entry.english and len(re.findall(r"[A-Za-z]{2,}", plain)) >= FEWEST_WORDS:
        yield "it is still in English."


def _terms(entry: Entry, known: CheckContext) -> Iterator[str]:
    for term in known.terms:
        for word in term.forbidden:
            if holds(entry.words, word) and concerns(term, entry.english):
                better = f" for '{term.term}'; say '{term.target}'" if term.target else f" for '{term.term}'"
                yield f"the glossary forbids '{word}'{better}."


def _spaces(entry: Entry, _known: CheckContext) -> Iterator[str]:
    if entry.words != entry.words.strip() and entry.english == entry.english.strip():
        yield "it begins or ends with a space."
    if "  " in entry.words.strip() and "  " not in entry.english:
        yield "it has two spaces between words."
    if "\n" in entry.words and "\n" not in entry.english:
        yield "it contains a line break."


def _ending(entry: Entry, known: CheckContext) -> Iterator[str]:
    wanted = ENGLISH_MARKS.get(last_of(entry.english), "")
    marks = {**marks_of(known.script), **known.marks}
    allowed, last = marks.get(wanted, NO_MARK), last_of(entry.words)
    is_mark = last in all_marks() or last in "".join(marks.values())
    if (last in allowed) if is_mark else NO_MARK in allowed:
        return
    found = f"“{last}”" if is_mark else "no mark"
    signs = " or ".join("no mark" if sign == NO_MARK else f"“{sign}”" for sign in allowed)
    here = f"ends with “{last_of(entry.english)}”" if wanted else "has no mark at its end"
    yield f"it ends with {found}, but the English {here}; so it should end with {signs}."


def last_of(text: str) -> str:
    """Return the last character of a text before closing quotation marks and brackets."""
    return text.rstrip().replace(GREEK_QUESTION, ";").rstrip(CLOSING)[-1:]


def is_usable(entry: Entry) -> bool:
    """Return whether a translation can be put on a page at all."""
    return not any(_placeholders(entry, CheckContext("")))


Check = Callable[[Entry, CheckContext], Iterator[str]]

# slug: (the check, what to do)
CHECKS: dict[str, tuple[Check, str]] = {
    "message-placeholder": (_placeholders, "copy every {...} and %(...)s from the English exactly."),
    "message-number": (_numbers, "write the same numbers with the digits 0 to 9."),
    "message-contact": (_contacts, "delete it, or use the placeholder from the English."),
    "message-name": (_names, "keep the name in Latin letters; you may add an explanation beside it."),
    "message-too-long": (_length, "shorten it."),
    "message-bidi": (_bidi, "delete it; numbers and names are kept in order automatically."),
    "message-form": (_form, "type it again, or save the file with composed characters (NFC)."),
    "message-garbled": (_slips, "type it again."),
    "message-script": (_script, "translate it into the language of this catalogue."),
    "message-untranslated": (_untranslated, "translate it."),
    "message-term": (_terms, "see locales/glossary.csv."),
    "message-space": (_spaces, "delete it."),
    "message-ending": (_ending, "end it like the English, with the language's own punctuation."),
}
