# SPDX-License-Identifier: MIT
"""Read the words of a page: as in the file, and as a person sees them, by the position of their glyphs.

A number within Arabic can be right in the text of a file and wrong on paper, or the other way round.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import defaultdict

import pypdfium2
import pypdfium2.raw as pdfium

from leaflets.core.geometry import Points

BRACKETS = str.maketrans(")]", "([")
"""In a right-to-left line pdfium swaps brackets."""
INVISIBLE = 3
FLAT = 0.01
"""The box of a glyph without outlines is as wide as the glyph and has no height, but for rounding."""


def plain_text(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page with single spaces."""
    words = page.get_textpage()
    try:
        return squeeze(words.get_text_range())
    finally:
        words.close()


def squeeze(text: str) -> str:
    """Return text with single plain spaces, its accents composed: some letters are drawn as several glyphs."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\ufffe", "").split())


def lines_from_left(page: pypdfium2.PdfPage) -> list[str]:
    """Return the letters of each line from left to right, without spaces; a line is what shares a baseline."""
    lines: dict[float, list[tuple[float, str]]] = defaultdict(list)
    text = page.get_textpage()
    try:
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if letter.isspace() or pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
                continue
            if pdfium.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y)):
                lines[round(y.value, 1)].append((x.value, letter))
    finally:
        text.close()
    return ["".join(letter for _, letter in sorted(lines[height])) for height in sorted(lines, reverse=True)]


def undrawn_letters(page: pypdfium2.PdfPage) -> list[tuple[str, Points]]:
    """Return the letters and digits of a page that have no outlines, each with its place."""
    found = []
    text = page.get_textpage()
    try:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text.count_chars()):
            if not pdfium.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top):
                continue
            if top.value - bottom.value > FLAT * (right.value - left.value) or _is_unseen(text, index):
                continue
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if unicodedata.category(letter)[0] in "LN" and pdfium.FPDFText_IsGenerated(text.raw, index) != 1:
                found.append((letter, (left.value, bottom.value, right.value, top.value)))
    finally:
        text.close()
    return found


def _is_unseen(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """Say whether a letter is one of a layer for search (text rendering mode 3), which no reader sees."""
    mode: int = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text.raw, index))
    return mode == INVISIBLE


def stands_in(words: str, lines: list[str]) -> bool:
    """Say whether the words are on one line, in order from left to right."""
    wanted = "".join(words.split()).translate(BRACKETS)
    return any(wanted in line.translate(BRACKETS) for line in lines)
