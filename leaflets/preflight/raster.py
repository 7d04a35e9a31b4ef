# SPDX-License-Identifier: MIT
"""Look at a finished page as printed: draw it, read its QR codes, find ink where none may be.

Pure functions on images. For checks a page is drawn in grey, which takes a third of the time of colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from leaflets.core import qr
from leaflets.core.formats import MM_PER_INCH

DPI = 200
EDGE_MM = 4.9
"""An office printer cannot print within 5 mm of the edges; the rest is for rounding."""
COPIER_DPI = 150
GRID = 4
"""So many dots of a page are three of its copy: what is cut out there is copied like the whole page."""
COPIER_THRESHOLD = 153
"""Of 255: anything lighter comes out white on a poor copier."""
DARK, LIGHT = 110, 190
PAPER = 250
PICTURE_DPI = 96
PREVIEW_DPI = 110
SMALL_DPI, ASIDE, SQUARE = 100, 3, 4
"""A square millimetre of a small page is 4 dots wide."""
IS_PLAIN = [255 if value < 6 else 0 for value in range(256)]
IS_DRAWN = [255 if value > 24 else 0 for value in range(256)]
INNER, OUTER = (4, 5), (2, 6)
"""Dots from the cut inwards, and from the end of the bleed inwards: 0.5 mm is what a cut may be off."""
IS_INKED = [255 if value < PAPER - 3 else 0 for value in range(256)]
IS_WHITE = [255 if value >= PAPER else 0 for value in range(256)]
LONG_RUN = re.compile(rb"\xff{39,}")
"""5 mm."""
PREVIEW_PIXELS = 1200
"""The most pixels on the longer side of a preview."""

Edges = tuple[int, int, int, int]
"""Left, top, right and bottom, in dots from the top left corner of the page."""


@dataclass(frozen=True)
class ReadCode:
    """A QR code as decoded from a page; `flaw` says what is wrong with its printing."""

    text: str
    page: int
    module_mm: float
    flaw: str = ""
    box_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, top, right and bottom of the symbol without its quiet zone, from the top left corner of the page."""


