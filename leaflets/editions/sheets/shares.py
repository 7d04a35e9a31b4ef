# SPDX-License-Identifier: MIT
"""Share out the places of a sheet among pieces that are wanted in different numbers.

A forme is what is on one sheet: one set of plates. Every piece has at least one place on one forme; a forme runs until
the piece with the least places for its number is done, and what the others have by then is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil
from typing import Literal

Least = Literal["plates", "waste"]


@dataclass(frozen=True)
class Forme:
    """Which pieces are on a sheet, on how many places each, and how many sheets are printed."""

    pieces: tuple[int, ...]
    """Their positions in the order."""
    shares: tuple[int, ...]
    sheets: int


def share_out(wanted: Sequence[int], places: int) -> list[int]:
    """Return the number of places of each piece, all of them used, for the shortest run; there must be one for each."""
    shares = [1] * len(wanted)
    for _ in range(places - len(wanted)):
        # Whichever piece would need the most sheets gets the next place, which never makes a run longer.
        shares[max(range(len(wanted)), key=lambda number: (wanted[number] / shares[number], -number))] += 1
    return shares


def run_length(wanted: Sequence[int], shares: Sequence[int], each: int) -> int:
    """Return how many sheets must be printed; each place gives that many copies a sheet."""
    return max(ceil(number / (share * each)) for number, share in zip(wanted, shares, strict=True))


def plan_formes(wanted: Sequence[int], places: int, *, each: int = 1, least: Least = "plates") -> list[Forme]:
    """Return the formes for an order: as few as possible, or as many as leave the fewest copies over.

    Pieces wanted in like numbers share a forme: the best way to cut their sorted list into runs is found by trying all.
    """
    order = sorted(range(len(wanted)), key=lambda number: (-wanted[number], number))

    def forme(start: int, end: int) -> Forme:
        pieces = tuple(sorted(order[start:end]))
        numbers = [wanted[piece] for piece in pieces]
        shares = share_out(numbers, places)
        return Forme(pieces, tuple(shares), run_length(numbers, shares, each))

    @cache
    def best(end: int, formes: int) -> tuple[int, tuple[int, ...]]:
        """Return the fewest sheets for the first pieces on that many formes, and where the formes end."""
        if formes == 0:
            return (0, (0,)) if end == 0 else (MANY, ())
        found = []
        for start in range(max(formes - 1, end - places), end):
            sheets, ends = best(start, formes - 1)
            found.append((sheets + forme(start, end).sheets, (*ends, end)))
        return min(found, default=(MANY, ()))

    fewest = ceil(len(wanted) / places)
    counts = range(fewest, fewest + 1 if least == "plates" else len(wanted) + 1)
    _, _, ends = min((best(len(wanted), count)[0], count, best(len(wanted), count)[1]) for count in counts)
    return [forme(start, end) for start, end in pairwise(ends)]


MANY = 10**12
"""More sheets than anybody prints."""
