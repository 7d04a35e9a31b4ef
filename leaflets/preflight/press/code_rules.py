# SPDX-License-Identifier: MIT
"""Rules about QR codes: read back, large enough, black ink alone, drawn as lines, on bare paper, with room around."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.core import qr
from leaflets.preflight.press.reading import OpenFile, PageRead
from leaflets.preflight.press.separations import DPI
from leaflets.preflight.press.state import PaintedMark, Points, overlap
from leaflets.preflight.press.verdict import Fault, PressExpected
from leaflets.preflight.raster import ReadCode

TOLERANCE = 0.05
INSET_MODULES = 0.5


def placed(reading: OpenFile) -> Iterator[tuple[PageRead, ReadCode, Points]]:
    """Yield each code that was read, with its page and its place there in points."""
    for code in reading.codes:
        read = reading.pages[code.page - 1]
        left, top, right, bottom = (value * 72 / 25.4 for value in code.box_mm)
        x, y = read.media[0], read.media[3]
        yield read, code, (x + left, y - bottom, x + right, y - top)


def codes_read(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """Every code that the leaflet prints is read from the finished page."""
    found = {code.text for code in reading.codes}
    for code in expected.codes:
        if code.url not in found:
            yield Fault(f"The QR code of {code.url} cannot be read from the page.")


def codes_known(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """No code leads anywhere else."""
    known = {code.url for code in expected.codes}
    for read, code, box in placed(reading):
        if code.text not in known:
            message = f"There is a QR code of {code.text}, which this leaflet does not print."
            yield Fault(message, read.number, read.box_mm(box))


def codes_large(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """A module is large enough for old telephones, and as large as it was drawn."""
    drawn = {code.url: code.module_mm for code in expected.codes}
    for read, code, box in placed(reading):
        # A decoder measures to a few hundredths; the drawing is exact.
        module = drawn.get(code.text, code.module_mm)
        module = code.module_mm if abs(code.module_mm - module) > TOLERANCE * module else module
        if module < qr.MODULE_WARN_MM - 0.005:
            message = f"The modules of the QR code of {code.text} measure {module:.2f} mm; "
            message += f"{qr.MODULE_WARN_MM} is good, {qr.MODULE_MIN_MM} the least."
            level = "fail" if module < qr.MODULE_MIN_MM - 0.005 else "warn"
            yield Fault(message, read.number, read.box_mm(box), level)  # type: ignore[arg-type]


def codes_quiet(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Four modules around a code are bare, and the code is dark."""
    for read, code, box in placed(reading):
        if code.flaw:
            yield Fault(f"The QR code of {code.text} {code.flaw}.", read.number, read.box_mm(box))


def codes_black(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """A code is drawn in black ink alone, full strength, so that no plate can shift it."""
    for read, code, box in placed(reading):
        for mark in marks_in(read, box, code):
            if mark.kind != "image" and not mark.paint.is_white and not mark.paint.is_pure_black:
                message = f"The QR code of {code.text} is printed in {mark.paint}, not in black ink alone."
                yield Fault(message, read.number, read.box_mm(box))
                break


def codes_drawn(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """A code is lines, not pixels."""
    for read, code, box in placed(reading):
        drawn = any(mark.kind != "image" and not mark.paint.is_white for mark in marks_in(read, box, code))
        pixels = any(mark.kind == "image" and overlap(mark.box, box) for mark in read.marks)
        if pixels and not drawn:
            yield Fault(f"The QR code of {code.text} is a picture of pixels.", read.number, read.box_mm(box))


def marks_in(read: PageRead, box: Points, code: ReadCode) -> list[PaintedMark]:
    """Return what is painted inside a code: neither the grounds beneath it nor what only touches it."""
    inset = INSET_MODULES * code.module_mm * 72 / 25.4
    inner = (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)
    own = 4 * inset
    outer = (box[0] - own, box[1] - own, box[2] + own, box[3] + own)
    return [
        mark
        for mark in read.marks
        if overlap(mark.box, inner)
        and not (
            mark.box[0] < outer[0] and mark.box[1] < outer[1] and mark.box[2] > outer[2] and mark.box[3] > outer[3]
        )
    ]


def codes_on_paper(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """A code lies on bare paper, not on a colour."""
    for read, code, box in placed(reading):
        inside = marks_in(read, box, code)
        # The light square that a code brings with it is painted before its modules.
        symbol = next((mark for mark in inside if not mark.paint.is_white), None)
        if symbol is None:
            continue
        quiet = box[0] - 2 * code.module_mm * 72 / 25.4, (box[1] + box[3]) / 2
        for below in reversed(read.grounds):
            if read.order[id(below)] < read.order[id(symbol)] and below.covers(*quiet):
                if not below.paint.is_white:
                    message = f"The QR code of {code.text} lies on {below.paint}."
                    yield Fault(message, read.number, read.box_mm(box))
                break


def codes_on_black_plate(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """The plates of cyan, magenta and yellow are empty where a code is, as Ghostscript makes them."""
    plates = reading.separations
    for read, code, box in placed(reading):
        if strongest := plates[read.number - 1].colour_in(read.dots(box, DPI)):
            message = f"There is up to {strongest} % of another ink than black in the QR code of {code.text}."
            yield Fault(message, read.number, read.box_mm(box))
