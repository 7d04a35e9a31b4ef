# SPDX-License-Identifier: MIT
"""Make the README's pictures, docs/images, from the previews of the last build: pass the folder if it is not dist."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
HEIGHT, GAP = 560, 12
PICTURES = {
    "parents-guide": ("parents-guide.trifold-dl.en", (1, 3, 5, 6)),
    "urdu": ("parents-guide.trifold-dl.ur", (1, 3, 5, 6)),
    "talk-to-someone": ("talk-to-someone.poster-a4.en", (1,)),
    "ask-a-grown-up": ("ask-a-grown-up.poster-a4.en", (1,)),
    "helpline-card": ("helpline-card.card-dl.en", (1, 2)),
    "risk-poster-nudes": ("risk-poster-nudes.poster-a4.en", (1,)),
    "one-risk-grooming": ("one-risk-grooming.handout-a4.en", (1, 2)),
}


def main(dist: Path) -> None:
    """Write each picture: the pages side by side on grey, few colours, small."""
    for name, (layout, pages) in PICTURES.items():
        folder = dist / "preview" / layout.split(".")[0]
        drawn = [Image.open(folder / f"{layout}.{page}.png").convert("RGB") for page in pages]
        drawn = [
            page.resize((round(page.width * HEIGHT / page.height), HEIGHT), Image.Resampling.LANCZOS) for page in drawn
        ]
        width = sum(page.width + GAP for page in drawn) + GAP
        board, left = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#d9d9d9"), GAP
        for page in drawn:
            board.paste(page, (left, GAP))
            left += page.width + GAP
        board.quantize(64).save(IMAGES / f"{name}.png", optimize=True)


main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
