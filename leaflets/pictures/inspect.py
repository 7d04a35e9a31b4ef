# SPDX-License-Identifier: MIT
"""Judge one picture: its type by its first bytes, then whether it will be drawn as meant.

Runs in a limited process (see `leaflets.core.limited`), so that a hostile picture does no harm elsewhere.
"""

from __future__ import annotations

import hashlib

from leaflets.pictures import svg
from leaflets.pictures.compare import Draw, compare
from leaflets.pictures.raster import check_raster
from leaflets.pictures.svg_rules import check_drawing
from leaflets.pictures.verdict import PictureVerdict, Refusal

ALLOWED = "PNG, JPEG, WebP and SVG are allowed"
OTHERS = {
    b"GIF8": "a GIF picture",
    b"BM": "a BMP picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"8BPS": "a Photoshop document",
    b"\0\0\1\0": "an icon (ICO)",
    b"\0\0\0\x0cjP": "a JPEG 2000 picture",
    b"\xff\x4f\xff\x51": "a JPEG 2000 picture",
    b"\0\0\0\x0cJXL": "a JPEG XL picture",
    b"\xff\x0a": "a JPEG XL picture",
    b"DDS ": "a DDS picture",
    b"SIMPLE  =": "a FITS picture",
    b"qoif": "a QOI picture",
    b"PK\3\4": "a zip archive",
    b"%PDF": "a PDF document",
    b"%!PS": "a PostScript or EPS document",
    b"\xc5\xd0\xd3\xc6": "an EPS document",
    b"\x1f\x8b": "packed with gzip",
}
"""The first bytes of other types of file."""
FILM = "a HEIF or AVIF picture, or a film"
HINTS = {
    "packed with gzip": "unpack it if it is SVGZ, or export it as plain SVG.",
    **dict.fromkeys(
        ("a PDF document", "a PostScript or EPS document", "an EPS document"),
        "open it in a drawing program and export it as plain SVG.",
    ),
}


def sniff(data: bytes) -> str:
    """Return png, jpeg, webp or svg by the file's first bytes, whatever its name; "" for all others."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return "svg" if svg.looks_like_markup(data) else ""


def inspect(data: bytes, draw: Draw) -> PictureVerdict:
    """Return the verdict on a picture; `draw` draws a drawing as the product does."""
    kind = sniff(data)
    if not data.strip(b"\0 \t\r\n"):
        return PictureVerdict("", (Refusal("picture-empty", "The file is empty.", "export the picture again."),))
    if not kind:
        return PictureVerdict("", (_unknown_type(data),))
    if kind != "svg":
        return PictureVerdict(kind, tuple(check_raster(data, kind)))
    return inspect_drawing(data, draw)


def inspect_drawing(data: bytes, draw: Draw) -> PictureVerdict:
    """Return the verdict on a drawing: read, checked against the allow-list, drawn twice and compared."""
    try:
        text = svg.decode(data)
        drawing = svg.parse(svg.with_fallback_colours(text))
    except svg.NotADrawing as refused:
        return PictureVerdict("svg", (refused.refusal,))
    try:
        checked = check_drawing(drawing)
    except RecursionError:
        message = "The drawing has brackets nested too deeply to be read."
        return PictureVerdict("svg", (Refusal("picture-too-large", message, svg.EXPORT),))
    refusals, notes = list(checked.refusals), []
    for number, (node, picture) in enumerate(checked.pictures, start=1):
        kind = sniff(picture)
        found = check_raster(picture, kind) if kind not in ("", "svg") else iter([_unknown_type(picture)])
        for one in found:
            message = f"Picture {number} inside the drawing: {one.message}"
            refusals.append(Refusal(one.slug, message, one.hint, node.line, node.column))
    if not refusals:
        compared = compare(svg.with_fallback_colours(text), drawing, draw)
        refusals, notes = list(compared.refusals), [compared.note]
    embeds = tuple(hashlib.sha256(picture).hexdigest() for _, picture in checked.pictures)
    return PictureVerdict("svg", tuple(refusals), embeds, tuple(notes))


def _unknown_type(data: bytes) -> Refusal:
    name = next((name for magic, name in OTHERS.items() if data.startswith(magic)), "")
    name = name or (FILM if data[4:8] == b"ftyp" else "not a picture of a known type")
    hint = HINTS.get(name, "save it as PNG, JPEG or WebP, or export a drawing as plain SVG.")
    return Refusal("picture-type", f"The file is {name}; {ALLOWED}.", hint)
