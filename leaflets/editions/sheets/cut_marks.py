# SPDX-License-Identifier: MIT
"""Marks for hands: lines to cut along, a pair of scissors, striped strips that take the glue. Operators, from mm."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from leaflets.core.formats import POINTS_PER_MM, points
from leaflets.editions.sheets.lettering import Lettering
from leaflets.editions.sheets.placement import rectangle

HATCH = 3.0
GLUE_PT = 7.0


def scissors(x: float, y: float) -> Iterator[str]:
    """Yield a pair of scissors that cuts upwards along x."""
    yield segment(x - 0.7, y - 0.5, x + 0.5, y + 2)
    yield segment(x + 0.7, y - 0.5, x - 0.5, y + 2)
    for middle in (x - 0.8, x + 0.8):
        yield circle(middle, y - 1, 0.55)


def strip(box: tuple[float, float, float, float]) -> Iterator[str]:
    """Yield slanting stripes over a strip, seen on light and on dark: white under grey."""
    left, bottom, right, top = box
    yield f"q {rectangle(left, bottom, right - left, top - bottom)} W n"
    height = top - bottom
    number = ceil((right - left + height) / HATCH)
    stripes = [segment(left - height + i * HATCH, bottom, left + i * HATCH, top) for i in range(number + 1)]
    yield "1 G 1.6 w"
    yield from stripes
    yield ".45 G .4 w"
    yield from stripes
    yield "Q"


def glue(words: str, middle: tuple[float, float], lettering: Lettering, *, upright: bool) -> Iterator[str]:
    """Yield words in the middle of a strip, on white."""
    along, across = lettering.width(words, GLUE_PT) / 2, GLUE_PT * 0.36 / POINTS_PER_MM
    half = (across + 0.8, along + 1.2) if upright else (along + 1.2, across + 0.8)
    x, y = middle
    yield f"1 g {rectangle(x - half[0], y - half[1], 2 * half[0], 2 * half[1])} f 0 g"
    at = (x + across, y - along) if upright else (x - along, y - across)
    yield lettering.draw(words, at, size_pt=GLUE_PT, name="Regular", turned=90 if upright else 0)


def twice(path: str) -> Iterator[str]:
    """Yield a line in white and in black on it, so that it is seen on every ground."""
    yield f"1 G 1 w {path} 0 G .25 w {path}"


def segment(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the operators of a line given in mm."""
    return f"{points(x1):.3f} {points(y1):.3f} m {points(x2):.3f} {points(y2):.3f} l S"


def circle(x: float, y: float, radius: float) -> str:
    """Return the operators of a circle given in mm."""
    bow = radius * 0.5523
    spots = [
        (x + radius, y), (x + radius, y + bow), (x + bow, y + radius), (x, y + radius), (x - bow, y + radius),
        (x - radius, y + bow), (x - radius, y), (x - radius, y - bow), (x - bow, y - radius), (x, y - radius),
        (x + bow, y - radius), (x + radius, y - bow), (x + radius, y),
    ]  # fmt: skip
    text = [f"{points(a):.3f} {points(b):.3f}" for a, b in spots]
    return " ".join((f"{text[0]} m", *(f"{' '.join(text[i : i + 3])} c" for i in (1, 4, 7, 10)), "S"))
