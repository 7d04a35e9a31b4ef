# SPDX-License-Identifier: MIT
"""Write assets/fonts/stamp-400.ttf and stamp-700.ttf: the letters that a school's name may have, cut from Noto Sans.

Editions embed them whole, so they are small, and they are kept because cutting them takes longer than a leaflet does.
Atkinson Hyperlegible lacks Welsh, Turkish, Vietnamese and Yoruba letters, and its zero is crossed. Letters that Unicode
spells with a combining accent become glyphs of their own, at private code points in the order of `ACCENTED`.
The same release of the font gives the same files.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from leaflets.core.resources import Resources  # noqa: E402
from leaflets.editions.stamp_font import ACCENTED, FOLDER, PRIVATE, WEIGHTS  # noqa: E402
from leaflets.languages.registry import read_languages  # noqa: E402


def letters() -> set[int]:
    """Return the code points: of the languages of the United Kingdom and its neighbours, Vietnamese and Yoruba."""
    old = {0x132, 0x133, 0x138, 0x13F, 0x140, 0x149, 0x17F}
    welsh_and_romanian = {0x218, 0x219, 0x21A, 0x21B, *range(0x1E80, 0x1E86), 0x1EF2, 0x1EF3}
    vietnamese = {0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)}
    yoruba = {0x1F8, 0x1F9, 0x1E3E, 0x1E3F, 0x1E62, 0x1E63}
    marks = {ord(one) for one in "‘’“”–—•…€"}
    return {*range(0x20, 0x7F), *range(0xA1, 0x180)} - {0xAD, *old} | welsh_and_romanian | vietnamese | yoruba | marks


def cut(source: Path, weight: int) -> bytes:
    """Return the font of one weight with these letters, without hints or layout tables.

    A PDF needs neither OS/2 nor name, but a browser does, which draws a slot with the font of the edition.
    """
    wanted = letters() | {ord(one) for text in ACCENTED for one in text}
    font = subset_of(TTFont(source, recalcTimestamp=False), wanted, ["mark"])
    font = instantiateVariableFont(font, {"wght": weight})
    add_accented(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.isUnicode()]
    font = subset_of(font, {*letters(), *range(PRIVATE, PRIVATE + len(ACCENTED))}, [])
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def subset_of(font: TTFont, wanted: Iterable[int], features: list[str]) -> TTFont:
    """Return a font with only those letters; with its names and positions if it keeps features."""
    options = subset.Options(hinting=False, layout_features=features, name_IDs=[], notdef_outline=True)
    options.drop_tables += ["STAT"] if features else ["STAT", "GDEF", "GPOS", "GSUB"]
    options.recalc_timestamp = False
    options.glyph_names = bool(features)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return font


def add_accented(font: TTFont) -> None:
    """Add a glyph for each accented letter, made of its letter and accent as the font places them."""
    names, glyphs = font.getBestCmap(), font["glyf"]
    for number, (letter, accent) in enumerate(ACCENTED):
        base, mark = names[ord(letter)], names[ord(accent)]
        x, y = offset(font, base, mark)
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [part(base, 0, 0), part(mark, x, y)]
        name = f"accented{number}"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        glyphs[name] = glyph
        glyph.recalcBounds(glyphs)
        font["hmtx"][name] = (font["hmtx"][base][0], glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[PRIVATE + number] = name


def part(name: str, x: int, y: int) -> GlyphComponent:
    """Return a part of a composed glyph: another one, moved."""
    component = GlyphComponent()
    component.glyphName, component.x, component.y, component.flags = name, x, y, 0x4
    return component


def offset(font: TTFont, base: str, mark: str) -> tuple[int, int]:
    """Return how far the font moves an accent that stands on a letter."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 4 and base in table.BaseCoverage.glyphs and mark in table.MarkCoverage.glyphs:
                record = table.MarkArray.MarkRecord[table.MarkCoverage.glyphs.index(mark)]
                anchors = table.BaseArray.BaseRecord[table.BaseCoverage.glyphs.index(base)].BaseAnchor
                if anchor := anchors[record.Class]:
                    own = record.MarkAnchor
                    return anchor.XCoordinate - own.XCoordinate, anchor.YCoordinate - own.YCoordinate
    raise ValueError(f"the font does not place {mark} on {base}")


def main() -> None:
    """Write both weights."""
    source = read_languages(Resources(ROOT)).fonts["Noto Sans"].path(400)
    for weight in WEIGHTS:
        (ROOT / FOLDER).mkdir(exist_ok=True)
        (ROOT / FOLDER / f"stamp-{weight}.ttf").write_bytes(cut(source, weight))


if __name__ == "__main__":
    main()
