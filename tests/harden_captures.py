# SPDX-License-Identifier: MIT
"""Each QR code of finished English files, as a poor photograph or copy of it shows it. `script/harden captures`.

A trial is read if two decoders of zxing, zbar and OpenCV give the address that the manifest has. Trials of one capture
differ by a turn and an offset drawn from a seed: the same input gives the same result.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from harden_codes import by_zbar, by_zxing
from kept import Figures, go_on
from photocopy import photocopy
from PIL import Image, ImageChops, ImageFilter

from leaflets.core import qr
from leaflets.core.formats import MM_PER_INCH
from leaflets.preflight import raster

PRINTED_DPI, DPI = 600, 300
"""How a code is drawn, and how many dots to the inch of paper a capture has."""
TRIALS = 20
TURN, OFFSET_MM = 3.0, 1.0
"""The most that a trial is turned, in degrees, and moved."""
BLUR_MM, FINE_BLUR_MM, FINE_MM = 0.25, 0.2, 0.6
"""The blur of a hand that is not still; it is less with modules smaller than the third, held closer."""
CREASE_MM, SHIFT_MM = 0.4, 0.3
"""How wide the toner has come off in a crease; how far one side is moved along it."""
CONTRAST, GREY, NOISE = 0.25, 40, 16
"""In low light: the share of the contrast that is left, the lightness of black, the range of random grey, of 255.

