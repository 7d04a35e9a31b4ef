# SPDX-License-Identifier: MIT
"""Bundles: several PDFs and a list of them in one zip. The same files make the same bytes."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from leaflets.core.archive import write_zip
from leaflets.site.kept import Kept, recipe_of
from leaflets.site.offered import Bundle, Download
from leaflets.site.plan import SitePlan

FOLDERS = {"screen": "read", "text": "read", "office": "print", "press": "press"}
"""The folders for purposes; the rest is for sharing."""


def pack(bundle: Bundle, plan: SitePlan, dist: Path, kept: Kept) -> bytes | Path:
    """Return the zip of a bundle; PDFs and pictures are stored, since compression gains nothing."""
    listed = contents(bundle, plan)

    def make() -> bytes:
        files = ((place_of(download), (dist / download.source).read_bytes()) for download in bundle.downloads)
        return write_zip(chain([("contents.txt", listed.encode())], files), stored=(".txt", ".pdf", ".png"))

    places = [(place_of(one), plan.offered[one.source][1].sha256) for one in bundle.downloads]
    return kept.file(bundle.address, recipe_of("zip", listed, places), make)


def place_of(download: Download) -> str:
    """Return the path of a file in the zip."""
    return f"{FOLDERS.get(download.purpose, 'share')}/{download.name}"


def contents(bundle: Bundle, plan: SitePlan) -> str:
    """Return the list of files in the zip, one per line, with versions and dates."""
    lines = [plan.project.publisher.name, ""]
    for download in bundle.downloads:
        variant, _ = plan.offered[download.source]
        valid = f"{variant.issued} to {variant.review_by}"
        lines.append(f"{place_of(download)}  {variant.code} {variant.version}  {valid}  {variant.title}")
    return "\n".join(lines) + "\n"
