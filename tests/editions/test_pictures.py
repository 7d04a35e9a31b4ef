# SPDX-License-Identifier: MIT
"""Pictures made of pixels on their way to the press: four inks by the profile, grey in black ink alone."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageStat

from leaflets.content.model import PressSettings
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import read_intent
from leaflets.editions.pictures import Converter, is_opaque

CONVERTER = Converter(read_intent(PressSettings(), Resources(Path("nowhere"))))
RED, GREY = (202, 1, 26), (112, 112, 112)


def picture(pdf: pikepdf.Pdf, pixels: Image.Image, *, jpeg: bool = False) -> pikepdf.Stream:
    """Return pixels as they lie in a PDF."""
    spaces = {"RGB": pikepdf.Name.DeviceRGB, "L": pikepdf.Name.DeviceGray, "CMYK": pikepdf.Name.DeviceCMYK}
    kind = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    kind.Width, kind.Height, kind.BitsPerComponent = pixels.width, pixels.height, 8
    kind.ColorSpace, kind.Interpolate = spaces[pixels.mode], True
    stream = pdf.make_stream(pixels.tobytes(), kind)
    if jpeg:
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=95)
        stream.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
    return stream


@pytest.mark.parametrize("jpeg", [False, True])
def test_a_colour_picture_becomes_the_inks_of_the_profile(jpeg: bool) -> None:
    with pikepdf.new() as pdf:
        stream = picture(pdf, Image.new("RGB", (16, 16), RED), jpeg=jpeg)
        CONVERTER.convert(stream)
        assert str(stream.ColorSpace) == "/DeviceCMYK" and "/Interpolate" not in stream
        assert ("/DCTDecode" in str(stream.Filter)) == jpeg
        out = io.BytesIO()
        page = pdf.add_blank_page(page_size=(16, 16))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=stream))
        page.Contents = pdf.make_stream(b"16 0 0 16 0 0 cm /X Do")
        pdf.save(out)
        data = stream.read_raw_bytes() if jpeg else stream.read_bytes()
    made = Image.open(io.BytesIO(data)) if jpeg else Image.frombytes("CMYK", (16, 16), data)
    inks = [mean / 2.55 for mean in ImageStat.Stat(made).mean]
    wanted = [
        value / 2.55
        for value in ImageCms.applyTransform(Image.new("RGB", (1, 1), RED), CONVERTER.transform).getpixel((0, 0))
    ]
    assert inks == pytest.approx(wanted, abs=2)
    assert inks[1] > 90 and inks[2] > 80 and inks[0] < 25


@pytest.mark.parametrize("jpeg", [False, True])
def test_a_converted_picture_is_drawn_in_its_colour(jpeg: bool, tmp_path: Path) -> None:
    """Adobe's JPEG in four inks holds paper where others hold ink; drawn the wrong way round, red would be blue."""
    from leaflets.preflight import raster

    with pikepdf.new() as pdf:
        stream = picture(pdf, Image.new("RGB", (16, 16), RED), jpeg=jpeg)
        CONVERTER.convert(stream)
        page = pdf.add_blank_page(page_size=(16, 16))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=stream))
        page.Contents = pdf.make_stream(b"16 0 0 16 0 0 cm /X Do")
        out = io.BytesIO()
        pdf.save(out)
    with raster.open_pages(out.getvalue()) as document:
        red, green, blue = raster.draw_page(document[0], 72).getpixel((8, 8))  # type: ignore[misc]
    assert red > 150 and green < 90 and blue < 90


def test_grey_in_the_clothes_of_colour_prints_in_black_alone() -> None:
    with pikepdf.new() as pdf:
        stream = picture(pdf, Image.new("RGB", (8, 8), GREY))
        CONVERTER.convert(stream)
        assert str(stream.ColorSpace) == "/DeviceGray" and set(stream.read_bytes()) == {112}


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_what_is_grey_or_in_inks_already_stays_as_it_is(mode: str) -> None:
    with pikepdf.new() as pdf:
        stream = picture(pdf, Image.new(mode, (8, 8)))
        before = stream.read_raw_bytes()
        CONVERTER.convert(stream)
        assert stream.read_raw_bytes() == before


def test_a_stencil_takes_the_colour_of_the_page() -> None:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(
            b"\xff", Subtype=pikepdf.Name.Image, Width=8, Height=1, ImageMask=True, BitsPerComponent=1
        )
        CONVERTER.convert(stream)
        assert stream.read_bytes() == b"\xff" and "/ColorSpace" not in stream


def test_a_picture_of_few_colours_is_converted_too() -> None:
    with pikepdf.new() as pdf:
        space = pikepdf.Array(
            [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, pikepdf.String(bytes((*RED, 0, 91, 125)))]
        )
        stream = pdf.make_stream(bytes([0, 1, 1, 0]), Width=2, Height=2, BitsPerComponent=8, ColorSpace=space)
        stream.Subtype = pikepdf.Name.Image
        CONVERTER.convert(stream)
        assert str(stream.ColorSpace) == "/DeviceCMYK" and len(stream.read_bytes()) == 16


def test_a_mask_that_hides_nothing_is_known() -> None:
    with pikepdf.new() as pdf:
        assert is_opaque(picture(pdf, Image.new("L", (4, 4), 255)))
        assert not is_opaque(picture(pdf, Image.new("L", (4, 4), 254)))


def test_no_converted_colour_asks_for_more_ink_than_300_per_cent() -> None:
    steps = range(0, 256, 51)
    every = Image.new("RGB", (6, 36))
    every.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    made = CONVERTER.in_inks(every)
    assert max(sum(pixel) for pixel in made.get_flattened_data()) / 2.55 <= 300
