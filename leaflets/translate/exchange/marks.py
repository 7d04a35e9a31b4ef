# SPDX-License-Identifier: MIT
"""Show where each message is on a picture of a page: a number in the margin and a line to the words.

Messages are searched for in the lines that the renderer has drawn, in page order; spaces are ignored, because lines
break there, and a placeholder matches any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from leaflets.core.messages import COPIED
from leaflets.layout.pages import DrawnPage, PageItem

MARGIN_MM = 14.0
NUMBER_MM = 4.2
LEAST_STEP_MM = 4.6
COLOUR, PAPER = (196, 0, 110), (255, 255, 255)
WIDEST = 120
"""The most characters that a placeholder can match."""


@dataclass(frozen=True)
class Spot:
    """The position of a message: the page, from 0, and a box in mm from the top left of the trimmed page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def shrunk(self, scale: float) -> Spot:
        """Return the position on a page that is drawn at another size."""
        return Spot(self.page, *(length * scale for length in (self.left, self.top, self.right, self.bottom)))


@dataclass(frozen=True)
class _TextStream:
    text: str
    pieces: tuple[tuple[int, PageItem], ...]
    starts: frozenset[int]
    ends: frozenset[int]


def find_messages(english: Mapping[str, str], pages: Sequence[DrawnPage]) -> dict[str, Spot]:
    """Return the position of each message that is visible; those with the longest words are matched first."""
    stream = _letters(pages)
    claimed = bytearray(len(stream.text))
    found: dict[str, Spot] = {}
    order = {key: number for number, key in enumerate(english)}
    for key in sorted(english, key=lambda key: (-len(english[key]), order[key])):
        pattern = _pattern(english[key])
        spans = [match.span() for match in pattern.finditer(stream.text)] if pattern else []
        if spans:
            start, end = max(spans, key=lambda span: (_worth(span, stream, claimed), -span[0]))
            claimed[start:end] = b"\x01" * (end - start)
            found[key] = _box(stream.pieces[start:end])
    return found


def _letters(pages: Sequence[DrawnPage]) -> _TextStream:
    letters: list[str] = []
    owners: list[tuple[int, PageItem]] = []
    starts, ends = set(), set()
    for number, page in enumerate(pages):
        for piece in page.pieces:
            text = "".join(piece.text.split())
            starts.add(len(letters))
            letters += text
            owners += [(number, piece)] * len(text)
            ends.add(len(letters))
    return _TextStream("".join(letters), tuple(owners), frozenset(starts), frozenset(ends))


def _pattern(english: str) -> re.Pattern[str] | None:
    parts = ["".join(part.split()) for part in COPIED.split(english)]
    if not any(parts):
        return None
    return re.compile(f".{{1,{WIDEST}}}?".join(re.escape(part) for part in parts))


def _worth(span: tuple[int, int], stream: _TextStream, claimed: bytearray) -> tuple[bool, bool, bool]:
    """Return how good a match is: not another message's words, a line of its own from start to end."""
    start, end = span
    return not any(claimed[start:end]), start in stream.starts, end in stream.ends


def _box(owners: Sequence[tuple[int, PageItem]]) -> Spot:
    page = owners[0][0]
    pieces = [piece for number, piece in owners if number == page]
    return Spot(
        page,
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


@dataclass(frozen=True)
class _Mark:
    number: int
    spot: Spot
    left: bool

    @property
    def height(self) -> float:
        """Just under the top of the words' line, so that a line that crosses other words runs above them."""
        return self.spot.top + 0.4


@dataclass(frozen=True)
class _MarkedPage:
    """A picture of a page being marked: its width and margins in pixels, pixels per mm."""

    draw: ImageDraw.ImageDraw
    width: int
    margin: int
    scale: float
    font: ImageFont.FreeTypeFont


def mark_page(
    image: Image.Image, spots: Mapping[int, Spot], width_mm: float, font: ImageFont.FreeTypeFont
) -> Image.Image:
    """Return the picture of a page with margins on both sides and each message's number in the nearer one."""
    scale = image.width / width_mm
    margin = round(MARGIN_MM * scale)
    canvas = Image.new("RGB", (image.width + 2 * margin, image.height), PAPER)
    canvas.paste(image, (margin, 0))
    page = _MarkedPage(ImageDraw.Draw(canvas), canvas.width, margin, scale, font)
    marks = [_Mark(number, spot, spot.left <= width_mm - spot.right) for number, spot in spots.items()]
    for side in (True, False):
        mine = sorted((mark for mark in marks if mark.left == side), key=lambda mark: (mark.height, mark.spot.left))
        for mark, height in zip(mine, spread([mark.height for mark in mine], image.height / scale), strict=True):
            _draw(page, mark, height)
    return canvas


def spread(heights: Sequence[float], page: float) -> list[float]:
    """Return the positions of numbers without overlaps, as near as possible to where they belong."""
    least = min(LEAST_STEP_MM, page / (len(heights) + 1))
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, least / 2, placed[-1] + least if placed else 0))
    limit = page - least / 2
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - least
    return placed


def _draw(page: _MarkedPage, mark: _Mark, height: float) -> None:
    draw, margin, scale, spot = page.draw, page.margin, page.scale, mark.spot
    radius = NUMBER_MM / 2 * scale
    x = margin - 1.5 * scale - 2 * radius if mark.left else page.width - margin + 1.5 * scale + 2 * radius
    y = height * scale
    box = [margin + spot.left * scale, spot.top * scale, margin + spot.right * scale, spot.bottom * scale]
    edge = box[0] if mark.left else box[2]
    thin = max(1, round(0.18 * scale))
    border = margin if mark.left else page.width - margin
    draw.line([(x, y), (border, mark.height * scale), (edge, mark.height * scale)], fill=COLOUR, width=thin)
    draw.line([(edge, box[1]), (edge, box[3])], fill=COLOUR, width=2 * thin)
    draw.rounded_rectangle(
        [x - 1.5 * radius, y - radius, x + 1.5 * radius, y + radius], radius=radius * 0.8, fill=COLOUR
    )
    draw.text((x, y), str(mark.number), font=page.font, fill=PAPER, anchor="mm")


def font_of(path: str, scale: float) -> ImageFont.FreeTypeFont:
    """Return the font of the numbers for that many pixels per mm."""
    return ImageFont.truetype(path, round(0.72 * NUMBER_MM * scale))


def seen(numbers: Mapping[str, int], spots: Mapping[str, Spot], page: int) -> dict[int, Spot]:
    """Return the spots of one page by number."""
    return {numbers[key]: spot for key, spot in spots.items() if spot.page == page and key in numbers}
