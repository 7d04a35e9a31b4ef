# SPDX-License-Identifier: MIT
"""Set a school's words in a slot: as large as they fit, down to 9 pt; or say how many characters would.

A text may take two lines. Each has lines of its own, or, where there is no room for that, an address has the foot of
the slot, or texts share lines. The logo is at the start of the slot and the code at its end; a slot of a page from
right to left is mirrored, its words are not. Lengths are whole thousandths of a point, sizes half points: a browser
sets the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from leaflets.copies.symbol import QUIET, SIZES, SymbolSize
from leaflets.copies.table import SlotForm, SlotTable

LARGEST, SMALLEST = 24, 18
"""Sizes in half points: 12 pt as running text, 9 pt as the small print."""
LEADING, ASCENT, DESCENT, FOOT, FOOT_LINE = 560, 460, 110, 700, 250
"""Of a line, and of a line at the foot and its baseline, in thousandths of a point for each half point of its size."""
PAD, GAP, APART = 5_669, 5_669, 750
"""Around the words, and between them and a picture: 2 mm; between two texts on a line, for each half point."""
LEAST_MODULE = 1_134
"""0.4 mm."""
ROOMY, SMALL = (32, 1_701), (20, 1_276)
"""The most of a slot's width that a logo may have, in per cent, and the largest module, 0.6 mm; the same where words
need the room, with 0.45 mm."""
REGULAR, BOLD = 1, 2
"""The places of the widths of the two weights in a table's letters."""


@dataclass(frozen=True)
class SlotLogo:
    """A logo as it is written in a file: its pixels, the entries of its dictionary, its data."""

    width: int
    height: int
    entries: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class SlotWords:
    """What a copy adds: the name, the lines below it, the address that its code holds ("" for no code), a logo."""

    name: str
    lines: tuple[str, ...] = ()
    code: str = ""
    logo: SlotLogo | None = None
    addressed: bool = False
    """The last line is an address, which may have a line of its own at the foot, below the pictures."""
    dated: bool = False
    """The last line, or the last but that, says until when it is valid, in the edition's language if it can."""

    @property
    def until(self) -> int:
        """Which text says until when it is valid; 0 for none."""
        return len(self.lines) - self.addressed if self.dated else 0


class SetLine(NamedTuple):
    """A line of a text, or all of it: which text (0 is the name), its words, and where its baseline begins."""

    text: int
    words: str
    x: int
    y: int


