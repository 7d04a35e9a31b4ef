# SPDX-License-Identifier: MIT
"""Rules of clear print, measured on the finished page: contrast, capitals, italics, justified lines.

Text has the colour that the file draws it in, and is compared with its background on the drawn page, whatever the
styles say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from leaflets.core.colour import contrast, to_hex
from leaflets.core.formats import POINTS_PER_MM
from leaflets.preflight.drawn_text import DrawnText, colours_on_sheet
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import OpenPage
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
MM, LEAST_INK_MM = POINTS_PER_MM, 3.0
"""A cut may be 1 mm off, a fold 1.5 mm, and ink so near to either looks wrong; boxes of text keep further away."""
GROUND, NARROW_PT, UNSEEN = 0.35, 6, 0.1
"""A colour with at least this share of the pixels around a text is its background; narrower text is only a mark; and if
all other colours together have less than the last share, the text is invisible."""
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:['’-][A-Z]+)*(?:[ ,\u00a0]+[A-Z]{2,}(?:['’-][A-Z]+)*){2,}\b")
"""Three or more words in capitals; fewer may be a name, such as CEOP."""
DRAFT = "DRAFT"
"""The stamp across a draft, which darkens the text under it."""
SLANT = 0.05
FEW, LINES, SAME_PT = 3, 5, 1.5
"""By chance, three lines on a page may end at the same place, but not five, nor three in two places."""


def contrast_is_enough(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    is_draft = expected.is_stamped or DRAFT in file.text
    for page, texts in zip(file.pages, file.drawn_texts, strict=True):
        for text in texts:
            if text.box[2] - text.box[0] < NARROW_PT:
                continue
            if text.is_swallowed:
                message = "Some letters cannot be seen: what they stand on is as light or as dark as they are."
                yield page.fault(message, text.box)
            elif not is_draft and (ratio := _contrast(text)) < LEAST_CONTRAST:
                message = f"Text has a contrast of {int(ratio * 10) / 10}:1; at least {LEAST_CONTRAST}:1 is needed."
                yield page.fault(message, text.box)


def ink_clear_of_edges(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Letters may reach far beyond their line; a page of a leaflet ends at a cut or at a fold."""
    for page, texts in zip(file.pages, file.drawn_texts, strict=True):
        for text in texts:
            gaps = (edge - own for edge, own in zip(page.trim, text.box, strict=True))
            gap = min(gap * sign for gap, sign in zip(gaps, (-1, -1, 1, 1), strict=True)) / MM
            if gap < LEAST_INK_MM:
                message = (
                    f"Letters come within {gap:.1f} mm of the edge of the page; at least {LEAST_INK_MM:g} mm is needed."
                )
                yield page.fault(message, text.box)


def _contrast(text: DrawnText) -> float:
    """Return the least contrast of a text to its backgrounds."""
    grounds = text.grounds
    if sum(grounds.values()) <= UNSEEN:
        return 1.0
    least = min(GROUND, max(grounds.values()))
    return min(contrast(text.rgb, ground) for ground, share in grounds.items() if share >= least)


def is_black(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for number, page in enumerate(file.shown, start=1):
        for red, green, blue in sorted(colours_on_sheet(page) - {(0, 0, 0)}):
            yield Fault(f"Text is {to_hex((red / 255, green / 255, blue / 255))}.", number)


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
        level = [(_are_level(one, other), other) for one, other in pairwise(texts)]
        blocks = [[other for _, other in group] for same, group in groupby(level, key=itemgetter(0)) if same]
        wide = [block for block in blocks if len(block) + 1 >= FEW]
        if len(wide) > 1 or any(len(block) + 1 >= LINES for block in wide):
            yield page.fault("Lines are justified.", wide[0][0].box)


def _are_level(one: DrawnText, other: DrawnText) -> bool:
    """Say whether two lines of one size begin and end at the same places."""
    apart = max(abs(one.box[0] - other.box[0]), abs(one.box[2] - other.box[2]))
    return apart < SAME_PT and one.size_pt == other.size_pt


def _texts(file: OpenFile) -> Iterator[tuple[OpenPage, tuple[DrawnText, ...]]]:
    """Yield each page with its texts; none of a draft, which has the same layout as the final edition."""
    if DRAFT not in file.text:
        yield from zip(file.pages, file.drawn_texts, strict=True)
