# SPDX-License-Identifier: MIT
"""Finished editions of the small project with a slot: of every shape, on either side, tagged and not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import small

from leaflets.copies.table import ENGLISH, SlotTable, read_table
from leaflets.core.edition import Purpose
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.layout.fit import lay_out
from leaflets.layout.pages import Rendered

PLACE = """
<div class="added" data-imprint data-text="" data-slot="Valid until {date}"
  data-slot-code="QR code. {name}: {address}"><p>Added by</p><div class="lines"></div></div>
</section>"""
CSS = """
.added { position: absolute; inset-inline: 12mm; inset-block-start: %(top)smm; height: %(height)smm; padding: 2mm;
  border: 0.3mm solid; border-radius: 2mm; line-height: 1; direction: %(direction)s }
.lines { height: 9mm }
"""


@cache
def rendered(form: str, height: int = 26, top: int = 120, direction: str = "ltr") -> Rendered:
    """Return a layout with a place of that height in mm, so far below the top of its last page."""
    end = small.composed(form).html.rindex("</section>")
    html = small.composed(form).html
    css = CSS % {"height": height, "top": top, "direction": direction}
    composed = small.with_css(form, css)
    return lay_out(
        replace(composed, html=html[:end] + PLACE + html[end + len("</section>") :]), small.renderer()
    ).rendered


@cache
def slotted(form: str, purpose: Purpose, height: int = 26, top: int = 120, direction: str = "ltr") -> bytes:
    """Return a finished edition with a slot."""
    make = finish_screen if purpose == "screen" else office
    return make(rendered(form, height, top, direction), small.composed(form), version="1.0")


@cache
def table_of(form: str, purpose: Purpose, height: int = 26, top: int = 120, direction: str = "ltr") -> SlotTable:
    """Return the table of such an edition."""
    table = read_table(f"small.{form}.en.{purpose}", slotted(form, purpose, height, top, direction), ENGLISH)
    assert table
    return table
