# SPDX-License-Identifier: MIT
"""Rules about fonts and text: fonts in the file, black text in black ink, nothing too small for several plates."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.preflight.press.colour_rules import ROUNDING, printed
from leaflets.preflight.press.reading import OpenFile
from leaflets.preflight.press.text import EmbeddedFont
from leaflets.preflight.press.verdict import Fault, PressExpected

SMALL_PT = 8.0
RICH_BLACK, SMALL_GREY_PT = 0.85, 12.0


def first_use(reading: OpenFile, font: EmbeddedFont, message: str) -> Fault:
    """Return a fault at the first text that is set in a font."""
    for read in reading.pages:
        for mark in read.marks:
            if mark.font == font.name:
                return Fault(message, read.number, read.box_mm(mark.box))
    return Fault(message)


def fonts_embedded(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Every font that sets text is in the file."""
    for font in reading.walker.fonts.values():
        if not font.embedded:
            yield first_use(reading, font, f"The font {font.name} is not in the file.")


def fonts_subset(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Only the letters that are used are in the file, under a name that no other font has."""
    for font in reading.walker.fonts.values():
        if font.embedded and not font.subset:
            yield first_use(reading, font, f"The font {font.name} is in the file as a whole.")


def no_drawn_fonts(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Fonts whose letters are little drawings come out coarse or in odd colours on some machines."""
    for font in reading.walker.fonts.values():
        if font.kind == "Type3":
            yield first_use(reading, font, f"The font {font.name} is made of drawings (Type 3).")


def white_text_large(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """White text closes up when it is small."""
    for read, mark in printed(reading):
        small = mark.kind == "text" and mark.paint.is_white and mark.size_pt < SMALL_PT - ROUNDING
        if small and read.ground(mark):
            message = f"White text of {mark.size_pt:.1f} pt stands on a colour; the least is {SMALL_PT:g} pt."
            yield Fault(message, read.number, read.box_mm(mark.box))


def coloured_text_large(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Text of several inks blurs when it is small, because plates never lie on each other exactly."""
    for read, mark in printed(reading):
        if mark.kind == "text" and mark.paint.is_mixed and mark.size_pt < SMALL_PT - ROUNDING:
            message = f"Text of {mark.size_pt:.1f} pt is printed with several inks ({mark.paint}); "
            yield Fault(f"{message}the least is {SMALL_PT:g} pt.", read.number, read.box_mm(mark.box))


def black_text_is_black(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Black text has black ink and no other."""
    for read, mark in printed(reading):
        inks = mark.paint.inks
        if mark.kind == "text" and inks and inks[3] >= RICH_BLACK and any(inks[:3]):
            message = f"Black text of {mark.size_pt:.1f} pt is printed with several inks ({mark.paint})."
            yield Fault(message, read.number, read.box_mm(mark.box))


def small_grey_text(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Grey of its own colour space cannot overprint, so small black text on a colour must be in the black ink."""
    for read, mark in printed(reading):
        small = mark.kind == "text" and mark.size_pt < SMALL_GREY_PT - ROUNDING
        if small and mark.paint.space.kind == "DeviceGray" and not mark.paint.is_white and read.ground(mark):
            message = f"Text of {mark.size_pt:.1f} pt on a colour is in DeviceGray, which cannot overprint."
            yield Fault(message, read.number, read.box_mm(mark.box))
