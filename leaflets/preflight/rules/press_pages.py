# SPDX-License-Identifier: MIT
"""Rules about pages in print: boxes, bleed, the safe area, folds, marks and the slug line."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.core.geometry import overlap
from leaflets.preflight import raster
from leaflets.preflight.expected import Expected
from leaflets.preflight.page import MM, box_of, from_dots, sides_mm
from leaflets.preflight.press.painted import PaintedPage
from leaflets.preflight.press.state import PaintedMark
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.rules.press_colour import printed
from leaflets.preflight.verdict import Fault

BLEED_MM, PLACE_MM = 0.02, 0.1
LEAST_TEXT_MM = 3.0
"""Text nearer to a cut or fold than this is lost if the cut is slightly out."""
NEAR_MM = 0.5
"""Colour that ends this near to the cut is meant to bleed."""
HAIRLINE_PT = 1.0
LEAST_UNLIKE = 2
"""So many square millimetres must differ; edges of shapes that are drawn half a dot off do not."""
SIDES = ("left", "bottom", "right", "top")


def trim_box(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        if "/TrimBox" not in page.raw:
            yield Fault("The page has no TrimBox.", page.number)
        if "/ArtBox" in page.raw:
            yield Fault("The page has an ArtBox besides its TrimBox.", page.number)


def same_trim(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages[1:]:
        first, size = file.pages[0].trim_mm, page.trim_mm
        if max(abs(one - other) for one, other in zip(first, size, strict=True)) > BLEED_MM:
            yield page.fault("The trim differs from that of page 1.", page.trim)


def bleed_box(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    agreed, ours = expected.press.bleed_mm, expected.press.ours
    for page in file.pages:
        if "/BleedBox" not in page.raw and (ours or agreed):
            yield Fault("The page has no BleedBox, so it has no bleed.", page.number)
            continue
        off = [width - agreed for width in page.bleeds_mm]
        if wrong := [width for width in off if abs(width) > BLEED_MM and (ours or width < 0)]:
            least = "" if ours else " at least"
            message = f"The bleed is {wrong[0] + agreed:.2f} mm; it must be{least} {agreed:g} mm on every side."
            yield page.fault(message, page.bleed)
        if any(width < -0.01 / MM for width in sides_mm(page.media, page.bleed)):
            yield Fault("The bleed reaches beyond the page (BleedBox outside MediaBox).", page.number)


def media_box(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        left, bottom = page.media[:2]
        if (left, bottom) != (0.0, 0.0):
            yield Fault(f"The page begins at {left:g},{bottom:g}, not at 0,0.", page.number)


def crop_box(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.pages:
        crop = box_of(page.raw, "/CropBox") or page.media
        if max(abs(one - other) for one, other in zip(crop, page.media, strict=True)) > 0.01:
            yield page.fault("A part of the page is hidden (CropBox differs from MediaBox).", crop)


def not_empty(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.painted:
        if all(mark.paint.is_white for mark in page.printed):
            yield page.fault("The page is blank.", page.trim)


def bleed_reached(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page, mark in printed(file):
        if mark.kind == "text" or mark.inside or mark.paint.is_white:
            continue
        sides = [side for side, short in zip(SIDES, short_of_bleed(mark, page, expected), strict=True) if short]
        if sides:
            yield page.fault(f"Colour ends before the end of the bleed ({', '.join(sides)}).", mark.box)
    for read, seen in zip(file.pages, file.seen, strict=True):
        for strip in seen.bare:
            yield read.fault("The bleed is white beside colour that meets the cut.", from_dots(read, strip, raster.DPI))


def as_laid_out(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    """What is drawn is compared, not what the file says of it; inks and pixels have other colours."""
    if not expected.press.layout:
        return
    with raster.open_pages(expected.press.layout) as layout:
        for page, seen, panels in zip(file.pages, file.seen, expected.press.panels, strict=False):
            left, top, _, _ = page.dots(page.trim, raster.SMALL_DPI)
            for panel in panels:
                drawn = raster.small(raster.draw_trimmed(layout[panel]))
                width, height = drawn.size
                assert seen.small
                other = raster.unlike(seen.small.crop((left, top, left + width, top + height)), drawn)
                if (box := other.getbbox()) and other.histogram()[255] >= LEAST_UNLIKE:
                    place = [
                        value * raster.SQUARE + start for value, start in zip(box, (left, top, left, top), strict=True)
                    ]
                    message = "The page does not show here what its layout shows: something is missing, or was added."
                    yield page.fault(message, from_dots(page, place, raster.SMALL_DPI))
                left += width


def short_of_bleed(mark: PaintedMark, page: PaintedPage, expected: Expected) -> list[bool]:
    """Return for each side whether a mark meets the cut there but does not reach the end of the bleed."""
    near, reach = NEAR_MM * MM, (expected.press.bleed_mm - PLACE_MM) * MM
    short = []
    for number in range(4):
        beyond = (page.trim[number] - mark.box[number]) * (1 if number < 2 else -1)
        short.append(-near < beyond < reach)
    return short


def text_in_safe_area(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page in file.painted:
        for mark in page.marks:
            if mark.kind != "text" or mark.inside or not overlap(mark.box, page.bleed):
                continue
            gap = min(
                (edge - trim) * sign for edge, trim, sign in zip(mark.box, page.trim, (1, 1, -1, -1), strict=True)
            )
            yield from too_near(gap / MM, "the trim", mark, page, safe_mm=expected.press.safe_mm)


def text_clear_of_folds(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page, folds in zip(file.painted, expected.press.folds, strict=False):
        for mark in page.printed:
            if mark.kind == "text" and not mark.inside:
                for fold in folds:
                    x = page.trim[0] + fold * MM
                    gap = max(mark.box[0] - x, x - mark.box[2]) / MM
                    yield from too_near(gap, "a fold", mark, page, safe_mm=expected.press.safe_mm)


def too_near(gap: float, what: str, mark: PaintedMark, page: PaintedPage, *, safe_mm: float) -> Iterator[Fault]:
    """Yield a fault if text is nearer to something than allowed or recommended."""
    least = min(LEAST_TEXT_MM, safe_mm)
    if gap < safe_mm - PLACE_MM:
        how = f"{gap:.1f} mm from {what}" if gap >= 0 else f"over {what}"
        message = f"Text is {how}; {safe_mm:g} mm is safe."
        yield page.fault(message, mark.box, "fail" if gap < least - PLACE_MM else "warn")


def marks_clear(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.painted:
        for mark in page.outside:
            if mark.kind in ("stroke", "text") and overlap(mark.box, page.bleed, PLACE_MM / 10):
                what = "A line of text" if mark.kind == "text" else "A mark"
                yield page.fault(f"{what} is in the bleed.", mark.box)


def crop_marks(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.painted:
        lines = [mark for mark in page.outside if mark.kind == "stroke" and mark.size_pt <= HAIRLINE_PT]
        missing = [
            f"{side} {end}"
            for number, side in enumerate(SIDES)
            for end, after in (("start", False), ("end", True))
            if not any(is_mark(line, page, number % 2, page.trim[number], after=after) for line in lines)
        ]
        if missing:
            yield page.fault(f"{len(missing)} of the 8 crop marks are missing ({', '.join(missing)}).", page.trim)


def fold_marks(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page, folds in zip(file.painted, expected.press.folds, strict=False):
        lines = [mark for mark in page.outside if mark.kind == "stroke" and mark.size_pt <= HAIRLINE_PT]
        for fold in folds:
            x = page.trim[0] + fold * MM
            if not all(any(is_mark(line, page, 0, x, after=after) for line in lines) for after in (False, True)):
                box = (fold - 1, 0.0, fold + 1, page.trim_mm[1])
                yield Fault(f"The fold at {fold:g} mm from the left is not marked.", page.number, box)


def is_mark(line: PaintedMark, page: PaintedPage, axis: int, place: float, *, after: bool) -> bool:
    """Return whether a line is at a position on an axis (0 is across), before or after the trim on the other."""
    other = 1 - axis
    middle = (line.box[axis] + line.box[axis + 2]) / 2
    straight = line.box[axis + 2] - line.box[axis] <= HAIRLINE_PT < line.box[other + 2] - line.box[other]
    beyond = line.box[other] >= page.trim[other + 2] if after else line.box[other + 2] <= page.trim[other]
    return straight and beyond and abs(middle - place) <= PLACE_MM * MM


def slug_line(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for number, said in enumerate(file.slugs, start=1):
        if missing := [word for word in expected.press.words if word not in said]:
            yield Fault(f"The slug line does not say {', '.join(missing)}.", number)
        if expected.press.is_proof and "PROOF" not in said:
            yield Fault("The page is not marked as a proof, not for the print run.", number)
