# SPDX-License-Identifier: MIT
"""Pseudo-languages: English with accents and 40 % longer; English in Arabic letters, right to left.

They show, without a translator, how a design copes with long words, other letters and the other direction.
Placeholders, numbers and single capitals are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from leaflets.core.messages import COPIED, Message

KEPT = re.compile(rf"({COPIED.pattern}|[0-9][0-9 ]*|https?://\S+)")
LONG = 70
"""A text up to this length grows by 40 %, a longer one by 30 % (IBM's table of text expansion)."""
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = str.maketrans(PLAIN, "àbçdéfghîjklmñöpqršťüvwxýžÀBÇDÉFGHÎJKLMÑÖPQRŠŤÜVWXÝŽ")
ARABIC = str.maketrans(PLAIN + ",;?", "ابثدعفغهيجكلمنوپقرستیڤوخىز" * 2 + "،؛؟")


def accent(text: str) -> str:
    """Return the text with accents, and longer: some of its words are repeated at the end."""
    letters = len(KEPT.sub("", text))
    more = round(letters * (0.4 if letters <= LONG else 0.3))
    words = [word for word in KEPT.sub(" ", text).split() if word.isalpha()] or ["more"]
    ending = text[-1] if text[-1:] in ".?:" else ""
    longer = text[: len(text) - len(ending)]
    place = 0
    while more > 2:
        longer += f" {words[place % len(words)].lower()}"
        more -= len(words[place % len(words)]) + 1
        place += 1
    return _outside(longer + ending, lambda part: part.translate(ACCENTED))


def mirror(text: str) -> str:
    """Return the text in Arabic letters."""
    return _outside(text, lambda part: part.translate(ARABIC))


def _outside(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if index % 2 else change(part) for index, part in enumerate(KEPT.split(text)))


PSEUDO: dict[str, Callable[[str], str]] = {"en-XA": accent, "ar-XB": mirror}
"""The pseudo-languages by their tags."""


@dataclass(frozen=True)
class Pseudo:
    """Translates into a pseudo-language."""

    tag: str

    def message(self, key: str, english: str) -> Message:
        return Message(PSEUDO[self.tag](english), key, english, self.tag)
