# SPDX-License-Identifier: MIT
"""Rules about pages: their number and boxes, bleed, the safe area, folds, marks and the slug line."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.preflight.press.reading import MM, OpenFile, PageRead, box_of
from leaflets.preflight.press.state import PaintedMark, overlap
from leaflets.preflight.press.verdict import Fault, PressExpected

SIZE_MM, BLEED_MM, PLACE_MM = 0.1, 0.02, 0.1
LEAST_TEXT_MM = 3.0
"""Nearer to a cut or a fold than this, text is lost by a cutter that is a little out."""
NEAR_MM = 0.5
"""Colour that ends this near to the cut is meant to reach it."""
HAIRLINE_PT = 1.0
SIDES = ("left", "bottom", "right", "top")


def size_mm(box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return the width and height of a box."""
    return (box[2] - box[0]) / MM, (box[3] - box[1]) / MM


def page_count(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """As many pages as the leaflet has printed sides."""
    if len(reading.pages) != len(expected.sizes):
        yield Fault(f"The file has {len(reading.pages)} pages; it must have {len(expected.sizes)}.")


def trim_box(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Each page says itself where it is cut."""
    for read in reading.pages:
        if "/TrimBox" not in read.page.obj:
            yield Fault("The page does not say where it is trimmed (it has no TrimBox).", read.number)
        if "/ArtBox" in read.page.obj:
            yield Fault("The page has an ArtBox besides its TrimBox.", read.number)


def trim_size(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """The cut page has the size that was ordered."""
    for read, wanted in zip(reading.pages, expected.sizes, strict=False):
        width, height = size_mm(read.trim)
        if abs(width - wanted[0]) > SIZE_MM or abs(height - wanted[1]) > SIZE_MM:
            ordered = f"{wanted[0]:g} x {wanted[1]:g} mm"
            box = read.box_mm(read.trim)
            yield Fault(f"The trim is {width:.1f} x {height:.1f} mm; it must be {ordered}.", read.number, box)


def same_trim(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """All pages are cut to one size."""
    for read in reading.pages[1:]:
        first, size = size_mm(reading.pages[0].trim), size_mm(read.trim)
        if max(abs(one - other) for one, other in zip(first, size, strict=True)) > BLEED_MM:
            yield Fault("The trim differs from that of page 1.", read.number, read.box_mm(read.trim))


def bleed_box(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """The bleed is exactly as wide as was agreed, on every side."""
    for read in reading.pages:
        if "/BleedBox" not in read.page.obj:
            yield Fault("The page does not say how far its colour bleeds (it has no BleedBox).", read.number)
            continue
        pairs = zip(read.trim, read.bleed, (1, 1, -1, -1), strict=True)
        widths = [(trim - bleed) * sign / MM for trim, bleed, sign in pairs]
        if wrong := [width for width in widths if abs(width - expected.bleed_mm) > BLEED_MM]:
            message = f"The bleed is {wrong[0]:.2f} mm; it must be {expected.bleed_mm:g} mm on every side."
            yield Fault(message, read.number, read.box_mm(read.bleed))


def media_box(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """The paper begins at 0,0 and holds everything else."""
    for read in reading.pages:
        left, bottom, right, top = read.media
        if (left, bottom) != (0.0, 0.0):
            yield Fault(f"The page begins at {left:g},{bottom:g} and not at 0,0.", read.number)
        inner = read.bleed
        if inner[0] < left or inner[1] < bottom or inner[2] > right + 0.01 or inner[3] > top + 0.01:
            yield Fault("The bleed reaches beyond the page (BleedBox outside MediaBox).", read.number)


def crop_box(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Nothing of the page is hidden."""
    for read in reading.pages:
        crop = box_of(read.page, "/CropBox") or read.media
        if max(abs(one - other) for one, other in zip(crop, read.media, strict=True)) > 0.01:
            yield Fault("A part of the page is hidden (CropBox differs from MediaBox).", read.number, read.box_mm(crop))


def upright(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """No page is turned."""
    for read in reading.pages:
        if turned := int(read.page.get("/Rotate", 0)):
            yield Fault(f"The page is turned by {turned} degrees.", read.number)


def true_size(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """No page is scaled."""
    for read in reading.pages:
        if "/UserUnit" in read.page.obj:
            unit = float(read.page.obj.UserUnit)
            yield Fault(f"The page is scaled by {unit:g} (UserUnit).", read.number)


def not_empty(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Something is printed on every page."""
    for read in reading.pages:
        if all(mark.paint.is_white for mark in read.printed):
            yield Fault("Nothing is printed on the page.", read.number, read.box_mm(read.trim))


def bleed_reached(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """Colour that comes to the cut goes on to the end of the bleed."""
    for read in reading.pages:
        for mark in read.printed:
            if mark.kind == "text" or mark.inside or mark.paint.is_white:
                continue
            sides = [side for side, short in zip(SIDES, short_of_bleed(mark, read, expected), strict=True) if short]
            if sides:
                message = f"Colour ends before the end of the bleed ({', '.join(sides)})."
                yield Fault(message, read.number, read.box_mm(mark.box))


def short_of_bleed(mark: PaintedMark, read: PageRead, expected: PressExpected) -> list[bool]:
    """Return for each side whether a mark comes to the cut there and not to the end of the bleed."""
    near, reach = NEAR_MM * MM, (expected.bleed_mm - PLACE_MM) * MM
    short = []
    for number in range(4):
        beyond = (read.trim[number] - mark.box[number]) * (1 if number < 2 else -1)
        short.append(-near < beyond < reach)
    return short


def text_in_safe_area(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """Text keeps away from the cut."""
    for read in reading.pages:
        for mark in read.marks:
            if mark.kind != "text" or mark.inside or not overlap(mark.box, read.bleed):
                continue
            gap = min(
                (edge - trim) * sign for edge, trim, sign in zip(mark.box, read.trim, (1, 1, -1, -1), strict=True)
            )
            yield from too_near(gap / MM, "the trim", mark, read, expected)


def text_clear_of_folds(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """Text keeps away from the folds, and none runs over one."""
    for read, folds in zip(reading.pages, expected.folds, strict=False):
        for mark in read.printed:
            if mark.kind == "text" and not mark.inside:
                for fold in folds:
                    x = read.trim[0] + fold * MM
                    yield from too_near(max(mark.box[0] - x, x - mark.box[2]) / MM, "a fold", mark, read, expected)


def too_near(gap: float, what: str, mark: PaintedMark, read: PageRead, expected: PressExpected) -> Iterator[Fault]:
    """Yield a fault where text is nearer to something than it may be, or than it should be."""
    least = min(LEAST_TEXT_MM, expected.safe_mm)
    if gap < expected.safe_mm - PLACE_MM:
        how = f"{gap:.1f} mm from {what}" if gap >= 0 else f"over {what}"
        message = f"Text stands {how}; {expected.safe_mm:g} mm is safe."
        yield Fault(message, read.number, read.box_mm(mark.box), "fail" if gap < least - PLACE_MM else "warn")


def marks_clear(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Crop marks and slug lines end before the bleed begins: what stands in it is left on the paper."""
    for read in reading.pages:
        for mark in read.outside:
            if mark.kind in ("stroke", "text") and overlap(mark.box, read.bleed, PLACE_MM / 10):
                what = "A line of words" if mark.kind == "text" else "A mark"
                yield Fault(f"{what} stands in the bleed.", read.number, read.box_mm(mark.box))


def crop_marks(reading: OpenFile, _: PressExpected) -> Iterator[Fault]:
    """Two marks at each corner say where to cut."""
    for read in reading.pages:
        lines = [mark for mark in read.outside if mark.kind == "stroke" and mark.size_pt <= HAIRLINE_PT]
        missing = [
            f"{side} {end}"
            for number, side in enumerate(SIDES)
            for end, after in (("start", False), ("end", True))
            if not any(is_mark(line, read, number % 2, read.trim[number], after) for line in lines)
        ]
        if missing:
            message = f"{len(missing)} of the 8 crop marks are missing ({', '.join(missing)})."
            yield Fault(message, read.number, read.box_mm(read.trim))


def fold_marks(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """Each fold is marked above and below, where it must be."""
    for read, folds in zip(reading.pages, expected.folds, strict=False):
        lines = [mark for mark in read.outside if mark.kind == "stroke" and mark.size_pt <= HAIRLINE_PT]
        for fold in folds:
            x = read.trim[0] + fold * MM
            if not all(any(is_mark(line, read, 0, x, after) for line in lines) for after in (False, True)):
                box = (fold - 1, 0.0, fold + 1, size_mm(read.trim)[1])
                yield Fault(f"The fold at {fold:g} mm from the left is not marked.", read.number, box)


def is_mark(line: PaintedMark, read: PageRead, axis: int, place: float, after: bool) -> bool:
    """Return whether a line lies on a place of an axis (0 is across), before or after the trim along the other."""
    other = 1 - axis
    middle = (line.box[axis] + line.box[axis + 2]) / 2
    straight = line.box[axis + 2] - line.box[axis] <= HAIRLINE_PT < line.box[other + 2] - line.box[other]
    beyond = line.box[other] >= read.trim[other + 2] if after else line.box[other + 2] <= read.trim[other]
    return straight and beyond and abs(middle - place) <= PLACE_MM * MM


def slug_line(reading: OpenFile, expected: PressExpected) -> Iterator[Fault]:
    """What each sheet is stands outside the trim, and on a proof that it is one."""
    for number, said in enumerate(reading.slugs, start=1):
        if missing := [word for word in expected.words if word not in said]:
            yield Fault(f"The slug line does not say {', '.join(missing)}.", number)
        if expected.state == "proof" and "PROOF" not in said:
            yield Fault("The page does not say that it is a proof, not for the print run.", number)
