# SPDX-License-Identifier: MIT
"""Turn pictures made of pixels into inks: relative colorimetric with black point compensation, by the press's profile.

Grey stays grey, and prints in black ink alone. Drawings never come here: their colours are the palette's. A picture has
passed the gate (`leaflets.pictures`): it is whole, of bounded size, and its colours are sRGB, grey or known inks.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from PIL import Image, ImageChops, ImageCms

from leaflets.editions.output_intent import OutputIntent

QUALITY = 95
KEPT = ("/DeviceGray", "/DeviceCMYK")
DROPPED = ("/DecodeParms", "/Decode", "/Interpolate", "/Intent", "/Mask", "/Alternates", "/OPI", "/Metadata")


@dataclass(frozen=True)
class Converter:
    """Converts pictures from the screen's colours into one press's inks."""

    intent: OutputIntent

    @cached_property
    def transform(self) -> ImageCms.ImageCmsTransform:
        """From sRGB to the press; made once."""
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(self.intent.profile)),
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def convert(self, picture: pikepdf.Stream) -> None:
        """Write a picture of a PDF anew in grey or in four inks, unless it is that already."""
        if picture.get("/ImageMask", False) or str(picture.get("/ColorSpace")) in KEPT:
            return
        lossy = "/DCTDecode" in str(picture.get("/Filter", ""))
        pixels = pikepdf.PdfImage(picture).as_pil_image()
        pixels = pixels if pixels.mode in ("L", "CMYK") else pixels.convert("RGB")
        if pixels.mode == "RGB":
            pixels = grey_of(pixels) or self.in_inks(pixels)
        for name in DROPPED:
            if name in picture:
                del picture[name]
        write(picture, pixels, lossy=lossy)

    def in_inks(self, pixels: Image.Image) -> Image.Image:
        """Return the picture in four inks."""
        made = ImageCms.applyTransform(pixels, self.transform)
        assert made is not None
        return made


def grey_of(pixels: Image.Image) -> Image.Image | None:
    """Return the picture in grey if it has no colour."""
    red, green, blue = pixels.split()
    if any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
        return None
    return red


def write(picture: pikepdf.Stream, pixels: Image.Image, *, lossy: bool) -> None:
    """Put pixels into a picture's stream: as JPEG if it was one, else without loss."""
    picture.Width, picture.Height, picture.BitsPerComponent = pixels.width, pixels.height, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray if pixels.mode == "L" else pikepdf.Name.DeviceCMYK
    if not lossy:
        picture.write(zlib.compress(pixels.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
        return
    stream = io.BytesIO()
    pixels.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    picture.write(stream.getvalue(), filter=pikepdf.Name.DCTDecode)
    if pixels.mode == "CMYK":  # Adobe's JPEG, which Pillow writes, holds paper where others hold ink
        picture.Decode = pikepdf.Array([1, 0, 1, 0, 1, 0, 1, 0])


def is_opaque(mask: pikepdf.Stream) -> bool:
    """Return whether a soft mask hides nothing at all."""
    pixels = pikepdf.PdfImage(mask).as_pil_image().convert("L")
    low, _ = pixels.getextrema()
    return low == 255
