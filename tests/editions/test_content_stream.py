# SPDX-License-Identifier: MIT
"""Reading content streams: operators are found between strings and comments, and every other byte stays."""

from __future__ import annotations

import pytest

from leaflets.editions.content_stream import outside_strings, remove, split, statements
from leaflets.editions.sheets.placement import MARKED_CONTENT

FILL = outside_strings(rb"(?<![^\s\])>])rg(?=\s|$)")
STREAM = rb"1 0 0 rg (1 0 0 rg \) rg) Tj % 0 rg" + b"\n0 1 0 rg 0 0 m [(nested (rg ) rg)] TJ"


def test_every_byte_of_a_stream_is_in_its_statements() -> None:
    found = list(statements(STREAM, FILL))
    assert b"".join(before + operator for before, operator in found) == STREAM
    assert [operator for _, operator in found] == [b"rg", b"rg", b""]
    assert [split(before, 3)[1] for before, _ in found[:2]] == [(b"1", b"0", b"0"), (b"0", b"1", b"0")]


def test_a_statement_that_is_too_short_gives_what_it_has() -> None:
    assert split(b" 0.5", 1) == (b"\n", (b"0.5",))


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"/P <</MCID 0>> BDC BT (a) Tj ET EMC", b" BT (a) Tj ET "),
        (b"/Span <</ActualText <FEFF0041>>> BDC\n/Artifact BMC\n0 0 m\nEMC\nEMC", b"\n\n0 0 m\n\n"),
        (b"/Span /MC0 BDC (an EMC b) Tj EMC", b" (an EMC b) Tj "),
        (b"% EMC stays\nEMC", b"% EMC stays\n"),
    ],
)
def test_marks_of_tags_go_and_words_like_them_stay(content: bytes, left: bytes) -> None:
    assert remove(content, MARKED_CONTENT) == left
