# SPDX-License-Identifier: MIT
"""A QR code as markup."""

from __future__ import annotations

from markupsafe import Markup

from leaflets.core.qr import Symbol

SYMBOL = Markup(
    '<svg class="qr__code" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}"'
    ' width="{mm}mm" height="{mm}mm" style="--quiet: {quiet}mm" data-quiet="{quiet}"><title>{alt}</title>'
    '<path fill="#ffffff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000000" d="{path}"/></svg>'
)


def draw(symbol: Symbol, width_mm: float, quiet_mm: float, alt: str) -> Markup:
    """Return a code of that width, quiet zone included; a stylesheet may let the quiet zone hang out by `--quiet`."""
    return SYMBOL.format(size=symbol.size, mm=f"{width_mm:g}", quiet=f"{quiet_mm:g}", path=symbol.path, alt=alt)
