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


def test_the_symbol_has_error_level_m() -> None:
    """A stain or a scratch may hide 15 % of it; with more than M its modules would be smaller."""
    found = zxingcpp.read_barcodes(draw(qr.encode(ADDRESSES[0]), 4))
    assert [code.ec_level for code in found] == ["M"]


def test_the_path_is_whole_runs_and_nothing_else() -> None:
    symbol = qr.encode(ADDRESSES[1])
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", symbol.path)


def test_module_size_follows_from_the_width() -> None:
    symbol = qr.encode(ADDRESSES[0])
    assert symbol.size == 33
    assert symbol.module_mm(33) == pytest.approx(1.0)
