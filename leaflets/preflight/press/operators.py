# SPDX-License-Identifier: MIT
"""The effect of each operator of a PDF (ISO 32000-1, annex A): the graphics state, colour, paths, text, pictures.

The table at the end gives the number of operands and the function; None where it does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, sqrt
from typing import Any

import pikepdf

from leaflets.core.geometry import Point, Points, around, box_around, meet
from leaflets.preflight.press.paint import CMYK, GRAY, RGB, UNKNOWN, Paint, Space, initial, paint_of, space_of
from leaflets.preflight.press.setting import TEXT_OPERATORS, number
from leaflets.preflight.press.state import PlacedImage, Subpath
from leaflets.preflight.press.walk import HAIR, Action, Operands, Walker, stroke_path

LEVEL = 1e-3


# The graphics state


def _save(walker: Walker, _: Operands) -> None:
    walker.frame.saved.append(walker.state)
    walker.state = replace(walker.state)


def _restore(walker: Walker, _: Operands) -> None:
    if not walker.frame.saved:
        walker.flaw("a stream restores a graphics state that it has not saved (Q without q)")
        return
    walker.state = walker.frame.saved.pop()


def _transform(walker: Walker, operands: Operands) -> None:
    walker.state.matrix = pikepdf.Matrix(*map(float, operands)) @ walker.state.matrix


def _set_parameters(walker: Walker, operands: Operands) -> None:
    given, state = walker.frame.resources.ExtGState[str(operands[0])], walker.state
    if "/OP" in given:
        state.stroke_overprints = bool(given.OP)
        state.fill_overprints = bool(given.get("/op", given.OP))
    elif "/op" in given:
        state.fill_overprints = bool(given.op)
    state.overprint_mode = int(given.get("/OPM", state.overprint_mode))
    state.width = float(given.get("/LW", state.width))
    state.fill_alpha = float(given.get("/ca", state.fill_alpha))
    state.stroke_alpha = float(given.get("/CA", state.stroke_alpha))
    if (blend := given.get("/BM")) is not None:
        state.blend = str(blend[0] if isinstance(blend, pikepdf.Array) else blend)[1:]
    if (mask := given.get("/SMask")) is not None:
        state.soft_mask = isinstance(mask, pikepdf.Dictionary)
        if state.soft_mask:
            walker.mask(mask)
    if "/Font" in given:
        state.font, state.size = walker.font(given.Font[0]), float(given.Font[1])


# Colour


def _device(space: Space, stroke: bool) -> Action:
    def action(walker: Walker, operands: Operands) -> None:
        _put(walker, stroke, paint_of(space, [float(value) for value in operands]))

    return action


def _put(walker: Walker, stroke: bool, paint: Paint) -> None:
    if stroke:
        walker.state.stroke = paint
    else:
        walker.state.fill = paint


def _choose_space(walker: Walker, operands: Operands, stroke: bool) -> None:
    space = space_of(operands[0], walker.frame.resources)
    if space is UNKNOWN:
        walker.flaw(f"the colour space {operands[0]} is not in the file")
    _put(walker, stroke, initial(space))


def _choose_colour(walker: Walker, operands: Operands, stroke: bool) -> None:
    space = (walker.state.stroke if stroke else walker.state.fill).space
    pattern = None
    if operands and isinstance(operands[-1], pikepdf.Name):
        pattern = walker.frame.resources.Pattern[str(operands.pop())]
    values = [float(value) for value in operands]
    if len(values) != space.components:
        walker.flaw(f"a colour has {len(values)} components in a colour space of {space.components} ({space})")
    if pattern is not None and space.base is not None and values:
        _put(walker, stroke, replace(paint_of(space.base, values), pattern=pattern))
    else:
        _put(walker, stroke, paint_of(space, values, pattern))


# Paths


def _point(walker: Walker, operands: Sequence[Any]) -> Point:
    return walker.state.matrix.transform((float(operands[0]), float(operands[1])))


def _move(walker: Walker, operands: Operands) -> None:
    walker.frame.path.append([_point(walker, operands)])


def _line(walker: Walker, operands: Operands) -> None:
    walker.frame.path[-1].append(_point(walker, operands))


def _curve(control_points_from: str) -> Action:
    def action(walker: Walker, operands: Operands) -> None:
        path = walker.frame.path[-1]
        points = [_point(walker, both) for both in zip(operands[::2], operands[1::2], strict=True)]
        start, end = path[-1], points[-1]
        pulls = {"both": (points[0], points[-2]), "start": (start, points[0]), "end": (points[0], end)}[
            control_points_from
        ]
        path += [_between((start, *pulls, end), third / 3) for third in (1, 2)] + [end]

    return action


def _between(points: tuple[Point, Point, Point, Point], t: float) -> Point:
    """Return a point of a Bézier curve, given its ends and its two control points."""
    s = 1 - t
    weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
    return x, y


def _rectangle(walker: Walker, operands: Operands) -> None:
    x, y, width, height = map(float, operands)
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    walker.frame.path.append([walker.state.matrix.transform(corner) for corner in corners])


def _close(walker: Walker, _: Operands) -> None:
    """Close the outline; what follows without a move begins at its start."""
    if walker.frame.path:
        walker.frame.path.append([walker.frame.path[-1][0]])


def _clip(walker: Walker, _: Operands) -> None:
    walker.frame.clips = True


def _paint_path(*, fill: bool, stroke: bool, even_odd: bool = False) -> Action:
    """Return the operator that paints the path, clips with it if asked to, and clears it."""

    def action(walker: Walker, _: Operands) -> None:
        frame, state = walker.frame, walker.state
        subpaths: tuple[Subpath, ...] = tuple(tuple(points) for points in frame.path if len(points) > 1)
        if subpaths:
            box = around(point for subpath in subpaths for point in subpath)
            if fill:
                thin = _thinnest(subpaths, meet(box, state.clip))
                walker.add("fill", box, state.fill, size_pt=thin, outline=subpaths, even_odd=even_odd)
            if stroke:
                stroke_path(walker, box)
            if frame.clips:
                state.clip = meet(state.clip, box)
        frame.path, frame.clips = [], False

    return action


def _thinnest(subpaths: tuple[Subpath, ...], seen: Points) -> float:
    """Return the thickness of the thinnest triangle or rectangle of a path, turned or not; 0 if it has none."""
    found = []
    for subpath in subpaths:
        ends = list(zip(subpath, (*subpath[1:], subpath[0]), strict=True))
        half = sum(hypot(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in ends) / 2
        if len(subpath) in (3, 4, 5) and half > HAIR:
            area = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in ends)) / 2
            thin = (half - sqrt(max(half * half - 4 * area, 0.0))) / 2  # of a rectangle with this area and outline
            clipped = (seen[2] - seen[0], seen[3] - seen[1]) if _is_upright(subpath) else ()
            found.append(max(min(thin, *clipped, thin), HAIR))
    return min(found, default=0.0)


def _is_upright(subpath: Subpath) -> bool:
    ends = zip(subpath, (*subpath[1:], subpath[0]), strict=True)
    return all(abs(one[0] - two[0]) < LEVEL or abs(one[1] - two[1]) < LEVEL for one, two in ends)


# Pictures, forms, shadings


def _draw(walker: Walker, operands: Operands) -> None:
    thing = walker.frame.resources.XObject[str(operands[0])]
    kind = str(thing.get("/Subtype"))
    if kind == "/Image":
        _draw_picture(walker, thing)
    elif kind == "/Form":
        walker.form(thing)
    else:
        walker.flaw(f"there is something on the page that is neither a picture nor a form ({kind})")


def _draw_picture(walker: Walker, image: Any) -> None:
    is_mask = bool(image.get("/ImageMask", image.get("/IM", False)))
    width, height = int(image.get("/Width", image.get("/W", 0))), int(image.get("/Height", image.get("/H", 0)))
    bits = 1 if is_mask else int(image.get("/BitsPerComponent", image.get("/BPC", 8)))
    matrix = walker.state.matrix
    across, up = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
    ppi = min(width / across if across else 1e6, height / up if up else 1e6) * 72
    space = space_of(image.get("/ColorSpace", image.get("/CS")), walker.frame.resources)
    if space is UNKNOWN and str(image.get("/Filter")) == "/JPXDecode":
        space = Space("JPEG 2000 colour", 0)
    paint = walker.state.fill if is_mask else Paint(space)
    walker.add("image", box_around(matrix, (0, 0, 1, 1)), paint, picture=PlacedImage(width, height, bits, ppi))


def _shade(walker: Walker, operands: Operands) -> None:
    walker.shading(walker.frame.resources.Shading[str(operands[0])], walker.state.clip)


OPERATORS: dict[str, tuple[int | None, Action | None]] = {
    "q": (0, _save),
    "Q": (0, _restore),
    "cm": (6, _transform),
    "gs": (1, _set_parameters),
    "w": (1, number("width")),
    **dict.fromkeys(
        ("J", "j", "M", "ri", "i", "d0", "d", "d1", "MP", "DP", "BMC", "BDC", "EMC", "BX", "EX"), (None, None)
    ),
    "g": (1, _device(GRAY, stroke=False)),
    "G": (1, _device(GRAY, stroke=True)),
    "rg": (3, _device(RGB, stroke=False)),
    "RG": (3, _device(RGB, stroke=True)),
    "k": (4, _device(CMYK, stroke=False)),
    "K": (4, _device(CMYK, stroke=True)),
    "cs": (1, lambda walker, operands: _choose_space(walker, operands, stroke=False)),
    "CS": (1, lambda walker, operands: _choose_space(walker, operands, stroke=True)),
    **dict.fromkeys(("sc", "scn"), (None, lambda walker, operands: _choose_colour(walker, operands, stroke=False))),
    **dict.fromkeys(("SC", "SCN"), (None, lambda walker, operands: _choose_colour(walker, operands, stroke=True))),
    "m": (2, _move),
    "l": (2, _line),
    "c": (6, _curve("both")),
    "v": (4, _curve("start")),
    "y": (4, _curve("end")),
    "re": (4, _rectangle),
    "h": (0, _close),
    "W": (0, _clip),
    "W*": (0, _clip),
    "n": (0, _paint_path(fill=False, stroke=False)),
    **dict.fromkeys(("f", "F"), (0, _paint_path(fill=True, stroke=False))),
    "f*": (0, _paint_path(fill=True, stroke=False, even_odd=True)),
    **dict.fromkeys(("S", "s"), (0, _paint_path(fill=False, stroke=True))),
    **dict.fromkeys(("B", "b"), (0, _paint_path(fill=True, stroke=True))),
    **dict.fromkeys(("B*", "b*"), (0, _paint_path(fill=True, stroke=True, even_odd=True))),
    **TEXT_OPERATORS,
    "Do": (1, _draw),
    "INLINE IMAGE": (1, lambda walker, operands: _draw_picture(walker, operands[0].obj)),
    "sh": (1, _shade),
}
