# SPDX-License-Identifier: MIT
"""Posters that are too large for most schools' printers, on A4 sheets: made from the edition that needs little ink."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from leaflets.core.files import read_sealed, write_sealed, write_whole
from leaflets.core.paper import find_paper
from leaflets.editions.sheets.tile import TileLabel, tile
from leaflets.site.offered import Download, LanguageVariant

PAPER, OVERLAP = "a4", 10.0


@dataclass(frozen=True)
class PosterTiles:
    """Makes the tiles of posters in `dist/tiles`, once for each poster and version of the program."""

    dist: Path
    cache: Path
    regular: Path
    bold: Path
    sources: str
    """A hash of the program."""

    def make(self, variant: LanguageVariant, one: Download) -> None:
        """Make a tiled download's file if it is not there as it should be; ProblemsFound if it cannot be made."""
        whole = next(other for other in variant.downloads if other.edition == one.edition and not other.tiled)
        poster = (self.dist / whole.source).read_bytes()
        label = TileLabel(one.edition, variant.code, variant.version, self.regular, self.bold)
        key = hashlib.sha256(repr((self.sources, one.edition, variant.version)).encode() + poster).hexdigest()[:32]
        kept, path = self.cache / f"tiles-{key}", self.dist / one.source
        data = read_sealed(kept)
        if data is None:
            data = tile(poster, find_paper(PAPER), overlap=OVERLAP, label=label).pdf
            write_sealed(kept, data)
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
