# SPDX-License-Identifier: MIT
"""Decode a whole raster image, and say what in it would not be shown as meant.

What is accepted is what WeasyPrint 70 draws correctly (tests/pictures/test_raster.py draws each mode): grey, colour,
palette, with or without transparency, eight bits per channel, rotated by EXIF; colours in sRGB or grey.
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
"""The EXIF entry for where a photograph was taken."""
PRESSES = ("fogra39", "coated v2", "fogra51", "pso coated")
"""Printing conditions allowed for a picture in four inks."""
CLOSE = 8
"""The tolerance, of 255, for a profile to count as sRGB."""
SAVE_ANEW = "open it in a picture editor and save it again."


def check_raster(data: bytes, kind: str) -> Iterator[Refusal]:
    """Yield what is wrong with a picture whose first bytes say that it is of that kind."""
    # WeasyPrint turns both off for all of Pillow; here truncated pictures must be found.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    PngImagePlugin.MAX_TEXT_MEMORY = PngImagePlugin.MAX_TEXT_CHUNK = 1024 * 1024
    try:
        if kind == "png":
            with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
                picture.verify()  # all checksums, to the last
        with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
            found = list(_check_head(picture, kind))
            if not found:
                picture.load()
                found = list(_check_pixels(picture))
            yield from found
    except MemoryError:
        raise
    except UnidentifiedImageError:
        yield broken(kind, ValueError("its beginning is invalid"))
    except Exception as error:  # decoders raise anything
        yield broken(kind, error)


def broken(kind: str, error: Exception) -> Refusal:
    """Return the refusal of a picture that cannot be decoded to its end."""
    message = (
        f"The {KINDS[kind]} picture is damaged or ends too soon: {str(error).rstrip('.') or type(error).__name__}."
    )
    return Refusal("picture-broken", message, "copy or export it again; it may be incomplete.")


def _check_head(picture: Image.Image, kind: str) -> Iterator[Refusal]:
    megapixels = picture.width * picture.height / 1e6
    if megapixels > MOST_MEGAPIXELS:
        yield Refusal(
            "picture-too-large",
            f"The picture has {picture.width} x {picture.height} pixels ({megapixels:.0f} million);"
            f" the limit is {MOST_MEGAPIXELS} million.",
            "make it smaller: 300 dpi at its printed size is enough.",
        )
    if kind != "jpeg" and getattr(picture, "n_frames", 1) > 1:
        message = f"The {KINDS[kind]} picture is animated, which cannot be printed."
        yield Refusal("picture-animated", message, "save the one frame that is to be printed.")
    if picture.mode not in MODES[kind]:
        message = f"The {KINDS[kind]} picture has a pixel format that is not drawn correctly ({picture.mode})."
        yield Refusal("picture-mode", message, "save it as RGB or grey with 8 bits per channel.")
    elif (profile := picture.info.get("icc_profile")) and not is_known(profile, picture.mode):
        yield Refusal(
            "picture-profile",
            f"The picture has the colour profile '{name_of(profile)}', and its colours would be shown wrongly.",
            "convert it to sRGB in a picture editor and save it.",
        )


def _check_pixels(picture: Image.Image) -> Iterator[Refusal]:
    if picture.getexif().get_ifd(GPS):
        message = "The photograph contains the place where it was taken (GPS), and so would every file made with it."
        yield Refusal("picture-place", message, "export it without its location.")
    if picture.mode in ("LA", "RGBA") or "transparency" in picture.info:
        _, most = cast("tuple[int, int]", picture.convert("RGBA").getchannel("A").getextrema())
        if not most:
            yield Refusal("picture-blank", "The picture is completely transparent.", SAVE_ANEW)


def name_of(profile: bytes) -> str:
    """Return the name of a colour profile."""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()[:60] or "unnamed"
    except (OSError, ImageCms.PyCMSError):
        return "damaged"


def is_known(profile: bytes, mode: str) -> bool:
    """Return whether a picture with that profile looks right if its numbers are read as sRGB, grey or press inks."""
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
