# SPDX-License-Identifier: MIT
"""QR codes: an address becomes one vector path with its quiet zone.

Sizes are millimetres. The symbol is a single filled path of horizontal runs on a white square that includes the quiet
zone of 4 modules (ISO/IEC 18004; DENSO WAVE), so that no hairlines show between modules and nothing is too close.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

QUIET_ZONE = 4
MODULE_MIN_MM = 0.4
MODULE_WARN_MM = 0.5
ROOMY_MM = {"H": 0.6, "Q": 0.54}
"""With modules of this size or more, a symbol may have more of them, at that level, so that damage costs less: they are
read as well in photographs and half-size copies, and through a crease (docs/reliability.md)."""


@dataclass(frozen=True)
class Symbol:
    """A QR symbol: `size` modules wide including the quiet zone; `path` is SVG path data in modules."""

    text: str
    size: int
    path: str

    def module_mm(self, dark_mm: float) -> float:
        """Return the size of one module when the dark square, without its quiet zone, has that width."""
        return dark_mm / (self.size - 2 * QUIET_ZONE)


@lru_cache(maxsize=512)
def encode(text: str, dark_mm: float = 0.0) -> Symbol:
    """Return the symbol for a text, at error level M, or at Q or H if it stays the same size.

    Drawn with its dark square `dark_mm` wide, it may have a higher level as long as its modules are roomy.
    """
    import qrcode  # imported here because it brings an image library, which measuring codes does not need
    import qrcode.constants as levels

    code = qrcode.QRCode(error_correction=levels.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    smallest = code.best_fit()
    for level, code.error_correction in (("H", levels.ERROR_CORRECT_H), ("Q", levels.ERROR_CORRECT_Q)):
        if code.best_fit() == smallest or dark_mm >= ROOMY_MM[level] * (4 * code.version + 17):
            break
    else:
        code.error_correction = levels.ERROR_CORRECT_M
        code.best_fit()
    code.make(fit=False)
    rows = code.get_matrix()
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length or 1
    return Symbol(text, len(rows), "".join(runs))


def encode_short(text: str, whole: str, dark_mm: float = 0.0) -> Symbol:
    """Return the symbol for a text that may be short for another: then for larger modules, not for a higher level."""
    symbol = encode(text, dark_mm)
    return encode(text) if text != whole and symbol.size >= encode(whole, dark_mm).size else symbol
