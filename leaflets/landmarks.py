# SPDX-License-Identifier: MIT
"""Landmarks: where the QR codes and the lines of text of a finished page stand."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import zxingcpp

from leaflets.sheet import MM_PER_INCH, POINTS_PER_MM

DPI = 150

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in mm from the page's top left corner."""


@dataclass(frozen=True)
class Landmarks:
    """What one would rather not cut through."""

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
    """Return where the QR codes stand, without their quiet zones."""
    bitmap = page.render(scale=DPI / 72)
    try:
        image = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    corners = [
        [(corner.x, corner.y) for corner in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        for at in (code.position for code in zxingcpp.read_barcodes(image, formats=kind, try_invert=False))
    ]
    mm = MM_PER_INCH / DPI
    return tuple(
        (min(x for x, _ in four) * mm, min(y for _, y in four) * mm, max(x for x, _ in four) * mm,
         max(y for _, y in four) * mm)
        for four in corners
    )  # fmt: skip


def line_boxes(page: pypdfium2.PdfPage) -> tuple[Box, ...]:
    """Return where lines of text stand."""
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
