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

from typing import Any

import pydyf
import weasyprint
from weasyprint.draw import text as drawing
from weasyprint.pdf.stream import Stream

from leaflets.core.scripts import is_shaped, reads_right_to_left


def install() -> None:
    """Wrap the functions that draw a line of text, once; RuntimeError when they are not those this was written for."""
    original = getattr(drawing, "draw_first_line", None)
    if original is None or not weasyprint.__version__.startswith("70."):
        raise RuntimeError(f"textlayer.py completes the text of WeasyPrint 70; this is {weasyprint.__version__}")
    if getattr(original, "completes_text", False):
        return

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        text = textbox.text
        if not is_shaped(text) or reads_right_to_left(text):
            return original(stream, textbox, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
        emojis = original(stream, textbox, *rest)
        stream.end_marked_content()
        return emojis

    draw_first_line.completes_text = True  # type: ignore[attr-defined]
    drawing.draw_first_line = draw_first_line
    Stream.show_text = show_text


def show_text(stream: Any, text: str) -> None:
    """Show letters and steps (`<004b>963<0101>`) without the empty strings among them."""
    pydyf.Stream.show_text(stream, text.replace("<>", " "))
