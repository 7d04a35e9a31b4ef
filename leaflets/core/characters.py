# SPDX-License-Identifier: MIT
"""Characters: which are invisible or look like others, what messages call them, how scripts run and are shaped."""

from __future__ import annotations

import unicodedata

SHAPED = ((0x0900, 0x0DFF), (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1E00, 0x1EFF))
"""Scripts whose letters change order or form: Indic scripts, Thai, Lao, Tibetan, Burmese, Khmer.

Last, Latin letters with two marks or one below, which are drawn as several glyphs.
"""

COLUMNS = 80
"""The most columns of a line of plain text."""


def reads_right_to_left(text: str) -> bool:
    """Say whether a line has letters that run from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def is_shaped(text: str) -> bool:
    """Say whether the letters of a line cannot be read from its glyphs."""
    return not text.isascii() and any(
        unicodedata.combining(letter) or any(first <= ord(letter) <= last for first, last in SHAPED) for letter in text
    )


def needs_words(text: str) -> bool:
    """Say whether the tag of a line must carry its text."""
    return is_shaped(text) or reads_right_to_left(text)


def width_of(text: str) -> int:
    """Return the columns that a text takes up: two for each ideograph, none for what is above or below a letter."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(one) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""These change the reading order of a line: Unicode Standard Annex 9, explicit directional formatting."""
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0")
"""Letters, marks and symbols that are blank: Unicode's Default_Ignorable_Code_Point, and the empty Braille cell."""
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_UNSEEN_KINDS = ("Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Cs")
_CONTROLS = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\0": "NULL", "\x7f": "DELETE"}


def is_unseen(character: str) -> bool:
    """Say whether a character is invisible: a control, a joiner or a direction mark, but not a space."""
    if " " <= character <= "~":  # the common case
        return False
    return (
        unicodedata.category(character) in _UNSEEN_KINDS
        or character in _UNSEEN
        or any(first <= ord(character) <= last for first, last in _SELECTORS)
    )


def is_odd_space(character: str) -> bool:
    """Say whether it is a space other than the plain one: a no-break space, a thin space."""
    return character != " " and unicodedata.category(character) == "Zs"


def name_of(character: str) -> str:
    """Return the name of a character for a message: U+200B ZERO WIDTH SPACE."""
    name = unicodedata.name(character, "") or _CONTROLS.get(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def visible(text: str) -> str:
    """Return a text with invisible characters named in angle brackets: childline<U+200B>."""
    return "".join(f"<U+{ord(one):04X}>" if is_unseen(one) or is_odd_space(one) else one for one in text)
