# SPDX-License-Identifier: MIT
"""Write TBX-Basic (ISO 30042:2019, style DCT): the glossary as a termbase for translators' programs.

A concept is an English term; its language's section has the word to say as preferred, and those not to say as
deprecated.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from leaflets.core.messages import SOURCE
from leaflets.languages.catalogue.glossary import Term
from leaflets.translate.exchange.markup import LANG, to_bytes
from leaflets.translate.exchange.rows import Parcel

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
