# SPDX-License-Identifier: MIT
"""Previews: drawn pages as WebP pictures in several widths, made once for each page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leaflets.core.files import read_sealed, write_sealed
from leaflets.site.kept import Kept, recipe_of
from leaflets.site.offered import PagePreview
from leaflets.site.plan import SitePlan

WIDTHS = (240, 480, 800)
QUALITY, METHOD = 78, 2
Size = tuple[int, int]


@dataclass
class Previews:
    """The pictures of the site by content; the cache keeps them between runs."""

    dist: Path
    kept: Kept
    shown: dict[PagePreview, list[tuple[str, Size]]] = field(default_factory=dict)
    files: dict[str, bytes | Path] = field(default_factory=dict)

    def make(self, plan: SitePlan, workers: int = 2) -> None:
        pictures = [one for item in plan.items for variant in item.variants.values() for one in variant.pictures]
        self.kept.cache.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(workers) as pool:
            for picture, made in zip(pictures, pool.map(self._make, pictures), strict=True):
                self.shown[picture] = [(address, size) for address, size, _ in made]
                self.files |= {address: data for address, _, data in made}

    def of(self, picture: PagePreview) -> list[tuple[str, Size]]:
        """Return address and size of a page's pictures, the narrowest first."""
        return self.shown[picture]

    def _make(self, picture: PagePreview) -> list[tuple[str, Size, bytes | Path]]:
        source = self.dist / picture.source
        digest = self.kept.hash(source)
        sizes = _sizes(self.kept.value(lambda: _size_of(source), "size", digest))
        made = []
        for width, height in sizes:
            address = f"pages/{digest[:16]}-{width}.webp"
            recipe = recipe_of("webp", digest, width, QUALITY, METHOD)
            data = self.kept.file(address, recipe, partial(self._webp, source, (width, height), recipe))
            made.append((address, (width, height), data))
        return made

    def _webp(self, source: Path, size: Size, recipe: str) -> bytes:
        path = self.kept.cache / f"{recipe}.webp"
        if (data := read_sealed(path)) is None:
            from PIL import Image

            stream = io.BytesIO()
            with Image.open(source) as image:
                small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
            small.save(stream, "WEBP", quality=QUALITY, method=METHOD)
            write_sealed(path, data := stream.getvalue())
        return data


def _size_of(source: Path) -> Sequence[int]:
    from PIL import Image

    with Image.open(source) as image:
        return image.size


def _sizes(size: Sequence[int]) -> Iterator[Size]:
    """Yield the sizes to make: the usual widths, and the whole picture if it is narrower than one of them."""
    width, height = size
    for wanted in WIDTHS:
        if wanted >= width:
            yield width, height
            return
        yield wanted, round(height * wanted / width)
