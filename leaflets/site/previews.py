# SPDX-License-Identifier: MIT
"""Previews: drawn pages as WebP pictures in several widths, made once for each page."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from leaflets.core.files import read_sealed, write_sealed
from leaflets.site.offered import PagePreview
from leaflets.site.plan import SitePlan

WIDTHS = (240, 480, 800)
QUALITY, METHOD = 78, 2
Size = tuple[int, int]


@dataclass
class Previews:
    """The pictures of the site by content; `cache` keeps them between runs."""

    dist: Path
    cache: Path
    shown: dict[PagePreview, list[tuple[str, Size]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def make(self, plan: SitePlan, workers: int = 2) -> None:
        pictures = [one for item in plan.items for variant in item.variants.values() for one in variant.pictures]
        self.cache.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(workers) as pool:
            for picture, made in zip(pictures, pool.map(self._make, pictures), strict=True):
                self.shown[picture] = [(address, size) for address, size, _ in made]
                self.files |= {address: data for address, _, data in made}

    def of(self, picture: PagePreview) -> list[tuple[str, Size]]:
        """Return address and size of a page's pictures, the narrowest first."""
        return self.shown[picture]

    def _make(self, picture: PagePreview) -> list[tuple[str, Size, bytes]]:
        source = (self.dist / picture.source).read_bytes()
        name = hashlib.sha256(source).hexdigest()[:16]
        with Image.open(io.BytesIO(source)) as image:
            sizes = list(_sizes(image.size))
            made = []
            for size in sizes:
                path = self.cache / f"{name}-{size[0]}-{QUALITY}-{METHOD}.webp"
                data = read_sealed(path)
                if data is None:
                    data = _webp(image, size)
                    write_sealed(path, data)
                made.append((f"pages/{name}-{size[0]}.webp", size, data))
        return made


def _sizes(size: Size) -> Iterable[Size]:
    """Yield the sizes to make: the usual widths, and the whole picture if it is narrower than one of them."""
    width, height = size
    for wanted in WIDTHS:
        if wanted >= width:
            yield size
            return
        yield wanted, round(height * wanted / width)


def _webp(image: Image.Image, size: Size) -> bytes:
    stream = io.BytesIO()
    image.resize(size, Image.Resampling.BOX, reducing_gap=2.0).save(stream, "WEBP", quality=QUALITY, method=METHOD)
    return stream.getvalue()
