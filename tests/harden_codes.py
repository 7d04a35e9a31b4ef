# SPDX-License-Identifier: MIT
"""Every QR code of every finished PDF, read at 150 dpi as a phone may see it. What `script/harden codes` does.

Two decoders must read the clean page, and either of them the page in grey, with noise, with a blot on each code, and
smaller; what they read must be what the manifest says, on a site that the project allows.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image, ImageDraw
from pyzbar import pyzbar
from validated import validate

from leaflets.content.load import load_data
from leaflets.preflight import raster

DPI, SMALLER = 150, 0.70
NOISE = 0.03
"""The share of dots that are changed."""
BLOT, LARGE_BLOT = 0.04, 0.10
"""Shares of the area of a code: level M mends little more than the first in one place if the code is small. Finished
files are shown both, the tests' small codes the first."""


def by_zxing(page: Image.Image) -> set[str]:
    return {one.text for one in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)}


def by_zbar(page: Image.Image) -> set[str]:
    return {one.data.decode() for one in pyzbar.decode(page, symbols=[pyzbar.ZBarSymbol.QRCODE])}


def noisy(page: Image.Image) -> Image.Image:
    """Return the page with some dots black or white, always the same ones."""
    found, share = page.convert("L"), round(128 * NOISE)
    noise = Image.frombytes("L", found.size, random.Random("noise").randbytes(found.width * found.height))
    found.paste(0, mask=noise.point([255 * (value < share) for value in range(256)]))
    found.paste(255, mask=noise.point([255 * (value >= 256 - share) for value in range(256)]))
    return found


def blotted(page: Image.Image, share: float = BLOT) -> Image.Image:
    """Return the page with a dark square in the middle of each code."""
    found = page.convert("L")
    draw = ImageDraw.Draw(found)
    for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode):
        here = code.position
        corners = (here.top_left, here.top_right, here.bottom_right, here.bottom_left)
        x, y = (sum(getattr(corner, axis) for corner in corners) / 4 for axis in "xy")
        half = abs(here.top_right.x - here.top_left.x) * share**0.5 / 2
        draw.rectangle((x - half, y - half, x + half, y + half), fill=0)
    return found


def smaller(page: Image.Image) -> Image.Image:
    return page.resize((round(page.width * SMALLER), round(page.height * SMALLER)), Image.Resampling.BICUBIC)


WAYS: dict[str, Callable[[Image.Image], set[str]]] = {
    "zxing": by_zxing,
    "zbar": by_zbar,
    "grey": lambda page: either(page.convert("L")),
    "noise": lambda page: either(noisy(page)),
    "blot": lambda page: either(blotted(page)),
    "smaller": lambda page: either(smaller(page)),
}


EVERY_WAY = WAYS | {"large blot": lambda page: either(blotted(page, LARGE_BLOT))}


def either(page: Image.Image) -> set[str]:
    return by_zxing(page) | by_zbar(page)


def read(pdf: bytes, ways: Mapping[str, Callable[[Image.Image], set[str]]] = WAYS) -> dict[str, set[str]]:
    """Return the addresses in the codes of a file, as read in each way."""
    found: dict[str, set[str]] = {way: set() for way in ways}
    with raster.open_pages(pdf) as document:
        for page in document:
            image = raster.draw_page(page, DPI)
            for way, look in ways.items():
                found[way] |= look(image)
    return found


def is_allowed(address: str, hosts: Collection[str]) -> bool:
    parts = urlsplit(address)
    name = f".{parts.hostname}"
    return parts.scheme == "https" and any(name.endswith(f".{host}") for host in hosts)


def run(dist: Path) -> int:
    """Read the codes of every file of a dist; print what came of it; return an exit code."""
    hosts = validate(load_data(dist.parent / "data.yaml")).publisher.hosts
    counted, bad = Counter[str](), list[str]()
    editions = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))["editions"]
    entries = [one for one in editions if one["kind"] == "pdf"]
    for entry in entries:
        wanted = {code["url"] for code in entry["qr"]}
        bad += [f"{entry['id']} leads to {one}" for one in sorted(wanted) if not is_allowed(one, hosts)]
        for way, found in read((dist / entry["path"]).read_bytes(), EVERY_WAY).items():
            counted[way] += len(found & wanted)
            bad += [f"{entry['id']}, {way}: {one}" for one in sorted(found ^ wanted)]
        counted["codes"] += len(wanted)
    ways = ", ".join(f"{way} {counted[way]}" for way in EVERY_WAY)
    print(f"{len(entries)} files with {counted['codes']} addresses in codes ({ways} read); {len(bad)} wrong")
    for what in bad:
        print(f"  {what}")
    return int(bool(bad))
