# SPDX-License-Identifier: MIT
"""Check finished files that are not PDFs: pictures, beside the pages that they are drawn from, and plain texts."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

from PIL import Image, ImageChops

from leaflets.core.characters import COLUMNS, visible, width_of
from leaflets.core.problems import Problem
from leaflets.preflight.expected import Expected
from leaflets.preflight.raster import pixels_of

AGAIN = "build the edition again; the program writes this itself."
MARKS = "\u200e\u200f\u2066\u2067\u2069"
"""Direction marks and isolates, which a text may have where a line needs them (UAX 9, 2.4 and 2.6)."""

STRIP = 200
"""So many rows of a picture are compared at once."""
KEPT = MARKS + "\u200c\u200d"
"""These, and the joiners that Persian and Indian words are written with."""


def check_picture(data: bytes, page: Image.Image, number: int, expected: Expected) -> list[Problem]:
    """Return what is wrong with the picture of a page, counted from 1; `page` is what it should show."""
    return [
        Problem("picture-damaged", f"Picture {number}: {message}", where=expected.where, hint=AGAIN)
        for message in _wrong_with_picture(data, page, pixels_of(expected.sizes[number - 1]))
    ]


def _wrong_with_picture(data: bytes, page: Image.Image, size: tuple[int, int]) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
            picture = _in_rgb(opened)
    except (OSError, ValueError, SyntaxError):
        yield "it cannot be read as a PNG."
        return
    if picture.size != size:
        yield f"it is {picture.width} x {picture.height} pixels, and should be {size[0]} x {size[1]}."
    elif all(least == most for least, most in picture.getextrema()):  # type: ignore[misc]  # a pair for each channel
        yield "nothing is drawn on it."
    elif place := _first_difference(picture, _in_rgb(page)):
        yield f"it does not show its page, from {place[0]} pixels across and {place[1]} down."


def _first_difference(one: Image.Image, other: Image.Image) -> tuple[int, int] | None:
    """Return where two pictures of one size begin to differ; strip by strip, since a whole one takes 8 MB."""
    for top in range(0, one.height, STRIP):
        strip = (0, top, one.width, min(top + STRIP, one.height))
        if box := ImageChops.difference(one.crop(strip), other.crop(strip)).getbbox():
            return box[0], top + box[1]
    return None


def _in_rgb(image: Image.Image) -> Image.Image:
    """Return a picture in RGB, read whole; one that is in RGB is not copied."""
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


def check_text(data: bytes, expected: Expected) -> list[Problem]:
    """Return what is wrong with a text: how it is written, and what it should say and does not."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [_damaged(f"It is not UTF-8, from byte {error.start} on.", expected)]
    columns = COLUMNS if expected.purpose == "text" else len(text)
    problems = [_damaged(message, expected) for message in _wrong_with_lines(text, columns)]
    said = " ".join(re.sub(f"[{MARKS}]", "", text).split())
    for slug, wanted in (("imprint-incomplete", expected.words), ("number-scrambled", expected.numbers)):
        problems += [
            Problem(slug, f"'{words}' cannot be found in the text.", where=expected.where, hint=AGAIN)
            for words in wanted
            if words not in said
        ]
    return problems


def _wrong_with_lines(text: str, columns: int) -> Iterator[str]:
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield "It does not end with one line end."
    for number, line in enumerate(text.split("\n"), start=1):
        if width_of(line) > columns and " " in line.strip("- "):
            yield f"Line {number} has {width_of(line)} columns; the limit is {columns}."
        unseen = [one for one in line if unicodedata.category(one) in ("Cc", "Cf") and one not in KEPT]
        if unseen:
            yield f"Line {number} has the invisible character {visible(unseen[0])}."
        opened = sum(line.count(one) for one in MARKS[2:4])
        if opened != line.count(MARKS[4]):
            yield f"Line {number} does not end the isolates that it begins."


def _damaged(message: str, expected: Expected) -> Problem:
    return Problem("text-damaged", message, where=expected.where, hint=AGAIN)
