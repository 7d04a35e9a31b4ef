# SPDX-License-Identifier: MIT
"""Find the places for a school's or clinic's own name on a drawn page: boxes marked data-slot, below their headings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from leaflets.core.formats import MM_PER_INCH
from leaflets.layout.pages import PageItem, Slot

MM_PER_PIXEL = MM_PER_INCH / 96
INSET_MM = 1.0
"""The distance of a slot from the frame around it."""
CODES_APART_MM = 60
"""The least distance of a school's own code from those of the page, so that a telephone reads the one it is held to."""


def slot_of(box: Any, page_height: float, codes: Sequence[PageItem]) -> Slot:
    """Return the place for a school's own name in a box: below its heading, within its frame."""
    frame, style, attributes = box.style["border_top_width"], box.style, box.element.attrib
    heading = getattr(box.children[0], "_box", box.children[0])
    inset = frame + INSET_MM / MM_PER_PIXEL
    left, right = box.border_box_x() + inset, box.border_box_x() + box.border_width() - inset
    top, bottom = heading.position_y + heading.margin_height(), box.border_box_y() + box.border_height() - inset
    x, y, width, height = (
        round(value * MM_PER_PIXEL, 2)
        for value in (left, page_height / MM_PER_PIXEL - bottom, right - left, bottom - top)
    )
    mirrored = style["direction"] == "rtl"
    code_left = x if mirrored else x + width - height
    middle = page_height - y - height
    near = [one for one in codes if gap(one, code_left, middle, height) < CODES_APART_MM]
    corners = (style[f"border_bottom_{side}_radius"][0].value for side in ("left", "right"))
    radius = max(max(corners) - inset, 0) * MM_PER_PIXEL
    return Slot(
        0,
        x,
        y,
        width,
        height,
        round(radius, 2),
        mirrored,
        not near,
        attributes["data-slot"],
        attributes["data-slot-code"],
    )


def gap(item: PageItem, left: float, top: float, side: float) -> float:
    """Return the distance in mm between what is on a page and a square."""
    across = max(item.left - left - side, left - item.right, 0)
    return math.hypot(across, max(item.top - top - side, top - item.bottom, 0))
