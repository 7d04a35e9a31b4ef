# SPDX-License-Identifier: MIT
"""Rules about the pages of every file: number, size and orientation; and the margin of an office printer."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.layout.composed import DRAFT
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import inherited
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.verdict import Fault

SIZE_MM, OTHERS_MM = 0.1, 0.5
"""Other programs round to pixels or whole points; a cut is less exact."""
PLACE_PT = 0.01
TONER, MOST_TONER, STAMP = 0.12, 0.15, 0.01
"""What a sheet for an office printer should need, and what it may; the yield of a cartridge is stated for 0.05. The
words across an unapproved translation are more, and go when it is approved."""


def count(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    if len(file.pages) != len(expected.sizes):
        yield Fault(f"The file has {len(file.pages)} pages; it must have {len(expected.sizes)}.")


def size(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    off = SIZE_MM if expected.press.ours else OTHERS_MM
    for page, (width, height) in zip(file.pages, expected.sizes, strict=False):
        seen = page.trim_mm
        if abs(seen[0] - width) > off or abs(seen[1] - height) > off:
            message = f"The page is {seen[0]:.1f} x {seen[1]:.1f} mm; it must be {width:g} x {height:g} mm."
            yield page.fault(message, page.trim)


def boxes(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        beyond = max(abs(one - other) for one, other in zip(page.media, page.trim, strict=True)) > PLACE_PT
        if beyond or max(map(abs, page.media[:2])) > PLACE_PT:
            yield Fault("The page is larger than its trimmed size, or does not begin at 0,0.", page.number)


def upright(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        if turned := int(inherited(page.raw, "/Rotate") or 0):
            yield Fault(f"The page is rotated by {turned} degrees.", page.number)


def true_size(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        if (unit := float(page.raw.get("/UserUnit", 1))) != 1:
            yield Fault(f"The page is scaled by {unit:g} (UserUnit).", page.number)


def bare_edge(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for number, page in enumerate(file.seen, start=1):
        if page.inked_edge:
            yield Fault(f"There is ink within 5 mm of the {page.inked_edge} edge.", number)


def little_toner(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    stamp = STAMP if expected.is_stamped or DRAFT in file.text else 0.0
    for number, page in enumerate(file.seen, start=1):
        if page.toner - stamp > TONER:
            message = f"Toner covers {page.toner:.0%} of the sheet; at most {TONER:.0%} is best."
            yield Fault(message, number, level="fail" if page.toner - stamp > MOST_TONER else "warn")
