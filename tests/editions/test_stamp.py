# SPDX-License-Identifier: MIT
"""The stamp: a draft is seen to be one on every page, and stays readable for people, decoders and screen readers."""

from __future__ import annotations

from pathlib import Path

import small
from PIL import Image, ImageChops
from veracheck import verapdf

from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.editions.stamp import LETTERS, stamp
from leaflets.preflight.raster import draw_page, open_pages, read_codes

FORMS = ("trifold-dl", "poster-a3", "card-wallet")


def screen(form: str) -> bytes:
    return finish_screen(small.laid_out(form).rendered, small.composed(form), version="1.0")


def pages(pdf: bytes) -> list[Image.Image]:
    with open_pages(pdf) as document:
        return [draw_page(page) for page in document]


def share_changed(plain: Image.Image, stamped: Image.Image) -> float:
    difference = ImageChops.difference(plain, stamped).convert("L").point(lambda value: 255 if value > 8 else 0)
    return difference.histogram()[255] / (plain.width * plain.height)


def test_the_word_lies_across_every_page() -> None:
    looked_at = 0
    for form in FORMS:
        for pdf in (screen(form), office(small.laid_out(form).rendered, small.composed(form), version="1.0")):
            for plain, stamped in zip(pages(pdf), pages(stamp(pdf)), strict=True):
                looked_at += 1
                assert 0.02 < share_changed(plain, stamped) < 0.3
                width, height = plain.size
                box = ImageChops.difference(plain, stamped).getbbox()
                assert box and box[0] > 0 and box[1] > 0 and box[2] < width and box[3] < height, f"{form}: cut off"
    assert looked_at > 10


def test_codes_are_still_read_through_the_word() -> None:
    for form in FORMS:
        plain, stamped = (
            [code.text for number, page in enumerate(pages(pdf), 1) for code in read_codes(page, number)]
            for pdf in (screen(form), stamp(screen(form)))
        )
        assert plain and stamped == plain


def test_a_stamped_screen_edition_stays_accessible(tmp_path: Path) -> None:
    paths = []
    for form in FORMS:
        paths.append(tmp_path / f"{form}.pdf")
        paths[-1].write_bytes(stamp(screen(form)))
    for path, verdict in verapdf(paths).items():
        assert verdict.compliant and verdict.checks > 50, f"{path.name}: {verdict.broken}"


def test_the_same_file_gets_the_same_stamp() -> None:
    assert stamp(screen("card-wallet")) == stamp(screen("card-wallet"))
    assert set("DRAFT") <= set(LETTERS)
