# SPDX-License-Identifier: MIT
"""Preflight: read a finished file back and say everything that is wrong with it.

Labels are not believed: boxes, fonts, tags, links, words, numbers and QR codes are taken from the bytes that will be
published and compared with what the edition must be. PDF goes in; problems, the codes that were read, and the drawn
pages come out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw
from PIL import Image

from leaflets.core import qr
from leaflets.core.problems import Problem
from leaflets.core.scripts import reads_right_to_left
from leaflets.layout.composed import PrintedCode
from leaflets.preflight import raster
from leaflets.preflight.expected import Expected
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.structure import ALLOWED_DEPTH, FileProblems, check_structure
from leaflets.preflight.visual_text import lines_from_left, stands_in

LEAST_DPI = 150
OFFICE_MARGIN = 4.9


@dataclass
class Inspection:
    """What reading a file back has shown."""

    problems: list[Problem] = field(default_factory=list)
    codes: list[ReadCode] = field(default_factory=list)
    pages: list[Image.Image] = field(default_factory=list)
    """The pages of a screen edition, small and in colour, for previews."""


def check_file(file: Path | bytes, expected: Expected) -> list[Problem]:
    """Return everything that is wrong with a finished file."""
    return inspect(file, expected).problems


def inspect(file: Path | bytes, expected: Expected) -> Inspection:
    """Read a finished file back: its problems, its codes and its drawn pages."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    report = FileProblems(expected)
    inspection = Inspection(report.problems)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            check_structure(pdf, report)
        with raster.open_pages(content) as document:
            for number, page in enumerate(document, start=1):
                look_at(page, number, report, inspection)
            check_text(document, report)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        report.add("file-broken", f"The file cannot be read: {error}.")
        return inspection
    check_codes(inspection.codes, report)
    return inspection


# What a reader sees


def look_at(page: pypdfium2.PdfPage, number: int, report: FileProblems, inspection: Inspection) -> None:
    """Draw a page and look at it: codes, ink at the edge, a bad copy of it, the pictures' resolution."""
    image = raster.draw_grey(page)
    if report.expected.purpose == "screen":
        inspection.pages.append(raster.draw_preview(page))
    codes = raster.read_codes(image, number)
    inspection.codes += codes
    check_pictures(page, number, report)
    if report.expected.purpose != "office":
        return
    if edge := raster.ink_at_edge(image, OFFICE_MARGIN):
        report.add("ink-at-edge", f"Page {number} has ink within {OFFICE_MARGIN} mm of its {edge} edge.")
    if codes:
        copied = {code.text for code in raster.read_codes(raster.copy_badly(image), number, raster.COPIER_DPI)}
        for text in sorted({code.text for code in codes} - copied):
            report.add("qr-lost-in-copy", f"The QR code of {text} on page {number} cannot be read from a poor copy.")


def check_pictures(page: pypdfium2.PdfPage, number: int, report: FileProblems) -> None:
    """No picture made of pixels is coarser than the least resolution."""
    for item in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=ALLOWED_DEPTH):
        assert isinstance(item, pypdfium2.PdfImage)
        info = item.get_metadata()
        dpi = min(info.horizontal_dpi, info.vertical_dpi)
        if 0 < dpi < LEAST_DPI - 1:
            report.add("picture-coarse", f"A picture on page {number} has {dpi:.0f} dpi; the least is {LEAST_DPI}.")


def check_text(document: pypdfium2.PdfDocument, report: FileProblems) -> None:
    """What every edition must say can be found, searched and copied; from right to left, it stands where it must."""
    if reads_right_to_left(report.expected.composed.language.own_name):
        check_places(document, report)
        return
    text = " ".join(plain_text(page) for page in document)
    for word in report.expected.words:
        if squeeze(word) not in text:
            report.add("imprint-incomplete", f"'{word}' is not in the text of the file.")
    for number in report.expected.numbers:
        if squeeze(number) not in text:
            report.add("number-scrambled", f"The number {number} is not in the text of the file, or out of order.")


def check_places(document: pypdfium2.PdfDocument, report: FileProblems) -> None:
    """Numbers, names and codes read from left to right on paper, in the middle of lines that run the other way."""
    lines = [line for page in document for line in lines_from_left(page)]
    for word in report.expected.words:
        if not stands_in(word, lines):
            report.add("imprint-incomplete", f"'{word}' is not on the page, or not in this order.")
    for number in report.expected.numbers:
        if not stands_in(number, lines):
            report.add("number-scrambled", f"The number {number} is not on the page, or its figures are out of order.")


def plain_text(page: pypdfium2.PdfPage) -> str:
    """Return the text of a page with single spaces."""
    words = page.get_textpage()
    try:
        return squeeze(words.get_text_range())
    finally:
        words.close()


def squeeze(text: str) -> str:
    """Return text with one plain space wherever there is any."""
    return " ".join(text.replace("\u00a0", " ").replace("\ufffe", "").split())


def check_codes(codes: list[ReadCode], report: FileProblems) -> None:
    """Every printed code is read back and leads where it must; there is no other; each can be scanned with ease."""
    printed = {code.url: code for code in report.expected.composed.codes}
    found = {code.text for code in codes}
    for address in printed.keys() - found:
        report.add("qr-unreadable", f"The QR code of {address} cannot be read from the finished page.")
    for address in sorted(found - printed.keys()):
        report.add("qr-unexpected", f"There is a QR code of {address}, which this edition does not print.")
    for code in codes:
        if code.flaw:
            report.add("qr-flawed", f"The QR code of {code.text} on page {code.page} {code.flaw}.")
    for code in {code.text: code for code in codes if code.text in printed}.values():
        check_module(code, printed[code.text], report)


def check_module(code: ReadCode, printed: PrintedCode, report: FileProblems) -> None:
    """A module is as large as composed, and large enough."""
    if abs(code.module_mm - printed.module_mm) > 0.05 * printed.module_mm:
        seen = f"{code.module_mm:.2f} mm, not {printed.module_mm:.2f} mm"
        report.add("qr-scaled", f"The modules of the QR code of {code.text} on page {code.page} measure {seen}.")
    if printed.module_mm < qr.MODULE_WARN_MM:
        too_small = printed.module_mm < qr.MODULE_MIN_MM
        limit = qr.MODULE_MIN_MM if too_small else qr.MODULE_WARN_MM
        message = f"The modules of the QR code of {code.text} are {printed.module_mm:.2f} mm; "
        message += f"{'the least is' if too_small else 'better are'} {limit} mm."
        hint = (
            f"Make the code larger than {printed.width_mm:g} mm, or its address shorter ({len(code.text)} characters)."
        )
        report.add("qr-too-small", message, hint, warning=not too_small)
