# SPDX-License-Identifier: MIT
"""Colour: the contrast of the standard, and the way back from a page's colour to its inks."""

from __future__ import annotations

import pytest
from validated import validate

from leaflets.content.load import load_data
from leaflets.core.colour import Palette, contrast, parse_rgb
from leaflets.core.resources import SHIPPED


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),  # the grey that just fails for small text
        ("#767676", "#ffffff", 4.542),  # and the one that just passes
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffff00", 8.0),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(parse_rgb(one), parse_rgb(other)) == pytest.approx(ratio, abs=0.01)
    assert contrast(parse_rgb(other), parse_rgb(one)) == contrast(parse_rgb(one), parse_rgb(other))


@pytest.fixture(scope="module")
def palette() -> Palette:
    return Palette.of(validate(load_data(SHIPPED / "data.yaml")).colours)


def test_every_colour_is_found_again_as_a_page_writes_it(palette: Palette) -> None:
    for name, rgb in palette.rgb.items():
        for decimals in (3, 5, 9):
            written = tuple(round(part, decimals) for part in rgb)
            assert palette.rgb[palette.name(written) or ""] == rgb  # type: ignore[arg-type]
            assert palette.cmyk(written) == palette.inks(name)  # type: ignore[arg-type]


def test_a_neighbouring_colour_is_not_taken_for_it(palette: Palette) -> None:
    red, green, blue = palette.rgb["parents"]
    assert palette.name((red, green, blue + 1 / 255)) is None
    assert palette.cmyk((0.123, 0.456, 0.789)) is None


def test_inks_are_shares_of_one(palette: Palette) -> None:
    assert palette.inks("ink") == (0, 0, 0, 1)
    assert palette.inks("paper") == (0, 0, 0, 0)
    with pytest.raises(KeyError):
        palette.inks("mauve")
