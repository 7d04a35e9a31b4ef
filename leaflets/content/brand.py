# SPDX-License-Identifier: MIT
"""The colours of a project: one colour per audience becomes an accent, a mid tone and a tint, each with its inks.

`palette:` in data.yaml comes before `brand:`, which supplies the rest. Colours that no publisher chooses are here: the
neutrals, the red of 999, and the colours of people in pictures, so that no brand changes the colour of a face.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from leaflets.core.colour import (
    Coloured,
    Lab,
    Rgb,
    Swatch,
    contrast,
    difference,
    from_oklch,
    parse_rgb,
    to_hex,
    to_lab,
    to_oklch,
)
from leaflets.core.resources import SHIPPED, Resources

if TYPE_CHECKING:
    from PIL.ImageCms import ImageCmsTransform

Build = tuple[int, int, int, int]
"""Cyan, magenta, yellow and black in per cent."""
PROFILE = "assets/profiles/FOGRA39L.icc"
WHITE: Rgb = (1.0, 1.0, 1.0)
ON_WHITE = 7.0
"""The least contrast of an accent on white paper: WCAG 2.2 AAA, 1.4.6."""
MAX_COVERAGE = 240
SHADES = {"-mid": (0.77, 0.09, 0.95), "-tint": (0.945, 0.022, 0.22)}
"""For each tone of an accent: its lightness, its highest chroma, and its chroma relative to the accent (OKLCH)."""
FINER = (5, 5, 2, 2, 1, 1)
WORTH_AN_INK = 1.0
"""How much closer (CIEDE2000) a build must be for each extra ink, because fewer inks print more evenly."""


@dataclass(frozen=True)
class Derived:
    """A colour with only a screen value; its inks are worked out when a press file needs them."""

    rgb: str

    @property
    def cmyk(self) -> Build:
        return nearest_inks(self.rgb)


def complete(palette: Mapping[str, Coloured], brand: Iterable[tuple[str, str]]) -> dict[str, Coloured]:
    """Return every colour by name: data.yaml's palette, then what follows from the brand, then the shipped ones."""
    derived: dict[str, Coloured] = {}
    for audience, rgb in brand:
        derived[audience] = Derived(rgb)
        _, chroma, hue = to_oklch(parse_rgb(rgb))
        for shade, (lightness, most, share) in SHADES.items():
            derived[audience + shade] = Derived(to_hex(from_oklch(lightness, min(most, share * chroma), hue)))
    return {**derived, **palette, **{name: colour for name, colour in COLOURS.items() if name not in palette}}


def passing(rgb: str, ground: Rgb = WHITE, least: float = ON_WHITE) -> str:
    """Return the nearest colour of the same hue with that contrast on a light background; black if there is none."""
    lightness, chroma, hue = to_oklch(parse_rgb(rgb))
    darker = (from_oklch(lightness - step / 200, chroma, hue) for step in range(int(200 * lightness)))
    return next((to_hex(one) for one in darker if contrast(parse_rgb(to_hex(one)), ground) >= least), "#000000")


def press_difference(colour: Coloured) -> float:
    """Return the difference between a colour in print and on screen (CIEDE2000)."""
    return difference(to_lab(parse_rgb(colour.rgb)), labs_of([colour.cmyk])[0])


@lru_cache(maxsize=256)
def nearest_inks(rgb: str) -> Build:
    """Return the closest inks for a screen colour: at most three, in whole per cent, 240 % in total.

    Relative colorimetric by FOGRA39, whatever the press, so that a project has one build of each colour. The search
    is on a coarse grid, then on finer ones around the best start of one, two and three inks.
    """
    wanted = to_lab(parse_rgb(rgb))
    starts: dict[int, tuple[float, Build]] = {}
    is_light = wanted[0] > 60 and math.hypot(*wanted[1:]) > 5  # black dots would make a light colour look dirty
    for build, lab in _coarse():
        if build[3] and is_light:
            continue
        count, off = sum(map(bool, build)), math.dist(wanted, lab)
        if off < starts.get(count, (math.inf,))[0]:
            starts[count] = off, build
    best = (math.inf, (0, 0, 0, 0))
    for _, build in sorted(starts.values()):
        for step in FINER:
            options = _within(
                *(range(max(ink - step, 0), min(ink + step, 100) + 1, step) if ink else (0,) for ink in build)
            )
            off, build = min(zip((difference(wanted, lab) for lab in labs_of(options)), options, strict=True))
        cost = off + WORTH_AN_INK * sum(map(bool, build))
        best = min(best, (cost, build))
    return best[1]


@cache
def _coarse() -> list[tuple[Build, Lab]]:
    steps = range(0, 101, 10)
    builds = [build for build in _within(steps, steps, steps, steps) if 0 in build]
    return list(zip(builds, labs_of(builds), strict=True))


def _within(cyan: Iterable[int], magenta: Iterable[int], yellow: Iterable[int], black: Iterable[int]) -> list[Build]:
    return [build for build in product(cyan, magenta, yellow, black) if sum(build) <= MAX_COVERAGE]


def labs_of(builds: Sequence[Build]) -> list[Lab]:
    """Return the CIE L*a*b* of builds of cyan, magenta, yellow and black in per cent, relative to the paper."""
    from PIL import Image, ImageCms  # slow to import, and needed only for colours

    strip = Image.new("CMYK", (len(builds), 1))
    strip.putdata([tuple(round(2.55 * ink) for ink in build) for build in builds])
    made = ImageCms.applyTransform(strip, _transform())
    assert made
    data = made.tobytes()
    signed = [value - 256 if value > 127 else value for value in data]
    return [(data[at] / 2.55, signed[at + 1], signed[at + 2]) for at in range(0, len(data), 3)]


@cache
def _transform() -> ImageCmsTransform:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(io.BytesIO(Resources(SHIPPED).find(PROFILE).read_bytes()))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", renderingIntent=intent)


COLOURS = {
    # Shared by all projects. Red ("signal") is only for 999; text is in black ink alone, which keeps small type sharp.
    "sun": Swatch("#feca31", (0, 22, 85, 0)),
    "signal": Swatch("#ca011a", (0, 100, 90, 15)),
    "ink": Swatch("#1a1917", (0, 0, 0, 100)),
    "black": Swatch("#000000", (0, 0, 0, 100)),
    "paper": Swatch("#ffffff", (0, 0, 0, 0)),
    "grey": Swatch("#706f6f", (0, 0, 0, 70)),
    "rule": Swatch("#d0d0d0", (0, 0, 0, 25)),
    # People and things in pictures: the same whatever the brand.
    "picture-blue": Swatch("#005b7d", (85, 20, 0, 55)),
    "picture-purple": Swatch("#54287e", (80, 95, 0, 10)),
    "picture-lilac": Swatch("#aa95c6", (38, 45, 0, 0)),
    "picture-brown": Swatch("#983720", (0, 80, 80, 45)),
    "picture-peach": Swatch("#f7b293", (0, 38, 42, 0)),
    "picture-tan": Swatch("#cd9566", (23, 47, 65, 0)),
    "picture-umber": Swatch("#a9683f", (0, 53, 73, 40)),
}
