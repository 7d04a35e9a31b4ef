# SPDX-License-Identifier: MIT
"""Impose: place finished pages on the sheets of a school's or clinic's own printer.

Pages are never scaled, so that folds stay true, and nothing is within 5 mm of the sheet's edge, where such printers
cannot print. The sheets are for paper: title and language are kept, tags and links are not (the screen edition is
the accessible one).
"""

from __future__ import annotations

import pikepdf

from leaflets.core.formats import Face, Format, OfficeSheet
from leaflets.editions.metadata import save, write_metadata
from leaflets.editions.sheets.placement import Clip, Flip, Hairline, Placement, SheetSide, ask_for_actual_size, impose
from leaflets.editions.slot import open_layout
from leaflets.editions.toner import to_toner
from leaflets.layout.composed import Composed
from leaflets.layout.pages import Rendered

PRINTER_MARGIN = 5.0
MARK_LENGTH = 3.0
PEN = "0.5 w 0 G"


def office(rendered: Rendered, composed: Composed, *, version: str) -> bytes:
    """Return the office edition: the layout on sheets for a school's or clinic's own printer."""
    form = composed.format
    sides = office_sides(form, composed.language.direction)
    with open_layout(rendered) as source, impose(only_panels(source, rendered), sides) as sheets:
        to_toner(sheets, [(panel.width, form.height) for panel in form.panels])
        write_metadata(sheets, composed, version=version, accessible=False, source=source)
        ask_for_actual_size(sheets, office_flip(form))
        return save(sheets)


def only_panels(source: pikepdf.Pdf, rendered: Rendered) -> pikepdf.Pdf:
    """Drop the extra pages on which a draft's panels overflow."""
    for number in reversed(range(len(rendered.panels))):
        if rendered.panels[number] in rendered.panels[:number]:
            del source.pages[number]
    return source


# How each format is placed on the sheet


def office_sides(form: Format, direction: str) -> list[SheetSide]:
    """Return the sides of the sheets that an office printer prints for a format."""
    sheet = form.office_sheet
    assert sheet, f"there is no office edition of {form.name}"
    sides = form.sides(direction)
    return [flat_side(form, side) if sheet.whole else gang_side(form, side, sheet) for side in sides]


def office_flip(form: Format) -> Flip:
    """Return how a duplex printer must turn the sheet, if it has two sides."""
    return form.office_sheet.flip if form.office_sheet and len(form.faces) > 1 else ""


def flat_side(form: Format, side: Face) -> SheetSide:
    """Return a side with panels next to each other, with ticks at the folds of a leaflet."""
    width, height = side.size
    placements, x = [], 0.0
    for panel in side.panels:
        placements.append(Placement(form.page_of(panel), x, 0, panel.width, height))
        x += panel.width
    # A booklet is folded where its pages meet, which needs no mark.
    marks = () if form.booklet else (mark for fold in side.folds for mark in ticks(fold, height))
    return SheetSide(width, height, tuple(placements), tuple(marks), PRINTER_MARGIN, PEN)


def ticks(x: float, height: float) -> list[Hairline]:
    """Return short marks at the top and bottom of a fold or cut, as near to the edge as office printers reach."""
    inner = PRINTER_MARGIN + MARK_LENGTH
    return [Hairline(x, PRINTER_MARGIN, x, inner), Hairline(x, height - PRINTER_MARGIN, x, height - inner)]


def gang_side(form: Format, side: Face, sheet: OfficeSheet) -> SheetSide:
    """Return a side full of copies, edge to edge in the middle of the sheet, or each on its label.

    What is cut is centred, so that fronts and backs match whichever way the sheet is turned.
    """
    width, height, columns, rows = sheet.width, sheet.height, sheet.columns, sheet.rows
    card_width, card_height = form.flat
    (left, top), (across, down) = sheet.origin, sheet.pitch
    bottom = height - top - (rows - 1) * down - card_height
    page = form.page_of(side.panels[0])
    # A little bleed remains around the block of cards, so that a cut slightly outside shows no white edge.
    spare_x, spare_y = (2.0 if room >= 6 and sheet.cut else 0.0 for room in (left, bottom))
    placements = tuple(
        Placement(
            page,
            left + column * across,
            bottom + row * down,
            card_width,
            card_height,
            Clip(
                left=spare_x if column == 0 else 0,
                bottom=spare_y if row == 0 else 0,
                right=spare_x if column == columns - 1 else 0,
                top=spare_y if row == rows - 1 else 0,
            ),
        )
        for row in reversed(range(rows))
        for column in range(columns)
    )
    marks = cut_marks(form, sheet, bottom) if sheet.cut else ()
    return SheetSide(width, height, placements, tuple(marks), PRINTER_MARGIN, PEN)


def cut_marks(form: Format, sheet: OfficeSheet, bottom: float) -> list[Hairline]:
    """Return hairlines at every cut: outside the cards if there is room, otherwise ticks at the edge of the sheet."""
    marks: list[Hairline] = []
    left, (card_width, card_height) = sheet.origin[0], form.flat
    for column in range(sheet.columns + 1):
        x = left + column * card_width
        if PRINTER_MARGIN < x < sheet.width - PRINTER_MARGIN:
            has_room = bottom >= PRINTER_MARGIN + MARK_LENGTH
            marks += outside(x, bottom, sheet.height) if has_room else ticks(x, sheet.height)
    for row in range(sheet.rows + 1):
        y = bottom + row * card_height
        if PRINTER_MARGIN < y < sheet.height - PRINTER_MARGIN:
            has_room = left >= PRINTER_MARGIN + MARK_LENGTH
            across = outside(y, left, sheet.width) if has_room else ticks(y, sheet.width)
            marks += [Hairline(mark.y1, mark.x1, mark.y2, mark.x2) for mark in across]
    return marks


def outside(x: float, room: float, height: float) -> list[Hairline]:
    """Return marks between the printer's margin and the cards, clear of their bleed."""
    far, near = PRINTER_MARGIN, min(room - 2.5, PRINTER_MARGIN + MARK_LENGTH)
    return [Hairline(x, far, x, near), Hairline(x, height - far, x, height - near)]
