# SPDX-License-Identifier: MIT
"""Rules about text in print: no Type 3 fonts, black text in black only, nothing too small for several plates."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fontTools.ttLib import TTLibError

from leaflets.preflight.expected import Expected
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.rules.press_colour import ROUNDING, printed
from leaflets.preflight.rules.text import at_first_text
from leaflets.preflight.verdict import Fault

RICH_BLACK, SMALL_GREY_PT = 0.85, 12.0
HEAVY_BLACK, HEAVY_TOTAL = 0.5, 2.4
"""Text with so much black, and so much ink in all, is black to the eye."""


def fonts_subset(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for font in file.walker.fonts.values():
        if font.embedded and not font.subset:
            yield at_first_text(file, font.name, f"The font {font.name} is not subset.")


def widths_are_true(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Where a stated width is not the glyph's, machines space letters differently."""
    for font in file.walker.fonts.values():
        try:
            wrong = len(font.wrong_widths()) if font.embedded else 0
        except (TTLibError, AssertionError, LookupError, ValueError, struct.error):
            continue  # a damaged font is another rule's
        if wrong:
            message = f"The font {font.name} states another width than it has for {wrong} of its letters."
            yield at_first_text(file, font.name, message)


def no_missing_glyphs(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for font in file.walker.fonts.values():
        if font.wide and 0 in font.used:
            yield at_first_text(file, font.name, f"A letter is missing in the font {font.name} (.notdef is set).")


def no_drawn_fonts(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Fonts made of drawings come out coarse or in wrong colours on some machines."""
    for font in file.walker.fonts.values():
        if font.kind == "Type3":
            yield at_first_text(file, font.name, f"The font {font.name} is made of drawings (Type 3).")


def white_text_large(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """White text fills in when it is small."""
    limit = expected.press.limits.small_text_pt
    for page, mark in printed(file):
        small = mark.kind == "text" and mark.paint.is_white and mark.size_pt < limit - ROUNDING
        if small and page.ground(mark):
            message = f"White text of {mark.size_pt:.1f} pt is on a colour; at least {limit:g} pt is needed."
            yield page.fault(message, mark.box)


def coloured_text_large(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """Small text in several inks blurs, because plates never register exactly."""
    limit = expected.press.limits.small_text_pt
    for page, mark in printed(file):
        if mark.kind == "text" and mark.paint.is_mixed and mark.size_pt < limit - ROUNDING:
            message = f"Text of {mark.size_pt:.1f} pt is printed in several inks ({mark.paint}); "
            yield page.fault(f"{message}at least {limit:g} pt is needed.", mark.box)


def black_text_is_black(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, mark in printed(file):
        inks, heavy = mark.paint.inks, mark.paint.total > HEAVY_TOTAL
        if mark.kind == "text" and inks and any(inks[:3]) and inks[3] >= (HEAVY_BLACK if heavy else RICH_BLACK):
            message = f"Black text of {mark.size_pt:.1f} pt is printed in several inks ({mark.paint})."
            yield page.fault(message, mark.box)


def small_grey_text(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """DeviceGray cannot overprint, so small black text on a colour must be in the black ink."""
    for page, mark in printed(file):
        small = mark.kind == "text" and mark.size_pt < SMALL_GREY_PT - ROUNDING
        if small and mark.paint.space.kind == "DeviceGray" and not mark.paint.is_white and page.ground(mark):
            message = f"Text of {mark.size_pt:.1f} pt on a colour is in DeviceGray, which cannot overprint."
            yield page.fault(message, mark.box)
