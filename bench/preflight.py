# SPDX-License-Identifier: MIT
"""How long preflight of press editions takes: a table of every press edition, its pages, and where the time goes.

    python -m bench.preflight [FOLDER]     FOLDER: a dist folder with press editions (default: dist)

Each file is checked three times and the best time counts, because other work on the machine only adds to it. The limit
is one second a page; the exit code says whether every file keeps it.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf

from leaflets.core.formats import POINTS_PER_MM
from leaflets.preflight.check import inspect
from leaflets.preflight.expected import Expected
from leaflets.preflight.press.separations import separate
from leaflets.preflight.reading import open_file

LIMIT_SECONDS = 1.0
ROUNDS = 3


def best(work: Callable[[], object]) -> float:
    """Return the best of a few timings in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def walk(pdf: bytes) -> int:
    """Follow every operator of a file and return how many marks it makes."""
    with open_file(pdf, "press") as file:
        return sum(len(page.marks) for page in file.painted)


def read_codes(pdf: bytes) -> int:
    """Draw the pages and read their codes."""
    with open_file(pdf, "press") as file:
        return len(file.codes)


def sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return the trims of a file in mm."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        boxes = [[float(value) / POINTS_PER_MM for value in page.trimbox] for page in opened.pages]
    return tuple((right - left, top - bottom) for left, bottom, right, top in boxes)


def main() -> int:
    """Print the table; 1 if a file takes more than a second a page."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    files = sorted(folder.rglob("*.press.pdf"))
    if not files:
        print(f"There is no press edition in {folder}.", file=sys.stderr)
        return 2
    print(f"{'edition':44} pages  marks  walk ms  codes ms  plates ms  all ms  ms a page")
    worst, total, all_pages = 0.0, 0.0, 0
    for file in files:
        pdf = file.read_bytes()
        trims = sizes(pdf)
        pages, expected = len(trims), Expected(where=file.stem, purpose="press", sizes=trims)
        walking = best(partial(walk, pdf))
        reading = best(partial(read_codes, pdf))
        plates = best(partial(separate, pdf, pages))
        whole = best(partial(inspect, pdf, expected))
        worst, total, all_pages = max(worst, whole / pages), total + whole, all_pages + pages
        times = f"{walking * 1e3:8.0f} {reading * 1e3:9.0f} {plates * 1e3:10.0f} {whole * 1e3:7.0f}"
        print(f"{file.name.removesuffix('.press.pdf'):44} {pages:5} {walk(pdf):6} {times} {whole / pages * 1e3:10.0f}")
    print(f"{len(files)} files, {all_pages} pages: {total:.1f} s, {total / all_pages * 1e3:.0f} ms a page; ", end="")
    print(f"the slowest {worst * 1e3:.0f} ms a page, the limit {LIMIT_SECONDS * 1e3:.0f}.")
    return int(worst > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