The noise is that of a telephone, which smooths it; from about 22 on zbar reads nothing, the others nearly all.
"""


@dataclass(frozen=True)
class Code:
    """A code of a file, drawn with the paper around it."""

    address: str
    module_mm: float
    level: str
    drawn: Image.Image


SHOWN = {"screen-16x9"}
"""Formats for screens, which nobody copies: tests/editions/test_shared.py reads their codes."""
Capture = Callable[[Image.Image, random.Random, float], Image.Image]


def blur(image: Image.Image, _: random.Random, module_mm: float) -> Image.Image:
    sigma = FINE_BLUR_MM if module_mm < FINE_MM else BLUR_MM
    return image.filter(ImageFilter.GaussianBlur(sigma / MM_PER_INCH * DPI))


def half(image: Image.Image, dice: random.Random, _: float) -> Image.Image:
    """Return a copy of half the size in black and white, seen from half as far."""
    small = image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    copied = photocopy(small, 1, dpi=DPI, seed=dice.randrange(2**32))
    return copied.resize(image.size, Image.Resampling.BICUBIC)


def jpeg(image: Image.Image, _: random.Random, __: float) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=20)
    return Image.open(out).convert("L")


def crease(image: Image.Image, _: random.Random, __: float) -> Image.Image:
    """Return the image with a white line across the middle, and what is below it moved; the code's offset differs."""
    found, y = image.copy(), image.height // 2
    below = image.crop((0, y, image.width, image.height))
    found.paste(below, (round(SHIFT_MM / MM_PER_INCH * DPI), y))
    width = round(CREASE_MM / MM_PER_INCH * DPI)
    found.paste(255, (0, y - width // 2, image.width, y - width // 2 + width))
    return found


def low_light(image: Image.Image, dice: random.Random, _: float) -> Image.Image:
    dim = image.point([round(GREY + value * CONTRAST) for value in range(256)])
    grain = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    noise = grain.point([value * NOISE // 255 for value in range(256)])
    return ImageChops.add(dim, noise, offset=-NOISE // 2)


CAPTURES: dict[str, tuple[Capture, float]] = {
    "blur": (blur, 0.90),
    "half": (half, 0.90),
    "jpeg": (jpeg, 0.90),
    "crease": (crease, 0.90),
    "low light": (low_light, 0.75),
}
"""Each with the share of the trials that must be read."""


def by_opencv(image: Image.Image) -> set[str]:
    import cv2
    import numpy

    found, *_ = cv2.QRCodeDetector().detectAndDecode(numpy.asarray(image))
    return {found} - {""}


DECODERS: dict[str, Callable[[Image.Image], set[str]]] = {"zxing": by_zxing, "zbar": by_zbar}
HAS_OPENCV = importlib.util.find_spec("cv2") is not None
"""It takes longest, and is asked only where one of the others has not read the code."""


def codes_of(pdf: bytes) -> Iterator[Code]:
    """Yield each code of a file, upright, with its quiet zone."""
    with raster.open_pages(pdf) as document:
        for page in document:
            image = raster.draw_grey(page, PRINTED_DPI)
            for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode):
                here, version = code.position, int(code.extra["Version"])
                xs, ys = (
                    sorted((here.top_left.x, here.bottom_right.x)),
                    sorted((here.top_left.y, here.bottom_right.y)),
                )
                module = (xs[1] - xs[0]) / (17 + 4 * version)
                quiet = round(qr.QUIET_ZONE * module)
                drawn = image.crop((xs[0] - quiet, ys[0] - quiet, xs[1] + quiet, ys[1] + quiet))
                yield Code(code.text, round(module / PRINTED_DPI * MM_PER_INCH, 2), code.extra["ECLevel"], drawn)


def photographed(code: Code, name: str, trial: int) -> Image.Image:
    """Return a trial: the code turned and moved a little on white paper, and captured in that way."""
    dice = random.Random(f"{code.address} {name} {trial}")
    margin = round(2 * OFFSET_MM / MM_PER_INCH * PRINTED_DPI)
    paper = Image.new("L", (code.drawn.width + 2 * margin, code.drawn.height + 2 * margin), 255)
    paper.paste(code.drawn, (margin, margin))
    far = OFFSET_MM / MM_PER_INCH * PRINTED_DPI
    moved = (dice.uniform(-far, far), dice.uniform(-far, far))
    turn = dice.uniform(-TURN, TURN)
    turned = paper.rotate(turn, Image.Resampling.BICUBIC, translate=moved, fillcolor=255)  # type: ignore[arg-type]
    scale = DPI / PRINTED_DPI
    size = (round(paper.width * scale), round(paper.height * scale))
    return CAPTURES[name][0](turned.resize(size, Image.Resampling.BOX), dice, code.module_mm)


def read_trials(code: Code, name: str) -> Figures:
    """Return the shares of the trials that zxing, zbar, and two decoders read; a wrong text is not read."""
    counts = {"two": 0, "zxing": 0, "zbar": 0}
    for trial in range(TRIALS):
        image = photographed(code, name, trial)
        readers = [decoder for decoder, look in DECODERS.items() if look(image) == {code.address}]
        for decoder in readers:
            counts[decoder] += 1
        if len(readers) == 1 and HAS_OPENCV and by_opencv(image) == {code.address}:
            readers.append("OpenCV")
        counts["two"] += len(readers) >= 2
    return {key: count / TRIALS for key, count in counts.items()}


def read_code(code: Code) -> Figures:
    """Return the shares of all captures, named by capture and decoder."""
    return {f"{name}: {key}": share for name in CAPTURES for key, share in read_trials(code, name).items()}


def missed(figures: Figures) -> list[str]:
    """Return the captures in which too few trials are read by two decoders."""
    return [name for name, (_, least) in CAPTURES.items() if figures[f"{name}: two"] < least]


def distinct(dist: Path) -> dict[str, Code]:
    """Return each code of the English files on paper once for each size, level and way it is drawn, by name."""
    editions = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["editions"]
    entries = [one for one in editions if one["kind"] == "pdf" and one["format"] not in SHOWN]
    found: dict[str, Code] = {}
    for entry in sorted((one for one in entries if one["language"] == "en"), key=lambda one: str(one["id"])):
        wanted = {code["url"] for code in entry["qr"]}
        seen = set()
        for code in codes_of((dist / entry["path"]).read_bytes()):
            seen.add(code.address)
            found.setdefault(f"{code.address} {code.module_mm:.2f} mm {code.level}", code)
        if seen != wanted:
            raise SystemExit(f"{entry['id']}: {', '.join(sorted(seen ^ wanted))} is not as the manifest says")
    return found


def run(dist: Path, record: Path, *, again: bool) -> int:
    """Read every code in every capture; print a row for each; return an exit code."""
    if not HAS_OPENCV:
        print("OpenCV is not installed (opencv-python-headless): zxing and zbar must both read each trial")
    codes = distinct(dist)
    names = {f"{name} {hashlib.sha256(one.drawn.tobytes()).hexdigest()[:12]} {HAS_OPENCV}": one
             for name, one in codes.items()}  # fmt: skip
    figures = dict(zip(codes, go_on(names.items(), read_code, record, again=again).values(), strict=True))
    print(f"module mm, level, {', '.join(f'{name} %' for name in CAPTURES)}, address; {TRIALS} trials each")
    for name, code in sorted(codes.items(), key=lambda item: (item[1].module_mm, item[0])):
        shares = "  ".join(f"{figures[name][f'{capture}: two']:4.0%}" for capture in CAPTURES)
        print(f"{code.module_mm:.2f}  {code.level}  {shares}  {code.address}")
    wrong = {name: captures for name, one in figures.items() if (captures := missed(one))}
    for name, captures in wrong.items():
        details = (f"{key} {share:.0%}" for key, share in figures[name].items() if key.split(":")[0] in captures)
        print(f"  too few: {name} ({', '.join(details)})")
    print(f"{len(codes)} codes, {len(codes) * len(CAPTURES) * TRIALS} trials; {len(wrong)} codes miss a bound")
    return int(bool(wrong))
