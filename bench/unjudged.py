# SPDX-License-Identifier: MIT
"""The program without its gate: `python -m bench.unjudged ARGUMENTS` draws each picture without judging it."""

from __future__ import annotations

from leaflets.cli.start import main
from leaflets.pictures.gate import Gate
from leaflets.pictures.verdict import PictureVerdict

RASTERS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}


def believe(_gate: Gate, data: bytes, _name: str) -> PictureVerdict:
    """Return a verdict by the first bytes alone."""
    return PictureVerdict(next((kind for start, kind in RASTERS.items() if data.startswith(start)), "svg"))


if __name__ == "__main__":
    Gate.let_in = believe  # type: ignore[assignment,method-assign]
    main()
