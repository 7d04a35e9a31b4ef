# SPDX-License-Identifier: MIT
"""Messages with the same English: translated once, and used wherever the translator leaves the others empty.

All of them stay in the file, because grammar may want another wording in another place: the practice of translators'
programs, which propose a repeat and let it be overruled. Only a message with the same note, which says what it is and
who reads it, and at least as much room is a repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from leaflets.translate.exchange.alike import alike
from leaflets.translate.exchange.entries import FORM
from leaflets.translate.exchange.rows import MessageRow, ReturnedFile, SentWords


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
