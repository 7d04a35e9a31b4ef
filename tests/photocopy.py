# SPDX-License-Identifier: MIT
"""A page after some copies on a school's black-and-white copier, simulated: blurred, noisy, then black or white."""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageFilter

DPI = 300
BLUR_MM, NOISE, THRESHOLD = 0.1, 40, 150
"""The blur of lens and paper; the range of random grey; of 255, what is darker comes out black, a little too much."""


def photocopy(page: Image.Image, copies: int = 2, *, dpi: int = DPI, seed: int = 0) -> Image.Image:
    """Return a grey page, drawn at that resolution, after so many copies, each made from the one before."""
    chance = random.Random(seed)
    for _ in range(copies):
        blurred = page.convert("L").filter(ImageFilter.GaussianBlur(BLUR_MM / 25.4 * dpi))
        grain = Image.frombytes("L", page.size, chance.randbytes(page.width * page.height))
        noise = grain.point([value * NOISE // 255 for value in range(256)])
        page = ImageChops.add(blurred, noise, offset=-NOISE // 2).point([0] * THRESHOLD + [255] * (256 - THRESHOLD))
    return page
