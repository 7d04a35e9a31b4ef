# SPDX-License-Identifier: MIT
"""Open a copy whole, as a reader does: its words, its code and its tags, with libraries that did not make it."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import zxingcpp

from leaflets.copies.reading import NotACopy
from leaflets.copies.setting import SlotWords
from leaflets.copies.table import SlotTable
from leaflets.editions.slot import slot_tags

DPI = 200


def examine(table: SlotTable, data: bytes, words: SlotWords) -> None:
    """Raise NotACopy unless a copy shows these words where it is read, seen and spoken."""
    said, codes = "", set[str]()
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            said += " ".join(page.get_textpage().get_text_range().split()) + " "
            if words.code and not codes & {words.code}:
                codes |= {one.text for one in zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())}
    for text in (words.name, *words.lines):
        if squeezed(text) not in squeezed(said):
            raise NotACopy(f"pdfium does not find {text!r}")
    if words.code and any(slot.code for slot in table.slots) and words.code not in codes:
        raise NotACopy("its code cannot be read from the page")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for slot, tag in zip((one for one in table.slots if one.tag), slot_tags(pdf), strict=True):
            kinds = [str(kid.S) for kid in tag.K][slot.tag.kids.count("R") if slot.tag else 0 :]
            pictures = bool(words.logo) + bool(words.code and slot.code)
            if kinds != ["/P"] * (1 + len(words.lines)) + ["/Figure"] * pictures:
                raise NotACopy(f"its tags are {', '.join(kinds)}")


def squeezed(text: str) -> str:
    """Return a text without spaces, which readers find by distances."""
    return "".join(text.split())
