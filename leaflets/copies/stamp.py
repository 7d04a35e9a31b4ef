# SPDX-License-Identifier: MIT
"""Write a copy: what follows the bytes of its edition, as an incremental update (ISO 32000-1 7.5.6).

New versions of the slot, of the tag around it and of the map back to its tags; then new tags and the logo; then a
cross-reference stream. A browser writes the same bytes (templates/site/copies.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from leaflets.copies.setting import BOLD, REGULAR, Box, Setting, SlotWords, letters_of, set_words
from leaflets.copies.symbol import QUIET, draw_symbol
from leaflets.copies.table import SlotForm, SlotTable, number

LANGUAGE = "/Lang (en-GB)"
"""The language of names in the United Kingdom, whatever that of the edition."""
DARK = re.compile("1+")
FONTS = {BOLD: "/F700", REGULAR: "/F400"}


@dataclass
class Update:
    """The objects that follow an edition, by their numbers; new ones are numbered on."""

    table: SlotTable
    out: bytearray = field(default_factory=bytearray)
    offsets: dict[int, int] = field(default_factory=dict)
    size: int = 0

    def __post_init__(self) -> None:
        self.size = self.table.size

    def reserve(self) -> int:
        """Return the number of a new object."""
        self.size += 1
        return self.size - 1

    def write(self, number: int, entries: str, data: bytes | None = None) -> None:
        """Write an object: entries of a dictionary, or, without brackets, an array; and the data of a stream."""
        self.offsets[number] = self.table.length + len(self.out)
        self.out += f"{number} 0 obj\n{entries}".encode("ascii")
        if data is not None:
            self.out += b"\nstream\n" + data + b"\nendstream"
        self.out += b"\nendobj\n"

    def close(self) -> bytes:
        """Write the cross-reference stream and return everything."""
        own, begins = self.reserve(), self.table.length + len(self.out)
        offsets = sorted({**self.offsets, own: begins}.items())
        index = " ".join(f"{number} 1" for number, _ in offsets)
        data = b"".join(b"\x01" + offset.to_bytes(4, "big") + b"\0" for _, offset in offsets)
        ids = f"[ <{self.table.id}> <{fingerprint(bytes(self.out))}> ]"
        entries = (
            f"<< /Type /XRef /Size {self.size} /W [ 1 4 1 ] /Index [ {index} ] {self.table.trailer} /ID {ids}"
            f" /Prev {self.table.startxref} /Length {len(data)} >>"
        )
        self.write(own, entries, data)
        return bytes(self.out) + f"startxref\n{begins}\n%%EOF\n".encode("ascii")


def stamp(table: SlotTable, words: SlotWords) -> bytes:
    """Return what follows the edition's bytes in a copy; TooLong if the words do not fit."""
    update = Update(table)
    logo = update.reserve() if words.logo else 0
    for slot in table.slots:
        setting = set_words(table, slot, words)
        pictures = f" /XObject << /Logo {logo} 0 R >>" if logo else ""
        content = "\n".join(_content(table, slot, setting, words)).encode("ascii")
        resources = f"/Resources << /Font << {slot.fonts} >>{pictures} >>"
        update.write(slot.number, f"<< {slot.head} {resources} /Length {len(content)} >>", content)
        if slot.tag:
            _write_tags(update, slot, setting, words)
    if words.logo:
        entries = f"<< /Type /XObject /Subtype /Image {words.logo.entries} /Length {len(words.logo.data)} >>"
        update.write(logo, entries, words.logo.data)
    return update.close()


