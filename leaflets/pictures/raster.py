# SPDX-License-Identifier: MIT
"""Decode a picture made of pixels whole, and say what in it would not be shown as it is meant.

What is let in is what WeasyPrint 70 draws right (tests/pictures/test_raster.py draws each mode): grey, colour, a
palette, with or without transparency, eight bits a channel, turned as EXIF says; colours that are sRGB or grey.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import cast

from PIL import Image, ImageCms, ImageFile, PngImagePlugin, UnidentifiedImageError

from leaflets.pictures.verdict import Refusal

KINDS = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP"}
FORMATS = {"png": ("PNG",), "jpeg": ("JPEG",), "webp": ("WEBP",)}
MODES = {"png": ("1", "L", "LA", "P", "RGB", "RGBA"), "jpeg": ("L", "RGB", "CMYK"), "webp": ("RGB", "RGBA")}
MOST_MEGAPIXELS = 25
GPS = 0x8825
"""The EXIF entry that says where a photograph was taken."""
PRESSES = ("fogra39", "coated v2", "fogra51", "pso coated")
"""Conditions of which a picture in four inks may be."""
CLOSE = 8
"""How far, of 255, a profile's colours may lie from sRGB's and still be called sRGB."""
SAVE_ANEW = "open it in a picture editor and save it anew."


def check_raster(data: bytes, kind: str) -> Iterator[Refusal]:
    """Yield what is wrong with a picture whose first bytes say that it is of that kind."""
    # WeasyPrint switches both off for all of Pillow: here a picture that ends too soon must be found.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    PngImagePlugin.MAX_TEXT_MEMORY = PngImagePlugin.MAX_TEXT_CHUNK = 1024 * 1024
    try:
        if kind == "png":
            with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
                picture.verify()  # the sums of all its chunks, to the last
        with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
            found = list(_check_head(picture, kind))
            if not found:
                picture.load()
                found = list(_check_pixels(picture))
            yield from found
    except MemoryError:
        raise
    except UnidentifiedImageError:
        yield broken(kind, ValueError("its beginning makes no sense"))
    except Exception as error:  # decoders raise what they like
        yield broken(kind, error)


def broken(kind: str, error: Exception) -> Refusal:
    """Return the refusal of a picture that cannot be decoded to its end."""
    message = (
        f"The {KINDS[kind]} picture is damaged or ends too soon: {str(error).rstrip('.') or type(error).__name__}."
    )
    return Refusal("picture-broken", message, "copy or export it again; it may have been cut off on its way.")


def _check_head(picture: Image.Image, kind: str) -> Iterator[Refusal]:
    """Yield what is known to be wrong before a pixel is decoded."""
    megapixels = picture.width * picture.height / 1e6
    if megapixels > MOST_MEGAPIXELS:
        yield Refusal(
            "picture-too-large",
            f"The picture has {picture.width} x {picture.height} pixels ({megapixels:.0f} million);"
            f" the limit is {MOST_MEGAPIXELS} million.",
            "make it smaller: 300 pixels for each inch of its printed size are enough.",
        )
    if kind != "jpeg" and getattr(picture, "n_frames", 1) > 1:
        message = f"The {KINDS[kind]} picture is animated; paper shows one picture."
        yield Refusal("picture-animated", message, "save the one frame that is to be printed.")
    if picture.mode not in MODES[kind]:
        message = f"The {KINDS[kind]} picture has pixels of a kind that is not drawn right ({picture.mode})."
        yield Refusal("picture-mode", message, "save it with 8 bits for each colour, as RGB or grey.")
    elif (profile := picture.info.get("icc_profile")) and not is_known(profile, picture.mode):
        yield Refusal(
            "picture-profile",
            f"The picture's colours are those of the profile '{name_of(profile)}', and would be shown as others.",
            "convert its colours to sRGB in a picture editor and save it.",
        )


def _check_pixels(picture: Image.Image) -> Iterator[Refusal]:
    """Yield what is known to be wrong once everything is decoded."""
    if picture.getexif().get_ifd(GPS):
        message = "The photograph says where it was taken (GPS), and every file made of it would say so too."
        yield Refusal("picture-place", message, "export it without its location.")
    if picture.mode in ("LA", "RGBA") or "transparency" in picture.info:
        _, most = cast("tuple[int, int]", picture.convert("RGBA").getchannel("A").getextrema())
        if not most:
            yield Refusal("picture-blank", "The picture is transparent all over: it draws nothing.", SAVE_ANEW)


def name_of(profile: bytes) -> str:
    """Return what a colour profile calls itself."""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()[:60] or "unnamed"
    except (OSError, ImageCms.PyCMSError):
        return "damaged"


def is_known(profile: bytes, mode: str) -> bool:
    """Return whether a picture of that profile looks right if its numbers are taken for sRGB, grey or press inks."""
    if mode == "CMYK":
        return any(press in name_of(profile).lower() for press in PRESSES)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() == "GRAY":
            probe = Image.new("L", (9, 1))
            probe.putdata([round(step * 255 / 8) for step in range(9)])
        else:
            steps = (0, 64, 128, 191, 255)
            probe = Image.new("RGB", (125, 1))
            probe.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
        shown = ImageCms.profileToProfile(probe, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (OSError, ImageCms.PyCMSError, ValueError):
        return False
    assert shown is not None
    pairs = zip(probe.convert("RGB").tobytes(), shown.tobytes(), strict=True)
    return max(abs(one - other) for one, other in pairs) <= CLOSE
