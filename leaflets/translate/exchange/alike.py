# SPDX-License-Identifier: MIT
"""Wordings that count as the same, and messages with the same English: translated once, used where others are empty.

What programs and keyboards change on the way is no change. All messages stay in the file, because grammar may want
another wording in another place: the practice of translators' programs, which propose a repeat and let it be overruled.
Only a message with the same note, which says what it is and who reads it, and at least as much room is a repeat.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from leaflets.core.messages import COPIED
from leaflets.translate.exchange.entries import FORM
from leaflets.translate.exchange.rows import MessageRow, ReturnedFile, SentWords

KEPT_SPACES = "\u00a0\u202f"
"""Spaces at which no line breaks; programs turn them into plain ones."""
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ´`\u02b9\uff07"), "'")
_BLANKS = re.compile(r"[ \t\r\n]+")
_CODE = re.compile("\ue000([^\ue001]*)\ue001")


def alike(one: str, other: str) -> bool:
    """Return whether two wordings are the same but for white space, apostrophes and how accents are stored."""
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_APOSTROPHES).split())


def tidy(text: str, english: str) -> str:
    """Return a wording as a catalogue holds it: composed, no space around it, and none twice unless the English has."""
    text = unicodedata.normalize("NFC", text).strip()
    return text if _BLANKS.sub(" ", english) != english else _BLANKS.sub(" ", text)


def kept_spaces(text: str) -> int:
    """Return how many no-break spaces a wording has."""
    return sum(text.count(space) for space in KEPT_SPACES)


def code(number: str) -> str:
    """Return what stands for an inline code without words, until `fill_codes` knows the English."""
    return f"\ue000{number}\ue001"


def fill_codes(text: str, source: str, english: str) -> str:
    """Return a text with placeholders of the English in the place of codes; others are not words, and are left out.

    A program may number the codes of the source in its own way; otherwise 1 is the first placeholder.
    """
    names, numbers = COPIED.findall(english), _CODE.findall(source)
    if len(numbers) != len(names):
        numbers = [str(number) for number in range(1, len(names) + 1)]
    known = dict(zip(numbers, names, strict=True))
    return _CODE.sub(lambda match: known.get(match[1], ""), text)


def mark_repeats(rows: Iterable[MessageRow]) -> list[MessageRow]:
    """Return the rows; an untranslated one whose English came before names that row, or has its words to be checked.

    Plural forms have the same English in order to differ.
    """
    firsts: dict[tuple[str, str], MessageRow] = {}
    return [
        row if FORM.fullmatch(row.key) else _marked(row, firsts.setdefault((row.english, row.note), row))
        for row in rows
    ]


def _marked(row: MessageRow, first: MessageRow) -> MessageRow:
    has_room = not row.maximum or 0 < first.maximum <= row.maximum
    if first is row or row.state != "new" or first.state == "check" or not has_room:
        return row
    if first.state == "done":
        return replace(row, repeats=first.number, target=first.target, state="check")
    return replace(row, repeats=first.number)


def fill_repeats(
    reply: ReturnedFile, sent: Mapping[str, SentWords], current: Mapping[str, MessageRow]
) -> tuple[ReturnedFile, list[str]]:
    """Return the file with repeats that came back empty filled by what the translator wrote first, and their keys.

    One that has a translation here now stays as it is.
    """
    said = {answer.key: answer for answer in reply.answers}
    answers, filled = [], []
    for answer in reply.answers:
        rows = sent[answer.parcel].rows
        row, here = rows.get(answer.key), current.get(answer.key)
        if row and row.repeats and not (answer.target.strip() or row.target) and here and not here.target:
            key = sent[answer.parcel].by_number.get(row.repeats, "")
            first = said.get(key)
            if first and first.target.strip() and not alike(first.target, rows[key].target):
                answer = replace(answer, target=first.target, untouched=first.untouched, settled=first.settled,
                                 unsettled=first.unsettled, flaw=answer.flaw or first.flaw)  # fmt: skip
                filled.append(answer.key)
        answers.append(answer)
    return replace(reply, answers=tuple(answers)), filled
