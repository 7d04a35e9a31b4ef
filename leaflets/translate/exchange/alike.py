# SPDX-License-Identifier: MIT
"""Compare wordings: what programs and keyboards change on the way does not count as a change."""

from __future__ import annotations

import re
import unicodedata

from leaflets.core.placeholders import COPIED

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
