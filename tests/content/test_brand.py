# SPDX-License-Identifier: MIT
"""A brand of one colour an audience: shades, inks, the nearest colour that can be read, and screen beside press."""

from __future__ import annotations

import pytest

from leaflets.content.brand import complete, nearest_inks, passing, press_difference
from leaflets.core.colour import Swatch, contrast, difference, from_oklch, parse_rgb, to_hex, to_oklch

WHITE = (1.0, 1.0, 1.0)
HUES = ("#1d5a14", "#e30613", "#f58220", "#003366", "#5ba745", "#777777", "#ffee00")


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [  # pairs of Sharma, Wu and Dalal, 2005, table 1
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_standard(
    one: tuple[float, float, float], other: tuple[float, float, float], known: float
) -> None:
    assert difference(one, other) == pytest.approx(known, abs=0.0001)
    assert difference(other, one) == pytest.approx(known, abs=0.0001)


def test_a_colour_comes_back_from_lightness_chroma_and_hue() -> None:
    assert [to_hex(from_oklch(*to_oklch(parse_rgb(rgb)))) for rgb in HUES] == list(HUES)


def test_one_colour_gives_a_whole_family_that_ink_can_be_read_on() -> None:
    for rgb in HUES:
        family = complete({}, [("parents", rgb)])
        assert family["parents"].rgb == rgb
        ink, tint = parse_rgb(family["ink"].rgb), parse_rgb(family["parents-tint"].rgb)
        assert contrast(ink, tint) >= 7
        assert contrast(ink, parse_rgb(family["parents-mid"].rgb)) >= 4.5
        for name in ("parents", "parents-mid", "parents-tint"):
            inks = family[name].cmyk
            assert sum(map(bool, inks)) <= 3
            assert sum(inks) <= 240
            assert press_difference(family[name]) < 6, (rgb, name)


def test_a_colour_of_the_palette_comes_before_what_follows_from_the_brand() -> None:
    mine = Swatch("#ffffff", (0, 0, 0, 0))
    family = complete({"parents-mid": mine}, [("parents", "#1d5a14")])
    assert family["parents-mid"] == mine
    assert family["parents"].rgb == "#1d5a14"


def test_the_nearest_colour_that_will_do_just_does() -> None:
    for rgb in HUES:
        found = passing(rgb)
        assert contrast(parse_rgb(found), WHITE) >= 7
        if contrast(parse_rgb(rgb), WHITE) >= 7:
            assert found == rgb
        else:
            assert contrast(parse_rgb(found), WHITE) < 7.5, "no darker than it must be"


def test_a_green_screen_over_blue_inks_is_another_colour() -> None:
    assert press_difference(Swatch("#1d5a14", (100, 0, 5, 55))) > 15
    assert press_difference(Swatch("#1d5a14", nearest_inks("#1d5a14"))) < 6
