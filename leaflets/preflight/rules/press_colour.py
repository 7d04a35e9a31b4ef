# SPDX-License-Identifier: MIT
"""Rules about colour: spaces, inks, overprint, transparency, gradients; and about thin lines and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf

from leaflets.preflight.expected import Expected
from leaflets.preflight.press.paint import Space, space_of
from leaflets.preflight.press.painted import PaintedPage
from leaflets.preflight.press.separations import DPI, SQUARE_MM
from leaflets.preflight.press.state import PaintedMark
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.rules.pictures import SMALL_PIXELS
from leaflets.preflight.verdict import Fault

SURFACE_PT = 24.0
LINE_PT, BLACK_LINE_PT, BLACK_TEXT_PT = 0.25, 2.0, 12.0
ROUNDING = 1e-3
NOTHING = pikepdf.Dictionary()


def spaces_where(wanted: Callable[[Space], bool], what: str) -> Callable[[OpenFile, Expected], Iterator[Fault]]:
    """Return the rule that refuses every mark with a colour space, or its base, of a kind."""

    def rule(file: OpenFile, expected: Expected) -> Iterator[Fault]:
        for page in file.painted:
            for mark in page.marks:
                allowed = expected.press.limits.profiled_pictures and is_profiled_picture(mark)
                if not allowed and any(wanted(space) for space in mark.paint.space.all()):
                    yield page.fault(f"{subject(mark)} is in {mark.paint.space}{what}.", mark.box)

    return rule


def subject(mark: PaintedMark) -> str:
    """Return the subject of a sentence about a mark."""
    names = {"fill": "A surface", "stroke": "A line", "image": "A picture", "shading": "A gradient"}
    return names.get(mark.kind, f"Text of {mark.size_pt:.1f} pt")


def is_rgb(space: Space) -> bool:
    """Screen colours, however defined."""
    return space.kind in ("DeviceRGB", "CalRGB", "JPEG 2000 colour") or (
        space.kind == "ICCBased" and space.components == 3
    )


def is_profiled_picture(mark: PaintedMark) -> bool:
    """A picture in exact colours that are not ink, which some printers convert themselves."""
    space = mark.paint.space
    exact = space.kind in ("CalRGB", "Lab") or (space.kind == "ICCBased" and space.components == 3)
    return mark.kind == "image" and exact


def is_calibrated(space: Space) -> bool:
    """Grey or CMYK with its own profile: a workflow converts them, and black becomes four inks."""
    return space.kind == "CalGray" or (space.kind == "ICCBased" and space.components != 3)


def is_spot(space: Space) -> bool:
    """A fifth ink."""
    return bool(set(space.names) - {"All", "None", "Cyan", "Magenta", "Yellow", "Black"})


def is_registration(space: Space) -> bool:
    """All plates at once."""
    return "All" in space.names


def no_replaced_spaces(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, name in dict.fromkeys(file.walker.replaced):
        yield Fault(f"The file replaces a device colour space by its own ({name}).", page)


def ink_of_colours(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    most = expected.press.max_ink
    for page in file.painted:
        for mark in page.marks:
            total = mark.paint.total * 100
            if total > most + ROUNDING and not is_registration(mark.paint.space):
                message = f"{subject(mark)} has {total:.0f} % ink ({mark.paint}); the limit is {most:g} %."
                yield page.fault(message, mark.box)


def ink_in_all(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page, plates in zip(file.painted, file.separations, strict=True):
        area = page.dots(page.bleed, DPI)
        inside = plates.cropped(area)
        if box := inside.over(expected.press.max_ink):
            seen = inside.most()[0]
            scale = 72 / DPI
            left, _, _, top = page.bleed
            place = (left + box[0] * scale, top - box[3] * scale, left + box[2] * scale, top - box[1] * scale)
            message = f"There is up to {seen:.0f} % ink at one point; the agreed limit is {expected.press.max_ink:g} %."
            yield page.fault(message, place)


def ink_in_squares(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    for page, plates in zip(file.painted, file.separations, strict=True):
        average, square = plates.cropped(page.dots(page.bleed, DPI)).heaviest_square()
        if average > (limit := expected.press.limits.average_ink):
            bleed = expected.press.bleed_mm
            left, top, right, bottom = (value - bleed for value in square)
            message = f"A square of {SQUARE_MM:g} mm averages {average:.0f} % ink; the limit is {limit:g} %."
            yield Fault(message, page.number, (left, top, right, bottom))


# Overprint


def white_knocks_out(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """White that overprints does not print at all."""
    for page, mark in printed(file):
        if mark.overprints and mark.paint.is_white:
            yield page.fault(f"{subject(mark)} is white and set to overprint, so it would vanish.", mark.box)


def colour_knocks_out(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Colour would mix with what lies beneath, and of a black surface it would shine through."""
    for page, mark in printed(file):
        if not mark.overprints or mark.paint.is_white:
            continue
        colourful = mark.paint.space.kind == "DeviceGray" or any((mark.paint.inks or ())[:3])
        if colourful or (is_surface(mark) and page.ground(mark)):
            yield page.fault(f"{subject(mark)} in {mark.paint} is set to overprint; only black text may.", mark.box)