@contextmanager
def open_pages(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a finished file for drawing and for its text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def draw_page(page: pypdfium2.PdfPage, dpi: float = DPI) -> Image.Image:
    """Return a page in colour."""
    image: Image.Image = page.render(scale=dpi / 72, rev_byteorder=True).to_pil()
    return image


def draw_grey(page: pypdfium2.PdfPage, dpi: float = DPI) -> Image.Image:
    """Return a page in shades of grey."""
    image: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return image


def draw_trimmed(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page in shades of grey, within its trim."""
    (left, bottom, right, top), media = page.get_trimbox(), page.get_mediabox()
    box = (left - media[0], media[3] - top, right - media[0], media[3] - bottom)
    x1, y1, x2, y2 = (round(value * DPI / 72) for value in box)
    return draw_grey(page).crop((x1, y1, x2, y2))


def darkness(image: Image.Image) -> float:
    """Return the share of the paper that toner covers, from 0 to 1."""
    return 1 - float(ImageStat.Stat(image).mean[0]) / 255


def pixels_of(size_mm: tuple[float, float]) -> tuple[int, int]:
    """Return the pixels of a page's picture, 96 to the inch."""
    width, height = (round(side / MM_PER_INCH * PICTURE_DPI) for side in size_mm)
    return width, height


def draw_picture(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page in colour, as large as its picture."""
    return draw_page(page, PICTURE_DPI - 0.001)  # pixels are rounded up


def draw_preview(page: pypdfium2.PdfPage) -> Image.Image:
    """Return a page in colour, small, for a list of downloads."""
    whole = (PREVIEW_PIXELS - 0.5) / max(page.get_size())  # pixels are rounded up
    return draw_page(page, min(PREVIEW_DPI, whole * 72))


def in_grey(image: Image.Image) -> Image.Image:
    """Return a picture in shades of grey; a grey one is not copied."""
    return image if image.mode == "L" else image.convert("L")


def draw_and_read(page: pypdfium2.PdfPage, number: int) -> tuple[Image.Image, list[ReadCode]]:
    """Return a page in shades of grey, and its codes, which are read from the same memory."""
    drawn = page.render(scale=DPI / 72, grayscale=True)
    size, image = (drawn.width, drawn.height), drawn.to_pil()
    dots = memoryview(drawn.buffer).cast("B", (drawn.height, drawn.stride))
    view = zxingcpp.ImageView(dots, *size, zxingcpp.ImageFormat.Lum, drawn.stride, 1)
    return image, [describe(image, code, number, DPI) for code in find_codes(view)]


def read_codes(image: Image.Image, page: int, dpi: int = DPI) -> list[ReadCode]:
    """Return every QR code on a page, dark on light; a code on a dark background is not found."""
    grey = in_grey(image)
    return [describe(grey, code, page, dpi) for code in find_codes(grey)]


def find_codes(grey: Image.Image | zxingcpp.ImageView) -> list[zxingcpp.Barcode]:
    """Return what zxing finds in a picture in shades of grey."""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return zxingcpp.read_barcodes(grey, formats=wanted, try_invert=False)


def describe(grey: Image.Image, code: zxingcpp.Barcode, page: int, dpi: int) -> ReadCode:
    """Return a decoded code, with the size of its modules measured and its surroundings checked."""
    corners = (code.position.top_left, code.position.top_right, code.position.bottom_left, code.position.bottom_right)
    across = hypot(corners[1].x - corners[0].x, corners[1].y - corners[0].y)
    details: Any = code.extra
    version = str(details.get("Version", ""))
    if not version.isdecimal():
        return ReadCode(code.text, page, 0.0, "is of a kind that few phones can read")
    module = across / (17 + 4 * int(version))  # ISO/IEC 18004, 6.3.1
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    flaw = "" if is_quiet(grey, box, module) else "has something in its quiet zone of 4 modules"
    if not flaw and darkest_finder(grey, box, module) > DARK:
        flaw = "is too pale"
    left, top, right, bottom = (round(value / dpi * MM_PER_INCH, 2) for value in box)
    return ReadCode(code.text, page, round(module / dpi * MM_PER_INCH, 3), flaw, (left, top, right, bottom))


def is_quiet(grey: Image.Image, box: tuple[int, int, int, int], module: float) -> bool:
    """Return whether the band of 4 modules around a code is light everywhere."""
    left, top, right, bottom = box
    far, near = (qr.QUIET_ZONE - 0.5) * module, 0.75 * module
    bands = (
        (left - far, top - far, right + far, top - near),
        (left - far, bottom + near, right + far, bottom + far),
        (left - far, top - far, left - near, bottom + far),
        (right + near, top - far, right + far, bottom + far),
    )
    if left < far or top < far or right + far > grey.width or bottom + far > grey.height:
        return False
    return all(lightness(grey, band)[0] >= LIGHT for band in bands)


def darkest_finder(grey: Image.Image, box: tuple[int, int, int, int], module: float) -> int:
    """Return the lightness of the middle of a code's top left finder pattern."""
    x, y = box[0] + 3.5 * module, box[1] + 3.5 * module
    return lightness(grey, (x - module / 2, y - module / 2, x + module / 2, y + module / 2))[1]


def lightness(grey: Image.Image, box: tuple[float, float, float, float]) -> tuple[int, int]:
    """Return the darkest and the lightest pixel in a box."""
    low, high = grey.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3]))).getextrema()
    return int(low), int(high)  # type: ignore[arg-type]


def copy_badly(image: Image.Image, dpi: int = DPI) -> Image.Image:
    """Return a page as copied by an old copier: 150 dpi, black or white."""
    size = (round(image.width * COPIER_DPI / dpi), round(image.height * COPIER_DPI / dpi))
    grey = in_grey(image).resize(size, Image.Resampling.BOX)
    return grey.point(lambda value: 255 if value > COPIER_THRESHOLD else 0)


