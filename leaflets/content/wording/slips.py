# SPDX-License-Identifier: MIT
"""Slips in words of any language: damage done by programs on the way, letters that look like others, words of a draft.

The same is looked for in data.yaml, in catalogues and in what translators send back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from leaflets.core.characters import BIDI, is_unseen, name_of

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_DRAFT = re.compile(
    r"\b(?:T(?:ODO|B[CD])|FIX[M]E|X{3,})\b"
    r"|(?i:\blorem ipsum\b|\?\?\?|\[(?:insert|your|name|text|translation)\b[^\]]*\]?)"
)
_CONTINUED = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_MISREAD = re.compile(
    rf"[\u00c2-\u00db](?:(?![’”»…–—])|(?<![A-ZÀ-Þ].))[{_CONTINUED}]|[\u00e0-\u00e2][{_CONTINUED}]{{2}}"
)
"""What letters of two and three bytes in UTF-8 become if they are read as Windows-1252."""
_MISREAD_AS = re.compile("[\u00a0-\u06ff\u0900-\u0dff\u1200-\u139f\u1e00-\u206f\u20ac\u2122]")
_LATIN, _ALIKE = "A-Za-z\u00c0-\u024f", "\u0370-\u058f"
_MIXED = re.compile(f"[{_LATIN}][{_ALIKE}]|[{_ALIKE}][{_LATIN}]")
_OTHER = re.compile(f"[{_ALIKE}]")
_JOINERS = "\u200c\u200d"


def slips_in(text: str, script: str = "Latn") -> Iterator[str]:
    """Yield what is wrong with words in that script, each kind once."""
    if found := _ENTITY.search(text):
        yield f"'{found[0]}' is meant for a web page, and would be printed as typed."
    if meant := next(((found[0], right) for found in _MISREAD.finditer(text) if (right := _meant(found[0]))), None):
        yield f"'{meant[0]}' was '{meant[1]}' before a program misread it."
    if hidden := next((one for at, one in enumerate(text) if _is_hidden(text, at)), ""):
        yield f"it contains an invisible character: {name_of(hidden)}."
    if found := (_OTHER if script == "Latn" and re.search(f"[{_LATIN}]", text) else _MIXED).search(text):
        letter = next(one for one in found[0] if _OTHER.match(one))
        word = next(word for word in text.split() if letter in word)
        yield f"'{word}' has a letter of another alphabet: {name_of(letter)}."
    if found := _DRAFT.search(text):
        yield f"'{found[0]}' is left over from a draft."


def _meant(misread: str) -> str:
    """Return the letter that was misread; empty if it is right as it is, such as a quotation mark after a capital."""
    if misread[1] == "\u00a0" and misread[0] not in "ÂÃ":
        return ""
    try:
        right = b"".join(one.encode("cp1252" if ord(one) > 0xFF else "latin-1") for one in misread).decode()
    except UnicodeError:
        return ""
    return right if _MISREAD_AS.fullmatch(right) else ""


def _is_hidden(text: str, at: int) -> bool:
    """Say whether nobody sees that character; joiners shape the letters of scripts that have them."""
    letter = text[at]
    if not is_unseen(letter) or letter in BIDI or letter in "\n\t\r":
        return False
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return letter not in _JOINERS or not any(
        unicodedata.category(one)[0] in "LM" and ord(one) > 0x600 for one in beside
    )
