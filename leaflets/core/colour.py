# SPDX-License-Identifier: MIT
"""Colour: contrast by WCAG 2.2, and the palette as pairs of screen colour and inks.

The press recolours finished pages, so a colour must be found again by its red, green and blue as they stand in a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

Rgb = tuple[float, float, float]
Cmyk = tuple[float, float, float, float]

# A PDF rounds a colour of 0 to 255 to some decimals; half a step is as far as two neighbours can be told apart.
ROUNDING = 0.5 / 255


def parse_rgb(text: str) -> Rgb:
    """Return "#005d7d" as three numbers from 0 to 1."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(rgb: Rgb) -> float:
    """Return the relative luminance (WCAG 2.2, definition)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, whichever is the lighter (WCAG 2.2, definition)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Coloured(Protocol):
    """Something with a colour of data.yaml: how it looks on the screen, and the per cent of its four inks."""

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
    """The colours of data.yaml by name; the first name wins where two look the same on the screen."""

    colours: Mapping[str, Swatch]

    @classmethod
    def of(cls, colours: Mapping[str, Coloured]) -> Palette:
        """Return the palette of data.yaml as plain values."""
        return cls({name: Swatch(colour.rgb, colour.cmyk) for name, colour in colours.items()})

    @cached_property
    def rgb(self) -> dict[str, Rgb]:
        """Each colour's screen value."""
        return {name: parse_rgb(colour.rgb) for name, colour in self.colours.items()}

    def name(self, rgb: Rgb) -> str | None:
        """Return the name of the colour with that screen value, give or take rounding; None if the palette has none."""
        for name, known in self.rgb.items():
            if all(abs(one - other) <= ROUNDING for one, other in zip(known, rgb, strict=True)):
                return name
        return None

    def cmyk(self, rgb: Rgb) -> Cmyk | None:
        """Return the inks, from 0 to 1, that print that screen value; None if the palette has no such colour."""
        name = self.name(rgb)
        return None if name is None else self.inks(name)

    def inks(self, name: str) -> Cmyk:
        """Return the inks of that colour, from 0 to 1; KeyError if there is none."""
        cyan, magenta, yellow, black = self.colours[name].cmyk
        return cyan / 100, magenta / 100, yellow / 100, black / 100
