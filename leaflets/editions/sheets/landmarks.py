# SPDX-License-Identifier: MIT
"""Landmarks: the positions of the QR codes and the lines of text of a finished page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp

from leaflets.core import qr
from leaflets.core.formats import MM_PER_INCH, POINTS_PER_MM

DPI = 150

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in mm from the page's top left corner."""


@dataclass(frozen=True)
class Landmarks:
    """What should not be cut through."""

    codes: tuple[Box, ...] = ()
    lines: tuple[Box, ...] = ()


def find_landmarks(pdf: bytes, page: int = 0) -> Landmarks:
    """Return the landmarks of a page of a finished file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return Landmarks(code_boxes(document[page]), line_boxes(document[page]))
    finally:
        document.close()


def code_boxes(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return the boxes of the QR codes, with their quiet zones."""
    bitmap = page.render(scale=DPI / 72)
    try:
        image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return tuple(map(code_box, zxingcpp.read_barcodes(image, formats=kind, try_invert=False)))


def code_box(code: zxingcpp.Barcode) -> Box:
    """Return the box of a code, with its quiet zone."""
    four = code.position
    corners = (four.top_left, four.top_right, four.bottom_right, four.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    dark = max(xs) - min(xs)
    said: Any = code.extra
    quiet = qr.QUIET_ZONE * dark / (17 + 4 * int(said["Version"]))  # ISO/IEC 18004: version 1 has 21 modules
    left, top, right, bottom = min(xs) - quiet, min(ys) - quiet, max(xs) + quiet, max(ys) + quiet
    mm = MM_PER_INCH / DPI
    return left * mm, top * mm, right * mm, bottom * mm


def line_boxes(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return the boxes of lines of text."""
    height = page.get_height()
    text = page.get_textpage()
    try:
        rectangles = [text.get_rect(number) for number in range(text.count_rects())]
    finally:
        text.close()
    return tuple(
        (left / POINTS_PER_MM, (height - top) / POINTS_PER_MM, right / POINTS_PER_MM, (height - bottom) / POINTS_PER_MM)
        for left, bottom, right, top in rectangles
    )
