# SPDX-License-Identifier: MIT
"""Pictures made of pixels: each mode that is let in is drawn right by the product's renderer; others are refused."""

from __future__ import annotations

import base64
import io
import struct
from dataclasses import replace

import pypdfium2
import pytest
from drawings import svg
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageOps, ImageStat
from small import composed, renderer, resources

from leaflets.core.resources import SHIPPED
from leaflets.layout.composed import Stylesheet
from leaflets.layout.project_pictures import let_in_pictures
from leaflets.pictures.inspect import MODES, check_raster, inspect, sniff

FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
TURNED = 0x0112


def scene(mode: str) -> Image.Image:
    """Return a picture that shows when it is turned, mirrored, paler or inverted."""
    ramp = Image.linear_gradient("L").resize((300, 200))
    made = Image.merge("RGB", (ramp, ramp.rotate(180), ramp.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    draw = ImageDraw.Draw(made)
    draw.rectangle((10, 10, 90, 60), fill=(200, 30, 40))
    draw.ellipse((200, 120, 280, 190), fill=(10, 90, 200))
    if mode in ("LA", "RGBA"):
        made.putalpha(ramp.rotate(180))
    return made.quantize(64) if mode == "P" else made.convert(mode)


def packed(image: Image.Image, kind: str, **words: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, FORMATS[kind], **words)
    return stream.getvalue()


def coarse(image: Image.Image) -> Image.Image:
    """Return a picture reduced to few dots: what is left is where which colour is."""
    return image.resize((30, 20), Image.Resampling.BOX)


PAGE = Stylesheet(
    "page.css", "design", "@page { size: 150mm 100mm; margin: 0 } body { margin: 0 } img { width: 150mm }"
)


def drawn(data: bytes, kind: str) -> Image.Image:
    """Return the picture as the product's renderer draws it on a page that it fills."""
    address = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    html = (
        f'<html lang="en"><head><title>A picture</title></head><body><img alt="A scene" src="{address}"></body></html>'
    )
    page = let_in_pictures(replace(composed("poster-a4"), html=html, stylesheets=(PAGE,)), resources())
    made = renderer().draw(page).write()
    with pypdfium2.PdfDocument(made.pdf) as document:
        return document[0].render(scale=1).to_pil().convert("RGB")


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes])
def test_each_mode_that_is_let_in_is_drawn_right(kind: str, mode: str) -> None:
    data = packed(scene(mode), kind)
    assert sniff(data) == kind and list(check_raster(data, kind)) == []
    difference = ImageChops.difference(coarse(drawn(data, kind)), coarse(as_meant(data)))
    # Four inks have no colour of their own on a screen: each viewer mixes them otherwise, but none inverts them.
    assert max(ImageStat.Stat(difference).mean) < (60 if mode == "CMYK" else 6)


def as_meant(data: bytes) -> Image.Image:
    """Return the picture on paper, the right way up."""
    meant = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGBA")
    paper = Image.new("RGBA", meant.size, "white")
    paper.alpha_composite(meant)
    return paper.convert("RGB")


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_photograph_is_turned_as_it_says(kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[TURNED] = turn
    image = scene("RGB") if turn < 5 else scene("RGB").transpose(Image.Transpose.ROTATE_90)
    data = packed(image, kind, exif=exif)
    assert list(check_raster(data, kind)) == []
    assert max(ImageStat.Stat(ImageChops.difference(coarse(drawn(data, kind)), coarse(as_meant(data)))).mean) < 6


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_that_is_cut_anywhere_is_refused(kind: str) -> None:
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    whole = packed(noise, kind)
    assert list(check_raster(whole, kind)) == []
    for share in range(1, 100, 7):
        cut = whole[: len(whole) * share // 100]
        (refusal,) = inspect(cut, no_drawing).refusals
        assert refusal.slug in ("picture-broken", "picture-type"), share


def no_drawing(*_: object) -> bytes:
    raise AssertionError("a picture made of pixels needs no renderer")


def profile_of(name: str) -> bytes:
    """Return a colour profile: sRGB, or one whose numbers mean other colours."""
    if name == "sRGB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return (SHIPPED / "assets/profiles/FOGRA39L.icc").read_bytes() if name == "FOGRA39" else b"no profile"


@pytest.mark.parametrize(
    ("mode", "profile", "slugs"),
    [
        ("RGB", "sRGB", []),
        ("RGB", "broken", ["picture-profile"]),
        ("CMYK", "FOGRA39", []),
        ("CMYK", "broken", ["picture-profile"]),
        ("RGB", "FOGRA39", ["picture-profile"]),
    ],
)
def test_only_colours_that_are_known_are_let_in(mode: str, profile: str, slugs: list[str]) -> None:
    data = packed(scene(mode), "jpeg", icc_profile=profile_of(profile))
    assert [refusal.slug for refusal in check_raster(data, "jpeg")] == slugs


def test_a_wider_gamut_is_refused_by_its_name() -> None:
    """Display P3, in which most telephones save: taken for sRGB, its reds would be dull."""
    data = packed(scene("RGB"), "jpeg", icc_profile=with_primaries(0.265, 0.69))
    (refusal,) = check_raster(data, "jpeg")
    assert refusal.slug == "picture-profile" and "sRGB built-in" in refusal.message and "sRGB" in refusal.hint


def with_primaries(x: float, y: float) -> bytes:
    """Return sRGB's profile with another green, as its chromaticity; each tag is XYZ in fixed point."""
    profile = bytearray(profile_of("sRGB"))
    number = struct.unpack(">I", profile[128:132])[0]
    for entry in range(number):
        name, offset, _ = struct.unpack(">4sII", profile[132 + 12 * entry : 144 + 12 * entry])
        if name == b"gXYZ":
            share = 0.7
            values = (share * x / y, share, share * (1 - x - y) / y)
            profile[offset + 8 : offset + 20] = struct.pack(">3i", *(round(value * 65536) for value in values))
    return bytes(profile)


def test_a_picture_in_a_drawing_is_judged_as_well() -> None:
    inside = base64.b64encode(packed(scene("RGB"), "jpeg")[:2000]).decode()
    drawing = svg(f'<image href="data:image/jpeg;base64,{inside}" width="50" height="40"/>')
    (refusal,) = inspect(drawing.encode(), no_drawing).refusals
    assert (refusal.slug, refusal.line) == ("picture-broken", 1)
