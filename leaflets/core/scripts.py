# SPDX-License-Identifier: MIT
"""Scripts: which run from right to left, and which are shaped so that glyphs do not show the letters."""

from __future__ import annotations

import unicodedata

SHAPED = ((0x0900, 0x0DFF), (0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Scripts whose letters change order or form: Indic scripts, Thai, Lao, Tibetan, Burmese, Khmer."""


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
