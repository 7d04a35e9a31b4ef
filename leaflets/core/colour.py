# SPDX-License-Identifier: MIT
"""Colour: contrast by WCAG 2.2, lightness and difference as the eye sees them, the palette as screen colour and inks.

Press editions are recoloured after layout, so a colour must be recognised by its RGB values as a PDF holds them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]
Lab = tuple[float, float, float]

# A PDF rounds an 8-bit colour value; values closer than half a step are the same colour.
ROUNDING = 0.5 / 255


def parse_rgb(text: str) -> Rgb:
    """Return "#005d7d" as three numbers from 0 to 1."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(rgb: Rgb) -> float:
    """Return the relative luminance (WCAG 2.2, definition)."""
    red, green, blue = map(_linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, in either order (WCAG 2.2, definition)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def to_hex(rgb: Rgb) -> str:
    """Return three numbers from 0 to 1 as "#005d7d"."""
    return "#" + "".join(f"{round(255 * min(max(value, 0), 1)):02x}" for value in rgb)


def to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (radians) in OKLCH (CSS Color 4, section 9.3)."""
    red, green, blue = map(_linear, rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """Return the colour in sRGB, with less chroma where a screen cannot show so much."""
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if chroma < 0.002 or all(-0.0005 <= value <= 1.0005 for value in linear):
            red, green, blue = (_curved(min(max(value, 0), 1)) for value in linear)
            return red, green, blue
        chroma -= 0.002


def to_lab(rgb: Rgb) -> Lab:
    """Return CIE L*a*b* under D50, the white of printing (sRGB by IEC 61966-2-1, adapted by Bradford)."""
    red, green, blue = map(_linear, rgb)
    x = (0.4360747 * red + 0.3850649 * green + 0.1430804 * blue) / 0.9642
    y = 0.2225045 * red + 0.7168786 * green + 0.0606169 * blue
    z = (0.0139322 * red + 0.0971045 * green + 0.7141733 * blue) / 0.8249
    fx, fy, fz = (math.cbrt(t) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: Lab, other: Lab) -> float:
    """Return the colour difference CIEDE2000 (ISO/CIE 11664-6): 1 is just visible, 6 is plain, 15 is another colour."""
    mean = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (light, math.hypot(a * stretch, b), _hue(a * stretch, b)) for light, a, b in (one, other)
    )
    lightness, chroma, both = (l1 + l2) / 2, (c1 + c2) / 2, c1 * c2 > 0
    turn = (h2 - h1 + 180) % 360 - 180 if both else 0.0
    hue = (h1 + turn / 2) % 360 if both else h1 + h2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.2 * _cos(4 * hue - 63)
    in_l = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2))
    in_c = (c2 - c1) / (1 + 0.045 * chroma)
    in_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    blue = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * blue))
    return math.sqrt(in_l**2 + in_c**2 + in_h**2 + rotation * in_c * in_h)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curved(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _hue(a: float, b: float) -> float:
    return math.degrees(math.atan2(b, a)) % 360


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


class Coloured(Protocol):
    """Anything with a colour from data.yaml: its screen value and its four inks in per cent."""

    @property
    def rgb(self) -> str: ...

    @property
    def cmyk(self) -> tuple[int, int, int, int]: ...


@dataclass(frozen=True)
class Swatch:
    """A colour as plain values: "#005d7d", and cyan, magenta, yellow, black in per cent."""

    rgb: str
    cmyk: tuple[int, int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of data.yaml by name; if two look the same on screen, the first name is used."""

    colours: Mapping[str, Swatch]

    @classmethod
    def of(cls, colours: Mapping[str, Coloured]) -> Palette:
        return cls({name: Swatch(colour.rgb, colour.cmyk) for name, colour in colours.items()})

    @cached_property
    def rgb(self) -> dict[str, Rgb]:
        return {name: parse_rgb(colour.rgb) for name, colour in self.colours.items()}

    def name(self, rgb: Rgb) -> str | None:
        """Return the name of the colour with that screen value, allowing for rounding; None if there is none."""
        for name, known in self.rgb.items():
            if all(abs(one - other) <= ROUNDING for one, other in zip(known, rgb, strict=True)):
                return name
        return None

    def cmyk(self, rgb: Rgb) -> Cmyk | None:
        """Return the inks, from 0 to 1, for that screen value; None if it is not in the palette."""
        name = self.name(rgb)
        return None if name is None else self.inks(name)

    def inks(self, name: str) -> Cmyk:
        """Return the inks of that colour, from 0 to 1; KeyError if there is none."""
        cyan, magenta, yellow, black = self.colours[name].cmyk
        return cyan / 100, magenta / 100, yellow / 100, black / 100
