# SPDX-License-Identifier: MIT
"""The keys under which files, fonts, inks and limits of fitting are looked up, and what stands for what was found."""

from __future__ import annotations

import hashlib

from leaflets.core.colour import Cmyk

FONT, INK, LINES = "font/", "ink/", "lines/"


NOTHING = "nothing"


def answer_file(data: bytes, member: int | None = None) -> str:
    """Return the text that identifies a file; `member` is the number of the font in a collection."""
    found = hashlib.sha256(data).hexdigest()
    return found if member is None else f"{found}/{member}"


def answer(inks: Cmyk | None) -> str:
    """Return the text that identifies inks."""
    return NOTHING if inks is None else ",".join(map(repr, inks))
