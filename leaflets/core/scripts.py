# SPDX-License-Identifier: MIT
"""Scripts: which run from right to left, which are shaped so that glyphs do not show the letters, how wide they are."""

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
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def is_shaped(text: str) -> bool:
    """Say whether the letters of a line cannot be read from its glyphs."""
    return any(
        unicodedata.combining(letter) or any(first <= ord(letter) <= last for first, last in SHAPED) for letter in text
    )


def needs_words(text: str) -> bool:
    """Say whether the tag of a line must carry its text."""
    return is_shaped(text) or reads_right_to_left(text)


def width_of(text: str) -> int:
    """Return the columns that a text takes up: two for each ideograph, none for what is above or below a letter."""
    return sum(
        0 if unicodedata.category(one) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )
