# SPDX-License-Identifier: MIT
"""Make copies of one edition, a few rows at a time: a worker of its own, on this machine or another.

What comes back is only what follows the edition's bytes, a few kB a row. Each is read back before it is returned, and
its code decoded; the first and one in a hundred are opened whole, with other libraries than those that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from zlib import crc32

from leaflets.copies.reading import Added, NotACopy, picture_of, read_added
from leaflets.copies.rows import CopyRow, RowRefused, printed, sentence
from leaflets.copies.setting import SlotLogo, SlotWords, TooLong, set_words
from leaflets.copies.stamp import stamp
from leaflets.copies.table import SlotTable
from leaflets.core.checksums import stays_inside
from leaflets.core.problems import ProblemsFound
from leaflets.editions.output_intent import OutputIntent
from leaflets.layout.project_pictures import JUDGE
from leaflets.pictures.gate import Gate

SAMPLE = 100
"""One copy in so many is opened whole."""
LEAST_PPI, MOST_LOGO = 150, 1_000_000
KEPT_LOGOS = 50
"""How many logos a process keeps unpacked, each up to a few hundred kB."""
MPT_PER_INCH = 72_000


@dataclass(frozen=True)
class CopySetup:
    """What rows are made with: the edition and its table, the folder of the logos, the project's, the press."""

    table: SlotTable
    base: bytes = field(repr=False)
    logos: Path
    project: Path
    intent: OutputIntent | None
    """Of an edition for the press."""


@dataclass(frozen=True)
class CopyMade:
    """What follows the edition for a row, or why there is nothing."""

    row: CopyRow
    update: bytes = field(default=b"", repr=False)
    refused: str = ""
    opened: bool = False
    """It was opened whole."""


class CopyMaker:
    """Makes the copies of rows."""

    def __init__(self, setup: CopySetup) -> None:
        self.setup = setup
        self.logos: dict[str, SlotLogo] = {}
        self.opened = 0

    def __call__(self, rows: Sequence[CopyRow]) -> list[CopyMade]:
        return [self.make(row) for row in rows]

    def make(self, row: CopyRow) -> CopyMade:
        """Return the copy of a row, read back; or why there is none."""
        table = self.setup.table
        try:
            words = self.words_of(row)
            update = stamp(table, words)
            self.compare(words, read_added(table, update))
            if is_opened := not self.opened or crc32(row.stem.encode()) % SAMPLE == 0:
                from leaflets.copies.examine import examine  # few rows need it

                examine(table, self.setup.base + update, words)
                self.opened += 1
        except TooLong as error:
            return CopyMade(row, refused=too_long(row, error))
        except RowRefused as error:
            return CopyMade(row, refused=str(error))
        except NotACopy as error:
            return CopyMade(row, refused=f"the copy was not as it should be: {error}; please report this.")
        return CopyMade(row, update, opened=is_opened)

    def words_of(self, row: CopyRow) -> SlotWords:
        """Return the words of a row with its logo; RowRefused if that is unfit, TooLong if they do not fit."""
        table = self.setup.table
        lines = list(row.lines)
        if row.until:
            day = f"{row.until.day} {table.months[row.until.month - 1]} {row.until.year}"
            lines.append(table.until.replace("{date}", day))
        if row.address:
            lines.append(printed(row.address))
        addressed, dated = bool(row.address), bool(row.until)
        words = SlotWords(row.name, tuple(lines), row.address, addressed=addressed, dated=dated)
        if not row.logo:
            return words
        if row.logo not in self.logos:
            if len(self.logos) >= KEPT_LOGOS:
                del self.logos[next(iter(self.logos))]
            self.logos[row.logo] = self.read_logo(row.logo)
        words = replace(words, logo=self.logos[row.logo])
        for slot in table.slots:
            box = set_words(table, slot, words).logo
            assert box and words.logo
            ppi = words.logo.width * MPT_PER_INCH // max(box.width, 1)
            if ppi < LEAST_PPI:
                raise RowRefused(
                    f"the logo {row.logo} has {ppi} pixels to the inch at its size; at least {LEAST_PPI} are needed."
                )
        return words

    def read_logo(self, name: str) -> SlotLogo:
        """Return a logo as it is written in a copy."""
        from leaflets.copies.logo import read_logo
        from leaflets.copies.press_logo import in_inks

        path = self.setup.logos / name
        if not stays_inside(name) or not path.is_file():
            raise RowRefused(f"there is no logo {name} in the folder of logos; correct its name, or give --logos DIR.")
        if (size := path.stat().st_size) > MOST_LOGO:
            raise RowRefused(f"the logo {name} has {size / 1e6:.1f} MB; at most {MOST_LOGO / 1e6:.0f} MB are allowed.")
        data = path.read_bytes()
        try:
            verdict = self.gate.let_in(data, name)
        except ProblemsFound as found:
            raise RowRefused(f"the logo {name}: {sentence(found.problems[0])}") from None
        if verdict.kind == "svg":
            raise RowRefused(f"the logo {name} is a drawing (SVG); export it as PNG, 600 pixels wide.")
        return in_inks(data, self.setup.intent) if self.setup.intent else read_logo(data)

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.setup.project, JUDGE)

    def compare(self, words: SlotWords, added: Added) -> None:
        """Compare what a copy says with what it should; NotACopy if it is something else."""
        for slot, content in zip(self.setup.table.slots, added.slots, strict=True):
            if (content.name, content.lines) != (words.name, words.lines):
                raise NotACopy(f"it says {content.name!r}")
            if (decode(content.code) if content.code else "") != (words.code if slot.code else ""):
                raise NotACopy("its code leads elsewhere")


def decode(modules: tuple[str, ...]) -> str:
    """Return what a code says, read by a decoder that did not make it."""
    import zxingcpp

    code = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(picture_of(modules), formats=code, is_pure=True)
    return found[0].text if len(found) == 1 else ""


def too_long(row: CopyRow, error: TooLong) -> str:
    """Return what does not fit, and how many characters would."""
    if error.text == -1:
        return "all lines together do not fit; leave one out."
    if error.text == -2:
        return f"the web address has {len(row.address)} characters; a code has room for {error.most}. Shorten it."
    texts = (row.name, *row.lines, *(["the date"] if row.until else []), printed(row.address))
    text = texts[error.text]
    return f"'{text}' has {len(text)} characters; about {error.most} fit. Shorten it."
