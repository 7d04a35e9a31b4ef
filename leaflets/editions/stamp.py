# SPDX-License-Identifier: MIT
"""Stamp: write a word, or drawn words, across every page of a PDF, as an artifact that screen readers skip.

The letters of DRAFT and PROOF are strokes, so no font is needed. A stamp darkens what is beneath it (Multiply), so
that text and QR codes stay legible.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable

import pikepdf

from leaflets.core.formats import POINTS_PER_MM
from leaflets.layout.composed import PROOF, Composed
from leaflets.layout.pages import Words

# Each letter in a box 0.6 wide and 1 high, as PDF path operators.
LETTERS = {
    "D": "0 0 m 0 1 l .25 1 l .72 1 .72 0 .25 0 c h",
    "R": "0 0 m 0 1 l .35 1 l .68 1 .68 .48 .35 .48 c 0 .48 l .3 .48 m .6 0 l",
    "A": "0 0 m .3 1 l .6 0 l .1 .33 m .5 .33 l",
    "F": "0 0 m 0 1 l .6 1 l 0 .5 m .5 .5 l",
    "O": ".3 0 m 0 0 0 1 .3 1 c .6 1 .6 0 .3 0 c h",
    "P": "0 0 m 0 1 l .35 1 l .7 1 .7 .46 .35 .46 c 0 .46 l",
    "T": ".3 0 m .3 1 l 0 1 m .6 1 l",
}
SHADE = pikepdf.Name("/DraftShade")
WORDS = pikepdf.Name("/DraftWords")
ADVANCE = 0.85
GREY = 0.82
OF_DIAGONAL = 0.58
"""The share of the page's diagonal that the word covers."""


def word_across(composed: Composed, *, draft: bool) -> str:
    """Return the word across the pages of a draft, or of a piece with a doubtful fact; otherwise ""."""
    return "DRAFT" if draft else PROOF if composed.proof and not composed.unapproved else ""


def stamp(pdf: bytes, word: str = "DRAFT") -> bytes:
    """Return the PDF with the word across every page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _stamped(document, lambda box: _drawing(word, box))


def stamp_words(pdf: bytes, words: Words) -> bytes:
    """Return the PDF with drawn words along the diagonal of every page."""
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.open(io.BytesIO(words.pdf)) as drawn:
        form = document.copy_foreign(drawn.pages[0].as_form_xobject())
        # As one group, so that overlapping letters, as in joined scripts, darken the page once.
        form.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, I=True)
        top = float(drawn.pages[0].mediabox[3])
        for page in document.pages:
            page.add_resource(form, pikepdf.Name.XObject, name=WORDS)
        return _stamped(document, lambda box: _placed(words, top, box))


def _stamped(document: pikepdf.Pdf, draw: Callable[[list[float]], str]) -> bytes:
    shade = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply))
    for page in document.pages:
        # Without a name pikepdf would make a random one.
        page.add_resource(shade, pikepdf.Name.ExtGState, name=SHADE)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ\n{draw([float(value) for value in page.trimbox])}".encode())
    result = io.BytesIO()
    document.save(result, deterministic_id=True)
    return result.getvalue()


def _placed(words: Words, top: float, box: list[float]) -> str:
    width, height = words.width * POINTS_PER_MM, words.height * POINTS_PER_MM
    return _across(box, width, "", [f"1 0 0 1 {-width / 2:.3f} {height / 2 - top:.3f} cm {WORDS} Do"])


def _drawing(word: str, box: list[float]) -> str:
    length = ADVANCE * (len(word) - 1) + 0.6
    letters = [
        f"q 1 0 0 1 {i * ADVANCE - length / 2:.3f} -.5 cm {LETTERS[letter]} S Q" for i, letter in enumerate(word)
    ]
    return _across(box, length, f"{GREY} G .14 w 1 J 1 j ", letters)


def _across(box: list[float], length: float, style: str, drawn: list[str]) -> str:
    """Return what is drawn around 0,0 and so long, along the diagonal of a box, as an artifact."""
    left, bottom, right, top = box
    angle = math.atan2(top - bottom, right - left)
    scale = OF_DIAGONAL * math.hypot(right - left, top - bottom) / length
    cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
    middle = f"{(left + right) / 2:.3f} {(bottom + top) / 2:.3f}"
    return "\n".join(
        (
            "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC",
            f"q {SHADE} gs {style}{cosine:.4f} {sine:.4f} {-sine:.4f} {cosine:.4f} {middle} cm",
            *drawn,
            "Q",
            "EMC",
        )
    )
