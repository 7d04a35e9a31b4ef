# SPDX-License-Identifier: MIT
"""Write XLIFF 1.2, the format of translators' programs.

A message's key is the id of its unit. Placeholders are inline elements, which those programs protect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from leaflets.core.messages import SOURCE
from leaflets.translate.exchange.markup import LANG, SPACE, to_bytes, write_sentence
from leaflets.translate.exchange.rows import MessageRow, Parcel

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
STATES = {"new": "new", "check": "needs-review-translation", "done": "translated"}
DEVELOPER, TRANSLATOR = "developer", "translator"
"""Who wrote a note: the first is ours."""


def write_xliff(parcel: Parcel) -> bytes:
    """Return the rows as an XLIFF 1.2 file; the same bytes each time."""
    root = etree.Element(_name("xliff"), nsmap={None: XLIFF}, version="1.2")
    file = etree.SubElement(root, _name("file"))
    file.attrib.update(
        {
            "original": "data.yaml",
            "source-language": SOURCE,
            "target-language": parcel.language.tag,
            "datatype": "plaintext",
            "product-name": "leaflets",
            "build-num": parcel.name,
        }
    )
    body = etree.SubElement(file, _name("body"))
    for row in parcel.rows:
        _add_unit(body, row, parcel.language.tag)
    return to_bytes(root, ("source", "target"))


def _add_unit(body: Any, row: MessageRow, tag: str) -> None:
    unit = etree.SubElement(body, _name("trans-unit"))
    unit.set("id", row.key)
    unit.set("resname", str(row.number))
    unit.set("approved", "no")
    unit.set(SPACE, "preserve")
    if row.maximum:
        unit.set("maxwidth", str(row.maximum))
        unit.set("size-unit", "char")
    write_sentence(etree.SubElement(unit, _name("source"), {LANG: SOURCE}), row.english, "id")
    target = etree.SubElement(unit, _name("target"), {LANG: tag, "state": STATES[row.state]})
    write_sentence(target, row.target, "id")
    for author, text in _notes(row):
        etree.SubElement(unit, _name("note"), {"from": author}).text = text


def _notes(row: MessageRow) -> Iterator[tuple[str, str]]:
    picture = f"Number {row.number} in the picture {row.picture}." if row.picture else ""
    yield from ((DEVELOPER, text) for text in (row.note, picture, row.advice) if text)
    if row.comment:
        yield TRANSLATOR, row.comment


def _name(tag: str) -> str:
    return f"{{{XLIFF}}}{tag}"
