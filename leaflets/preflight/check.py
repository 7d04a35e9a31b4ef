# SPDX-License-Identifier: MIT
"""Preflight: read a finished file back and report everything that is wrong with it, one verdict for each rule.

Labels are not trusted: boxes, fonts, tags, links, words, numbers, inks and QR codes are read from the bytes that
will be published and compared with what is expected of the edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
from PIL import Image

from leaflets.core.edition import Purpose
from leaflets.core.png import photograph_to_png, to_png
from leaflets.core.problems import Problem
from leaflets.preflight.expected import Expected
from leaflets.preflight.other_files import check_picture
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.reading import open_file
from leaflets.preflight.rule import Rule
from leaflets.preflight.rules.access import plainly
from leaflets.preflight.rules.every import READABLE, SHARED_RULES
from leaflets.preflight.verdict import Fault, Verdict, problems_of

ENCODED = ("screen", "picture")
"""The purposes of whose pages pictures are made."""
BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    pikepdf.PasswordError,
    pikepdf.PdfError,
    pypdfium2.PdfiumError,
)
"""What libraries and rules raise on a file that is not a sound PDF."""


@dataclass(frozen=True)
class Inspection:
    """The results of reading a file back."""

    verdicts: tuple[Verdict, ...]
    problems: list[Problem]
    codes: Sequence[ReadCode] = ()
    pictures: Sequence[bytes] = ()
    """A PNG of each page of a screen edition, small, or of a picture, as it is."""


def rules_for(purpose: Purpose) -> Sequence[Rule]:
    """Return the rules for files of a purpose, in the order of the table."""
    if purpose != "press":
        return [rule for rule in SHARED_RULES if purpose in rule.purposes]
    from leaflets.preflight.rules.table import RULES

    return [rule for rule in RULES if purpose in rule.purposes]


def inspect(content: bytes, expected: Expected, *, pictures: bool = True) -> Inspection:
    """Read a finished file back, with or without pictures of its pages; if it cannot be read, only that is reported."""
    unlike: list[Problem] = []

    def encode_picture(page: Image.Image, number: int) -> bytes:
        picture = photograph_to_png(page)
        unlike.extend(check_picture(picture, page, number, expected))
        return picture

    try:
        with open_file(content, expected.purpose) as file:
            if pictures and expected.purpose in ENCODED:
                file.encode = encode_picture if expected.purpose == "picture" else lambda page, _: to_png(page)
            verdicts = tuple(rule.judge(file, expected) for rule in rules_for(expected.purpose))
            encoded = file.pictures if file.encode else ()
            codes = file.codes if expected.codes or expected.purpose != "picture" else ()
            return Inspection(verdicts, [*problems_of(verdicts, expected.where), *unlike], codes, encoded)
    except BROKEN as error:
        verdict = unreadable(error)
        return Inspection((verdict,), problems_of([verdict], expected.where))


def unreadable(error: Exception) -> Verdict:
    """Return the verdict on a file that cannot be read."""
    said = plainly(str(error)) or type(error).__name__
    if isinstance(error, pikepdf.PasswordError):
        said = "it is locked with a password"
    message = f"The file cannot be read: {said}."
    return READABLE.verdict("fail", message, (Fault(message),), hint=READABLE.hint)


def check_file(content: bytes, expected: Expected) -> list[Problem]:
    """Return everything that is wrong with a finished file."""
    return inspect(content, expected, pictures=False).problems
