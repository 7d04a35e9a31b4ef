# SPDX-License-Identifier: MIT
"""Paper sizes of printers and offices, by name, in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from leaflets.core.formats import OFFICE_PAPERS
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

SMALLEST, LARGEST = 50.0, 2000.0


@dataclass(frozen=True)
class Paper:
    """A paper size: the short side and the long one."""

    name: str
    short: float
    long: float

    @property
    def ways(self) -> tuple[tuple[float, float], ...]:
        """Width and height, portrait and landscape."""
        return ((self.short, self.long), (self.long, self.short))

    def holds(self, width: float, height: float) -> bool:
        """Return whether something of that size fits on the sheet, portrait or landscape."""
        return min(width, height) <= self.short + 0.1 and max(width, height) <= self.long + 0.1

    def __str__(self) -> str:
        size = f"{self.short:g} x {self.long:g} mm"
        return f"{self.name.upper()}, {size}" if self.name in PAPERS else size


def find_paper(text: str) -> Paper:
    """Return the paper with that name, or of a size such as 320x450; ProblemsFound (wrong usage) if it is neither."""
    name = text.strip().lower()
    if name in PAPERS:
        return PAPERS[name]
    if match := re.fullmatch(r"(\d{2,4}(?:\.\d)?)\s*[x×]\s*(\d{2,4}(?:\.\d)?)(?:\s*mm)?", name):
        short, long = sorted((float(match[1]), float(match[2])))
        if short >= SMALLEST and long <= LARGEST:
            return Paper(f"{short:g}x{long:g}", short, long)
        message = f"A sheet of {short:g} x {long:g} mm is not possible: sides are {SMALLEST:g} to {LARGEST:g} mm."
        raise ProblemsFound([Problem("no-such-paper", message, hint=KNOWN)], exit_code=ExitCode.USAGE)
    near = get_close_matches(name, PAPERS, n=2)
    hint = f"did you mean {' or '.join(near)}?" if near else KNOWN
    problem = Problem("no-such-paper", f"'{text}' is not a paper size.", hint=hint)
    raise ProblemsFound([problem], exit_code=ExitCode.USAGE)


def name_paper(width: float, height: float) -> str:
    """Return the name of a paper of that size, portrait or landscape, such as A3; otherwise its size."""
    short, long = sorted((width, height))
    alike = (one.name.upper() for one in PAPERS.values() if abs(one.short - short) + abs(one.long - long) < 0.2)
    return next(alike, f"{width:g} × {height:g} mm")


# ISO 216 and ISO 217 (RA and SRA sizes); many digital presses take 330 x 487 as well as SRA3.
PAPERS = {
    name: Paper(name, short, long)
    for name, (short, long) in {
        "a5": (148.0, 210.0),
        **{name.lower(): size for name, size in OFFICE_PAPERS.items()},
        "a2": (420.0, 594.0),
        "a1": (594.0, 841.0),
        "sra4": (225.0, 320.0),
        "sra3": (320.0, 450.0),
        "sra3+": (330.0, 487.0),
        "sra2": (450.0, 640.0),
        "sra1": (640.0, 900.0),
        "b2": (500.0, 707.0),
        "b1": (707.0, 1000.0),
    }.items()
}
KNOWN = f"name one of {', '.join(PAPERS)}, or a size in mm such as 320x450."
