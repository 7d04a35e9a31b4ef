# SPDX-License-Identifier: MIT
"""Proof: press files as one small PDF for reading and signing off, each page cropped to its trim.

The pages are low-resolution pictures, so that the proof cannot be mistaken for the artwork.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image

from leaflets.core.formats import MM_PER_INCH, points
from leaflets.editions.metadata import PRODUCER, save
from leaflets.preflight import raster

DPI = 120
QUALITY = 80
NOT_FOR_PRINT = "Proof, not for print"

TrimBox = tuple[float, float, float, float]


def make_proof(files: Sequence[tuple[str, bytes, TrimBox]], *, title: str, sign_off: bytes) -> bytes:
    """Return the proof of press files, given the name, bytes and trim in mm of each. Each gets a bookmark.

    `sign_off` is the PDF with which it ends.
    """
    with pikepdf.new() as proof, pikepdf.open(io.BytesIO(sign_off)) as last:
        with proof.open_outline() as outline:
            for name, data, trim in files:
                outline.root.append(pikepdf.OutlineItem(f"{NOT_FOR_PRINT}: {name}", len(proof.pages)))
                for picture in draw_pages(data, trim):
                    add_page(proof, picture, (trim[2] - trim[0], trim[3] - trim[1]))
            outline.root.append(pikepdf.OutlineItem("Sign-off", len(proof.pages)))
            proof.pages.extend(last.pages)
        proof.docinfo["/Title"] = pikepdf.String(f"{NOT_FOR_PRINT}: {title}")
        proof.docinfo["/Producer"] = pikepdf.String(PRODUCER)
        proof.Root.Lang = pikepdf.String("en")
        proof.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        return save(proof)


def draw_pages(data: bytes, trim: TrimBox) -> list[Image.Image]:
    """Return the pages as pictures, cropped to the trim."""
    left, bottom, right, top = (round(value / MM_PER_INCH * DPI) for value in trim)
    with raster.open_pages(data) as document:
        whole = [raster.draw_page(page, DPI) for page in document]
    return [page.crop((left, page.height - top, right, page.height - bottom)) for page in whole]


def add_page(proof: pikepdf.Pdf, picture: Image.Image, size: tuple[float, float]) -> None:
    """Add a page of that size in mm, filled by the picture."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=QUALITY, optimize=True, dpi=(DPI, DPI))
    image = proof.make_stream(stream.getvalue())
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    width, height = (round(points(value), 3) for value in size)
    box = pikepdf.Array([0, 0, width, height])
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=box,
        TrimBox=box,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image)),
        Contents=proof.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode()),
    )
    proof.pages.append(pikepdf.Page(proof.make_indirect(page)))
