# SPDX-License-Identifier: MIT
"""Rules about QR codes in print: black only, vector, on bare paper."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.core.geometry import Points, overlap
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import MM
from leaflets.preflight.press.painted import PaintedPage
from leaflets.preflight.press.separations import DPI
from leaflets.preflight.press.state import PaintedMark
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.rules.codes import placed
from leaflets.preflight.verdict import Fault

INSET_MODULES = 0.5


def codes_black(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """A code is solid black only, so that misregister cannot affect it."""
    for page, code, box in painted(file):
        for mark in marks_in(page, box, code):
            if mark.kind != "image" and not mark.paint.is_white and not mark.paint.is_pure_black:
                yield page.fault(f"The QR code of {code.text} is printed in {mark.paint}, not in black only.", box)
                break


def codes_drawn(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, code, box in painted(file):
        drawn = any(mark.kind != "image" and not mark.paint.is_white for mark in marks_in(page, box, code))
        pixels = any(mark.kind == "image" and overlap(mark.box, box) for mark in page.marks)
        if pixels and not drawn:
            yield page.fault(f"The QR code of {code.text} is a picture of pixels.", box)


def painted(file: OpenFile) -> Iterator[tuple[PaintedPage, ReadCode, Points]]:
    """Yield each decoded code, with the marks of its page and its box in points."""
    for page, code, box in placed(file):
        yield file.painted[page.number - 1], code, box


def marks_in(page: PaintedPage, box: Points, code: ReadCode) -> list[PaintedMark]:
    """Return what is painted inside a code, without backgrounds beneath it and what only touches it."""
    inset = INSET_MODULES * code.module_mm * MM
    inner = (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)
    own = 4 * inset
    outer = (box[0] - own, box[1] - own, box[2] + own, box[3] + own)
    return [
        mark
        for mark in page.marks
        if overlap(mark.box, inner)
        and not (
            mark.box[0] < outer[0] and mark.box[1] < outer[1] and mark.box[2] > outer[2] and mark.box[3] > outer[3]
        )
    ]


def codes_on_paper(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, code, box in painted(file):
        inside = marks_in(page, box, code)
        # The light square of a code is painted before its modules.
        symbol = next((mark for mark in inside if not mark.paint.is_white), None)
        if symbol is None:
            continue
        quiet = box[0] - 2 * code.module_mm * MM, (box[1] + box[3]) / 2
        for below in reversed(page.grounds):
            if page.order[id(below)] < page.order[id(symbol)] and below.covers(*quiet):
                if not below.paint.is_white:
                    yield page.fault(f"The QR code of {code.text} is on {below.paint}.", box)
                break


def codes_on_black_plate(file: OpenFile, _: Expected) -> Iterator[Fault]:
    plates = file.separations
    for page, code, box in placed(file):
        if strongest := plates[page.number - 1].colour_in(page.dots(box, DPI)):
            yield page.fault(f"The QR code of {code.text} contains up to {strongest} % of another ink than black.", box)