def _content(table: SlotTable, slot: SlotForm, setting: Setting, words: SlotWords) -> Iterator[str]:
    """Yield the lines of a slot's content: white, the texts in order, the logo, the code."""
    tagged = slot.tag is not None
    yield f"/Artifact BMC {slot.plate} EMC" if tagged else slot.plate
    yield table.black
    mark = 0
    for text in range(len(words.lines) + 1):
        pieces = [piece for piece in setting.pieces if piece.text == text]
        if tagged:
            yield f"/P << /MCID {mark} >> BDC"
        weight = BOLD if text == 0 else REGULAR
        yield f"BT {FONTS[weight]} {number(setting.size * 500)} Tf"
        for piece in pieces:
            again = piece is not pieces[-1]
            yield f"1 0 0 1 {number(piece.x)} {number(piece.y)} Tm <{_spelled(table, piece.words, again)}> Tj"
        yield "ET EMC" if tagged else "ET"
        mark += 1
    for name, box in (("Logo", setting.logo), ("Code", setting.code)):
        if box:
            drawn = _logo(box) if name == "Logo" else _code(setting, box, words.code)
            yield f"/Figure << /MCID {mark} >> BDC {drawn} EMC" if tagged else drawn
            mark += 1


def _spelled(table: SlotTable, words: str, again: bool) -> str:
    """Return a line as numbers of glyphs; one that goes on below ends with a space."""
    return "".join(f"{table.letters[letter][0]:04x}" for letter in letters_of(f"{words} " if again else words))


def _logo(box: Box) -> str:
    return f"q {number(box.width)} 0 0 {number(box.height)} {number(box.x)} {number(box.y)} cm /Logo Do Q"


def _code(setting: Setting, box: Box, address: str) -> str:
    """Return the operators that draw a code in modules: the runs of each row as rectangles of one path."""
    assert setting.symbol
    side = setting.symbol.modules
    module = box.width // (side + 2 * QUIET)
    runs = " ".join(_runs(draw_symbol(address.encode(), setting.symbol), side))
    x, y = box.x + QUIET * module, box.y + QUIET * module
    return f"q {number(module)} 0 0 {number(module)} {number(x)} {number(y)} cm {runs} f Q"


def _runs(rows: Sequence[int], side: int) -> Iterator[str]:
    for row, modules in enumerate(rows):
        y = side - 1 - row
        for run in DARK.finditer(f"{modules:0{side}b}"):
            yield f"{run.start()} {y} {run.end() - run.start()} 1 re"


def _write_tags(update: Update, slot: SlotForm, setting: Setting, words: SlotWords) -> None:
    """Write the tags of the texts and pictures of a slot, in the order of its content."""
    tag, table = slot.tag, update.table
    assert tag
    own: list[int] = []

    def add(kind: str, more: str) -> None:
        own.append(update.reserve())
        kid = f"<< /Type /MCR /Pg {tag.page} /Stm {slot.number} 0 R /MCID {len(own) - 1} >>"
        entries = f"<< /Type /StructElem /S /{kind} /P {tag.number} 0 R /Pg {tag.page}{more} /K [ {kid} ] >>"
        update.write(own[-1], entries)

    for text in range(len(words.lines) + 1):
        english = text != words.until or text == 0 or table.until_in_english
        add("P", f" {LANGUAGE}" if english else "")
    for box, said in ((setting.logo, words.name), (setting.code, spoken(table, words))):
        if box:
            x, y = slot.place[1] + box.x, slot.place[2] + box.y
            corners = " ".join(number(value) for value in (x, y, x + box.width, y + box.height))
            add("Figure", f" /Alt {hexadecimal(said)} /A << /O /Layout /BBox [ {corners} ] >>")
    kids = " ".join(f"{one} 0 R" for one in own)
    update.write(tag.number, f"<< {tag.head} /K [ {tag.kids} {kids} ] >>")
    update.write(tag.parents, f"[ {kids} ]")


def spoken(table: SlotTable, words: SlotWords) -> str:
    """Return what is said of the code."""
    return table.alt.replace("{name}", words.name).replace("{address}", words.code)


def hexadecimal(text: str) -> str:
    """Return a text string of a file (ISO 32000-1 7.9.2.2): UTF-16 with its mark, in hexadecimal digits."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def fingerprint(data: bytes) -> str:
    """Return 32 hexadecimal digits that depend on every byte: four checksums with different beginnings.

    It tells versions of a file apart and proves nothing, so it need not be a cryptographic hash, which a browser does
    not give to a page that was opened as a file.
    """
    return "".join(f"{crc32(data, crc32(bytes([start]))):08x}" for start in range(4))
