# SPDX-License-Identifier: MIT
"""Stamp: write DRAFT across every page of a PDF, as an artifact that a screen reader passes over.

The letters are strokes, so no font is needed, and they darken what lies beneath (Multiply), so text and QR codes stay
legible.
"""

from __future__ import annotations

import io
import math

import pikepdf

# Each letter in a box 0.6 wide and 1 high, as PDF path operators.
LETTERS = {
    "D": "0 0 m 0 1 l .25 1 l .72 1 .72 0 .25 0 c h",
    "R": "0 0 m 0 1 l .35 1 l .68 1 .68 .48 .35 .48 c 0 .48 l .3 .48 m .6 0 l",
    "A": "0 0 m .3 1 l .6 0 l .1 .33 m .5 .33 l",
    "F": "0 0 m 0 1 l .6 1 l 0 .5 m .5 .5 l",
    "T": ".3 0 m .3 1 l 0 1 m .6 1 l",
}
SHADE = pikepdf.Name("/DraftShade")
ADVANCE = 0.85
GREY = 0.82
OF_DIAGONAL = 0.58
"""How much of the page's diagonal the word covers."""


def stamp(pdf: bytes, word: str = "DRAFT") -> bytes:
    """Return the PDF with the word across every page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        shade = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply))
        for page in document.pages:
            # Without a name of ours pikepdf would make one up by chance.
            page.add_resource(shade, pikepdf.Name.ExtGState, name=SHADE)
            box = [float(value) for value in page.trimbox]
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ\n{_drawing(word, box)}".encode())
        result = io.BytesIO()
        document.save(result, deterministic_id=True)
    return result.getvalue()


def _drawing(word: str, box: list[float]) -> str:
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    length = ADVANCE * (len(word) - 1) + 0.6
    scale = OF_DIAGONAL * math.hypot(width, height) / length
    angle = math.atan2(height, width)
    cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
    middle = f"{(left + right) / 2:.3f} {(bottom + top) / 2:.3f}"
    letters = [
        f"q 1 0 0 1 {i * ADVANCE - length / 2:.3f} -.5 cm {LETTERS[letter]} S Q" for i, letter in enumerate(word)
    ]
    return "\n".join(
        (
            "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC",
            f"q {SHADE} gs {GREY} G .14 w 1 J 1 j {cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {middle} cm",
            *letters,
            "Q",
            "EMC",
        )
    )
