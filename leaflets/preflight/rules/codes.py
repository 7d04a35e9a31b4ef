# SPDX-License-Identifier: MIT
"""Rules about QR codes in every file: each is read back from the page, leads to the right place, and scans easily."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.core import qr
from leaflets.core.geometry import Points
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import MM, OpenPage
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault

TOLERANCE = 0.05
"""The tolerance of a decoder's measure of a module."""


def placed(file: OpenFile) -> Iterator[tuple[OpenPage, ReadCode, Points]]:
    """Yield each decoded code, with its page and its box in points."""
    for code in file.codes:
        page = file.pages[code.page - 1]
        left, top, right, bottom = (value * MM for value in code.box_mm)
        x, y = page.media[0], page.media[3]
        yield page, code, (x + left, y - bottom, x + right, y - top)


def all_read(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    found = {code.text for code in file.codes}
    for address in dict.fromkeys(code.url for code in expected.codes):
        if address not in found:
            yield Fault(f"The QR code of {address} cannot be read from the finished page.")


def none_unknown(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    known = {code.url for code in expected.codes}
    for page, code, box in placed(file):
        if code.text not in known:
            yield page.fault(f"There is a QR code of {code.text}, which this edition does not print.", box)


def large_enough(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """Modules are large enough for old phones. Drawings are exact, so an unscaled code counts with its drawn size."""
    drawn = drawn_modules(expected)
    for page, code, box in placed(file):
        module = code.module_mm if is_scaled(code, drawn) else drawn.get(code.text, code.module_mm)
        module = round(module, 2)  # as reported
        if module < qr.MODULE_WARN_MM:
            message = f"The modules of the QR code of {code.text} ({len(code.text)} characters) are {module:.2f} mm; "
            message += f"at least {qr.MODULE_MIN_MM} mm is needed, and {qr.MODULE_WARN_MM} mm is better."
            yield page.fault(message, box, "fail" if module < qr.MODULE_MIN_MM else "warn")


def as_drawn(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    drawn = drawn_modules(expected)
    for page, code, box in placed(file):
        if is_scaled(code, drawn):
            seen = f"{code.module_mm:.2f} mm, not {drawn[code.text]:.2f} mm"
            yield page.fault(f"The modules of the QR code of {code.text} are {seen}.", box)


def drawn_modules(expected: Expected) -> dict[str, float]:
    """Return the module size with which each code was composed."""
    return {code.url: code.module_mm for code in expected.codes}


def is_scaled(code: ReadCode, drawn: dict[str, float]) -> bool:
    """Return whether a code's size differs from the one with which it was composed."""
    module = drawn.get(code.text, code.module_mm)
    return abs(code.module_mm - module) > TOLERANCE * module


def clear(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, code, box in placed(file):
        if code.flaw:
            yield page.fault(f"The QR code of {code.text} {code.flaw}.", box)


def survives_copying(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for number, page in enumerate(file.seen, start=1):
        for address in page.lost:
            yield Fault(f"The QR code of {address} cannot be read from a poor photocopy.", number)
