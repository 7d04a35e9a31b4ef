# SPDX-License-Identifier: MIT
"""QR codes as markup: a vector on its white border, which may hang out, so that dark modules stand on an edge."""

from __future__ import annotations

from markupsafe import Markup

from leaflets.core.qr import Symbol

SYMBOL = Markup(
    '<svg class="qr__code" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}"'
    ' width="{mm}mm" height="{mm}mm"><title>{alt}</title>'
    '<path fill="#ffffff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000000" d="{path}"/></svg>'
)
HANGING = Markup('<div style="margin-block-start: {out}; margin-inline-start: {out}">{code}</div>')


def draw(symbol: Symbol, width_mm: float, alt: str, *, hang_mm: float = 0) -> Markup:
    """Return a code of that width, border included; `hang_mm` of the border hang out above and before it."""
    code = SYMBOL.format(size=symbol.size, mm=f"{width_mm:g}", path=symbol.path, alt=alt)
    return HANGING.format(out=f"{-hang_mm:.2f}mm", code=code) if hang_mm else code
