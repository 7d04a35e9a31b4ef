# SPDX-License-Identifier: MIT
"""Write into a PDF the text of its letters, where WeasyPrint 70 gets it wrong (Kozea/WeasyPrint #2841).

A glyph is mapped to the text at its first use, so reordered vowels, stacked and joined letters read back as other
words. From left to right, each line carries its text as /ActualText in the page's content, which poppler and pdfium
use; from right to left they reverse it, so its words lie over it unseen (see word_layer.py).
Lines of plain letters need nothing. Empty strings among the letters are removed too: after one, pdfium, and so
Chrome, forgets the last step back, and misplaces the words beside an Urdu letter that reaches far under them
(CPDF_StreamContentParser::AddTextObject).

A letter with marks may be drawn as several glyphs (Vietnamese, Yoruba): each of them is told apart before the fonts are
written, or the plain letter would read as the one with marks all over the page.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

from leaflets.core.characters import is_shaped, reads_right_to_left
from leaflets.layout import word_layer

MARKS = frozenset(map(chr, range(0x300, 0x370)))
"""Marks above and below Latin, Greek and Cyrillic letters."""


def wrap_draw_line(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the function that draws a line of text, so that a shaped line carries its own text."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        text = textbox.text
        if reads_right_to_left(text):
            return word_layer.draw_words(partial(original, stream, textbox, *rest), stream, textbox, rest[-1])
        if not is_shaped(text):
            return original(stream, textbox, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        emojis = original(stream, textbox, *rest)
        stream.end_marked_content()
        return emojis

    return draw_first_line


def wrap_show_text(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap the method that shows letters and steps (`<004b>963<0101>`), to leave out empty strings."""

    def show_text(stream: Any, text: str) -> None:
        original(stream, text.replace("<>", " "))

    return show_text


def wrap_build_fonts(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the function that writes the fonts, so that each glyph of a letter with marks reads as its own part."""

    def build_fonts(pdf: Any, fonts: Any, *rest: Any) -> Any:
        letters = fonts.pop(word_layer.FONT, None)
        for font in fonts.values():
            tell_parts(font)
        references = original(pdf, fonts, *rest)
        if letters:
            references[word_layer.FONT] = word_layer.add_font(pdf, letters)
        return references

    return build_fonts


def tell_parts(font: Any) -> None:
    """Map each glyph of a Latin letter with marks to the whole letter, or to the part that it draws."""
    if not any("\u1e00" <= one <= "\u1eff" or one in MARKS for text in font.to_unicode.values() for one in text):
        return
    file = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    numbers = {chr(letter): file.getGlyphID(name) for letter, name in file.getBestCmap().items()}
    plain = {numbers[letter]: letter for letter in sorted(numbers, reverse=True) if letter <= max(MARKS)}
    for glyph, text in font.to_unicode.items():
        parts = parts_of(text)  # none: the first of several glyphs is mapped to nothing
        drawn = (part for part in parts if numbers.get(part) == glyph)
        font.to_unicode[glyph] = next(drawn, text) if parts else plain.get(glyph, text)


def parts_of(text: str) -> list[str]:
    """Return a text composed, then what its letters and marks may be drawn as: ế, ê, e, two marks."""
    apart = unicodedata.normalize("NFD", text)
    starts = (unicodedata.normalize("NFC", apart[:end]) for end in range(len(apart), 0, -1))
    return list(dict.fromkeys((*starts, *apart)))
