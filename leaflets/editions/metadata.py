# SPDX-License-Identifier: MIT
"""Metadata: what a PDF says about itself, and how it is saved so that the same input gives the same bytes.

The information dictionary and the XMP packet agree: title, code and version, language, publisher, dates of the
publication. Nothing depends on the machine or the clock.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape

import pikepdf

from leaflets.layout.composed import Composed

PRODUCER = "Leaflets"


def write_metadata(
    pdf: pikepdf.Pdf,
    composed: Composed,
    *,
    version: str,
    accessible: bool,
    source: pikepdf.Pdf | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write title, language, code, version and dates of the publication; `more` is for the XMP packet, by name."""
    said = (source or pdf).docinfo
    dates = {name: str(said[name]) for name in ("/CreationDate", "/ModDate") if name in said}
    author = str(said.get("/Author", ""))
    subject = f"{composed.layout.code} version {version}"
    entries = {"/Title": composed.file_title, "/Author": author, "/Subject": subject, "/Producer": PRODUCER, **dates}
    for name in list(pdf.docinfo.keys()):
        del pdf.docinfo[name]
    for name, value in entries.items():
        pdf.docinfo[name] = pikepdf.String(value)
    pdf.Root.Lang = pikepdf.String(composed.language.main)
    metadata = pdf.make_stream(packet(entries, composed.language.main, accessible=accessible, more=more))
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = metadata


def packet(
    entries: Mapping[str, str],
    language: str,
    *,
    accessible: bool,
    more: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return the XMP packet that says the same as the document's information dictionary."""

    def element(name: str, value: str) -> str:
        return f"<{name}>{escape(value)}</{name}>" if value else ""

    def listed(name: str, kind: str, value: str, attribute: str = "") -> str:
        return f"<{name}><rdf:{kind}><rdf:li{attribute}>{escape(value)}</rdf:li></rdf:{kind}></{name}>" if value else ""

    body = "\n  ".join(
        filter(
            None,
            (
                element("pdfuaid:part", "1" if accessible else ""),
                "<dc:format>application/pdf</dc:format>",
                listed("dc:title", "Alt", entries["/Title"], ' xml:lang="x-default"'),
                listed("dc:creator", "Seq", entries["/Author"]),
                listed("dc:description", "Alt", entries["/Subject"], ' xml:lang="x-default"'),
                listed("dc:language", "Bag", language),
                element("pdf:Producer", entries["/Producer"]),
                element("xmp:CreateDate", iso_date(entries.get("/CreationDate", ""))),
                element("xmp:ModifyDate", iso_date(entries.get("/ModDate", ""))),
                *(element(name, value) for name, value in more.items()),
            ),
        )
    )
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items() if f"<{prefix}:" in body)
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n <rdf:Description rdf:about="" {spaces}>\n'
        f'  {body}\n </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
    )
    return text.encode()


def iso_date(pdf_date: str) -> str:
    """Return the date of a PDF date (D:20261123...) as 2026-11-23."""
    digits = pdf_date.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 else ""


def save(pdf: pikepdf.Pdf, *, version: str = "1.7") -> bytes:
    """Return the file's bytes; its id is derived from its content."""
    pdf.remove_unreferenced_resources()
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        min_version=version,
    )
    return out.getvalue()


NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
