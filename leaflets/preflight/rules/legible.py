# SPDX-License-Identifier: MIT
"""Rules of clear print, measured on the finished page: contrast, capitals, italics, justified lines.

Text has the colour that the file draws it in, and is compared with its background on the drawn page, whatever the
styles say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leaflets.core.colour import contrast
from leaflets.preflight.drawn_text import DrawnText
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import OpenPage
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
GROUND, NARROW_PT, UNSEEN = 0.35, 6, 0.1
"""A colour with at least this share of the pixels around a text is its background; narrower text is only a mark; and if
all other colours together have less than the last share, the text is invisible."""
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:['’-][A-Z]+)*(?:[ ,\u00a0]+[A-Z]{2,}(?:['’-][A-Z]+)*){2,}\b")
"""Three or more words in capitals; fewer may be a name, such as CEOP."""
DRAFT = "DRAFT"
"""The stamp across a draft, which darkens the text under it."""
SLANT = 0.05
LINES, SAME_PT = 5, 1.5
"""By chance, two or three lines may end at the same place, but not five."""


def contrast_is_enough(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, texts in _texts(file):
        for text in texts:
            if text.box[2] - text.box[0] < NARROW_PT:
                continue
            grounds = text.grounds if sum(text.grounds.values()) > UNSEEN else {text.rgb: 1.0}
            most = max(grounds.values())
            for ground, share in grounds.items():
                ratio = contrast(text.rgb, ground)
                if share >= min(GROUND, most) and ratio < LEAST_CONTRAST:
                    message = f"Text has a contrast of {int(ratio * 10) / 10}:1; at least {LEAST_CONTRAST}:1 is needed."
                    yield page.fault(message, text.box)
                    break


def no_capitals(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for found in SHOUTED.finditer(file.text) if DRAFT not in file.text else ():
        yield Fault(f"'{found[0]}' is set in capitals.")


def no_italics(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for font in file.fonts:
        if re.search("ital|obliq", font.own_name, re.IGNORECASE):
            yield Fault(f"The font {font.own_name} is italic.")
    for page, texts in _texts(file):
        if slanted := next((text for text in texts if text.slant > SLANT), None):
            yield page.fault("Letters are slanted.", slanted.box)


def not_justified(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, texts in _texts(file):
        for first in range(len(texts) - LINES + 1):
            block = texts[first : first + LINES]
            spread = [
                max(sides) - min(sides) for sides in zip(*((text.box[0], text.box[2]) for text in block), strict=True)
            ]
            if max(spread) < SAME_PT and len({text.size_pt for text in block}) == 1:
                yield page.fault("Lines are justified.", block[0].box)
                break


def _texts(file: OpenFile) -> Iterator[tuple[OpenPage, tuple[DrawnText, ...]]]:
    """Yield each page with its texts; none of a draft, which has the same layout as the final edition."""
    if DRAFT not in file.text:
        yield from zip(file.pages, file.drawn_texts, strict=True)
