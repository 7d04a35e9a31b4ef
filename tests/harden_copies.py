# SPDX-License-Identifier: MIT
"""Every page of every office edition after two copies on a poor copier (photocopy.py). `script/harden copies`.

English pages are read by Tesseract, clean and copied, with their QR codes covered: of the words that it reads on the
clean page and that the page has, the copy must show nearly all, and every one with a digit. What one reading of the
copy leaves out is looked for in others: as scattered words or as one block, as it is or softened as by the eye. Pages
in other languages are compared dot by dot.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from kept import Figures, go_on
from photocopy import DPI, photocopy
from PIL import Image, ImageChops, ImageFilter

from leaflets.core.formats import MM_PER_INCH
from leaflets.core.problems import ExitCode
from leaflets.preflight import raster

LEAST_WORDS = 0.98
MOST_LOST, MOST_GAINED = 0.02, 0.15
"""Of the dots of ink on the clean page: those that may be white on the copy, and those that may be new.

The most that was measured is about half of each.
"""
INK = 128
SPREAD = 8
"""The dots by which the ink of a code may spread on a copy; its quiet zone is wider."""
WORD = re.compile(r"[^\W_]+")
READINGS = ((11, 0.0), (6, 0.0), (11, 0.1), (6, 0.1))
"""Ways to read a copy: Tesseract's page segmentation mode, and the blur in mm."""
ALIKE = str.maketrans("Ii", "ll")
"""Letters that OCR takes for each other without a copy in between."""


@dataclass(frozen=True)
class Page:
    """A page of an edition, drawn in grey; `printed` is its text."""

    language: str
    clean: Image.Image
    printed: str


def words(text: str) -> Counter[str]:
    return Counter(word.translate(ALIKE) for word in WORD.findall(text))


def pages_of(pdf: bytes, language: str) -> Iterator[Page]:
    with raster.open_pages(pdf) as document:
        for page in document:
            yield Page(language, raster.draw_grey(page, DPI), page.get_textpage().get_text_range())


def cover_codes(page: Image.Image, *images: Image.Image) -> None:
    """Cover the QR codes of a page on images of it: what OCR makes of them is not words."""
    for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode):
        corners = (code.position.top_left, code.position.bottom_right)
        xs, ys = (sorted(getattr(corner, axis) for corner in corners) for axis in "xy")
        for image in images:
            image.paste(255, (xs[0] - SPREAD, ys[0] - SPREAD, xs[1] + SPREAD, ys[1] + SPREAD))


def recognised(image: Image.Image, mode: int = 11, blur_mm: float = 0.0) -> Counter[str]:
    """Return the words that Tesseract reads in a mode, of an image that is softened."""
    image = image.convert("L").filter(ImageFilter.GaussianBlur(blur_mm / MM_PER_INCH * DPI))
    with tempfile.TemporaryDirectory() as folder:
        image.save(path := Path(folder) / "page.png", dpi=(DPI, DPI))
        done = subprocess.run(
            ["tesseract", path, "-", "-l", "eng", "--psm", str(mode)],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True, check=True, text=True,
        )  # fmt: skip
    return words(done.stdout)


def compare_words(clean: Counter[str], copies: Iterable[Counter[str]], printed: Counter[str]) -> Figures:
    """Return how many printed words are read on the clean page, and which of them in no reading of the copy.

    What is read on the clean page but is not printed there is a drawing taken for letters.
    """
    wanted = clean & printed
    missing = wanted
    for copied in copies:
        if not (missing := missing & (wanted - copied)):
            break
    numbers, found = ({word: count for word, count in some.items() if word.isdecimal()} for some in (printed, clean))
    return {
        "printed": printed.total(),
        "words": wanted.total(),
        "missing": missing.total(),
        "numbers printed": sum(numbers.values()),
        "numbers": (Counter(numbers) & Counter(found)).total(),
        "digits missing": sum(count for word, count in missing.items() if any(map(str.isdecimal, word))),
    }


def compare_ink(clean: Image.Image, copied: Image.Image) -> Figures:
    """Return how many dots of ink the clean page has, and the shares of them that the copy lost and gained."""
    before, after = (image.point([255 * (value < INK) for value in range(256)]) for image in (clean, copied))
    ink = before.histogram()[255]
    lost, gained = (ImageChops.subtract(*pair).histogram()[255] for pair in ((before, after), (after, before)))
    return {"ink": ink, "lost": round(lost / ink, 4), "gained": round(gained / ink, 4)}


def compare(page: Page) -> Figures:
    """Return the figures of one page."""
    copied = photocopy(page.clean)
    if page.language != "en":
        return compare_ink(page.clean, copied)
    clean = page.clean.copy()
    cover_codes(page.clean, clean, copied)
    readings = (recognised(copied, mode, blur_mm) for mode, blur_mm in READINGS)
    return compare_words(recognised(clean), readings, words(page.printed))


def flaws(figures: Figures) -> list[str]:
    """Return what is beyond a bound."""
    if "ink" in figures:
        bounds = (("lost", MOST_LOST), ("gained", MOST_GAINED))
        return [f"{figures[name]:.1%} of the ink {name}" for name, most in bounds if figures[name] > most]
    found = []
    if not figures["words"]:
        return ["no word is read on the clean page"]
    if figures["missing"] > (1 - LEAST_WORDS) * figures["words"]:
        found.append(f"{figures['missing']:.0f} of {figures['words']:.0f} words are not read on the copy")
    if figures["digits missing"]:
        found.append(f"{figures['digits missing']:.0f} words with digits are not read on the copy")
    return found


def all_pages(dist: Path) -> Iterator[tuple[str, Page]]:
    """Yield the pages of office editions, English ones first, named by edition, page and bytes."""
    entries = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["editions"]
    chosen = [entry for entry in entries if entry["purpose"] == "office"]
    for entry in sorted(chosen, key=lambda one: (one["language"] != "en", one["id"])):
        pdf = (dist / entry["path"]).read_bytes()
        for number, page in enumerate(pages_of(pdf, entry["language"]), start=1):
            yield f"{entry['id']} page {number} {hashlib.sha256(pdf).hexdigest()[:12]}", page


def run(dist: Path, record: Path, *, again: bool) -> int:
    """Compare every page with its second copy; print what came of it; return an exit code."""
    if not shutil.which("tesseract"):
        print(
            "Tesseract is missing: no page can be read, so nothing is proved.\n    hint: apt-get install tesseract-ocr"
        )
        return ExitCode.MISSING
    found = go_on(all_pages(dist), compare, record, again=again)
    english = [one for one in found.values() if "words" in one]
    sums = {name: sum(one[name] for one in english) for name in (english[0] if english else ())}
    if english:
        print(f"{len(english)} English pages: " + ", ".join(f"{name} {value:.0f}" for name, value in sums.items()))
        print(f"  poorest page: {min(1 - one['missing'] / max(one['words'], 1) for one in english):.1%} of its words")
    if others := [one for one in found.values() if "ink" in one]:
        lost, gained = (max(one[name] for one in others) for name in ("lost", "gained"))
        print(f"{len(others)} pages in other languages: at most {lost:.1%} of the ink lost, {gained:.1%} gained")
    bad = {name: what for name, one in found.items() if (what := flaws(one))}
    for name, what in bad.items():
        print(f"  {name}: {'; '.join(what)}")
    return int(bool(bad) or not found)
