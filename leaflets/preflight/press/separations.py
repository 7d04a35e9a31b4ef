# SPDX-License-Identifier: MIT
"""Have Ghostscript separate a file into inks as on a press, including overprinting.

A PDF goes in; the cyan, magenta, yellow and black plates of each page come out as pictures (255 is full ink).
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageMath

from leaflets.core.formats import MM_PER_INCH
from leaflets.preflight.press.ghostscript import LivingGhostscript
from leaflets.preflight.verdict import NotRun

DPI = 72
LONGEST_SECONDS = 90
PLATES = ("Cyan", "Magenta", "Yellow", "Black")
FULL = 255
SQUARE_MM, STEPS = 15.0, 3

Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Separations:
    """The four plates of one page."""

    plates: tuple[Image.Image, ...]

    def total(self) -> Image.Image:
        """Return the sum of the four inks at each point; 255 is 100 per cent."""
        cyan, magenta, yellow, black = self.plates
        summed: Image.Image = ImageMath.lambda_eval(
            lambda inks: inks["c"] + inks["m"] + inks["y"] + inks["k"], c=cyan, m=magenta, y=yellow, k=black
        )
        return summed

    def cropped(self, box: tuple[int, int, int, int]) -> Separations:
        """Return a part of the page, in pixels from its top left corner."""
        return Separations(tuple(plate.crop(box) for plate in self.plates))

    def colour_in(self, box: tuple[int, int, int, int]) -> int:
        """Return the strongest cyan, magenta or yellow in a part of the page, in per cent."""
        strongest = [plate.crop(box).getextrema()[1] for plate in self.plates[:3]]
        return round(max(int(value) for value in strongest) / FULL * 100)  # type: ignore[arg-type]

    def most(self) -> tuple[float, tuple[int, int, int, int] | None]:
        """Return the most ink at one point in per cent, and the box of everything on the page."""
        total = self.total()
        return float(total.getextrema()[1]) / FULL * 100, total.getbbox()  # type: ignore[arg-type]

    def over(self, percent: float) -> tuple[int, int, int, int] | None:
        """Return the box, in pixels, around all points with more ink than that; one per cent is for rounding."""
        limit = round((percent + 1) / 100 * FULL)
        too_much: Image.Image = ImageMath.lambda_eval(lambda inks: inks["t"] > limit, t=self.total())
        return too_much.getbbox()

    def heaviest_square(self) -> tuple[float, Area]:
        """Return the highest average ink of a 15 mm square, in per cent, and that square in mm."""
        total, step = self.total(), SQUARE_MM / STEPS
        columns = max(STEPS, int(total.width / DPI * MM_PER_INCH / step))
        rows = max(STEPS, int(total.height / DPI * MM_PER_INCH / step))
        area = (0.0, 0.0, columns * step / MM_PER_INCH * DPI, rows * step / MM_PER_INCH * DPI)
        whole = (0.0, 0.0, min(area[2], total.width), min(area[3], total.height))
        cells = total.convert("F").resize((columns, rows), Image.Resampling.BOX, box=whole)
        values = [float(value) for value in cells.get_flattened_data()]  # type: ignore[arg-type]
        lines = [values[start : start + columns] for start in range(0, columns * rows, columns)]
        across = [[sum(three) for three in zip(line, line[1:], line[2:], strict=False)] for line in lines]
        squares = [[sum(three) for three in zip(*across[y : y + STEPS], strict=True)] for y in range(rows - STEPS + 1)]
        best, up, right = max((total, -y, -x) for y, line in enumerate(squares) for x, total in enumerate(line))
        left, top = -right * step, -up * step
        return best / STEPS**2 / FULL * 100, (left, top, left + SQUARE_MM, top + SQUARE_MM)


def separate(
    pdf: bytes, pages: int, program: str = "gs", *, plain: bool = False, alone: bool = False
) -> list[Separations]:
    """Return the plates of each page; NotRun if Ghostscript is missing or fails.

    In a `plain` file, which has only the four inks, opaque and without overprint, colour management changes nothing,
    and half of Ghostscript's time would go into preparing it. A file that is read `alone` has a process to itself.
    """
    if (found := shutil.which(program)) is None:
        raise NotRun("Ghostscript is not installed, so the ink was not measured (apt install ghostscript)")
    options = (f"-r{DPI}", *(PLAIN if plain else ANY))
    if plain and not alone:
        with contextlib.suppress(ValueError):
            return [split_page(page) for page in _living(found, options).draw(pdf, pages)]
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        folder = Path(scratch)
        (folder / "in.pdf").write_bytes(pdf)
        name = "page%d" if plain else "page%d.tif"
        command = [found, "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", *options, f"-sOutputFile={name}", "in.pdf"]
        run = _run(command, folder)
        if run.returncode < 0:  # killed, which says nothing about the file
            run = _run(command, folder)
        if run.returncode < 0:
            raise NotRun(f"Ghostscript was ended twice (signal {-run.returncode})")
        numbers = range(1, pages + 1)
        try:
            if plain:
                return [split_page((folder / f"page{one}").read_bytes()) for one in numbers]
            return [read_plates(folder, one) for one in numbers]
        except (FileNotFoundError, ValueError):
            said = run.stdout.decode(errors="replace").strip().splitlines() or ["nothing"]
            raise NotRun(f"Ghostscript cannot read the file; it says: {said[0][:120]}") from None


def get_ready(program: str = "gs") -> None:
    """Start the Ghostscript that makes the plates of press editions, if it is installed."""
    if found := shutil.which(program):
        _living(found, (f"-r{DPI}", *PLAIN)).start()


@cache
def _living(program: str, options: tuple[str, ...]) -> LivingGhostscript:
    return LivingGhostscript(program, options)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        pipe, out = subprocess.PIPE, subprocess.STDOUT
        return subprocess.run(command, cwd=folder, stdout=pipe, stderr=out, timeout=LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotRun(f"Ghostscript did not finish within {LONGEST_SECONDS} seconds") from None
    except OSError as error:
        raise NotRun(f"Ghostscript cannot be started: {error.strerror}") from None


def read_plates(folder: Path, number: int) -> Separations:
    """Return the plates that Ghostscript wrote for one page."""
    plates = []
    for name in PLATES:
        with Image.open(folder / f"page{number}({name}).tif") as plate:
            plates.append(ImageChops.invert(plate.convert("L")))
    return Separations(tuple(plates))


def split_page(picture: bytes) -> Separations:
    """Return the plates in the picture of a page, four bytes a pixel; ValueError if it is incomplete."""
    if (head := PICTURE.match(picture)) is None:
        raise ValueError("no picture")
    size, start = (int(head["width"]), int(head["height"])), head.end()
    end = start + size[0] * size[1] * len(PLATES)
    return Separations(Image.frombytes("CMYK", size, memoryview(picture)[start:end]).split())


ANY = ("-sDEVICE=tiffsep",)
PLAIN = ("-sDEVICE=pamcmyk32", "-dUseFastColor=true")
"""Ghostscript's options. UseFastColor ignores overprint."""
PICTURE = re.compile(rb"P7\nWIDTH (?P<width>\d+)\nHEIGHT (?P<height>\d+)\nDEPTH 4\n(?:[^\n]*\n){0,6}?ENDHDR\n")
