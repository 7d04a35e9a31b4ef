# SPDX-License-Identifier: MIT
"""Folds: one table with everything that depends on how a sheet is folded.

A fold is identified by its kind and its number of panels. Columns of the sheet are counted from 1, from the left of the
inside for a left-to-right reader; for a right-to-left reader everything is mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

FoldKind = Literal["none", "half", "roll", "z", "gate"]


class Fold(NamedTuple):
    """One way to fold a sheet."""

    catalogue: str
    """Its name in CIP4's fold catalogue."""
    outside: tuple[str, ...]
    """The outside panels, from the left; the first is on the back of the last inside column."""
    opening: tuple[str, ...]
    """Outside panels read before the inside."""
    closing: tuple[str, ...]
    """Outside panels read after the inside."""
    layers: tuple[int, ...]
    """The columns from top to bottom once folded, starting with the cover."""
    words: str
    """Words for a printer: {flap} is the width of the narrowest panel, {at} the positions of the folds."""
    advice: str
    """Instructions for folding by hand, translated by the catalogues."""
    tucks: tuple[int, ...] = ()
    """How many times `tuck` each column is narrower, so that it fits inside the others; empty: all are equal."""
    tuck: float = 0.0

    @property
    def columns(self) -> int:
        """The number of panels side by side."""
        return len(self.layers)

    @property
    def inside(self) -> tuple[str, ...]:
        """The panels of the inside, from the left."""
        return tuple(f"inside-{number}" for number in range(1, self.columns + 1))

    @property
    def reading_order(self) -> tuple[str, ...]:
        """Every panel, in reading order."""
        return (*self.opening, *self.inside, *self.closing)

    def widths(self, total: float) -> tuple[float, ...]:
        """Return the widths of the columns for a sheet of that width: equal, except columns that fold inside others."""
        tucks = self.tucks or (0,) * self.columns
        widest = (total + sum(tucks) * self.tuck) / self.columns
        return tuple(widest - tuck * self.tuck for tuck in tucks)

    def edges(self, widths: Sequence[float]) -> tuple[float, ...]:
        """Return the edges of the columns, in mm across the folded piece from the cover's spine.

        The first and last are the free edges of the sheet; those between are the folds.
        """
        spine = self.layers[0]
        found: dict[int, float] = {spine: 0}
        for onward, columns in ((1, range(spine, self.columns)), (-1, range(spine - 1, -1, -1))):
            x, way = found[spine], 1
            for column in columns:
                x, way = x + way * widths[column], -way
                found[column + max(onward, 0)] = x
        return tuple(found[line] for line in sorted(found))

    def depths(self) -> tuple[int, ...]:
        """Return the depth of each column once folded; 0 is on top."""
        return tuple(self.layers.index(column) for column in range(1, self.columns + 1))


# Names are from CIP4's fold catalogue (XJDF, FoldingIntent/@FoldCatalog); the first number counts finished pages. Its
# list of product folds has no four-panel accordion: F8-3 is the scheme of the pagination catalogue, which uses the same
# names, with the leaves in that order.
FLAT = Fold("F2-1", (), (), (), (1,), "no fold", "")
FOLDS: Mapping[FoldKind, tuple[Fold, ...]] = {
    "none": (FLAT,),
    "half": (
        Fold(
            "F4-1",
            outside=("back", "cover"),
            opening=("cover",),
            closing=("back",),
            layers=(1, 2),
            words="single fold at {at} mm",
            advice="Fold it in the middle.",
        ),
    ),
    # The panel that folds in first is narrower, so that it lies flat inside.
    "roll": (
        Fold(
            "F6-4",
            outside=("flap", "back", "cover"),
            opening=("cover", "flap"),
            closing=("back",),
            layers=(1, 3, 2),
            words="roll fold (tri-fold): the {flap} mm flap folds in first, the cover comes to the front",
            advice="Fold it in three, with the cover on top.",
            tucks=(0, 0, 1),
            tuck=3.0,
        ),
        Fold(
            "F8-5",
            outside=("flap-2", "flap-1", "back", "cover"),
            opening=("cover", "flap-1", "flap-2"),
            closing=("back",),
            layers=(1, 3, 4, 2),
            words="roll fold: the {flap} mm flap folds in first, then the next one; the cover comes to the front",
            advice="Fold it in four from its narrow end, with the cover on top.",
            tucks=(0, 0, 1, 2),
            tuck=2.0,
        ),
    ),
    "z": (
        Fold(
            "F6-1",
            outside=("outside-1", "outside-2", "cover"),
            opening=("cover",),
            closing=("outside-1", "outside-2"),
            layers=(1, 2, 3),
            words="Z-fold at {at} mm, one fold each way: the cover comes to the front, inside 3 to the back",
            advice="Fold it like a Z, with the cover on top.",
        ),
        Fold(
            "F8-3",
            outside=("back", "outside-1", "outside-2", "cover"),
            opening=("cover",),
            closing=("outside-1", "outside-2", "back"),
            layers=(1, 2, 3, 4),
            words="accordion fold at {at} mm, each fold the other way: the cover comes to the front",
            advice="Fold it like an accordion, with the cover on top.",
        ),
    ),
    # Both flaps are narrower, so that they do not meet at the middle fold.
    "gate": (
        Fold(
            "F8-4",
            outside=("flap-2", "back", "cover", "flap-1"),
            opening=("cover", "flap-1", "flap-2"),
            closing=("back",),
            layers=(2, 1, 4, 3),
            words="closed gate fold: both {flap} mm flaps fold in, then the middle; the cover comes to the front",
            advice="Fold both ends in, then fold it in the middle, with the cover on top.",
            tucks=(1, 0, 0, 1),
            tuck=2.0,
        ),
    ),
}
"""Folds by kind; each kind has one fold for each number of panels."""
