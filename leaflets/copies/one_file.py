# SPDX-License-Identifier: MIT
"""Join copies in one file for a printer: the pages of the edition once for each school, all drawn from one object.

The file begins with the edition's bytes, like a copy. For each school a page follows for each of the edition's, with
the same contents and, over them, that school's slot in every place where the edition draws it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from leaflets.copies.reading import NotACopy, objects_of
from leaflets.copies.stamp import Update
from leaflets.copies.table import SlotTable, number, places_of, reference, written
from leaflets.core.geometry import SAME

LOGO = re.compile(r"/Logo [0-9]+ 0 R")
Written = tuple[str, bytes | None]
"""An object: its dictionary or array, and the data of a stream."""
REFERENCE = re.compile(r"([0-9]+) 0 R")


@dataclass(frozen=True)
class BasePage:
    """A page of the edition: its entries but for what is replaced, its contents, its resources, where its slots are."""

    entries: str
    contents: str
    drawn: str
    """Its form objects by name."""
    places: Sequence[tuple[int, pikepdf.Matrix]]


def join_copies(table: SlotTable, base: bytes, updates: Sequence[bytes]) -> bytes:
    """Return one file with the pages of every copy, in order; `updates` are what follows the edition in each."""
    with pikepdf.open(io.BytesIO(base)) as pdf:
        tree = pdf.Root.Pages
        pages = [_base_page(page, table) for page in pdf.pages]
        entries = written(
            pikepdf.Dictionary({name: item for name, item in tree.items() if name not in ("/Kids", "/Count")})
        )
        parent = tree.objgen[0]
    update = Update(table)
    kids = []
    for copied in updates:
        objects = objects_of(copied)
        moved = {one: update.reserve() for one in objects if one >= table.size and one != max(objects)}
        slots = {slot.number: update.reserve() for slot in table.slots}
        for old, new in (*moved.items(), *slots.items()):
            text, stream = objects[old]
            update.write(new, renumbered(text, moved), stream)
        for page in pages:
            own, content = update.reserve(), update.reserve()
            places = (f"q {matrix_of(matrix)} cm /Copy{slot} Do Q" for slot, matrix in page.places)
            drawn = "\n".join(places).encode("ascii")
            update.write(content, f"<< /Length {len(drawn)} >>", drawn)
            named = " ".join(f"/Copy{one} {slots[one]} 0 R" for one in sorted({slot for slot, _ in page.places}))
            resources = f"/Resources << /XObject << {page.drawn} {named} >> >>"
            update.write(own, f"<< {page.entries} {resources} /Contents [ {page.contents} {content} 0 R ] >>")
            kids.append(own)
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    update.write(parent, f"<< {entries} /Count {len(kids)} /Kids [ {listed} ] >>")
    return base + update.close()


def split_copies(table: SlotTable, base: bytes, data: bytes) -> list[bytes]:
    """Return what follows the edition in each copy of a file of many; NotACopy if that is not how the file is made."""
    groups, page_count = list[list[Written]](), count_pages(base)
    objects = list(objects_of(data).values())[:-2]  # the last two are the pages' list and the cross-reference stream
    at = 0
    while at < len(objects):
        size = objects[at][0].startswith("<< /Type /XObject /Subtype /Image ") + len(table.slots)
        groups.append(objects[at : at + size])
        at += size + 2 * page_count
    updates = [_copy_of(table, group) for group in groups]
    if join_copies(table, base, updates) != base + data:
        raise NotACopy("its pages are not those of its edition")
    return updates


def count_pages(base: bytes) -> int:
    """Return the number of pages of an edition."""
    with pikepdf.open(io.BytesIO(base)) as pdf:
        return len(pdf.pages)


def _copy_of(table: SlotTable, group: Sequence[Written]) -> bytes:
    """Return what follows the edition in a copy with these objects: a logo if it has one, then its slots."""
    update, logos = Update(table), len(group) - len(table.slots)
    logo = update.reserve() if logos else 0
    for slot, (text, stream) in zip(table.slots, group[logos:], strict=True):
        update.write(slot.number, LOGO.sub(f"/Logo {logo} 0 R", text), stream)
    if logos:
        update.write(logo, *group[0])
    return update.close()


def renumbered(text: str, moved: Mapping[int, int]) -> str:
    """Return a dictionary with references to the objects under their new numbers."""
    return REFERENCE.sub(lambda found: f"{moved.get(int(found[1]), int(found[1]))} 0 R", text)


def _base_page(page: pikepdf.Page, table: SlotTable) -> BasePage:
    kept = {name: item for name, item in page.obj.items() if name not in ("/Contents", "/Resources", "/Annots")}
    contents = page.obj.Contents
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    forms = page.obj.Resources.XObject
    return BasePage(
        written(pikepdf.Dictionary(kept)),
        " ".join(reference(stream) for stream in streams),
        " ".join(f"{name} {reference(form)}" for name, form in forms.items()),
        list(places_of(page.obj, {slot.number for slot in table.slots}, SAME)),
    )


def matrix_of(matrix: pikepdf.Matrix) -> str:
    """Return a matrix as it is written in a file."""
    values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return " ".join(number(round(value * 1000)) for value in values)
