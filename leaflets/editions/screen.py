# SPDX-License-Identifier: MIT
"""Finish for the screen: turn a rendered layout into the file that people read on a screen.

Pages are cropped to the trim (every box the same, from 0,0) and the metadata are clean; tags, links and PDF/UA-1
stay.
"""

from __future__ import annotations

import io

import pikepdf

from leaflets.editions.metadata import save, write_metadata
from leaflets.layout.composed import Composed
from leaflets.layout.pages import Rendered

BOXES = ("/MediaBox", "/CropBox", "/TrimBox")


def finish_screen(rendered: Rendered, composed: Composed, *, version: str) -> bytes:
    """Return the screen edition: trimmed pages, tagged, with clean metadata."""
    with pikepdf.open(io.BytesIO(rendered.pdf)) as pdf:
        for page in pdf.pages:
            trim = [round(float(value), 3) for value in page.trimbox]
            for name in BOXES:
                page[name] = pikepdf.Array(trim)
            for name in ("/BleedBox", "/ArtBox"):
                if name in page:
                    del page[name]
        write_metadata(pdf, composed, version=version, accessible=True)
        return save(pdf)
