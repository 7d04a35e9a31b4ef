# SPDX-License-Identifier: MIT
"""Slots: make room in an edition for a school's or clinic's own name, which is put there afterwards (see copies/).

A slot is a form of the page, empty and with its fonts, so that a copy replaces that one object and the rest of the
edition stays as it was, byte by byte. What a copy must know is in its page-piece dictionary (ISO 32000-1 14.5). In a
tagged edition it has its own entry in the parent tree.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from leaflets.core.formats import points
from leaflets.editions.stamp_font import embed
from leaflets.layout.pages import Rendered, Slot
from leaflets.layout.tags import SLOT_TITLE

PIECE = "/Leaflets"
EMPTY = b"BT /F400 1 Tf /F700 1 Tf ET"
"""It draws nothing, and names the fonts, which are dropped otherwise."""


def open_layout(rendered: Rendered) -> pikepdf.Pdf:
    """Open a layout with its slots; the caller closes it."""
    pdf = pikepdf.open(io.BytesIO(rendered.pdf))
    add_slots(pdf, rendered.slots)
    return pdf


def add_slots(pdf: pikepdf.Pdf, slots: Sequence[Slot]) -> None:
    """Add the slots of a layout to its pages, whose trim is not moved."""
    if not slots:
        return
    resources = pdf.make_indirect(pikepdf.Dictionary(Font=embed(pdf)))
    for number, slot in enumerate(slots):
        page, name = pdf.pages[slot.page], f"/Slot{number}"
        left, bottom = (float(value) for value in page.trimbox[:2])
        page.contents_add(b"q", prepend=True)
        page.add_resource(_form(pdf, slot, resources), pikepdf.Name.XObject, name=pikepdf.Name(name))
        x, y = round(left + points(slot.x), 3), round(bottom + points(slot.y), 3)
        page.contents_add(f"Q q 1 0 0 1 {x} {y} cm {name} Do Q".encode())
        page.contents_coalesce()


def _form(pdf: pikepdf.Pdf, slot: Slot, resources: pikepdf.Object) -> pikepdf.Object:
    day = pdf.docinfo.get("/CreationDate", pikepdf.String("D:20000101"))
    private = pikepdf.Dictionary(
        Radius=round(points(slot.radius), 3), Mirrored=slot.mirrored, Code=slot.code, Until=slot.until, Alt=slot.alt
    )
    return pdf.make_stream(
        EMPTY,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, round(points(slot.width), 3), round(points(slot.height), 3)]),
        Resources=resources,
        LastModified=day,
        PieceInfo=pikepdf.Dictionary({PIECE: pikepdf.Dictionary(LastModified=day, Private=private)}),
    )


def tag_slots(pdf: pikepdf.Pdf) -> None:
    """Give each slot an entry in the parent tree, for the tags of what will be put there."""
    forms = [form for page in pdf.pages for form in slots_of(page.Resources)]
    if not forms:
        return
    root = pdf.Root.StructTreeRoot
    numbers = root.ParentTree.Nums
    for form in forms:
        form.StructParents = int(numbers[-2]) + 1
        numbers.append(form.StructParents)
        numbers.append(pdf.make_indirect(pikepdf.Array()))
    root.ParentTreeNextKey = int(numbers[-2]) + 1


def slots_of(resources: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the slots among a page's resources, in order."""
    named = resources.get("/XObject", pikepdf.Dictionary()).items()
    return [item for _, item in sorted(named, key=lambda one: one[0]) if PIECE in item.get("/PieceInfo", {})]


def slot_tags(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the tags of the slots' places, in the order of the pages."""
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/T") == SLOT_TITLE]
