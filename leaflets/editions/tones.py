# SPDX-License-Identifier: MIT
"""The colours of a page for toner, and the operators that set them."""

from __future__ import annotations

from leaflets.core.colour import Rgb

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
PALE = 0.18
"""The share of its darkness that a picture's shape keeps: at most 15 %, clear in print and lost in copies."""


def darkness(colour: Rgb) -> float:
    """Return the share of toner that a colour takes, from 0 to 1."""
    red, green, blue = colour
    return 1 - 0.299 * red - 0.587 * green - 0.114 * blue


def pale(colour: Rgb) -> Rgb:
    """Return the colour in which a shape of a picture is filled."""
    red, green, blue = (1 - PALE * (1 - value) for value in colour)
    return red, green, blue


def fills_in(colour: Rgb) -> bytes:
    """Return the operator that sets a colour for fills, in grey if it is one."""
    return b"\n%s g " % spelled(colour[:1]) if len(set(colour)) == 1 else b"\n%s rg " % spelled(colour)


def strokes_in(colour: Rgb) -> bytes:
    """Return the operator that sets a colour for lines."""
    return fills_in(colour).upper()


def spelled(values: tuple[float, ...]) -> bytes:
    """Return numbers as a content stream writes them: it knows no exponents."""
    return b" ".join((b"%.6f" % value).rstrip(b"0").rstrip(b".") for value in values)
