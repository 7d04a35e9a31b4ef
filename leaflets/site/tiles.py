# SPDX-License-Identifier: MIT
"""Posters that are too large for most schools' printers, on A4 sheets: made from the edition that needs little ink."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from leaflets.core.files import read_sealed, write_sealed, write_whole
from leaflets.core.paper import find_paper
from leaflets.site.kept import Kept, recipe_of
from leaflets.site.offered import Download, LanguageVariant

PAPER, OVERLAP = "a4", 10.0


@dataclass(frozen=True)
class PosterTiles:
    """Makes the tiles of posters in `dist/tiles`, once for each poster and version of the program."""

    dist: Path
    kept: Kept
    regular: Path
    bold: Path

    def make(self, variant: LanguageVariant, one: Download) -> None:
        """Make a tiled download's file if it is not there as it should be; ProblemsFound if it cannot be made."""
        whole = next(other for other in variant.downloads if other.edition == one.edition and not other.tiled)
        path = self.dist / one.source

        def make() -> str:
            key = recipe_of(self.kept.program, one.edition, variant.version, whole.sha256)
            cached = self.kept.cache / f"tiles-{key}"
            if (data := read_sealed(cached)) is None:
                from leaflets.editions.sheets.tile import TileLabel, tile  # few runs have new posters

                label = TileLabel(one.edition, variant.code, variant.version, self.regular, self.bold)
                poster = (self.dist / whole.source).read_bytes()
                data = tile(poster, find_paper(PAPER), overlap=OVERLAP, label=label).pdf
                write_sealed(cached, data)
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, data)
            return hashlib.sha256(data).hexdigest()

        made = self.kept.value(make, "tiles", one.edition, variant.version, whole.sha256)
        if not path.is_file() or self.kept.hash(path) != made:
            make()
