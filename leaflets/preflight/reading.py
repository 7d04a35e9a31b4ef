# SPDX-License-Identifier: MIT
"""Read a finished file once for all rules: pages, words, fonts, drawn pages, codes, operators, plates.

Slow parts (drawing, following operators, Ghostscript) are done, and imported, when a rule first needs them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from PIL import Image

from leaflets.core.edition import Purpose
from leaflets.core.geometry import Points
from leaflets.preflight import raster
from leaflets.preflight.drawn_text import DrawnText, texts_of
from leaflets.preflight.page import OpenPage, inherited, open_page
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.resources import FileFont, draws_itself, fonts_of
from leaflets.preflight.verdict import NotRun
from leaflets.preflight.visual_text import lines_from_left, plain_text

if TYPE_CHECKING:
    from leaflets.preflight.press.painted import PaintedFile, PaintedPage
    from leaflets.preflight.press.separations import Separations
    from leaflets.preflight.press.walk import Walker

MOST_PAGES = 400
LARGEST_M2 = 5.0
"""The largest page that is drawn, in square metres: a banner has 2, and each takes 60 MB."""
HANDS = 2
"""The number of pictures of a leaflet compressed at once, for idle processors."""
Encode = Callable[[Image.Image, int], bytes]
"""Makes a file of a page that is drawn; the first page is number 1."""
HIDING = ("/CropBox", "/Rotate", "/UserUnit")


@dataclass(frozen=True)
class SeenPage:
    """What can be seen on a drawn page."""

    codes: tuple[ReadCode, ...]
    inked_edge: str = ""
    """An edge of an office edition with ink where its printer cannot print; otherwise empty."""
    lost: tuple[str, ...] = ()
    """Addresses of QR codes of an office edition that cannot be read from a poor copy."""
    toner: float = 0.0
    """The share of the paper of an office edition that toner covers."""
    bare: tuple[raster.Edges, ...] = ()
    """White strips in the bleed of a press edition, beside something that meets the cut."""
    small: Image.Image | None = None
    """A page of a press edition, to be compared with its layout."""


class OpenFile:
    """An open finished file: as objects, and for drawing."""

    alone = False
    """Whether this process reads only this file, and ends at once then."""
    encode: Encode | None = None
    """What makes a picture of each page that is drawn in colour, on another processor if one is idle."""

    def __init__(self, content: bytes, purpose: Purpose, pdf: pikepdf.Pdf, document: pypdfium2.PdfDocument) -> None:
        self.content, self.purpose, self.pdf, self.document = content, purpose, pdf, document
        self.pages = tuple(open_page(page.obj, number) for number, page in enumerate(pdf.pages, start=1))

    @cached_property
    def metadata(self) -> str:
        """The XMP packet."""
        stream = self.pdf.Root.get("/Metadata")
        return stream.read_bytes().decode("utf-8", "replace") if isinstance(stream, pikepdf.Stream) else ""

    @cached_property
    def damage(self) -> list[str]:
        """What had to be mended to read the file, and streams that cannot be read."""
        streams = (
            self.pdf.check_pdf_syntax() if self.purpose == "press" else ()
        )  # others are decoded when they are drawn
        return [*map(str, self.pdf.get_warnings()), *streams]

    @cached_property
    def fonts(self) -> tuple[FileFont, ...]:
        return tuple(fonts_of(self.pdf))

    # What readers see

    @cached_property
    def shown(self) -> tuple[pypdfium2.PdfPage, ...]:
        """The pages as in a viewer, each loaded once."""
        return tuple(self.document)

    @cached_property
    def seen(self) -> tuple[SeenPage, ...]:
        return tuple(self._look(page, number) for number, page in enumerate(self.shown, start=1))

    def _look(self, page: pypdfium2.PdfPage, number: int) -> SeenPage:
        image, found = raster.draw_and_read(page, number)
        codes = tuple(found)
        if self.purpose == "press":
            trim, bleed = (self.pages[number - 1].dots(box, raster.DPI) for box in self.pages[number - 1].cuts)
            return SeenPage(codes, bare=tuple(raster.bare_bleed(image, trim, bleed)), small=raster.small(image))
        if self.purpose != "office":
            return SeenPage(codes)
        lost = {code.text for code in codes} - raster.read_copied(image, codes)
        edge, toner = raster.ink_at_edge(image, raster.EDGE_MM), raster.darkness(image)
        return SeenPage(codes, edge, tuple(sorted(lost)), toner)

    @property
    def codes(self) -> list[ReadCode]:
        """Every QR code decoded from the drawn pages."""
        return [code for page in self.seen for code in page.codes]

    @cached_property
    def text(self) -> str:
        """All words, in the order of the file, with single spaces."""
        return " ".join(plain_text(page) for page in self.shown)

    @cached_property
    def lines(self) -> list[str]:
        """The letters of each line from left to right, without spaces."""
        return [line for page in self.shown for line in lines_from_left(page)]

    @cached_property
    def slugs(self) -> list[str]:
        """The words outside the bleed of each page."""
        found = []
        for page, read in zip(self.shown, self.pages, strict=True):
            words = page.get_textpage()
            left, bottom, right, top = read.media
            inner = read.bleed
            strips = [(left, bottom, right, inner[1]), (left, inner[3], right, top)]
            strips += [(left, bottom, inner[0], top), (inner[2], bottom, right, top)]
            found.append("\n".join(words.get_text_bounded(*strip) for strip in strips))
            words.close()
        return found

    @cached_property
    def _in_colour(self) -> tuple[tuple[tuple[DrawnText, ...], ...], tuple[bytes, ...]]:
        """The texts of each page as they are drawn in colour, small, or of a picture as it is; and the pictures.

        Few pages are held at once, since each may take 8 MB.
        """
        draw = raster.draw_picture if self.purpose == "picture" else raster.draw_preview
        texts, encoded = list[tuple[DrawnText, ...]](), list[Future[bytes]]()
        with ThreadPoolExecutor(HANDS) as hands:
            for number, page in enumerate(self.shown, start=1):
                image = draw(page)
                texts.append(tuple(texts_of(page, image)))
                if self.encode:
                    encoded.append(hands.submit(self.encode, image, number))
                    wait(encoded[:-HANDS])
        return tuple(texts), tuple(one.result() for one in encoded)

    @property
    def drawn_texts(self) -> tuple[tuple[DrawnText, ...], ...]:
        """The texts of each page, as they are drawn."""
        return self._in_colour[0]

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """A picture of each page, as `encode` makes it."""
        return self._in_colour[1]

    # What operators do

    @cached_property
    def _painted(self) -> PaintedFile:
        from leaflets.preflight.press.painted import paint

        return paint(self.pages)

    @property
    def painted(self) -> tuple[PaintedPage, ...]:
        """The pages with everything that their operators paint."""
        return self._painted.pages

    @property
    def walker(self) -> Walker:
        """What was found on the way through all operators."""
        return self._painted.walker

    def first_text(self, font: str) -> tuple[OpenPage, Points] | None:
        """Return the position of the first text in a font; None if there is none."""
        for page in self.painted:
            for mark in page.marks:
                if mark.font == font:
                    return page, mark.box
        return None

    @cached_property
    def _separations(self) -> list[Separations] | str:
        from leaflets.preflight.press.separations import separate

        try:
            return separate(self.content, len(self.pages), plain=self._painted.is_plain, alone=self.alone)
        except NotRun as lack:
            return str(lack)

    @property
    def separations(self) -> list[Separations]:
        """The plates of each page; NotRun if Ghostscript cannot make them."""
        if isinstance(self._separations, str):
            raise NotRun(self._separations)
        return self._separations


@contextmanager
def open_file(content: bytes, purpose: Purpose) -> Iterator[OpenFile]:
    """Open a finished file for the rules; ValueError if drawing it would take too much memory."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if not 0 < (count := len(pdf.pages)) <= MOST_PAGES:
            raise ValueError(f"it has {count} pages; the limit is {MOST_PAGES}" if count else "it has no pages")
        if draws_itself(pdf):
            raise ValueError("a form draws itself")
        with raster.open_pages(_upright(content, pdf)) as document:
            file = OpenFile(content, purpose, pdf, document)
            for page in file.pages:
                if page.area_m2 > LARGEST_M2:
                    raise ValueError(f"page {page.number} measures {page.area_m2:.0f} square metres")
            yield file


def _upright(content: bytes, pdf: pikepdf.Pdf) -> bytes:
    """Return a file of which a viewer shows whole pages, upright: then places on them are those of their operators."""
    if not any(inherited(page.obj, name) is not None for page in pdf.pages for name in HIDING):
        return content
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as changed:
        for page in changed.pages:
            page.obj.CropBox, page.obj.Rotate, page.obj.UserUnit = page.mediabox, 0, 1
        changed.save(stream)
    return stream.getvalue()
