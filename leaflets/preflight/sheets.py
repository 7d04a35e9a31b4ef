# SPDX-License-Identifier: MIT
"""Read the QR codes of ganged sheets back: every copy must have its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leaflets.core.problems import ExitCode, Problem, ProblemsFound


def check_codes(sources: Sequence[tuple[bytes, int, Sequence[int]]], sheets: bytes) -> None:
    """Read every QR code of the sheets back; ProblemsFound (a failed check) if a copy lacks one.

    `sources` are the press editions on the sheets, each with its number of copies and its pages that are there, from 0;
    no pages stand for all.
    """
    expected = Counter[str]()
    for source, copies, pages in sources:
        expected.update({text: number * copies for text, number in count_codes(source, pages).items()})
    found = count_codes(sheets)
    problems = [
        Problem("code-lost", f"The QR code {text} can be read {found[text]} times instead of {number}.")
        for text, number in expected.items()
        if found[text] != number
    ]
    if problems:
        raise ProblemsFound(problems, exit_code=ExitCode.CHECK_FAILED)


def count_codes(pdf: bytes, chosen: Sequence[int] = ()) -> Counter[str]:
    """Return how often each QR code can be read on pages of a file, counted from 0; on all, if none are chosen."""
    from leaflets.preflight import raster

    with raster.open_pages(pdf) as pages:
        return Counter(
            code.text
            for number, page in enumerate(pages, start=1)
            if not chosen or number - 1 in chosen
            for code in raster.draw_and_read(page, number)[1]
        )