def read_copied(image: Image.Image, codes: Iterable[ReadCode]) -> set[str]:
    """Return what can be read of the codes of a page on a poor copy of it, of which only their places are made."""
    found = set[str]()
    for code in codes:
        left, top, right, bottom = (value / MM_PER_INCH * DPI for value in code.box_mm)
        wide = 2 * qr.QUIET_ZONE * code.module_mm / MM_PER_INCH * DPI
        x, y = (max(0, int(start - wide) // GRID * GRID) for start in (left, top))
        end = min(image.width, round(right + wide)), min(image.height, round(bottom + wide))
        place = image.crop((x, y, *end)) if code.module_mm else image  # where one without modules is is not known
        found |= {copied.text for copied in read_codes(copy_badly(place), code.page, COPIER_DPI)}
    return found


def small(image: Image.Image) -> Image.Image:
    """Return a page small enough to be compared with another at little cost."""
    return image.reduce(DPI // SMALL_DPI)


def unlike(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return the square millimetres that are plain in one of two small pages and drawn on in the other."""
    aside = (ImageChops.offset(each, ASIDE, ASIDE) for each in (one, other))
    textures = [ImageChops.difference(*both).reduce(SQUARE) for both in zip((one, other), aside, strict=True)]
    plain = [each.filter(ImageFilter.MaxFilter(3)).point(IS_PLAIN) for each in textures]
    drawn = [each.point(IS_DRAWN) for each in textures]
    found = ImageChops.lighter(ImageChops.multiply(plain[0], drawn[1]), ImageChops.multiply(plain[1], drawn[0]))
    inner = Image.new("L", found.size)  # what is beyond an edge differs: at a fold it is the neighbouring panel
    inner.paste(found.crop((2, 2, found.width - 2, found.height - 2)), (2, 2))
    return inner


def bare_bleed(image: Image.Image, trim: Edges, bleed: Edges) -> Iterator[Edges]:
    """Yield the strips of the bleed, 5 mm or longer, that are white though all is inked just inside the cut."""
    for side, sign in enumerate((1, 1, -1, -1)):  # left, top, right, bottom
        axis, other = side % 2, 1 - side % 2
        if (trim[side] - bleed[side]) * sign <= max(OUTER):
            continue

        def line(edge: Edges, gap: int, *, side: int = side, sign: int = sign) -> Image.Image:
            box = list(trim)
            box[side % 2] = edge[side] + sign * gap - (sign < 0)
            box[side % 2 + 2] = box[side % 2] + 1
            return image.crop((box[0], box[1], box[2], box[3]))

        inked = ImageChops.lighter(*(line(trim, gap) for gap in INNER)).point(IS_INKED)
        white = ImageChops.darker(*(line(bleed, gap) for gap in OUTER)).point(IS_WHITE)
        for run in LONG_RUN.finditer(ImageChops.multiply(inked, white).tobytes()):
            box = [*sorted((trim[side], bleed[side])), trim[other] + run.start(), trim[other] + run.end()]
            left, right, top, bottom = box if axis == 0 else (*box[2:], *box[:2])
            yield left, top, right, bottom


def ink_at_edge(image: Image.Image, margin_mm: float, dpi: int = DPI) -> str:
    """Return the first edge with ink within the margin, or ""."""
    grey = in_grey(image)
    width, height, margin = grey.width, grey.height, int(margin_mm / MM_PER_INCH * dpi)
    bands = {
        "left": (0, 0, margin, height),
        "right": (width - margin, 0, width, height),
        "top": (0, 0, width, margin),
        "bottom": (0, height - margin, width, height),
    }
    return next((edge for edge, band in bands.items() if lightness(grey, band)[0] < PAPER), "")
