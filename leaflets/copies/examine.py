# SPDX-License-Identifier: MIT
"""Open a copy whole, as a reader does: its words, its code and its tags, with libraries that did not make it."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import zxingcpp

from leaflets.copies.reading import NotACopy
from leaflets.copies.setting import SlotWords
from leaflets.copies.table import SlotForm, SlotTable

DPI = 200


def examine(table: SlotTable, data: bytes, words: SlotWords) -> None:
    """Raise NotACopy unless a copy shows these words where it is read, seen and spoken."""
    with pypdfium2.PdfDocument(data) as document:
        said = squeezed(" ".join(page.get_textpage().get_text_range() for page in document))
        codes = [codes_in(document, slot) for slot in table.slots if slot.code and words.code]
    for text in (words.name, *words.lines):
        if squeezed(text) not in said:
            raise NotACopy(f"pdfium does not find {text!r}")
    if any(words.code not in found for found in codes):
        raise NotACopy("its code cannot be read from the page")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for slot in table.slots:
            if slot.tag:
                tag = pdf.get_object((slot.tag.number, 0))
                kinds = [str(kid.S) for kid in tag.K][slot.tag.kids.count("R") :]
                pictures = bool(words.logo) + bool(words.code and slot.code)
                if kinds != ["/P"] * (1 + len(words.lines)) + ["/Figure"] * pictures:
                    raise NotACopy(f"its tags are {', '.join(kinds)}")


def codes_in(document: pypdfium2.PdfDocument, slot: SlotForm) -> list[str]:
    """Return what the codes in a slot say, read from a drawing of its place."""
    number, *corner = slot.place
    page = document[number]
    x, y = (value / 1000 for value in corner)
    width, height = page.get_size()
    right, top = x + slot.width / 1000, y + slot.height / 1000
    drawn = page.render(scale=DPI / 72, crop=(max(x, 0), max(y, 0), max(width - right, 0), max(height - top, 0)))
    return [code.text for code in zxingcpp.read_barcodes(drawn.to_pil())]


def squeezed(text: str) -> str:
    """Return a text without spaces, which readers find by distances."""
    return "".join(text.split())
