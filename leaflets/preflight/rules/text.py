# SPDX-License-Identifier: MIT
"""Rules about the text of every file: its fonts, and the words and numbers that must be in it."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.core.characters import reads_right_to_left
from leaflets.core.geometry import around
from leaflets.layout import word_layer
from leaflets.preflight.expected import Expected
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault
from leaflets.preflight.visual_text import squeeze, stands_in, undrawn_letters


def at_first_text(file: OpenFile, font: str, message: str) -> Fault:
    """Return a fault at the first text that is set in a font."""
    if found := file.first_text(font):
        page, box = found
        return page.fault(message, box)
    return Fault(message)


def fonts_embedded(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for font in file.fonts:  # some programs name fonts that they do not use
        if not font.embedded and (file.purpose != "press" or file.first_text(font.name)):
            yield at_first_text(file, font.name, f"The font {font.own_name} is not in the file.")


def fonts_draw(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Fonts are loaded, and letters looked at: a sound dictionary says nothing of the outlines."""
    for font in file.fonts:
        if not font.can_be_loaded:
            yield at_first_text(file, font.name, f"The font {font.own_name} is damaged.")
    for page, shown in zip(file.pages, file.shown, strict=True):
        if blank := undrawn_letters(shown):
            message = f"{len(blank)} letters or digits cannot be seen, such as '{blank[0][0]}'."
            yield page.fault(message, around(point for _, box in blank for point in (box[:2], box[2:])))


def fonts_known(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """Every font belongs to the language: others were used because a letter was missing."""
    if expected.language is None:
        return
    families = tuple(dict.fromkeys((*expected.language.families, expected.language.numbers)))
    known = tuple(family.replace(" ", "") for family in (*families, word_layer.FONT))
    for font in file.fonts:
        if not font.own_name.replace("-", "").replace(" ", "").startswith(known):
            message = f"The font {font.own_name} is not one of {', '.join(families)}."
            yield at_first_text(file, font.name, message)


def imprint_is_there(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for words in expected.words:
        if not says(file, expected, words):
            yield Fault(f"'{words}' cannot be found in the file, or not in this order.")


def numbers_are_whole(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for number in expected.numbers:
        if not says(file, expected, number):
            yield Fault(f"The number {number} cannot be found in the file, or its digits are out of order.")


def says(file: OpenFile, expected: Expected, words: str) -> bool:
    """Return whether a file has that text; on right-to-left pages, whether a person sees it there."""
    if expected.language and reads_right_to_left(expected.language.own_name):
        return stands_in(words, file.lines)
    return squeeze(words) in file.text
