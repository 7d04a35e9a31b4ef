# SPDX-License-Identifier: MIT
"""Write into a PDF the text of its letters, where WeasyPrint 70 gets it wrong (Kozea/WeasyPrint #2841).

A glyph is mapped to the text at its first use, so reordered vowels, stacked and joined letters read back as other
words. From left to right, each line carries its text as /ActualText in the page's content, which poppler and pdfium
use; from right to left they reverse it, so only the tag of the line carries it (see tags.py), for screen readers.
Lines of plain letters need nothing. Empty strings among the letters are removed too: after one, pdfium, and so
Chrome, forgets the last step back, and misplaces the words beside an Urdu letter that reaches far under them
(CPDF_StreamContentParser::AddTextObject).
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
    """Wrap the method that shows letters and steps (`<004b>963<0101>`), to leave out empty strings."""

    def show_text(stream: Any, text: str) -> None:
        original(stream, text.replace("<>", " "))

    return show_text
