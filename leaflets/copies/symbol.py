# SPDX-License-Identifier: MIT
"""The QR code of a copy (ISO/IEC 18004), in byte mode and always with mask 0.

Any mask may be chosen; a fixed one gives the same symbol in Python and in a browser. The error correction is linear:
the symbol of a text is that of no text, with the pattern of each of its bits laid over it. So a symbol takes
microseconds, once its size has been used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

QUIET = 4
"""The quiet zone, in modules."""
BLOCKS = {
    "M": ((1, 16, 10), (1, 28, 16), (1, 44, 26), (2, 32, 18), (2, 43, 24), (4, 27, 16)),
    "L": ((1, 19, 7), (1, 34, 10), (1, 55, 15), (1, 80, 20), (1, 108, 26), (2, 68, 18)),
}
"""For versions 1 to 6 at each level: the number of blocks, all of one size, their bytes of data, and of correction."""
LEVEL_BITS = {"M": 0b00, "L": 0b01}
FIELD, FORMAT, FORMAT_MASK = 0x11D, 0b10100110111, 0b101010000010010


class SymbolSize(NamedTuple):
    """A version, which is 17 + 4 x version modules wide, at a level."""

    version: int
    level: str

    @property
    def modules(self) -> int:
        return 17 + 4 * self.version

    @property
    def room(self) -> int:
        """How many bytes it holds, beside the mode and the length."""
        count, data, _ = BLOCKS[self.level][self.version - 1]
        return count * data - 2


SIZES = tuple(SymbolSize(version, level) for version in range(1, 7) for level in "ML")


def draw_symbol(text: bytes, size: SymbolSize) -> list[int]:
    """Return the rows of the symbol of a text that it has room for, each with its left module as the highest bit."""
    symbol, patterns = _patterns(size)
    for at, byte in enumerate(_data(text, size)):
        for bit in range(8):
            if byte >> (7 - bit) & 1:
                symbol ^= patterns[8 * at + bit]
    side = size.modules
    return [symbol >> side * (side - 1 - row) & (1 << side) - 1 for row in range(side)]


def _data(text: bytes, size: SymbolSize) -> bytes:
    """Return the bytes of data: the mode (4 bits), the length, the text, and filling."""
    bits = int.from_bytes(bytes([0x4, len(text)]) + text, "big") << 4
    filled = bits.to_bytes(len(text) + 3, "big")[1:]
    return filled + bytes((0xEC, 0x11)[at % 2] for at in range(size.room - len(text)))


@cache
def _patterns(size: SymbolSize) -> tuple[int, list[int]]:
    """Return the symbol without data, and for each bit of data the modules that it changes."""
    side = size.modules
    fixed = _fixed(size)
    count, length, check = BLOCKS[size.level][size.version - 1]
    places = list(_places(side, fixed))
    modules = [
        1 << side * (side - 1 - row) + side - 1 - column
        for row in range(side)
        for column in range(side)
        if fixed.get((row, column), (row, column) not in fixed and (row + column) % 2 == 0)
    ]
    patterns = []
    for at in range(count * length):
        for bit in range(8):
            block, inside = divmod(at, length)
            words = bytearray(length)
            words[inside] = 1 << (7 - bit)
            pattern = 0
            for index, word in enumerate((*words, *_correction(words, check))):
                position = index * count + block  # the blocks are interleaved
                for low in range(8):
                    if word >> (7 - low) & 1:
                        row, column = places[8 * position + low]
                        pattern ^= 1 << side * (side - 1 - row) + side - 1 - column
            patterns.append(pattern)
    return sum(modules), patterns


def _correction(words: Sequence[int], count: int) -> list[int]:
    """Return the bytes of error correction of a block (Reed-Solomon over GF(256))."""
    generator = [1]
    root = 1
    for _ in range(count):
        generator = [one ^ _times(other, root) for one, other in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    rest = [*words, *([0] * count)]
    for at in range(len(words)):
        factor = rest[at]
        for step, part in enumerate(generator):
            rest[at + step] ^= _times(part, factor)
    return rest[len(words) :]


@cache
def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one, other = (one << 1) ^ (FIELD if one & 0x80 else 0), other >> 1
    return product


def _fixed(size: SymbolSize) -> dict[tuple[int, int], bool]:
    """Return the modules that hold no data, dark or light."""
    side, fixed = size.modules, dict[tuple[int, int], bool]()
    for row, column in ((0, 0), (0, side - 7), (side - 7, 0)):
        for down in range(-1, 8):
            for across in range(-1, 8):
                if 0 <= row + down < side and 0 <= column + across < side:
                    ring = max(abs(down - 3), abs(across - 3))
                    fixed[row + down, column + across] = ring not in (2, 4)
    for at in range(8, side - 8):
        fixed[6, at] = fixed[at, 6] = at % 2 == 0
    if size.version > 1:
        middle = side - 7
        for down in range(-2, 3):
            for across in range(-2, 3):
                fixed[middle + down, middle + across] = max(abs(down), abs(across)) != 1
    fixed[side - 8, 8] = True
    word = LEVEL_BITS[size.level] << 13
    rest = word
    for shift in range(4, -1, -1):
        rest ^= FORMAT << shift if rest >> (shift + 10) & 1 else 0
    word = (word | rest) ^ FORMAT_MASK
    along = [*range(6), 7, 8]
    for at in range(15):
        dark = bool(word >> at & 1)
        fixed[(along[at], 8) if at < 8 else (8, [7, *range(5, -1, -1)][at - 8])] = dark
        fixed[(8, side - 1 - at) if at < 8 else (side - 15 + at, 8)] = dark
    return fixed


def _places(side: int, fixed: dict[tuple[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the modules of data in their order: up and down in pairs of columns from the right."""
    upwards = True
    for right in (*range(side - 1, 7, -2), 5, 3, 1):
        for row in range(side - 1, -1, -1) if upwards else range(side):
            for column in (right, right - 1):
                if (row, column) not in fixed:
                    yield row, column
        upwards = not upwards
