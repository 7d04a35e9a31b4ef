# SPDX-License-Identifier: MIT
"""Judge one picture: its type by its first bytes, then whether it will be drawn as meant.

Runs in a limited process (see `leaflets.core.limited`), so that a hostile picture does no harm elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from typing import cast

from PIL import Image, ImageCms, ImageFile, PngImagePlugin, UnidentifiedImageError

from leaflets.pictures import svg
from leaflets.pictures.compare import Draw, compare
from leaflets.pictures.svg_rules import check_drawing
from leaflets.pictures.verdict import PictureVerdict, Refusal

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


ALLOWED = "PNG, JPEG, WebP and SVG are allowed"
OTHERS = {
    b"GIF8": "a GIF picture",
    b"BM": "a BMP picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"8BPS": "a Photoshop document",
    b"\0\0\1\0": "an icon (ICO)",
    b"\0\0\0\x0cjP": "a JPEG 2000 picture",
    b"\xff\x4f\xff\x51": "a JPEG 2000 picture",
    b"\0\0\0\x0cJXL": "a JPEG XL picture",
    b"\xff\x0a": "a JPEG XL picture",
    b"DDS ": "a DDS picture",
    b"SIMPLE  =": "a FITS picture",
    b"qoif": "a QOI picture",
    b"PK\3\4": "a zip archive",
    b"%PDF": "a PDF document",
    b"%!PS": "a PostScript or EPS document",
    b"\xc5\xd0\xd3\xc6": "an EPS document",
    b"\x1f\x8b": "packed with gzip",
}
"""The first bytes of other types of file."""
FILM = "a HEIF or AVIF picture, or a film"
HINTS = {
    "packed with gzip": "unpack it if it is SVGZ, or export it as plain SVG.",
    **dict.fromkeys(
        ("a PDF document", "a PostScript or EPS document", "an EPS document"),
        "open it in a drawing program and export it as plain SVG.",
    ),
}


def sniff(data: bytes) -> str:
    """Return png, jpeg, webp or svg by the file's first bytes, whatever its name; "" for all others."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return "svg" if svg.looks_like_markup(data) else ""


def inspect(data: bytes, draw: Draw) -> PictureVerdict:
    """Return the verdict on a picture; `draw` draws a drawing as the product does."""
    kind = sniff(data)
    if not data.strip(b"\0 \t\r\n"):
        return PictureVerdict("", (Refusal("picture-empty", "The file is empty.", "export the picture again."),))
    if not kind:
        return PictureVerdict("", (_unknown_type(data),))
    if kind != "svg":
        return PictureVerdict(kind, tuple(check_raster(data, kind)))
    return inspect_drawing(data, draw)


def inspect_drawing(data: bytes, draw: Draw) -> PictureVerdict:
    """Return the verdict on a drawing: read, checked against the allow-list, drawn twice and compared."""
    try:
        text = svg.decode(data)
        drawing = svg.parse(svg.with_fallback_colours(text))
    except svg.NotADrawing as refused:
        return PictureVerdict("svg", (refused.refusal,))
    try:
        checked = check_drawing(drawing)
    except RecursionError:
        message = "The drawing has brackets nested too deeply to be read."
        return PictureVerdict("svg", (Refusal("picture-too-large", message, svg.EXPORT),))
    refusals, notes = list(checked.refusals), []
    for number, (node, picture) in enumerate(checked.pictures, start=1):
        kind = sniff(picture)
        found = check_raster(picture, kind) if kind not in ("", "svg") else iter([_unknown_type(picture)])
        for one in found:
            message = f"Picture {number} inside the drawing: {one.message}"
            refusals.append(Refusal(one.slug, message, one.hint, node.line, node.column))
    if not refusals:
        compared = compare(svg.with_fallback_colours(text), drawing, draw)
        refusals, notes = list(compared.refusals), [compared.note]
    embeds = tuple(hashlib.sha256(picture).hexdigest() for _, picture in checked.pictures)
    return PictureVerdict("svg", tuple(refusals), embeds, tuple(notes))


def _unknown_type(data: bytes) -> Refusal:
    name = next((name for magic, name in OTHERS.items() if data.startswith(magic)), "")
    name = name or (FILM if data[4:8] == b"ftyp" else "not a picture of a known type")
    hint = HINTS.get(name, "save it as PNG, JPEG or WebP, or export a drawing as plain SVG.")
    return Refusal("picture-type", f"The file is {name}; {ALLOWED}.", hint)
