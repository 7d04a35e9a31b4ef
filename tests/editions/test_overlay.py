# SPDX-License-Identifier: MIT
"""Overlays: words over the pages of a PDF are text in black ink, in a font that is in the file, once."""

from __future__ import annotations

import io
from pathlib import Path

import fontpkg_atkinson_hyperlegible
import pikepdf
import pypdfium2
import pytest

from leaflets.core.formats import points
from leaflets.editions.overlay import Overlay, TextStyle, register_font

FONT = Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files" / "AtkinsonHyperlegible-Regular.ttf"
STYLE = TextStyle(register_font(FONT), 10)


def laid_over() -> bytes:
    """Return two pages of 60 x 40 mm with words over them, one line of each upwards."""
    overlay, pdf = Overlay(), pikepdf.new()
    for number in (1, 2):
        pdf.add_blank_page(page_size=(points(60), points(40)))
        overlay.begin_page(60, 40)
        overlay.canvas.setFillColorCMYK(0, 0, 0, 1)
        overlay.write(f"sheet {number}", (10, 5), STYLE)
        overlay.write("upwards", (10, 10), STYLE, upwards=True)
    overlay.lay_over(pdf, "/Words")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_words_are_text_where_they_were_put() -> None:
    document = pypdfium2.PdfDocument(laid_over())
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        assert text.count_rects() == 2
        left, bottom, _, top = (value / points(1) for value in text.get_rect(0))
        assert (left, bottom) == pytest.approx((10, 5), abs=0.5) and top < 10
        left, bottom, right, top = (value / points(1) for value in text.get_rect(1))
        assert bottom == pytest.approx(10, abs=0.5) and right == pytest.approx(10, abs=1.2)
        assert top - bottom == pytest.approx(STYLE.width("upwards"), abs=0.5)
        assert " ".join(text.get_text_range().split()) == f"sheet {number} upwards"
        text.close()
    document.close()


def test_the_only_font_is_in_the_file_once_and_the_only_ink_is_black() -> None:
    with pikepdf.open(io.BytesIO(laid_over())) as pdf:
        forms = [page.Resources.XObject["/Words"] for page in pdf.pages]
        fonts = {font.objgen: font for form in forms for font in form.Resources.Font.values()}
        (font,) = fonts.values()
        assert "/FontFile2" in font.FontDescriptor and "+AtkinsonHyperlegible" in str(font.BaseFont)
        operators = {str(one.operator) for form in forms for one in pikepdf.parse_content_stream(form)}
        assert "k" in operators and not operators & {"g", "G", "rg", "RG", "cs", "CS", "K"}


def test_a_character_that_the_font_lacks_is_never_left_out() -> None:
    assert STYLE.missing("مدد, help") == set("مدد")
    with pytest.raises(ValueError, match="AtkinsonHyperlegible-Regular"):
        Overlay().write("مدد", (0, 0), STYLE)


def test_lines_are_no_longer_than_their_room() -> None:
    words = "Cut each sheet along its dashed lines, with a knife and a ruler if you can."
    lines = STYLE.wrap(words, 40)
    assert " ".join(lines) == words and len(lines) > 1
    assert all(STYLE.width(line) <= 40 for line in lines)
    assert STYLE.wrap("an-unbreakably-long-word of", 5)[0] == "an-unbreakably-long-word"
