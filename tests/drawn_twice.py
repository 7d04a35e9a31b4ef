# SPDX-License-Identifier: MIT
"""How far what is printed of a drawing differs from it, by other programs than those that the gate looks through.

The product's PDF is drawn by Ghostscript (the gate uses pdfium), the drawing itself by resvg.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import resvg_py
from PIL import Image, ImageChops, ImageStat

from leaflets.layout.picture_judge import draw
from leaflets.pictures import svg
from leaflets.pictures.compare import FINER, GROUND, count_different, size_of

GHOSTSCRIPT = ("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r150", "-dGraphicsAlphaBits=4")


@dataclass(frozen=True)
class Difference:
    """The mean difference, of 255, and how many dots have nothing like them within two dots in the other picture."""

    mean: float
    dots: int

    @property
    def is_visible(self) -> bool:
        """Whether a person would see it. Plain shapes differ by up to 1.3 in the mean, as both smooth their edges in
        their own ways; Ghostscript draws a seam of a dot around gradients that are turned."""
        return self.mean > 2 or self.dots > 500


def compare_drawings(drawings: Mapping[str, str], folder: Path) -> dict[str, Difference]:
    """Return for each drawing how far what is printed of it differs from it; files are written into the folder."""
    sizes: dict[str, tuple[int, int]] = {}
    with pikepdf.new() as all_pages:
        for name, text in drawings.items():
            size = size_of(svg.parse(text))
            assert isinstance(size, tuple)
            sizes[name] = size
            with pikepdf.open(io.BytesIO(draw(text, (size[0] * FINER, size[1] * FINER), GROUND))) as page:
                all_pages.pages.extend(page.pages)
        all_pages.save(folder / "all.pdf")
    subprocess.run([*GHOSTSCRIPT, f"-sOutputFile={folder / '%d.png'}", str(folder / "all.pdf")], check=True)
    found = {}
    for number, (name, text) in enumerate(drawings.items(), start=1):
        meant = by_resvg(text, sizes[name])
        with Image.open(folder / f"{number}.png") as drawn:
            printed = drawn.convert("RGB").crop((0, 0, sizes[name][0] * FINER, sizes[name][1] * FINER)).reduce(FINER)
        mean = max(ImageStat.Stat(ImageChops.difference(printed, meant)).mean)
        found[name] = Difference(round(mean, 2), count_different(printed, meant))
    return found


def by_resvg(text: str, size: tuple[int, int]) -> Image.Image:
    """Return a drawing on the ground of the comparison, as resvg draws it."""
    data = resvg_py.svg_to_bytes(svg_string=text, width=size[0], height=size[1], skip_system_fonts=True, dpi=96)
    ground = Image.new("RGBA", size, (*GROUND, 255))
    ground.alpha_composite(Image.open(io.BytesIO(data)).convert("RGBA").crop((0, 0, *size)))
    return ground.convert("RGB")
