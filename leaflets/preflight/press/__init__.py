# SPDX-License-Identifier: MIT
"""Preflight for the press: read a press file back as a printer would, one verdict for each rule.

Labels are not believed. `reading` opens the file, `walk` follows every operator, `separations` asks Ghostscript for the
plates, and the rules of `table` look at what these give. `report` writes the verdicts down for people and programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pikepdf
import pypdfium2

from leaflets.preflight.press.reading import OpenFile, read_press
from leaflets.preflight.press.rule import Rule
from leaflets.preflight.press.table import RULES
from leaflets.preflight.press.verdict import (
    Fault,
    NotRun,
    PressExpected,
    Status,
    Verdict,
    expect_press,
    overall,
    problems_of,
)
from leaflets.preflight.raster import ReadCode

__all__ = [
    "Fault",
    "PressExpected",
    "Rule",
    "Verdict",
    "check_press",
    "expect_press",
    "overall",
    "problems_of",
]

READABLE = ("file-broken", "The file can be read.", "ISO 32000-1")
SHOWN = 3
ADDRESS = re.compile(r"(stream )?<[^>]*>:?")
BROKEN = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    pypdfium2.PdfiumError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)


def check_press(
    pdf: bytes, expected: PressExpected, *, rules: Iterable[Rule] = RULES, codes: list[ReadCode] | None = None
) -> list[Verdict]:
    """Return the verdict of every rule on a press file; of a file that cannot be read only that.

    `codes` are what `raster.read_codes` has read from these very bytes, if somebody has done that already.
    """
    try:
        with read_press(pdf, codes) as reading:
            return [Verdict(*READABLE, "pass"), *(judge(rule, reading, expected) for rule in rules)]
    except BROKEN as error:
        message = f"The file cannot be read: {ADDRESS.sub('', str(error)).strip(' .')}."
        return [Verdict(*READABLE, "fail", message, (Fault(message),), "build the edition again.")]


def judge(rule: Rule, reading: OpenFile, expected: PressExpected) -> Verdict:
    """Return the verdict of one rule."""
    about = (rule.id, rule.title, rule.source)
    try:
        faults = tuple(dict.fromkeys(rule.check(reading, expected)))
    except NotRun as lack:
        return Verdict(*about, "not-run", f"Not checked: {lack}.", hint="install it and check again.")
    if not faults:
        return Verdict(*about, "pass")
    serious = tuple(fault for fault in faults if (fault.level or rule.level) == "fail")
    status: Status = "fail" if serious else "warn"
    faults = (*serious, *(fault for fault in faults if fault not in serious))
    return Verdict(*about, status, summary(faults), faults, rule.hint)


def summary(faults: Sequence[Fault]) -> str:
    """Return the first faults in a few sentences, with their pages."""
    said = dict.fromkeys(f"Page {fault.page}: {fault.message}" if fault.page else fault.message for fault in faults)
    text = " ".join(list(said)[:SHOWN])
    return text if len(said) <= SHOWN else f"{text} And {len(said) - SHOWN} more."
