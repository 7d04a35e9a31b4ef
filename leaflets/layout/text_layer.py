# SPDX-License-Identifier: MIT
"""Say in a PDF what its letters read back as, where WeasyPrint 70 gets it wrong (Kozea/WeasyPrint #2841).

A glyph is mapped to the text of the first place where it stood, so reordered vowels, stacked and joined letters come
out as other words. Left to right, each line carries its own text as /ActualText in the page's content, which poppler
and pdfium honour; right to left they turn it round, so there only the tag of the line carries it (see tags.py), which
screen readers ask. Lines of plain letters carry nothing: their glyphs are right.

Nor is an empty string left among the letters: pdfium, and so Chrome, then forgets the last step back, and the words
beside an Urdu letter that reaches far under them are moved (CPDF_StreamContentParser::AddTextObject).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf

from leaflets.core.scripts import is_shaped, reads_right_to_left


def wrap_draw_line(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the function that draws a line of text, so that a shaped line carries its own text."""

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        text = textbox.text
        if not is_shaped(text) or reads_right_to_left(text):
            return original(stream, textbox, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        emojis = original(stream, textbox, *rest)
        stream.end_marked_content()
        return emojis

    return draw_first_line


def wrap_show_text(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap the method that shows letters and steps (`<004b>963<0101>`), so that no empty string is among them."""

    def show_text(stream: Any, text: str) -> None:
        original(stream, text.replace("<>", " "))

    return show_text
