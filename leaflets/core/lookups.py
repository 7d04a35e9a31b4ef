# SPDX-License-Identifier: MIT
"""The names under which files, fonts and inks are looked up, and the short texts that answer them."""

from __future__ import annotations

import hashlib

from leaflets.core.colour import Cmyk

FONT, INK = "font/", "ink/"


NOTHING = "nothing"


def answer_file(data: bytes, member: int | None = None) -> str:
    """Return a file as the larder answers it; `member` is the number of the font that is meant, if it holds several."""
    found = hashlib.sha256(data).hexdigest()
    return found if member is None else f"{found}/{member}"


def answer(inks: Cmyk | None) -> str:
    """Return inks as the larder answers them."""
    return NOTHING if inks is None else ",".join(map(repr, inks))