class Box(NamedTuple):
    """Where a picture is, from the bottom left corner of the slot."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Setting:
    """The words of a slot in their places."""

    size: int
    pieces: tuple[SetLine, ...]
    logo: Box | None
    code: Box | None
    symbol: SymbolSize | None


@dataclass(frozen=True)
class TooLong(Exception):
    """What does not fit: which text (0 the name, -1 all together, -2 the code), and how many characters would."""

    text: int
    most: int


def set_words(table: SlotTable, slot: SlotForm, words: SlotWords) -> Setting:
    """Return the setting of words in a slot; TooLong if they do not fit."""
    texts = _Texts(table, (words.name, *words.lines))
    *_, last = texts.whole
    for shared, foot in ((False, 0), (False, 1), (True, 0)):
        body = _Texts(table, texts.texts[:-1]) if foot else texts
        for size in range(LARGEST, SMALLEST - 1, -1) if not foot or words.addressed else ():
            below = foot * FOOT * size
            for sizes in (ROOMY, SMALL):
                if not has_room_for_code(slot, words, below):
                    continue
                pictures = _pictures(slot, words, sizes, below)
                lines = list(body.lines(size, pictures.room, shared=shared))
                tall = (len(lines) - 1) * LEADING * size + (ASCENT + DESCENT) * size
                fits = tall <= slot.height - below and all(_wide(line, size) <= pictures.room for line in lines)
                if fits and not (foot and _wide([last], size) > slot.width - 2 * PAD):
                    top = below + (slot.height - below + tall) // 2 - ASCENT * size
                    placed = [*_placed(slot, lines, size, (pictures.left, top))]
                    placed += _placed(slot, [[last]] if foot else [], size, (PAD, FOOT_LINE * size))
                    return Setting(size, tuple(placed), pictures.logo, pictures.code, pictures.symbol)
    room = _pictures(slot, words, SMALL, 0).room
    raise texts.too_long(room, slot.width - 2 * PAD if words.addressed else room)


def has_room_for_code(slot: SlotForm, words: SlotWords, below: int) -> bool:
    """Say whether a code, if there is one, has room above a line at the foot; without that line it must have."""
    if not below or not (words.code and slot.code):
        return True
    try:
        choose_symbol(slot.height - below, len(words.code.encode()))
    except TooLong:
        return False
    return True


Part = tuple[int, str, int]
"""Which text, its words on this line, and their width for a size of 1 pt."""


@dataclass(frozen=True)
class _Texts:
    """The name and the other texts, in the letters of a table."""

    table: SlotTable
    texts: tuple[str, ...]

    @cached_property
    def whole(self) -> list[Part]:
        """Each text on one line."""
        return [(at, text, self.measure(at, text)) for at, text in enumerate(self.texts)]

    def measure(self, at: int, words: str) -> int:
        """Return the width of words of a text for a size of 1 pt."""
        return sum(map(self.table.widths(REGULAR if at else BOLD).__getitem__, letters_of(words)))

    @cached_property
    def halves(self) -> list[tuple[Part, Part] | None]:
        """Each text in two lines of the most even lengths, if it has a space."""
        return [self.halved(at, text) for at, text in enumerate(self.texts)]

    def halved(self, at: int, text: str) -> tuple[Part, Part] | None:
        """Return a text in two lines; None if it has no space."""
        places = [place for place, one in enumerate(text) if one == " "]
        if not places:
            return None
        split = [(self.measure(at, text[:place]), self.measure(at, text[place + 1 :]), place) for place in places]
        first, second, place = min(split, key=lambda one: (max(one[0], one[1]), one[2]))
        return (at, text[:place], first), (at, text[place + 1 :], second)

    def lines(self, size: int, room: int, *, shared: bool) -> Iterator[list[Part]]:
        """Yield the lines of the name, then those of each other text, or of as many as fit side by side."""
        line: list[Part] = []
        for at in range(len(self.texts)):
            *above, part = self.broken(at, size, room)
            if line and not (shared and not above and line[0][0] and _wide([*line, part], size) <= room):
                yield line
                line = []
            yield from ([one] for one in above)
            line.append(part)
        yield line

    def broken(self, at: int, size: int, room: int) -> list[Part]:
        """Return a text in one line, or if that is too long in two of the most even lengths."""
        halves = self.halves[at]
        if self.whole[at][2] * size // 2 <= room or halves is None:
            return [self.whole[at]]
        return list(halves)

    def too_long(self, room: int, last: int) -> TooLong:
        """Return which text is too long by itself at the smallest size, or that all are together.

        The last text may have other room, as an address at the foot of the slot has.
        """
        for at, text in enumerate(self.texts):
            own = last if at == len(self.texts) - 1 else room
            lines = self.broken(at, SMALLEST, own)
            if any(_wide([line], SMALLEST) > own for line in lines):
                starts = range(1, len(text) + 1)
                most = sum(self.measure(at, text[:end]) * SMALLEST // 2 <= own * len(lines) for end in starts)
                if most < len(text):
                    return TooLong(at, most)
        return TooLong(-1, 0)


def _wide(line: Sequence[Part], size: int) -> int:
    return sum(part[2] * size // 2 for part in line) + (len(line) - 1) * APART * size


def _placed(slot: SlotForm, lines: Sequence[Sequence[Part]], size: int, start: tuple[int, int]) -> Iterator[SetLine]:
    """Yield the texts at their places; `start` is how far the first is from its side of the slot, and its baseline."""
    for number, line in enumerate(lines):
        x = slot.width - start[0] - _wide(line, size) if slot.mirrored else start[0]
        for at, words, units in line:
            yield SetLine(at, words, x, start[1] - number * LEADING * size)
            x += units * size // 2 + APART * size


def letters_of(text: str) -> Iterator[str]:
    """Yield the letters of a text, each with its accent if that is a character of its own."""
    if not any(accent in text for accent in COMBINING):
        yield from text
        return
    at = 0
    while at < len(text):
        end = at + 2 if text[at + 1 : at + 2] in COMBINING else at + 1
        yield text[at:end]
        at = end


COMBINING = ("\u0300", "\u0301", "\u0304")


class _Pictures(NamedTuple):
    """The pictures of a slot, mirrored if it is, and the room between them as if it were not."""

    left: int
    right: int
    logo: Box | None
    code: Box | None
    symbol: SymbolSize | None

    @property
    def room(self) -> int:
        return self.right - self.left


def _pictures(slot: SlotForm, words: SlotWords, sizes: tuple[int, int], below: int) -> _Pictures:
    """Return the pictures above a line at the foot that takes `below` of the slot's height."""
    left, right, logo, code, symbol = PAD, slot.width - PAD, None, None, None
    height = slot.height - below
    if words.logo:
        width = min(slot.width * sizes[0] // 100, (height - PAD) * words.logo.width // words.logo.height)
        tall = width * words.logo.height // words.logo.width
        logo = Box(PAD, below + (height - tall) // 2, width, tall)
        left = PAD + width + GAP
    if words.code and slot.code:
        symbol, module = choose_symbol(height, len(words.code.encode()))
        side = min(module, sizes[1]) * (symbol.modules + 2 * QUIET)
        right = slot.width - side
        code = Box(right, below + (height - side) // 2, side, side)
    if slot.mirrored:
        logo, code = (box and box._replace(x=slot.width - box.x - box.width) for box in (logo, code))
    return _Pictures(left, right, logo, code, symbol)


def choose_symbol(height: int, length: int) -> tuple[SymbolSize, int]:
    """Return the symbol for an address of that many bytes in that height, and its module; TooLong below 0.4 mm.

    It is the smallest at level M, or, if its modules would be too small, at level L.
    """
    for level in "ML":
        symbol = next((one for one in SIZES if one.level == level and one.room >= length), None)
        module = height // (symbol.modules + 2 * QUIET) if symbol else 0
        if symbol and module >= LEAST_MODULE:
            return symbol, module
    fitting = [one.room for one in SIZES if height // (one.modules + 2 * QUIET) >= LEAST_MODULE]
    raise TooLong(-2, max(fitting, default=0))
