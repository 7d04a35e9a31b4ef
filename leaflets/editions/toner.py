# SPDX-License-Identifier: MIT
"""Redraw a page for a black-and-white printer and copier: black text, outlines instead of fields, line art.

A field in colour becomes white: within the page it is framed, one that bleeds keeps a rule at each inner edge. White
fields that lay on colour are framed too; bullets and rules become black. In pictures shapes are paler, an outline runs
around all that touch in one colour, and light lines and details become black. Signs in two colours become black and
white. Pictures among the words (QR codes, logos) are not redrawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

import pikepdf

from leaflets.core.colour import Rgb
from leaflets.core.formats import points
from leaflets.core.geometry import SAME, Points, box_around, meet, overlap, scale_of
from leaflets.editions.content_stream import (
    PAINTS,
    StreamEditor,
    StreamState,
    alphas_of,
    matrix_of,
    outside_strings,
    split,
)
from leaflets.editions.drawn_path import DrawnPath, inner_edges, is_within, path_of, rectangle
from leaflets.editions.tones import BLACK, WHITE, darkness, fills_in, pale, spelled, strokes_in

INK, DARK, LIGHT = 0.85, 0.5, 0.02
"""The darkness, from 0 to 1, of the ink of words, of a dark field, and of what is nearly white."""
RULE_PT, FRAME_PT, HEAVY_PT, OUTLINE_PT = 1.0, 0.75, 1.5, 0.75
NARROW, FRAMED, SIGN = points(3), points(8), points(14)
"""Narrower fields are bullets and rules; dark fields from that size have a heavy frame; smaller signs stay dark."""
LEAST_DETAIL, MOST_DETAIL, DETAIL_SHARE = points(2), points(7), 0.14
"""A white shape of a picture is a detail, such as an eye, up to that share of what it lies on, within limits."""
LIMB, LIMB_SHARE, THINNER = points(2.5), 0.016, 0.7
"""Lines wider than that, and than that share of the picture, are limbs; white ones that become black are thinner."""
Redrawn = dict[tuple[int, int], tuple[pikepdf.Object, bytes]]
Tone = Literal["paper", "field", "black", "photograph"]

OPERATOR = outside_strings(
    rb"(?<![^\s\])>])(?:q|Q|cm|Tm|rg|RG|g|G|k|K|cs|CS|scn?|SCN?|gs|w|J|W\*?|Do|sh|f\*?|F|[bB]\*?|[sS])(?=[\s/\[<(]|$)"
)
COLOUR = re.compile(rb"(\S+ \S+ \S+) (?:rg|RG)\b")


class StreamPlace(NamedTuple):
    """A place in a stream that is being written: the number of pieces before it, and the axes there."""

    number: int
    axes: pikepdf.Matrix


START = StreamPlace(0, SAME)
Clips = tuple[tuple[DrawnPath, StreamPlace], ...]
"""Clipping paths, each with the place of the `q` before it."""


@dataclass(frozen=True)
class ToneState(StreamState):
    """The graphics state as designed."""

    fill: Rgb | None = BLACK
    """None: a pattern, or a colour in another space, which stays as it is."""
    stroke: Rgb | None = BLACK
    blends: bool = False
    width: float = 1.0
    cap: bytes = b"0"
    clips: Clips = ()
    opened: StreamPlace = START
    """The place of the last `q`."""


class OutlinedRun(NamedTuple):
    """Shapes of one colour with a common outline, which is drawn beneath the first."""

    colour: Rgb
    clips: Clips
    begins: int
    """The number of shapes before."""
    place: StreamPlace


@dataclass
class TonerPage:
    """A page: its trim, all redrawn streams, and what has been painted on it (box, tone, colour as designed)."""

    trim: Points
    done: Redrawn
    painted: list[tuple[Points, Tone, Rgb | None]] = field(default_factory=list)
    ruled: list[tuple[Points, Points]] = field(default_factory=list)
    """Fields that bleed, each with a rule at an inner edge."""

    def ground(self, x: float, y: float, colour: Rgb) -> tuple[Tone, float]:
        """Return the tone and size of what lies at a point, other than in that colour."""
        for (left, bottom, right, top), tone, own in reversed(self.painted):
            if own != colour and left <= x <= right and bottom <= y <= top:
                return tone, max(right - left, top - bottom)
        return "paper", 0.0

    def has_border(self, rule: Points) -> bool:
        """Return whether a black border lies along the whole of a rule."""
        left, bottom, right, top = rule
        long, near = max(right - left, top - bottom), (left - 1, bottom - 1, right + 1, top + 1)
        borders = [meet(near, box) for box, tone, _ in self.painted if tone == "black" and overlap(near, box)]
        return any(max(box[2] - box[0], box[3] - box[1]) > 0.9 * long for box in borders)

    def redraw(self, form: pikepdf.Object, state: ToneState, *, is_picture: bool) -> None:
        """Redraw a form and those that it draws, each once."""
        if form.objgen not in self.done:
            self.done[form.objgen] = form, b""
            axes = pikepdf.Matrix(form.Matrix) if "/Matrix" in form else SAME
            start = replace(state, matrix=axes @ state.matrix, clips=())
            stream = _TonerStream(self, form.get("/Resources", pikepdf.Dictionary()), start, is_picture=is_picture)
            stream.window = state.clips[-1][0] if state.clips else None
            self.done[form.objgen] = form, stream.run(form.read_bytes())


def to_toner(sheets: pikepdf.Pdf, sizes: Sequence[tuple[float, float]]) -> None:
    """Redraw the pages placed on sheets; their trimmed sizes are in mm."""
    done: Redrawn = {}
    for sheet in sheets.pages:
        for name, form in sheet.Resources.XObject.items():
            width, height = sizes[int(name.removeprefix("/P"))]
            page = TonerPage((0.0, 0.0, points(width), points(height)), done)
            page.redraw(form, ToneState(), is_picture=False)
    for stream, content in done.values():
        stream.write(content)


class _TonerStream(StreamEditor):
    """The fields and words of a page, or a picture behind them."""

    operators = OPERATOR

    def __init__(self, page: TonerPage, resources: pikepdf.Object, state: ToneState, *, is_picture: bool) -> None:
        super().__init__(state, dict(alphas_of(resources)))
        self.page, self.resources, self.is_picture = page, resources, is_picture
        self.is_sign = False
        self.home: pikepdf.Matrix | None = None
        """The axes of the page's own fields, on which opacity is first set; pictures among the words have others."""
        self.shapes: list[tuple[Points, Rgb | None]] = []
        """The box and colour, as designed, of everything painted."""
        self.runs: list[OutlinedRun] = []
        self.window: DrawnPath | None = None
        """The part of a picture that shows."""
        self.under: dict[int, bytes] = {}
        """Outlines, by the number of the piece before which they are drawn."""

    def run(self, content: bytes) -> bytes:
        self.is_sign = self.is_picture and len(set(COLOUR.findall(content))) < 3
        super().run(content)
        return b"".join(self.under.get(number, b"") + piece for number, piece in enumerate(self.out))

    @property
    def here(self) -> StreamPlace:
        return StreamPlace(len(self.out), self.state.matrix)

    # The graphics state

    def save(self, before: bytes, operator: bytes) -> bytes:
        self.stack.append(self.state)
        self.state = replace(self.state, opened=self.here)
        return before + operator

    def set_line(self, before: bytes, operator: bytes) -> bytes:
        value = split(before, 1)[1][0]
        self.state = replace(self.state, cap=value) if operator == b"J" else replace(self.state, width=float(value))
        return before + operator

    def clip(self, before: bytes, operator: bytes) -> bytes:
        """Note a clip; a page's rectangle opens a little, so that outlines at the edge of a picture are whole."""
        if path := path_of(before, self.state.matrix):
            self.state = replace(self.state, clips=(*self.state.clips, (path, self.state.opened)))
        rest, operands = split(before, 5)
        if self.is_picture or operands[-1] != b"re":
            return before + operator
        x, y, width, height = (float(value) for value in operands[:4])
        room = OUTLINE_PT / scale_of(self.state.matrix)
        return rest + b"\n" + rectangle((x - room, y - room, x + width + room, y + height + room)) + b" " + operator

    def set_graphics_state(self, before: bytes, operator: bytes) -> bytes:
        self.home = self.state.matrix if self.home is None else self.home
        alphas = self.alphas.get(split(before, 1)[1][0].decode())
        if alphas is None:
            self.state = replace(self.state, blends=True)
        else:
            self.set_opacity(alphas)
        return before + operator

    def set_colour(self, before: bytes, operator: bytes) -> bytes:
        """Remember a colour; it is written where something is painted."""
        rest, operands = split(before, 3 if operator in (b"rg", b"RG") else 1)
        red, green, blue = (float(value) for value in (operands * 3)[:3])
        side = "stroke" if operator.isupper() else "fill"
        self.state = replace(self.state, **{side: (red, green, blue)})
        return rest

    def set_in_space(self, before: bytes, operator: bytes) -> bytes:
        self.state = replace(self.state, **{"stroke" if operator.isupper() else "fill": None})
        return before + operator

    # What is painted

    def place_text(self, before: bytes, operator: bytes) -> bytes:
        """Make words black, unless they lie on a photograph: where those are light, preflight refuses the page."""
        at = matrix_of(before) @ self.state.matrix
        kept = self.state.fill if self.page.ground(at.e, at.f, BLACK)[0] == "photograph" else BLACK
        return fills_in(kept or BLACK) + before + operator

    def shade(self, before: bytes, operator: bytes) -> bytes:
        """Note a gradient or a raster image, which is not redrawn."""
        clips = self.state.clips if operator == b"sh" else ()
        box = clips[-1][0].box if clips else box_around(self.state.matrix, (0, 0, 1, 1))
        self.page.painted.append((box, "photograph", None))
        return before + operator

    def draw(self, before: bytes, operator: bytes) -> bytes:
        item = self.resources.XObject[split(before, 1)[1][0].decode()]
        after = b""
        if item.Subtype != "/Form":
            return self.as_designed() + self.shade(before, operator)
        if not self.state.blends:
            self.page.redraw(item, self.state, is_picture=True)
            for path, _ in self.state.clips[-1:]:
                self.shapes.append((path.box, None))
                after = self.rules(path.box)
        return self.as_designed() + before + operator + after

    def paint(self, before: bytes, operator: bytes) -> bytes:
        state, (fills, strokes) = self.state, self.paints(operator)
        self.home = state.matrix if self.home is None else self.home
        if not (fills or strokes):
            return before + b"n"
        colour = state.fill if fills else state.stroke
        if state.blends or colour is None or not (self.is_picture or state.matrix == self.home):
            return self.as_designed() + before + operator
        if not (path := path_of(before, state.matrix)):
            return before + operator
        if not fills:
            written = self.line(path, colour) + before + operator
        elif self.is_picture:
            written = self.shape(path, colour, width=state.width * scale_of(state.matrix) * strokes) + before + operator
        else:
            written = self.field(path, colour) + before + operator + self.rules(path.box)
        self.shapes.append((path.box, colour))
        return written

    def field(self, path: DrawnPath, colour: Rgb) -> bytes:
        """Return the colour of a field, a bullet, a rule or a border; note the rules at the edges of a field."""
        place, clips = self.here, self.state.clips
        for number, (shape, opened) in enumerate(clips if path.is_box else ()):
            if is_within(shape.box, path.box):
                path, place, clips = shape, opened, clips[:number]
                break
        dark, (below, _), short = darkness(colour), self.page.ground(*path.middle, colour), min(path.sides)
        if dark < LIGHT and below == "paper":
            return self.painted(path, "paper", WHITE)
        if short < NARROW:
            return self.painted(path, "black", BLACK)
        edges = inner_edges(path.box, self.page.trim, HEAVY_PT if dark > DARK else RULE_PT, out=OUTLINE_PT)
        if len(edges) == 4 and not self.is_picture:
            heavy = dark > DARK and short > FRAMED
            self.outline(path.closed, colour, 2 * (HEAVY_PT if heavy else FRAME_PT), place=place, clips=clips)
        else:
            self.page.ruled += [(path.box, edge) for edge in edges if not self.page.has_border(edge)]
        return self.painted(path, "paper" if dark < LIGHT else "field", WHITE)

    def rules(self, box: Points) -> bytes:
        """Return the rules of the fields that hold a box, which has just been painted."""
        drawn = b" ".join(rectangle(edge) for field, edge in self.page.ruled if is_within(box, field))
        return b"\nq %s cm 0 g %s f Q" % (spelled(self.state.matrix.inverse().shorthand), drawn) if drawn else b""

    def shape(self, path: DrawnPath, colour: Rgb, *, width: float) -> bytes:
        """Return the colour of a shape of a picture, whose edge is drawn with a line of that width."""
        if self.window and path.has_four_corners and is_within(self.window.box, path.box):  # the picture's ground
            return self.field(self.window, colour)
        dark, size, (below, room) = darkness(colour), max(path.sides), self.page.ground(*path.middle, colour)
        detail = min(max(LEAST_DETAIL, DETAIL_SHARE * room), MOST_DETAIL) if dark < LIGHT else NARROW
        sign = self.is_sign and dark > DARK and below == "paper" and (size < SIGN or bool(self.shapes))
        if dark > INK or sign or (below == "field" and size < detail):
            return self.painted(path, "black", BLACK)
        if below != "black" and (dark > LIGHT or below == "field"):
            self.outline(path.closed, colour, width + 2 * OUTLINE_PT, place=self.here, clips=self.state.clips)
        return self.painted(path, "field" if dark > LIGHT else "paper", pale(colour))

    def line(self, path: DrawnPath, colour: Rgb) -> bytes:
        """Return the colour of a line of a picture."""
        dark, (below, _) = darkness(colour), self.page.ground(*path.start, colour)
        width = self.state.width * scale_of(self.state.matrix)
        if dark > INK or width < max(LIMB, LIMB_SHARE * self.window.sides[0] if self.window else 0):
            if dark > LIGHT or below == "black":
                return strokes_in(WHITE if below == "black" and dark < DARK else BLACK)
            return b"\n%.3f w" % (THINNER * self.state.width) + strokes_in(BLACK)
        self.outline(path, colour, width + 2 * OUTLINE_PT, place=self.here, clips=self.state.clips)
        return strokes_in(pale(colour))

    def painted(self, path: DrawnPath, tone: Tone, colour: Rgb) -> bytes:
        """Note what is painted, and return the operators of its colour."""
        box = path.box
        for clip, _ in self.state.clips:
            box = meet(box, clip.box)
        self.page.painted.append((box, tone, self.state.fill or BLACK))
        return fills_in(colour) + strokes_in(colour)

    def as_designed(self) -> bytes:
        """Return the operators of both colours as designed; what is nearly black is black."""
        fill, stroke = (one and (BLACK if darkness(one) > INK else one) for one in (self.state.fill, self.state.stroke))
        return (fills_in(fill) if fill else b"") + (strokes_in(stroke) if stroke else b"")

    def outline(self, path: DrawnPath, colour: Rgb, width: float, *, place: StreamPlace, clips: Clips) -> None:
        """Draw an outline beneath the first shape of the colour since when nothing else was painted in its way."""
        left, bottom, right, top = path.box
        room = (left - width, bottom - width, right + width, top + width)
        for run in self.runs:
            if (run.colour, run.clips) == (colour, clips) and self.is_free(room, colour, run.begins):
                place = run.place
                break
        else:
            self.runs.insert(0, OutlinedRun(colour, clips, len(self.shapes), place))
        cap, join = (self.state.cap, 1) if self.is_picture else (b"0", 0)
        pen = b"%s cm [] 0 d 0 G %.2f w %s J %d j" % (spelled(place.axes.inverse().shorthand), width, cap, join)
        self.under[place.number] = self.under.get(place.number, b"") + b"\nq %s %s S Q\n" % (pen, path.drawn)

    def is_free(self, room: Points, colour: Rgb, begins: int) -> bool:
        """Return whether nothing in another colour has been painted there since a shape."""
        return not any(other != colour and overlap(room, box) for box, other in self.shapes[begins:])


_TonerStream.handlers = {
    b"q": _TonerStream.save,
    b"Q": _TonerStream.restore,
    b"cm": _TonerStream.transform,
    b"gs": _TonerStream.set_graphics_state,
    b"Tm": _TonerStream.place_text,
    b"sh": _TonerStream.shade,
    b"Do": _TonerStream.draw,
    **dict.fromkeys((b"w", b"J"), _TonerStream.set_line),
    **dict.fromkeys((b"W", b"W*"), _TonerStream.clip),
    **dict.fromkeys(PAINTS, _TonerStream.paint),
    **dict.fromkeys((b"rg", b"RG", b"g", b"G"), _TonerStream.set_colour),
    **dict.fromkeys((b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"), _TonerStream.set_in_space),
}
