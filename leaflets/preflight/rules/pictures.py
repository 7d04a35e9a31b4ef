# SPDX-License-Identifier: MIT
"""The rule about the resolution of raster images."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw

from leaflets.core.edition import Purpose
from leaflets.core.geometry import Points
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import OpenPage
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.resources import DEEPEST
from leaflets.preflight.verdict import Fault

SMALL_PIXELS = 16
"""A picture of so few pixels is a plain area."""
FINENESS: dict[Purpose, tuple[int, int]] = {
    "screen": (150, 149),
    "office": (150, 149),
    "picture": (96, 95),
}
"""The pixels per inch that are good, and those that are too few; between the two is a warning.

Those for the press are in what is expected.
"""


def fine_enough(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    good, least = FINENESS.get(expected.purpose, expected.press.limits.picture_ppi)
    for page, box, ppi in painted(file) if expected.purpose == "press" else shown(file):
        if ppi < good - 1:  # a box is never whole pixels
            message = f"A picture has {ppi:.0f} pixels per inch; {good} is good"
            message += f", and {least} or fewer are too few." if least < good - 1 else "."
            yield page.fault(message, box, "fail" if ppi <= least else "warn")


def painted(file: OpenFile) -> Iterator[tuple[OpenPage, Points, float]]:
    """Yield the pictures painted on the trimmed page, with their resolution."""
    for page in file.painted:
        for mark in page.printed:
            picture = mark.picture
            if picture and picture.bits != 1 and max(picture.width, picture.height) > SMALL_PIXELS:
                yield page, mark.box, picture.ppi


def shown(file: OpenFile) -> Iterator[tuple[OpenPage, Points, float]]:
    """Yield the pictures that a viewer finds on a page, with their resolution."""
    for page, read in zip(file.shown, file.pages, strict=True):
        for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=DEEPEST):
            info = item.get_metadata()
            if (ppi := min(info.horizontal_dpi, info.vertical_dpi)) > 0:
                yield read, item.get_bounds(), ppi
