# SPDX-License-Identifier: MIT
"""The XML of the formats of exchange: read from a sender who is not trusted, and written for translators' programs.

Messages go out as XLIFF 1.2 (a message's key is the id of its unit; placeholders are inline elements, which those
programs protect), the glossary as TBX-Basic (ISO 30042:2019, style DCT; an English term is a concept, words not to say
are deprecated), and what is translated already as TMX 1.4b, for programs to propose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from leaflets import __version__
from leaflets.core.archive import DOCTYPE
from leaflets.core.messages import COPIED, SOURCE
from leaflets.languages.catalogue.glossary import Term
from leaflets.translate.exchange.rows import MessageRow, Parcel, refused

LANG, SPACE = (f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("lang", "space"))
MAX_BYTES = 20_000_000


def write_sentence(element: Any, text: str, number: str) -> None:
    """Write text with each placeholder in a `ph`, which translators' programs protect; `number` is its attribute."""
    start, last = 0, None
    for count, match in enumerate(COPIED.finditer(text), start=1):
        _append(element, last, text[start : match.start()])
        last = etree.SubElement(element, etree.QName(element.tag.rpartition("}")[0].lstrip("{") or None, "ph"))
        last.set(number, str(count))
        last.text = match[0]
        start = match.end()
    _append(element, last, text[start:])


def _append(element: Any, last: Any, text: str) -> None:
    if last is None:
        element.text = text or None
    else:
        last.tail = text or None


def to_bytes(root: Any, whole: Iterable[str]) -> bytes:
    """Return the document with each element on its own line, except in those elements, because their spaces count."""
    _indent(root, 1, frozenset(whole))
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _indent(parent: Any, depth: int, whole: frozenset[str]) -> None:
    if not len(parent) or etree.QName(parent).localname in whole:
        return
    parent.text = "\n" + "  " * depth
    for child in parent:
        child.tail = "\n" + "  " * depth
        _indent(child, depth + 1, whole)
    parent[-1].tail = "\n" + "  " * (depth - 1)


def parse(data: bytes, file: str, name: str) -> Any:
    """Return the root element; ProblemsFound if it is too large, not well-formed or declares a document type.

    `name` is the format. Nothing is looked up: no entities, no network.
    """
    if len(data) > MAX_BYTES:
        message = f"it has {len(data) / 1e6:.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB."
        raise refused(file, message, line=0)
    if match := DOCTYPE.search(data.replace(b"\x00", b"")):
        line = data.count(b"\n", 0, match.start()) + 1
        raise refused(file, f"it declares a document type or entities, which {name} does not need.", line=line)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = int(getattr(error, "lineno", 0) or 1)
        raise refused(file, f"it is not well-formed XML: {_first_line(error)}.", line=line) from None
    if root is None or root.getroottree().docinfo.doctype:
        raise refused(file, f"it declares a document type, which {name} does not need.")
    return root


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")[:160]


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
