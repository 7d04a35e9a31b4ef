# SPDX-License-Identifier: MIT
"""Lettering: short lines of text drawn on a sheet beside its pages, in a font that is embedded and subset.

For slug lines, names of sheets and instructions: one line at a time, from left to right. The words are real text, which
can be searched and copied.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont

from leaflets.core.formats import points
from leaflets.editions.sheets.placement import AXES, Turned

KEPT_TABLES = frozenset(("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"))


class Lettering:
    """One font file; it remembers the letters that it has drawn, and `embed` puts just those into a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.used: dict[int, str] = {}

    @cached_property
    def font(self) -> TTFont:
        return self._read()

    @cached_property
    def letters(self) -> dict[int, str]:
        found: dict[int, str] = self.font.getBestCmap()
        return found

    def glyphs(self, text: str) -> list[int]:
        """Return the number of each letter's glyph; ValueError if the font lacks one."""
        if missing := [letter for letter in text if ord(letter) not in self.letters]:
            raise ValueError(f"{self.path.name} has no letter {missing[0]!r}")
        return [self.font.getGlyphID(self.letters[ord(letter)]) for letter in text]

    def can_write(self, text: str) -> bool:
        """Return whether the font has every letter, and the text runs from left to right, letter by letter."""
        return all(ord(letter) in self.letters for letter in text)

    def advance(self, glyph: int) -> float:
        """Return how wide a glyph is, in thousandths of the size."""
        width: int = self.font["hmtx"][self.font.getGlyphName(glyph)][0]
        return width * 1000 / float(self.font["head"].unitsPerEm)

    def width(self, text: str, size_pt: float) -> float:
        """Return how wide a line is, in mm."""
        return sum(map(self.advance, self.glyphs(text))) * size_pt / 1000 / points(1)

    def draw(self, text: str, at: tuple[float, float], *, size_pt: float, name: str, turned: Turned = 0) -> str:
        """Return the operators of a line that begins at that point, in mm; the font is the page's resource `name`."""
        glyphs = self.glyphs(text)
        self.used.update(zip(glyphs, text, strict=True))
        codes = "".join(f"{glyph:04x}" for glyph in glyphs)
        x, y = points(at[0]), points(at[1])
        return f"BT /{name} {size_pt:g} Tf {AXES[turned][0]} {x:.3f} {y:.3f} Tm <{codes}> Tj ET"

    def wrap(self, text: str, width: float, size_pt: float) -> Iterator[str]:
        """Yield the text in lines that are no wider than that, in mm; a word that is wider stands alone."""
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.width(longer, size_pt) > width:
                yield line
                line = word
            else:
                line = longer
        if line:
            yield line

    def embed(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Return the font, with the letters that were drawn, as an object of that file."""
        data = self._subset()
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(data).digest()[:6])
        base = pikepdf.Name(f"/{tag}+{self.path.stem}")
        head, hhea = self.font["head"], self.font["hhea"]
        scale = 1000 / head.unitsPerEm
        file = pdf.make_stream(data)
        file.Length1 = len(data)
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=base,
            Flags=4,
            FontBBox=[round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)],
            ItalicAngle=0,
            Ascent=round(hhea.ascent * scale),
            Descent=round(hhea.descent * scale),
            CapHeight=round(self.font["OS/2"].sCapHeight * scale),
            StemV=80,
            FontFile2=file,
        )
        widths: list[object] = []
        for glyph in sorted(self.used):
            widths += [glyph, pikepdf.Array([round(self.advance(glyph))])]
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=base,
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pikepdf.Name.Identity,
            DW=1000,
            W=pikepdf.Array(widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=base,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(self._to_unicode()),
        )
        return pdf.make_indirect(font)

    def _subset(self) -> bytes:
        options = subset.Options(retain_gids=True, notdef_outline=True, layout_features=[], hinting=True)
        cutter = subset.Subsetter(options)
        font = self._read()
        cutter.populate(gids=sorted(self.used))
        cutter.subset(font)
        for table in set(font.keys()) - KEPT_TABLES - {"GlyphOrder"}:
            del font[table]
        out = io.BytesIO()
        font.save(out, reorderTables=True)
        return out.getvalue()

    def _read(self) -> TTFont:
        return TTFont(io.BytesIO(self.path.read_bytes()), recalcTimestamp=False)

    def _to_unicode(self) -> bytes:
        pairs = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in sorted(self.used.items())]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        return "\n".join(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <ffff> endcodespacerange",
                *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            )
        ).encode()
