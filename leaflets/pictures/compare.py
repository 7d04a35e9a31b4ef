# SPDX-License-Identifier: MIT
"""Draw a drawing with the product's renderer and with another, and compare.

Both draw it 50 mm large at 150 dpi, over a colour that drawings seldom have. An edge may be two pixels (a third of a
millimetre) elsewhere; a pixel that nothing within two pixels explains is a difference, and more than ten of them
refuse the drawing. The other renderer is resvg, which has nothing in common with WeasyPrint and pdfium.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2
import resvg_py
from PIL import Image, ImageChops, ImageOps

from leaflets.pictures.svg import Node
from leaflets.pictures.verdict import Refusal

DOTS = 295
"""The longer side of the comparison: 50 mm at 150 dpi."""
FINER = 2
"""The PDF is drawn at this multiple and reduced, because pdfium draws no line thinner than a pixel."""
GROUND = (122, 140, 98)
REACH = 2
"""The tolerance for the position of an edge, in pixels."""
STEP = 24
"""The tolerance, of 255, for a pixel lighter or darker than all around it in the other drawing."""
MOST_DIFFERENT = 10
UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
LENGTH = re.compile(r"\s*\+?([\d.]+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
MOST_SLENDER = 100

Draw = Callable[[str, tuple[int, int], tuple[int, int, int]], bytes]
"""Draws a drawing on a page of that many pixels at 150 dpi, over a colour; returns the PDF, or raises ValueError."""


@dataclass(frozen=True)
class Compared:
    """The result of a comparison, and a note of what was measured."""

    refusals: tuple[Refusal, ...]
    note: str = ""


def compare(text: str, drawing: Node, draw: Draw) -> Compared:
    """Return whether a drawing is drawn as meant."""
    size = size_of(drawing)
    if isinstance(size, Refusal):
        return Compared((size,))
    try:
        other = _by_resvg(text, size)
    except ValueError as error:
        message = f"The drawing cannot be drawn: {str(error).rstrip('.')}."
        return Compared((Refusal("picture-broken", message, SIMPLE),))
    if not other.getchannel("A").getbbox():
        return Compared((BLANK,))
    try:
        ours = _rasterise(draw(text, (size[0] * FINER, size[1] * FINER), GROUND), size)
    except ValueError as error:
        return Compared((Refusal("picture-unlike", f"The drawing cannot be drawn: {error}.", SIMPLE),))
    ground = Image.new("RGBA", other.size, (*GROUND, 255))
    ground.alpha_composite(other)
    different = count_different(ground.convert("RGB"), ours)
    note = f"{different} of {size[0] * size[1]} pixels differ"
    if different <= MOST_DIFFERENT:
        return Compared((), note)
    share = 100 * different / (size[0] * size[1])
    message = f"The drawing would not print as its author drew it: {max(share, 0.1):.1f}% of it comes out differently."
    return Compared((Refusal("picture-unlike", message, SIMPLE),), note)


def size_of(root: Node) -> tuple[int, int] | Refusal:
    """Return width and height of the comparison in pixels, in the drawing's proportions; a refusal if it has none."""
    width, height = (_pixels(root.attributes.get(name, "")) for name in ("width", "height"))
    box = [float(part) for part in re.findall(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?", root.attributes.get("viewBox", ""))]
    if root.attributes.get("viewBox") is not None and (len(box) != 4 or min(box[2:]) <= 0):
        given = root.attributes["viewBox"][:40]
        message = f"The drawing's viewBox is '{given}'; it needs four numbers, the last two above 0."
        return Refusal("picture-size", message, SIZE, root.line, root.column)
    if not (width and height):
        if not box:
            message = "The drawing has no size: neither a viewBox nor width and height."
            return Refusal("picture-size", message, SIZE, root.line, root.column)
        width, height = box[2], box[3]
    if max(width, height) > MOST_SLENDER * min(width, height):
        message = f"The drawing is {width:g} by {height:g}: one side is more than {MOST_SLENDER} times the other."
        return Refusal("picture-size", message, SIZE, root.line, root.column)
    scale = DOTS / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _pixels(value: str) -> float:
    found = LENGTH.fullmatch(value)
    return float(found[1]) * UNITS[found[2] or ""] if found else 0.0


def _by_resvg(text: str, size: tuple[int, int]) -> Image.Image:
    data = resvg_py.svg_to_bytes(svg_string=text, width=size[0], height=size[1], skip_system_fonts=True, dpi=96)
    with Image.open(io.BytesIO(data)) as drawn:
        return _fitted(drawn.convert("RGBA"), size)


def _rasterise(pdf: bytes, size: tuple[int, int]) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return _fitted(drawn, (size[0] * FINER, size[1] * FINER)).reduce(FINER)


def _fitted(drawn: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a picture of that size: renderers round page sizes, so that a pixel may be missing or extra."""
    return drawn if drawn.size == size else drawn.crop((0, 0, *size))


def count_different(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels of either picture are lighter or darker than everything around them in the other."""
    one, other = (ImageOps.expand(drawn, REACH, GROUND) for drawn in (one, other))
    worst = Image.new("L", one.size)
    for drawn, against in ((one, other), (other, one)):
        lowest, highest = _around(against, ImageChops.darker), _around(against, ImageChops.lighter)
        outside = ImageChops.lighter(ImageChops.subtract(lowest, drawn), ImageChops.subtract(drawn, highest))
        for band in outside.split():
            worst = ImageChops.lighter(worst, band)
    return sum(worst.histogram()[STEP + 1 :])


def _around(drawn: Image.Image, pick: Callable[[Image.Image, Image.Image], Image.Image]) -> Image.Image:
    """Return for each pixel the darkest or lightest value within reach; a margin keeps opposite edges apart."""
    for step in ((1, 0), (0, 1)):
        found = drawn
        for distance in range(1, REACH + 1):
            for sign in (-1, 1):
                found = pick(found, ImageChops.offset(drawn, step[0] * distance * sign, step[1] * distance * sign))
        drawn = found
    return drawn


SIMPLE = "export it as 'plain SVG' with its appearance expanded, or save it as PNG at 300 dpi."
SIZE = "set the page to the drawing ('Resize page to content') and export it again."
BLANK = Refusal(
    "picture-blank",
    "The drawing shows nothing: it is empty, hidden, transparent, or outside its frame.",
    "set the page to the drawing ('Resize page to content') and export it again.",
)
