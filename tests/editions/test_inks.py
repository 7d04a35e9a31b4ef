# SPDX-License-Identifier: MIT
"""Recolouring: a colour of the palette becomes its inks and nothing else changes; what has no inks is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
import small

from leaflets.core.colour import Palette
from leaflets.editions.inks import Alphas, InkState, Recoloured, Recolouring

STATES: dict[str, Alphas] = {
    "/opaque": (1.0, None),
    "/none": (0.0, None),
    "/half": (0.5, None),
    "/unlined": (None, 0.0),
    "/odd": None,
}
PETROL, INK, PAPER = b"0 0.364706 0.490196", b"0.101961 0.098039 0.090196", b"1 1 1"


def recolour(content: bytes, states: Mapping[str, Alphas] = STATES) -> Recoloured:
    return Recolouring(Palette.of(small.project().palette)).recolour(content, states, InkState())


def inks(content: bytes) -> list[str]:
    """Return the operators of a recoloured stream, single spaced, one that sets a colour a line."""
    done = recolour(content)
    assert not done.faults, done.faults
    return [" ".join(found.split()) for found in re.findall(r"(?:[\d.]+\s+){4}[kK]\b", done.content.decode())]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PETROL + b" rg", "0.85 0.2 0 0.55 k"),
        (PETROL + b" RG", "0.85 0.2 0 0.55 K"),
        (INK + b" rg", "0 0 0 1 k"),
        (b"0 0 0 rg", "0 0 0 1 k"),
        (PAPER + b" rg", "0 0 0 0 k"),
        (b"0 g", "0 0 0 1 k"),
        (b"1 G", "0 0 0 0 K"),
        (b"0.1 0 0.2 0 k", "0.1 0 0.2 0 k"),
        (b"0.996078 0.792157 0.192157 rg", "0 0.22 0.85 0 k"),
    ],
)
def test_a_colour_of_the_palette_becomes_its_own_inks(before: bytes, after: str) -> None:
    assert inks(b"q\n" + before + b"\n0 0 5 5 re f\nQ") == [after]


def test_a_colour_in_a_named_space_becomes_inks_and_the_space_goes() -> None:
    done = recolour(b"/DeviceRGB cs " + PETROL + b" scn 0 0 1 1 re f /DeviceGray CS 1 SC 0 0 1 1 re S")
    assert b"cs" not in done.content and b"SC" not in done.content and not done.faults
    assert inks(b"/DeviceRGB cs " + PETROL + b" scn 0 0 1 1 re f")[-1] == "0.85 0.2 0 0.55 k"


def test_words_that_look_like_operators_stay_as_they_are() -> None:
    content = rb"BT /F 12 Tf (1 0 0 rg \) Q (nested g) 0 g) Tj [(a) -20 <0041>] TJ ET % 1 0 0 rg" + b"\n0 0 m"
    assert recolour(content).content == content


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"0.2 0.4 0.6 rg", "colour-not-in-palette"),
        (b"0.5 g", "colour-not-in-palette"),
        (b"/lab-d50 cs 50 20 20 scn", "colour-space"),
        (b"/s5 sh", "gradient"),
        (b"/half gs 0 0 1 1 re f", "transparent"),
        (b"/odd gs 0 0 1 1 re f", "transparent"),
        (b"/unheard-of gs 0 0 1 1 re f", "transparent"),
        (b"/none gs BT /F 12 Tf (unseen) Tj ET", "transparent"),
        (b"BI /W 1 /H 1 ID \x00 EI", "inline-picture"),
    ],
)
def test_what_has_no_inks_is_refused_with_a_hint(content: bytes, slug: str) -> None:
    (fault,) = recolour(content).faults
    assert fault.slug == slug and fault.message.endswith(".") and fault.hint


def test_an_unknown_colour_is_named_as_data_yaml_writes_it() -> None:
    (fault,) = recolour(b"0.2 0.4 0.6 rg 0.2 0.4 0.6 RG").faults
    assert "#336699" in fault.message and 'rgb: "#336699"' in fault.hint


def test_opacity_that_says_nothing_is_dropped() -> None:
    assert recolour(b"q /opaque gs 0 0 1 1 re f Q").content.split() == b"q 0 0 1 1 re f Q".split()


@pytest.mark.parametrize(
    ("content", "paints"),
    [
        (b"/none gs 0 0 1 1 re f", b"n"),
        (b"/none gs 0 0 1 1 re f*", b"n"),
        (b"/none gs 0 0 1 1 re b*", b"s"),
        (b"/unlined gs 0 0 1 1 re B", b"f"),
        (b"/unlined gs 0 0 1 1 re B*", b"f*"),
        (b"/unlined gs 0 0 1 1 re S", b"n"),
        (b"/none gs /unlined gs 0 0 1 1 re B", b"n"),
        (b"q /none gs Q 0 0 1 1 re f", b"f"),
    ],
)
def test_what_is_wholly_transparent_leaves_no_ink(content: bytes, paints: bytes) -> None:
    done = recolour(content)
    assert done.content.split()[-1] == paints and not done.faults


def test_a_picture_that_is_wholly_transparent_is_not_drawn() -> None:
    assert recolour(b"/none gs /x0 Do").drawn == {}
    assert list(recolour(b"/opaque gs /x0 Do").drawn) == ["/x0"]


def overprints(content: bytes) -> list[bool]:
    """Return for each piece of text whether it overprints."""
    state, found = False, []
    for word in recolour(content).content.split():
        if word in (b"/Overprint", b"/KnockOut"):
            state = word == b"/Overprint"
        elif word in (b"Tj", b"TJ", b"f"):
            found.append(state)
    return found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (INK + b" rg BT /F 9 Tf (x) Tj ET", [True]),
        (INK + b" rg BT /F 11 Tf [(x) 20 (y)] TJ (z) Tj ET", [True, True]),
        (INK + b" rg BT /F 12 Tf (x) Tj ET", [False]),
        (b"0.75 0 0 0.75 0 0 cm " + INK + b" rg BT 1 0 0 -1 5 5 Tm /F 16 Tf (x) Tj ET", [False]),
        (b"0.75 0 0 0.75 0 0 cm " + INK + b" rg BT 1 0 0 -1 5 5 Tm /F 12 Tf (x) Tj ET", [True]),
        (INK + b" rg BT 2 0 0 2 5 5 Tm /F 9 Tf (x) Tj ET", [False]),
        (INK + b" rg BT /F 9 Tf (x) Tj /F 14 Tf (y) Tj ET", [True, False]),
        (PAPER + b" rg BT /F 9 Tf (x) Tj ET", [False]),
        (PETROL + b" rg BT /F 9 Tf (x) Tj ET", [False]),
        (b"q " + PAPER + b" rg Q BT /F 9 Tf (x) Tj ET", [True]),
        (INK + b" rg BT /F 9 Tf (x) Tj ET 0 0 1 1 re f", [True, False]),
        (INK + b" rg 0 0 1 1 re f", [False]),
    ],
)
def test_only_small_text_in_black_alone_overprints(content: bytes, expected: list[bool]) -> None:
    assert overprints(content) == expected


def test_a_pattern_is_named_so_that_it_can_be_recoloured_too() -> None:
    done = recolour(b"/Pattern cs /p0 scn 0 0 9 9 re f")
    assert done.patterns == {"/p0"} and not done.faults
