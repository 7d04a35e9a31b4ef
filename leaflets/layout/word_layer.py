# SPDX-License-Identifier: MIT
"""Write the words of lines from right to left a second time, unseen, where they can be found and copied.

In Nastaliq a letter has many forms, stacked above each other, so viewers, which put letters in order by their places,
find one word in eight. The line as drawn is told apart as a single space (/ActualText), and over it lie its words in
letters that are not drawn (text rendering mode 3, ISO 32000-1 9.3.6): in the order of the page, from left to right, on
one baseline, as viewers expect. The tag of the line still carries its text (see tags.py). Sheets for paper have no
such layer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import pydyf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from leaflets.layout.weasyprint_setup import quiet_import

with quiet_import():
    from weasyprint.text.ffi import FROM_UNITS, ffi

FONT = "Words"
NAME = f"/AAAAAA+{FONT}"
SEEN, UNSEEN = b"/Span <</ActualText ( )>> BDC", b"/Words BMC"
LETTER, HIGH = 500, 700
"""The width and height of every unseen letter, in thousandths of the size; each word is stretched to its place."""
LAYER = re.compile(re.escape(UNSEEN) + rb".*?\bEMC\b", re.DOTALL)


@dataclass
class Letters:
    """The unseen letters of a file, numbered by their first use; it is among the fonts of the file."""

    numbers: dict[str, int] = field(default_factory=dict)

    def spell(self, word: str) -> bytes:
        """Return a word as a string of the file."""
        return (
            b"<" + "".join(f"{self.numbers.setdefault(one, len(self.numbers) + 1):04x}" for one in word).encode() + b">"
        )


@dataclass(frozen=True)
class Piece:
    """A few letters of a line as they are seen, from left to right; in pixels from the line's start."""

    text: str
    left: float
    right: float


def draw_words(draw: Callable[[], Any], stream: Any, textbox: Any, matrix: Any) -> Any:
    """Draw a line from right to left as `draw` does, and its words over it."""
    stream.stream.append(SEEN)
    emojis = draw()
    stream.end_marked_content()
    letters = stream._fonts.setdefault(FONT, Letters())
    size = textbox.style["font_size"]
    stream.stream.append(UNSEEN)
    stream.set_font_size(FONT, size)
    stream.set_text_rendering(3)
    for word in words_of(pieces_of(textbox.pango_layout)):
        stretch = (word.right - word.left) / (len(word.text) * size * LETTER / 1000)
        stream.stream.append(f"{100 * stretch:.1f} Tz".encode())
        stream.set_text_matrix(*matrix.values[:4], matrix.values[4] + word.left, matrix.values[5])
        stream.stream.append(letters.spell(word.text) + b" Tj")
    stream.stream.append(b"100 Tz")
    stream.set_text_rendering(0)
    stream.end_marked_content()
    return emojis


def pieces_of(layout: Any) -> Iterator[Piece]:
    """Yield what each group of glyphs of a line shows, from left to right."""
    line, _ = layout.get_first_line()
    encoded, x, run = layout.text.encode(), 0.0, line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        own, widths = encoded[item.offset : item.offset + item.length], dict[int, float]()
        for number in range(glyphs.num_glyphs):
            start = glyphs.log_clusters[number]
            widths[start] = widths.get(start, 0.0) + glyphs.glyphs[number].geometry.width * FROM_UNITS
        turned = item.analysis.level % 2 == 1
        for start, end in sorted(pairwise(sorted((*widths, len(own)))), reverse=turned):
            text = own[start:end].decode()
            yield Piece(text[::-1] if turned else text, x, x + widths[start])
            x += widths[start]
        run = run.next


def words_of(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the words of a line, each with the space to the right of it."""
    text, left, right = "", 0.0, 0.0
    for piece in pieces:
        if not text:
            if piece.text.isspace():
                continue
            left = piece.left
        text, right = text + piece.text, piece.right
        if piece.text.isspace():
            yield Piece(f"{text.rstrip()} ", left, right)
            text = ""
    if text:
        yield Piece(text, left, right)


def add_font(pdf: Any, letters: Letters) -> Any:
    """Add the font of the unseen letters to a file, and return its reference: one glyph for all of them."""
    texts = {number: letter for letter, number in letters.numbers.items()}
    glyph_of_each = b"\0\0" + b"\0\1" * len(letters.numbers)  # glyph 0 is that of what is missing
    program, glyphs, to_unicode = (
        pydyf.Stream([part], compress=True) for part in (box_font(), glyph_of_each, unicode_map(texts))
    )
    program.extra["Length1"] = len(box_font())
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": NAME,
            "Flags": 4,
            "FontBBox": pydyf.Array([0, 0, LETTER, HIGH]),
            "ItalicAngle": 0,
            "Ascent": 800,
            "Descent": -200,
            "CapHeight": HIGH,
            "StemV": 80,
        }
    )
    for part in (program, glyphs, to_unicode, descriptor):
        pdf.add_object(part)
    descriptor["FontFile2"] = program.reference
    system = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    family = {"Type": "/Font", "BaseFont": NAME}
    numbered = pydyf.Dictionary(
        {
            **family,
            "Subtype": "/CIDFontType2",
            "CIDSystemInfo": pydyf.Dictionary(system),
            "DW": LETTER,
            "FontDescriptor": descriptor.reference,
            "CIDToGIDMap": glyphs.reference,
        }
    )
    pdf.add_object(numbered)
    font = pydyf.Dictionary(
        {
            **family,
            "Subtype": "/Type0",
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([numbered.reference]),
            "ToUnicode": to_unicode.reference,
        }
    )
    pdf.add_object(font)
    return font.reference


def unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return the map from the numbers of letters to their text (ISO 32000-1 9.10.3), at most 100 in a block."""
    lines = [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in texts.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    listed = "\n".join("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks)
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{listed}
endcmap
CMapName currentdict /CMap defineresource pop
end
end""".encode()


@cache
def box_font() -> bytes:
    """Return a TrueType font with one box for every letter, beside the glyph for what is missing.

    Text rendering mode 3 draws nothing of it. Without an outline FreeType takes the font for one that cannot be scaled.
    """
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, HIGH), (LETTER, HIGH), (LETTER, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "letter"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": box, "letter": box})
    builder.setupHorizontalMetrics({".notdef": (LETTER, 0), "letter": (LETTER, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def without_words(content: bytes) -> bytes:
    """Return a stream without its unseen words."""
    return LAYER.sub(b"", content)
