# SPDX-License-Identifier: MIT
"""The fonts of a slot: the letters that the name of a school or clinic may have, embedded whole in each edition.

They are cut from Noto Sans by script/stamp_fonts.py. Both weights number their glyphs alike, so one map to text serves
both. Widths are in thousandths of the size, as in the file.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from leaflets.core.resources import SHIPPED
from leaflets.layout.word_layer import unicode_map

FOLDER = Path("assets") / "fonts"
WEIGHTS = (400, 700)
PRIVATE = 0xE000
"""The code point, in the font files, of the first of ACCENTED."""
ACCENTED = (
    *((letter, accent) for letter in "ẹọẸỌ" for accent in "\u0300\u0301\u0304"),
    *((letter, "\u0304") for letter in "mMnN"),
    *((letter, "\u0300") for letter in "mM"),
)
"""Letters of Yoruba that Unicode spells with a combining accent, each with it."""


@dataclass(frozen=True)
class StampFont:
    """A weight: its file, the number of the glyph of each letter, its width, and what a font descriptor says."""

    weight: int
    data: bytes
    glyphs: Mapping[str, int]
    widths: Mapping[str, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    @property
    def name(self) -> str:
        return f"STAMPS+Noto-Sans-{'Bold' if self.weight > WEIGHTS[0] else 'Regular'}"


@cache
def stamp_font(weight: int) -> StampFont:
    """Return a weight of the shipped stamp font."""
    data = (SHIPPED / FOLDER / f"stamp-{weight}.ttf").read_bytes()
    font = TTFont(io.BytesIO(data), lazy=True)
    head, hhea, advances = font["head"], font["hhea"], font["hmtx"].metrics

    def scaled(units: int) -> int:
        return round(units * 1000 / int(head.unitsPerEm))

    letters = {letter_of(code): name for code, name in font.getBestCmap().items()}
    return StampFont(
        weight,
        data,
        {letter: font.getGlyphID(name) for letter, name in letters.items()},
        {letter: scaled(advances[name][0]) for letter, name in letters.items()},
        tuple(scaled(getattr(head, edge)) for edge in ("xMin", "yMin", "xMax", "yMax")),  # type: ignore[arg-type]
        scaled(hhea.ascent),
        scaled(hhea.descent),
    )


def letter_of(code: int) -> str:
    """Return the letter at a code point of the font file."""
    return "".join(ACCENTED[code - PRIVATE]) if code >= PRIVATE else chr(code)


def embed(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Embed both weights; return the font resources, by the names F400 and F700."""
    texts = {number: letter for letter, number in stamp_font(WEIGHTS[0]).glyphs.items()}
    to_unicode = pdf.make_stream(unicode_map(texts))
    return pikepdf.Dictionary({f"/F{weight}": _embed(pdf, stamp_font(weight), to_unicode) for weight in WEIGHTS})


def _embed(pdf: pikepdf.Pdf, font: StampFont, to_unicode: pikepdf.Object) -> pikepdf.Object:
    name = pikepdf.Name(f"/{font.name}")
    file = pdf.make_stream(_packed(font.weight), Filter=pikepdf.Name.FlateDecode, Length1=len(font.data))
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=pikepdf.Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=714,
        StemV=80 if font.weight == WEIGHTS[0] else 140,
        FontFile2=file,
    )
    width_of = {font.glyphs[letter]: width for letter, width in font.widths.items()}
    last = max(width_of)
    cid = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=pikepdf.Array([1, pikepdf.Array([width_of.get(number, 1000) for number in range(1, last + 1)])]),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(cid)]),
            ToUnicode=to_unicode,
        )
    )


@cache
def _packed(weight: int) -> bytes:
    return zlib.compress(stamp_font(weight).data, 9)
