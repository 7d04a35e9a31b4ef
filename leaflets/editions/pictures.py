# SPDX-License-Identifier: MIT
"""Convert raster images to inks: relative colorimetric with black point compensation, with the press profile.

Grey stays grey, and prints in black only. Vector drawings never come here: their colours are the palette's. A
picture has passed the gate (`leaflets.pictures`): it is complete, of limited size, and its colours are sRGB, grey or
known inks.
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
    """Converts pictures from screen colours into the inks of one press."""

    intent: OutputIntent

    @cached_property
    def transform(self) -> ImageCms.ImageCmsTransform:
        """The transform from sRGB to the press, made once."""
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(self.intent.profile)),
            "RGB",
            "CMYK",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def convert(self, picture: pikepdf.Stream) -> None:
        """Rewrite a picture of a PDF in grey or four inks, unless it is already."""
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
    """Put pixels into a picture's stream: as JPEG if it was one, otherwise lossless."""
    picture.Width, picture.Height, picture.BitsPerComponent = pixels.width, pixels.height, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray if pixels.mode == "L" else pikepdf.Name.DeviceCMYK
    if not lossy:
        picture.write(zlib.compress(pixels.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
        return
    stream = io.BytesIO()
    pixels.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    picture.write(stream.getvalue(), filter=pikepdf.Name.DCTDecode)
    if pixels.mode == "CMYK":  # Pillow writes Adobe's inverted CMYK JPEG
        picture.Decode = pikepdf.Array([1, 0, 1, 0, 1, 0, 1, 0])


def is_opaque(mask: pikepdf.Stream) -> bool:
    """Return whether a soft mask is fully opaque."""
    pixels = pikepdf.PdfImage(mask).as_pil_image().convert("L")
    low, _ = pixels.getextrema()
    return low == 255
