# SPDX-License-Identifier: MIT
"""Formats by id, made from entries of YAML. `formats.yaml` beside this file holds those that ship.

An entry gives what cannot be worked out. `format_file` checks a file of entries and explains what is wrong; the shipped
file is checked by the tests, and is read at every start without that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from leaflets.content.yaml.reader import read_shipped
from leaflets.core.folds import FOLDS, Fold, FoldKind
from leaflets.core.formats import (
    OFFICE_PAPERS,
    ROOT_PT,
    Format,
    OfficeSheet,
    Panel,
    lay_out_booklet,
    lay_out_pages,
    lay_out_panels,
)

SHIPPED = Path(__file__).with_name("formats.yaml")

Entry = Mapping[str, Any]


@cache
def shipped_entries() -> Mapping[str, Entry]:
    """Return the entries of the formats that ship with the package, each complete."""
    entries: dict[str, Entry] = {}
    for name, entry in read_shipped(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)["formats"].items():
        entries[name] = complete(entry, entries)
    return entries


@cache
def shipped_formats() -> Mapping[str, Format]:
    """Return the formats that ship with the package."""
    return {name: make_format(name, **entry) for name, entry in shipped_entries().items()}


def complete(entry: Entry, above: Mapping[str, Entry]) -> Entry:
    """Return the entry with the values of the one it names; KeyError if that is not defined above."""
    base = entry.get("like") or entry.get("pair_of")
    own = {field: value for field, value in entry.items() if field != "like"}
    return (dict(above[base]) if base else {}) | {"product": entry["title"]} | own


def make_format(
    name: str,
    *,
    trim: tuple[float, float],
    safe: float,
    fold: FoldKind = "none",
    panels: int | Sequence[float] = 1,
    sides: int = 1,
    booklet: bool = False,
    pages: int | str = 1,
    pair_of: str = "",
    bleed: float = 3.0,
    type_scale: float = 1.0,
    office: bool = True,
    press: bool = True,
    up: tuple[int, int] | None = None,
    pitch: tuple[float, float] | None = None,
    origin: tuple[float, float] | None = None,
    **same: Any,
) -> Format:
    """Return the format of a complete entry; `same` are fields that a format has too."""
    count = panels if isinstance(panels, int) else len(panels)
    way = {one.columns: one for one in FOLDS[fold]}[count]
    ordered, faces = lay_out_panels(way, widths_of(way, trim[0], panels), sides=sides, booklet=booklet)
    if booklet and isinstance(pages, int) and pages > 1:
        ordered, faces = lay_out_booklet(pages, ordered[0].width)
    elif isinstance(pages, int) and pages > 1:
        ordered, faces = lay_out_pages(pages, ordered[0].width)
    if pair_of:
        ordered = (*ordered, Panel("page-2", ordered[0].width))
        faces = (tuple(panel.name for panel in ordered),)
    return Format(
        name=name,
        panels=ordered,
        faces=faces,
        height=tidy(trim[1]),
        safe=tidy(safe),
        root_pt=tidy(ROOT_PT * type_scale),
        fold=way,
        bleed=tidy(bleed),
        booklet=booklet,
        flows=pages == "any",
        pair_of=pair_of,
        for_office=office,
        for_press=press,
        labels=label_sheet(trim, up, pitch, origin) if up else None,
        **same,
    )


def widths_of(fold: Fold, total: float, panels: int | Sequence[float]) -> tuple[float, ...]:
    """Return the widths of the panels side by side, as written or worked out."""
    if not isinstance(panels, int):
        return tuple(map(tidy, panels))
    edges = (round(at, 2) for at in accumulate(fold.widths(total), initial=0.0))
    return tuple(tidy(end - start) for start, end in pairwise(edges))


def label_sheet(
    trim: tuple[float, float],
    up: tuple[int, int],
    pitch: tuple[float, float] | None,
    origin: tuple[float, float] | None,
) -> OfficeSheet:
    """Return an A4 sheet of that many labels; by default edge to edge and centred."""
    width, height = OFFICE_PAPERS["A4"]
    across, down = pitch or trim
    if not origin:
        origin = (width - (up[0] - 1) * across - trim[0]) / 2, (height - (up[1] - 1) * down - trim[1]) / 2
    return OfficeSheet(
        "A4", width, height, *up, whole=False, pitch=(across, down), origin=(origin[0], origin[1]), cut=False
    )


def tidy(number: float) -> float:
    """Return a number rounded to a hundredth, whole numbers without a point, for CSS and JSON."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
