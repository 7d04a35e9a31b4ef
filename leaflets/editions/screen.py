# SPDX-License-Identifier: MIT
"""Finish for the screen: turn a rendered layout into the file that people read on a screen.

Pages are cropped to the trim (every box the same, from 0,0) and the metadata are clean; tags, links and PDF/UA-1
stay. Labels come as the sheet that they are printed on.
"""

from __future__ import annotations

import pikepdf

from leaflets.core.formats import points
from leaflets.editions.metadata import save, write_metadata
from leaflets.editions.office import office_sides
from leaflets.editions.sheets.placement import (
    SheetSide,
    ask_for_actual_size,
    draw_placement,
    rectangle,
    untagged,
)
from leaflets.editions.slot import open_layout, tag_slots
from leaflets.layout.composed import Composed
from leaflets.layout.pages import Rendered

BOXES = ("/MediaBox", "/CropBox", "/TrimBox")


def finish_screen(rendered: Rendered, composed: Composed, *, version: str) -> bytes:
    """Return the screen edition: trimmed pages, tagged, with clean metadata."""
    with open_layout(rendered) as pdf:
        tag_slots(pdf)
        for page in pdf.pages:
            trim = [round(float(value), 3) for value in page.trimbox]
            for name in BOXES:
                page[name] = pikepdf.Array(trim)
            for name in ("/BleedBox", "/ArtBox"):
                if name in page:
                    del page[name]
        if composed.format.labels:
            sides = office_sides(composed.format, composed.language.direction)
            for page, side in zip(pdf.pages, sides, strict=True):
                fill_sheet(pdf, page, side)
        write_metadata(pdf, composed, version=version, accessible=True)
        if composed.format.labels:
            ask_for_actual_size(pdf, "")
        return save(pdf)


def fill_sheet(pdf: pikepdf.Pdf, page: pikepdf.Page, side: SheetSide) -> None:
    """Put a label on its sheet: once as it is, tagged; in the other places it is an artifact, which is not read out."""
    first, *others = side.placements
    x, y = round(points(first.x), 3), round(points(first.y), 3)
    window = rectangle(first.x, first.y, first.width, first.height)
    copies = [line for one in others for line in draw_placement(one)]
    page.add_resource(pdf.make_indirect(untagged(page)), pikepdf.Name.XObject, name=pikepdf.Name(f"/P{first.page}"))
    page.contents_add(f"q {window} W n 1 0 0 1 {x} {y} cm".encode(), prepend=True)
    page.contents_add("\n".join(["Q", "/Artifact BMC", *copies, "EMC"]).encode())
    for name in BOXES:
        page[name] = pikepdf.Array([0, 0, round(points(side.width), 3), round(points(side.height), 3)])
    for link in page.get("/Annots", pikepdf.Array()):
        for name in ("/Rect", "/QuadPoints"):
            if name in link:
                corners = [float(value) for value in link[name]]
                link[name] = pikepdf.Array([round(at + (x, y)[number % 2], 3) for number, at in enumerate(corners)])
