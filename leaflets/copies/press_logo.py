# SPDX-License-Identifier: MIT
"""A school's logo for the press: its pixels in grey or in the four inks, by the profile."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageOps

from leaflets.copies.setting import SlotLogo
from leaflets.editions.output_intent import OutputIntent
from leaflets.editions.pictures import Converter, grey_of

SPACES = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}


def in_inks(data: bytes, intent: OutputIntent) -> SlotLogo:
    """Return a picture that the gate has accepted as it is written in a press copy, on white."""
    with Image.open(io.BytesIO(data)) as picture:
        turned = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGBA", turned.size, "white")
    flat = Image.alpha_composite(white, turned).convert("RGB")
    pixels = grey_of(flat) or Converter(intent).in_inks(flat)
    packed = zlib.compress(pixels.tobytes(), 9)
    entries = (
        f"/Width {pixels.width} /Height {pixels.height} /ColorSpace {SPACES[pixels.mode]}"
        " /BitsPerComponent 8 /Filter /FlateDecode"
    )
    return SlotLogo(pixels.width, pixels.height, entries, packed)