def is_surface(mark: PaintedMark) -> bool:
    """A filled shape, or a picture, larger than any line or sign."""
    left, bottom, right, top = mark.box
    return mark.kind in ("fill", "image") and min(right - left, top - bottom) > SURFACE_PT


def black_text_overprints(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Small black text on a colour overprints, so that misregister shows no white edge."""
    for page, mark in printed(file):
        small = mark.kind == "text" and mark.paint.is_pure_black and mark.size_pt < BLACK_TEXT_PT - ROUNDING
        if small and knocks_out(mark) and (below := page.ground(mark)):
            message = f"Black text of {mark.size_pt:.1f} pt knocks out of the {below.paint} beneath it."
            yield page.fault(message, mark.box)


def black_lines_overprint(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, mark in printed(file):
        thin = mark.kind == "stroke" and mark.paint.is_pure_black and mark.size_pt < BLACK_LINE_PT - ROUNDING
        if thin and knocks_out(mark) and (below := page.ground(mark)):
            message = f"A black line of {mark.size_pt:.2f} pt knocks out of the {below.paint} beneath it."
            yield page.fault(message, mark.box)


def knocks_out(mark: PaintedMark) -> bool:
    """Return whether a mark knocks out the inks beneath it."""
    return not (mark.overprints and mark.overprint_mode == 1 and mark.paint.space.kind == "DeviceCMYK")


def printed(file: OpenFile) -> Iterator[tuple[PaintedPage, PaintedMark]]:
    """Yield each mark of the leaflet itself with its page."""
    for page in file.painted:
        for mark in page.printed:
            yield page, mark


# Transparency and gradients


def blend_space(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for number, group, resources in file.walker.groups:
        if "/CS" in group and (space := space_of(group.CS, resources)).kind != "DeviceCMYK":
            yield Fault(f"Colours blend in {space}, not in CMYK.", number)
    for page in file.painted:
        group = page.raw.get("/Group", NOTHING)
        if "/CS" not in group and any(mark.is_transparent for mark in page.marks):
            yield Fault("Something is transparent, but the page has no blending colour space.", page.number)


def nothing_transparent(file: OpenFile, _: Expected) -> Iterator[Fault]:
    """Transparency is flattened by the printer's software, and the results vary."""
    for page, mark in printed(file):
        if mark.is_transparent:
            how = f"opacity {mark.alpha:g}" if mark.alpha < 1 else "a mask" if mark.soft_mask else mark.blend
            yield page.fault(f"{subject(mark)} is transparent ({how}).", mark.box)


def gradients_are_sound(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page, shading, space in file.walker.shadings:
        function = shading.get("/Function")
        if function is None:
            continue
        parts = len(function) if isinstance(function, pikepdf.Array) else outputs(function)
        if parts and space.components and parts != space.components:
            yield Fault(f"A gradient has {parts} colour components; {space} has {space.components}.", page)


def outputs(function: pikepdf.Object, depth: int = 0) -> int:
    """Return how many values a function gives; 0 if not stated."""
    if "/Range" in function:
        return len(function.Range) // 2
    if "/Functions" in function and len(function.Functions) and depth < 8:
        return outputs(function.Functions[0], depth + 1)
    return len(function.get("/C0", pikepdf.Array([0])))


# Lines and pictures


def lines_hold(file: OpenFile, _: Expected) -> Iterator[Fault]:
    for page in file.painted:
        for mark in page.marks:
            if mark.kind in ("stroke", "fill") and 0 < mark.size_pt < LINE_PT - ROUNDING and not mark.inside:
                message = f"{subject(mark)} is only {mark.size_pt:.2f} pt thick; at least {LINE_PT} pt is needed."
                yield page.fault(message, mark.box)


def line_art_is_fine(file: OpenFile, expected: Expected) -> Iterator[Fault]:
    limit = expected.press.limits.line_art_ppi
    for page, mark in printed(file):
        picture = mark.picture
        if picture is None or picture.bits != 1 or max(picture.width, picture.height) <= SMALL_PIXELS:
            continue
        if picture.ppi <= limit:
            message = f"A bitmap (1 bit per pixel) has {picture.ppi:.0f} ppi; it needs more than {limit}."
            yield page.fault(message, mark.box)
