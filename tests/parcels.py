# SPDX-License-Identifier: MIT
"""Messages as odd as they come, and parcels made of them, for the tests of the exchange."""

from __future__ import annotations

import random
from functools import cache

import polib

from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.catalogue.glossary import Term
from leaflets.languages.language import Language
from leaflets.languages.registry import read_languages
from leaflets.translate.exchange.entries import rows_of
from leaflets.translate.exchange.rows import MessageRow, Parcel

SPACES = (" ", "  ", "\u00a0", "\u202f", "\u2009", "\n", "\t", " \n ", "\u2028", "\u3000", "\u200c", "\u200d")
WORDS = (
    "بچے", "ਬੱਚੇ", "শিশু", "أطفال", "copiii", "dzieci", "carruur", "ماشومان", "ልጆች", "孩子", "діти", "બાળકો", "बच्चे",
    'says "no"', "it’s", "'quoted'", "«так»", "„tak”", "<b>bold</b>", "a & b", "&amp;", "&#13;", "]]>", "<!-- -->",
    "<?x?>", "{area}", "{childline.phone}", "{nspcc.out_of_hours_phone}", "%(number)s", "{", "}", "{ }", "%", "100 %",
    "\\n", "\\", "_x000D_", "_x0041_", "_x005F_", "=1+1", "+44", "-1", "@name", "'=A1", "#N/A", "#REF!", "TRUE", "1e5",
    "007", "2026-11-23", "a\rb", "a\r\nb", "e\u0301", "é", "ﬁ", "\U0001f600", "\U0001f468\u200d\U0001f469",
    "\u0627\u0644\u0644\u0651\u064e\u0647", "\ufeff", "x" * 200,
)  # fmt: skip
NUMBER = 200
TAG = "ar"


@cache
def languages() -> dict[str, Language]:
    return dict(read_languages(Resources(SHIPPED)).languages)


def odd_text(chance: random.Random) -> str:
    """Return some words with odd spaces between them, and sometimes around them."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 6))]
    text = "".join(word + chance.choice(SPACES) for word in words[:-1]) + words[-1]
    if chance.random() < 0.4:
        text = chance.choice(SPACES) + text
    if chance.random() < 0.4:
        text += chance.choice(SPACES)
    return text


def odd_catalogue() -> polib.POFile:
    """Return a catalogue of 200 odd messages: translated, fuzzy, empty, and some that count in six forms."""
    chance = random.Random(4)
    file = polib.POFile(wrapwidth=78)
    file.metadata = {
        "Language": TAG,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : 3);",
    }
    for number in range(NUMBER):
        entry = polib.POEntry(msgctxt=f"risks.odd-{number}.title", msgid=odd_text(chance), tcomment="", msgstr="")
        if number % 10 == 3:
            entry.msgid_plural = odd_text(chance)
            entry.msgstr_plural = {form: odd_text(chance) for form in range(6)}
        elif number % 10 != 7:
            entry.msgstr = odd_text(chance)
        if number % 10 == 5:
            entry.flags = ["fuzzy"]
            entry.previous_msgid = odd_text(chance)
        if number % 10 == 1:
            entry.tcomment = "asked the school\nthey say both"
        file.append(entry)
    return file


def drafts(file: polib.POFile) -> list[MessageRow]:
    """Return a row without translation for each message."""
    return [
        MessageRow(
            entry.msgctxt, entry.msgid, note="About & for <all>.", maximum=40 + number, picture=f"p.{number}.png"
        )
        for number, entry in enumerate(file)
    ]


def odd_rows() -> list[MessageRow]:
    """Return the rows of the odd catalogue."""
    file = odd_catalogue()
    return rows_of(file, drafts(file))


def plain_rows() -> list[MessageRow]:
    """Return rows as they are in life: twelve, one to be checked, two still to be translated."""
    rows = [
        MessageRow(f"risks.r{number}.title", f"Call {{childline.phone}} about {number}",
            f"{{childline.phone}} عن {number}", number=number, state="done")
        for number in range(1, 10)
    ]  # fmt: skip
    rows.append(MessageRow("risks.r10.title", "Tell us", "أخبرونا", number=10, state="check", before="Tell me"))
    rows += [MessageRow(f"risks.r{number}.title", f"Stop {number}", number=number) for number in (11, 12)]
    return rows


def parcel(rows: list[MessageRow], tag: str = TAG) -> Parcel:
    """Return a parcel of those rows."""
    terms = [Term("grooming", "ur", "استدراج", ("إغراء",), "explain, do not borrow")]
    return Parcel(languages()[tag], rows, "Example Partnership", "Safer online", "2026-11-23", terms)
