# SPDX-License-Identifier: MIT
"""The XML of a parcel, for translators' programs: messages as XLIFF 1.2, the glossary as TBX-Basic, the memory as TMX.

A message's key is the id of its unit; placeholders are inline elements, which those programs protect. In TBX-Basic (ISO
30042:2019, style DCT) a concept is an English term: the word to say is preferred, those not to say are deprecated. TMX
1.4b has what is translated already, for programs to propose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from leaflets import __version__
from leaflets.core.messages import SOURCE
from leaflets.languages.catalogue.glossary import Term
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


TBX, MIN = "urn:iso:std:iso:30042:ed-2", "http://www.tbxinfo.net/ns/min"
PREFERRED, DEPRECATED = "preferredTerm-admn-sts", "deprecatedTerm-admn-sts"


def write_tbx(parcel: Parcel) -> bytes:
    """Return the glossary of a parcel, which must have a term."""
    root = etree.Element(f"{{{TBX}}}tbx", {LANG: SOURCE, "type": "TBX-Basic", "style": "dct"}, {None: TBX, "min": MIN})
    source = _add(_add(_add(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _add(source, "p").text = f"The glossary of {parcel.publisher}, {parcel.language.name}."
    body = _add(_add(root, "text"), "body")
    concepts: dict[str, list[Term]] = {}
    for term in parcel.terms:
        concepts.setdefault(term.term, []).append(term)
    for number, (english, terms) in enumerate(concepts.items(), start=1):
        concept = _add(body, "conceptEntry", id=f"c{number}")
        for note in dict.fromkeys(term.note for term in terms if term.note):
            _add(concept, "note").text = note
        _add_terms(concept, SOURCE, {english: PREFERRED})
        words = {term.target: PREFERRED for term in terms if term.target}
        _add_terms(
            concept, parcel.language.tag, {word: DEPRECATED for term in terms for word in term.forbidden} | words
        )
    return to_bytes(root, ())


def _add_terms(concept: Any, tag: str, words: dict[str, str]) -> None:
    if not words:
        return
    section = _add(concept, "langSec", **{LANG: tag})
    for word, status in words.items():
        term = _add(section, "termSec")
        _add(term, "term").text = word
        etree.SubElement(term, f"{{{MIN}}}administrativeStatus").text = status


def _add(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{TBX}}}{name}", attributes)


def write_tmx(parcel: Parcel) -> bytes:
    """Return the memory of a parcel; each unit has the message's key, and says whether a reader has approved it."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "leaflets",
        "creationtoolversion": __version__,
        "segtype": "block",
        "o-tmf": "gettext PO",
        "adminlang": SOURCE,
        "srclang": SOURCE,
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for row in parcel.memory:
        unit = etree.SubElement(body, "tu", tuid=row.key)
        if row.note:
            etree.SubElement(unit, "note").text = row.note
        etree.SubElement(unit, "prop", type="x-approved").text = "yes" if row.key in parcel.approved else "no"
        for tag, words in ((SOURCE, row.english), (parcel.language.tag, row.target)):
            write_sentence(etree.SubElement(etree.SubElement(unit, "tuv", {LANG: tag}), "seg"), words, "x")
    return to_bytes(root, ("seg",))
