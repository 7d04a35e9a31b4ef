# SPDX-License-Identifier: MIT
"""The logos of the publisher and its partners: read once, then placed side by side at the same visual size.

A logo keeps its own colours; in print each becomes the nearest inks (`content/brand.py`). Logos are on white paper, in
the order in data.yaml, with half their height clear between them.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from leaflets.content.brand import WHITE, Derived
from leaflets.content.model import Project
from leaflets.core.colour import Coloured, Rgb, contrast, to_hex
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.layout.project_pictures import ProjectPictures, pictures_of
from leaflets.pictures import svg

if TYPE_CHECKING:
    from PIL import Image

USUAL_ASPECT, FLATTENING, BOUNDS = 2.0, 0.35, (0.7, 1.25)
"""Wide logos are made less high and tall ones higher, so that all look the same size."""
CLEAR = 0.5
"""The clear space between two, as a share of the height."""
LEAST_PPI = 300
SEEN, LEAST_CONTRAST, SAMPLE = 0.3, 3.0, 96
"""The share of a logo that must have that contrast on paper (WCAG 2.2, 1.4.11); measured at that many pixels high."""
PAINT = re.compile(r"(?:fill|stroke|stop-color|color)\s*[:=]\s*[\"']?\s*([^\"';}>]+)")
MM_PER_INCH = 25.4
Ground = Literal["file", "on_dark"]
GROUNDS: dict[str, Rgb] = {"file": WHITE, "on_dark": (0.0, 0.0, 0.0)}
WHITE_PIXEL = b"\xff\xff\xff"


@dataclass(frozen=True)
class ReadLogo:
    """A logo that may be printed."""

    name: str
    file: str
    data: bytes
    address: str
    aspect: float
    """Width divided by height."""
    pixels: int
    """The height in pixels; 0 for a drawing."""
    colours: tuple[str, ...]
    """The colours of a drawing."""

    @property
    def is_drawing(self) -> bool:
        return not self.pixels

    @property
    def suffix(self) -> str:
        return "svg" if self.is_drawing else self.file.rpartition(".")[2].lower()


@dataclass(frozen=True)
class PlacedLogo:
    """A logo with its size in mm, and the gap before it."""

    name: str
    address: str
    width: float
    height: float
    gap: float


def read_logos(project: Project, resources: Resources, ground: Ground = "file") -> Sequence[ReadLogo]:
    """Return the project's logos, for white paper or for a dark ground; none for that unless all have one.

    ProblemsFound, with their paths in data.yaml, for all that cannot be shown.
    """
    files = [getattr(logo, ground) for logo in project.publisher.logos]
    if None in files:
        return ()
    key = repr(("logos", ground, project.publisher.logos))
    found = resources.derived.get(key)
    if not isinstance(found, tuple):
        logos, problems = list[ReadLogo](), list[Problem]()
        for number, (logo, file) in enumerate(zip(project.publisher.logos, files, strict=True)):
            try:
                logos.append(_read(logo.name, file, pictures_of(resources), GROUNDS[ground]))
            except ProblemsFound as refused:
                path = f"publisher.logos.{number}.{ground}"
                problems += (_of_data(problem, path, file) for problem in refused.problems)
        if problems:
            raise ProblemsFound(problems)
        found = resources.derived[key] = tuple(logos)
    return found


def logo_colours(logos: Sequence[ReadLogo]) -> dict[str, Coloured]:
    """Return the colours of drawn logos by generated names, so that the press can look up their inks."""
    colours = dict.fromkeys(colour for logo in logos for colour in logo.colours)
    return {f"logo-{number}": Derived(rgb) for number, rgb in enumerate(colours)}


def place_logos(
    logos: Sequence[ReadLogo], height: float, width: float, *, least_ppi: int = LEAST_PPI
) -> Iterator[PlacedLogo]:
    """Yield logos that look `height` mm high, `width` mm wide at most; ProblemsFound for one with too few pixels."""
    low, high = BOUNDS
    heights = [height * min(max((USUAL_ASPECT / logo.aspect) ** FLATTENING, low), high) for logo in logos]
    whole = sum(own * logo.aspect for own, logo in zip(heights, logos, strict=True)) + CLEAR * height * (len(logos) - 1)
    shrunk = min(1.0, width / whole) if whole else 1.0
    for number, (logo, own) in enumerate(zip(logos, heights, strict=True)):
        tall = own * shrunk
        ppi = logo.pixels / tall * MM_PER_INCH
        if logo.pixels and ppi < least_ppi:
            message = f"the logo is {logo.pixels} pixels high; at {tall:.0f} mm that is {ppi:.0f} per inch, "
            message += f"and {least_ppi} are needed."
            hint = "ask for the logo as a vector drawing (SVG), or as a larger PNG."
            raise ProblemsFound([Problem("logo-too-coarse", message, logo.file, hint=hint)])
        gap = round(CLEAR * height * shrunk, 2) if number else 0
        yield PlacedLogo(logo.name, logo.address, round(tall * logo.aspect, 2), round(tall, 2), gap)


def as_pixels(logo: ReadLogo, high: int) -> Image.Image:
    """Return a logo as a picture with transparency, that many pixels high, as far as its resolution allows."""
    from PIL import Image

    if logo.is_drawing:
        import resvg_py

        text = svg.decode(logo.data)
        drawn = resvg_py.svg_to_bytes(
            svg_string=text, height=high, width=round(high * logo.aspect), skip_system_fonts=True
        )
        return Image.open(io.BytesIO(bytes(drawn))).convert("RGBA")
    picture = Image.open(io.BytesIO(logo.data)).convert("RGBA")
    picture.thumbnail((round(high * logo.aspect), high))
    return picture


def as_png(logo: ReadLogo, high: int = 240) -> bytes:
    """Return a logo as a PNG of that height in pixels."""
    stream = io.BytesIO()
    as_pixels(logo, high).save(stream, "PNG")
    return stream.getvalue()


def _read(name: str, file: str, pictures: ProjectPictures, ground: Rgb) -> ReadLogo:
    """Return a logo that is a safe picture and visible on its ground; ProblemsFound otherwise."""
    try:
        data = pictures.read(file)
    except OSError:
        hint = "put the file into the project, and write its path from data.yaml."
        raise ProblemsFound([Problem("logo-missing", f"there is no file '{file}'.", hint=hint)]) from None
    verdict = pictures.gate.let_in(data, file)
    if verdict.kind == "svg":
        found = _drawing(name, file, svg.without_icc_colours(svg.decode(data)))
        sums = {hashlib.sha256(found.data).hexdigest(), *verdict.embeds}
        pictures.addresses[found.address] = frozenset(sums)
    else:
        from PIL import Image

        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
        found = ReadLogo(name, file, data, f"leaflets:{quote(file)}", width / height, height, ())
    if (seen := _share_seen(as_pixels(found, SAMPLE), ground)) < SEEN:
        message = f"only {100 * seen:.0f} % of the logo is visible on {'white paper' if ground == WHITE else 'black'}."
        hint = "give the version for white paper as `file:`, and the one for dark backgrounds as `on_dark:`."
        raise ProblemsFound([Problem("logo-not-seen", message, file, hint=hint)])
    return found


def _drawing(name: str, file: str, text: str) -> ReadLogo:
    import tinycss2.color3

    from leaflets.pictures.compare import size_of

    size = size_of(svg.parse(text))
    assert isinstance(size, tuple), "an accepted drawing has a size"
    parsed = (tinycss2.color3.parse_color(found.strip()) for found in PAINT.findall(text))
    colours = {to_hex((one.red, one.green, one.blue)) for one in parsed if isinstance(one, tinycss2.color3.RGBA)}
    data = text.encode()
    address = "data:image/svg+xml;base64," + base64.b64encode(data).decode()
    return ReadLogo(name, file, data, address, size[0] / size[1], 0, tuple(sorted(colours)))


def _share_seen(picture: Image.Image, ground: Rgb) -> float:
    """Return the share of the opaque pixels that stand out from the ground."""
    data = picture.tobytes()
    pixels = Counter(data[at : at + 3] for at in range(0, len(data), 4) if data[at + 3] > 127)
    if ground == WHITE:
        del pixels[WHITE_PIXEL]  # the ground of a logo that has one
    seen = sum(count for pixel, count in pixels.items() if _stands_out(pixel, ground))
    return seen / pixels.total() if pixels else 0.0


def _stands_out(pixel: bytes, ground: Rgb) -> bool:
    red, green, blue = (value / 255 for value in pixel)
    return contrast((red, green, blue), ground) >= LEAST_CONTRAST


def _of_data(problem: Problem, path: str, file: str) -> Problem:
    """Return a problem of a logo with its path in data.yaml, unless it has a line in the file itself."""
    if problem.line:
        return problem
    message = problem.message if problem.slug.startswith("logo-") else f"{file}: {problem.message}"
    return Problem(problem.slug, message, where=path, hint=problem.hint)
