# SPDX-License-Identifier: MIT
"""QR codes: one path, a quiet zone, and what two decoders read."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from leaflets.core import qr

ADDRESSES = ("https://example.org/talk", "https://example.org/" + "a" * 55, "https://example.org/?q=" + "7" * 90)


def draw(symbol: qr.Symbol, pixels: int) -> Image.Image:
    image = Image.new("L", (symbol.size * pixels, symbol.size * pixels), 255)
    pen = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", symbol.path):
        left, top = int(x) * pixels, int(y) * pixels
        pen.rectangle((left, top, left + int(length) * pixels - 1, top + pixels - 1), fill=0)
    return image


@pytest.mark.parametrize("address", ADDRESSES)
def test_two_decoders_read_the_drawn_path(address: str) -> None:
    image = draw(qr.encode(address), 4)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [address]
    assert [code.data.decode() for code in pyzbar.decode(image)] == [address]


def test_a_quiet_zone_of_four_modules_is_part_of_the_symbol() -> None:
    """ISO/IEC 18004, 5.3.8: with less, cameras lose the edge."""
    symbol = qr.encode(ADDRESSES[0])
    xs = [int(x) for x in re.findall(r"M(\d+) ", symbol.path)]
    ys = [int(y) for y in re.findall(r"M\d+ (\d+)h", symbol.path)]
    assert min(xs) == min(ys) == 4
    assert max(ys) == symbol.size - 4 - 1


@pytest.mark.parametrize(
    ("address", "version", "level"),
    [
        ("https://example.org/talk", 2, "M"),
        ("https://example.org/", 2, "Q"),
        ("https://e.org", 1, "M"),
        ("7" * 17, 1, "H"),
    ],
)
def test_the_error_level_is_m_or_more_where_the_symbol_stays_as_small(address: str, version: int, level: str) -> None:
    """Level M mends 15 % of a symbol, Q 25 %, H 30 %; where they need more modules, each would be smaller in print."""
    symbol = qr.encode(address)
    assert symbol.size == 17 + 4 * version + 2 * qr.QUIET_ZONE
    assert [code.ec_level for code in zxingcpp.read_barcodes(draw(symbol, 4))] == [level]


def test_the_path_is_whole_runs_and_nothing_else() -> None:
    symbol = qr.encode(ADDRESSES[1])
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", symbol.path)


def test_module_size_follows_from_the_width() -> None:
    symbol = qr.encode(ADDRESSES[0])
    assert symbol.size == 33
    assert symbol.module_mm(25) == pytest.approx(1.0)


def test_a_large_code_has_a_higher_error_level_as_long_as_its_modules_are_roomy() -> None:
    address = ADDRESSES[1]
    levels = {mm: zxingcpp.read_barcodes(draw(qr.encode(address, mm), 4))[0].ec_level for mm in (18, 26, 29, 33, 60)}
    assert levels == {18: "M", 26: "Q", 29: "Q", 33: "H", 60: "H"}
    assert all(qr.encode(address, mm).module_mm(mm) >= qr.ROOMY_MM[level] for mm, level in levels.items() if mm > 18)
