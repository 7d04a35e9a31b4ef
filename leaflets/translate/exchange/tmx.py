# SPDX-License-Identifier: MIT
"""Write TMX 1.4b, a translation memory: what is translated already, for translators' programs to propose."""

from __future__ import annotations

from lxml import etree

from leaflets import __version__
from leaflets.core.messages import SOURCE
from leaflets.translate.exchange.markup import LANG, to_bytes, write_sentence
from leaflets.translate.exchange.rows import Parcel


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
