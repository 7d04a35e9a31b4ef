# SPDX-License-Identifier: MIT
"""Fonts and text as set in a PDF: the width of a string, and whether its font is in the file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pikepdf
from fontTools.ttLib import TTFont

from leaflets.preflight.resources import descriptor_of, is_embedded, name_of

SUBSET = re.compile(r"^[A-Z]{6}\+")
WIDTH_OFF = 2.0
"""How far a stated width may differ from the glyph's, in thousandths of the size."""
# How far letters extend below and above the baseline, relative to their size; near enough for a margin.
BELOW, ABOVE = -0.22, 0.74


@dataclass(frozen=True)
class EmbeddedFont:
    """A font of a file, with the widths of its characters in thousandths of its size."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    wide: bool
    """Whether a character has two bytes."""
    widths: Mapping[int, float]
    default: float
    raw: pikepdf.Object = field(compare=False)
    used: set[int] = field(default_factory=set, compare=False)
    """The codes of the characters that have been set."""

    def run(self, text: bytes, size: float, letter_space: float, word_space: float) -> float:
        """Return how far a string moves the position, before horizontal scaling."""
        step = 2 if self.wide else 1
        length = 0.0
        for start in range(0, len(text) - step + 1, step):
            code = int.from_bytes(text[start : start + step])
            self.used.add(code)
            length += self.widths.get(code, self.default) / 1000 * size + letter_space
            if not self.wide and code == 32:
                length += word_space
        return length

    def wrong_widths(self) -> list[int]:
        """Return the codes whose stated width is not that of the glyph; only for composite TrueType fonts."""
        if not self.wide or "/FontFile2" not in descriptor_of(self.raw):
            return []
        program = TTFont(io.BytesIO(descriptor_of(self.raw).FontFile2.read_bytes()), lazy=True)
        unit, advances = program["head"].unitsPerEm / 1000, program["hmtx"].metrics
        names, table = program.getGlyphOrder(), self.raw.DescendantFonts[0].get("/CIDToGIDMap")
        codes = table.read_bytes() if isinstance(table, pikepdf.Stream) else b""
        glyphs = {code: int.from_bytes(codes[2 * code : 2 * code + 2]) if codes else code for code in self.used}
        own = {code: advances[names[glyph]][0] / unit for code, glyph in glyphs.items() if glyph < len(names)}
        stated = self.widths.get
        return [code for code, width in own.items() if abs(width - stated(code, self.default)) > WIDTH_OFF]


def read_font(font: pikepdf.Object) -> EmbeddedFont:
    """Return what the checks need of a font's dictionary."""
    kind = str(font.get("/Subtype", "/Unknown"))[1:]
    name, descriptor, embedded = name_of(font), descriptor_of(font), is_embedded(font)
    if kind == "Type0":
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        widths, default = cid_widths(inner.get("/W", pikepdf.Array())), float(inner.get("/DW", 1000))
    else:
        widths, default = simple_widths(font, kind), float(descriptor.get("/MissingWidth", 500))
    subset = bool(SUBSET.match(name)) or kind == "Type3"
    return EmbeddedFont(name, kind, embedded, subset, kind == "Type0", widths=widths, default=default, raw=font)


def simple_widths(font: pikepdf.Object, kind: str) -> dict[int, float]:
    """Return the widths of a font with one byte per character."""
    first = int(font.get("/FirstChar", 0))
    unit = abs(float(font.FontMatrix[0])) * 1000 if kind == "Type3" and "/FontMatrix" in font else 1.0
    return {first + number: float(width) * unit for number, width in enumerate(font.get("/Widths", pikepdf.Array()))}


def cid_widths(table: pikepdf.Object) -> dict[int, float]:
    """Return the widths of a composite font (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(table)
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            widths |= {first + number: float(width) for number, width in enumerate(items[at + 1])}
            at += 2
        elif at + 2 < len(items):
            widths |= dict.fromkeys(range(first, int(items[at + 1]) + 1), float(items[at + 2]))
            at += 3
        else:
            break
    return widths
