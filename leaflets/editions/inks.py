# SPDX-License-Identifier: MIT
"""Recolour a content stream: every palette colour becomes its own inks, and small black text overprints.

Nothing is converted: RGB values are looked up in the palette and replaced by its CMYK values. What cannot be printed
that way (a colour outside the palette, a gradient, transparency) is a fault, with words for the person who must
change it. Black-only text under 12 pt overprints (GWG 2022 R0009), so that slight misregister shows no white edges.
Larger text, shapes, QR codes and everything white knock out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from leaflets.core.colour import Cmyk, Palette
from leaflets.core.geometry import scale_of
from leaflets.editions.content_stream import (
    PAINTS,
    Alphas,
    StreamEditor,
    StreamState,
    matrix_of,
    outside_strings,
    split,
)

BLACK: Cmyk = (0, 0, 0, 1)
PAPER: Cmyk = (0, 0, 0, 0)
SMALL_PT = 11.95
"""Black text under 12 pt overprints; a renderer's 12 may be 11.999."""
OVERPRINT, KNOCK_OUT = b"/Overprint", b"/KnockOut"
GRADIENT = "There is a gradient. Press editions take the CMYK values of the palette, and gradients are not converted."
FLAT_ONLY = "use flat colours: no gradient, no blurred shadow, no opacity."

OPERATOR = outside_strings(
    rb"(?<![^\s\])>])(?:q|Q|cm|BT|ET|Tm|Tf|TJ|Tj|'|\"|rg|RG|g|G|k|K|cs|CS|scn?|SCN?|gs|sh|Do|BI|f\*?|F|[bB]\*?|[sS])"
    rb"(?=[\s/\[<(]|$)"
)
SHOWS = frozenset((b"TJ", b"Tj", b"'", b'"'))
COUNTS = {b"rg": 3, b"RG": 3, b"g": 1, b"G": 1, b"k": 4, b"K": 4}
SPACES = {b"/DeviceRGB": 3, b"/DeviceGray": 1, b"/DeviceCMYK": 4}


@dataclass(frozen=True)
class NotPrintable:
    """Why a page cannot be printed in inks."""

    slug: str
    message: str
    hint: str


@dataclass(frozen=True)
class InkState(StreamState):
    """The graphics state of a page: axes, opacity, inks, colour spaces, type size."""

    fill: Cmyk | None = BLACK
    spaces: tuple[int, int] = (1, 1)
    """The number of components of fill and stroke colours; 0 for a pattern or an unknown space."""
    size: float = 0.0


@dataclass
class Recoloured:
    """A content stream in inks, and the names that it draws."""

    content: bytes = b""
    faults: list[NotPrintable] = field(default_factory=list)
    drawn: dict[str, InkState] = field(default_factory=dict)
    """The pictures and forms that it draws, each with the state when first drawn."""
    patterns: set[str] = field(default_factory=set)


@dataclass
class Recolouring:
    """Recolours streams; `alphas` gives the effect of each named graphics state of a stream."""

    palette: Palette
    known: dict[tuple[bytes, ...], Cmyk | None] = field(default_factory=dict)

    def recolour(self, content: bytes, alphas: Mapping[str, Alphas], start: InkState) -> Recoloured:
        stream = _InkStream(self, alphas, start)
        stream.result.content = stream.run(content)
        return stream.result

    def inks(self, operands: tuple[bytes, ...]) -> Cmyk | None:
        if operands not in self.known:
            values = tuple(float(value) for value in operands)
            self.known[operands] = self._look_up(values)
        return self.known[operands]

    def _look_up(self, values: tuple[float, ...]) -> Cmyk | None:
        if len(values) == 4:
            return values[0], values[1], values[2], values[3]
        red, green, blue = values if len(values) == 3 else values * 3
        found = self.palette.cmyk((red, green, blue))
        if found is None and red == green == blue:
            return {0.0: BLACK, 1.0: PAPER}.get(red)
        return found


class _InkStream(StreamEditor):
    """One stream while it is recoloured."""

    operators = OPERATOR

    def __init__(self, colours: Recolouring, alphas: Mapping[str, Alphas], start: InkState) -> None:
        super().__init__(start, alphas)
        self.colours = colours
        self.text_scale = 1.0
        self.overprints = False
        self.result = Recoloured()

    def begin_text(self, before: bytes, operator: bytes) -> bytes:
        self.text_scale = 1.0
        return before + operator

    def set_text_matrix(self, before: bytes, operator: bytes) -> bytes:
        self.text_scale = scale_of(matrix_of(before))
        return before + operator

    def set_font(self, before: bytes, operator: bytes) -> bytes:
        self.state = replace(self.state, size=abs(float(split(before, 1)[1][0])))
        return before + operator

    def end_text(self, before: bytes, operator: bytes) -> bytes:
        if not self.overprints:
            return before + operator
        self.overprints = False
        return before + operator + b"\n" + KNOCK_OUT + b" gs"

    def draw(self, before: bytes, operator: bytes) -> bytes:
        rest, (name,) = split(before, 1)
        if not self.state.opaque[0]:
            return rest
        self.result.drawn.setdefault(name.decode(), self.state)
        return before + operator

    def refuse(self, before: bytes, operator: bytes) -> bytes:
        if operator == b"sh":
            self.fault("gradient", GRADIENT, FLAT_ONLY)
        else:
            self.fault("inline-picture", "A picture is written into the drawing itself.", "use a picture file.")
        return before + operator

    def paint(self, before: bytes, operator: bytes) -> bytes:
        """Omit invisible paint."""
        fills, strokes = seen = self.paints(operator)
        if seen == PAINTS[operator]:
            return before + operator
        if fills:
            return before + (b"f*" if operator.endswith(b"*") else b"f")
        return before + ((b"s" if operator.startswith(b"b") else b"S") if strokes else b"n")

    def show(self, before: bytes, operator: bytes) -> bytes:
        if not self.state.opaque[0]:
            self.fault("transparent", "There is transparent text.", FLAT_ONLY)
        size = self.state.size * self.text_scale * scale_of(self.state.matrix)
        overprints = self.state.fill == BLACK and size < SMALL_PT
        if overprints == self.overprints:
            return before + operator
        self.overprints = overprints
        return b"\n" + (OVERPRINT if overprints else KNOCK_OUT) + b" gs" + before + operator

    def set_colour(self, before: bytes, operator: bytes) -> bytes:
        rest, operands = split(before, COUNTS[operator])
        return rest + self.inks(operands, stroke=operator.isupper())

    def inks(self, operands: tuple[bytes, ...], *, stroke: bool) -> bytes:
        """Return the operator that sets a colour, in inks."""
        found = self.colours.inks(operands)
        if found is None:
            self.unknown(operands)
        if not stroke:
            self.state = replace(self.state, fill=found)
        numbers = " ".join(f"{share:.4g}" for share in found or BLACK)
        return f"\n{numbers} {'K' if stroke else 'k'}".encode()

    def set_in_space(self, before: bytes, operator: bytes) -> bytes:
        stroke = operator.isupper()
        if operator in (b"cs", b"CS"):
            rest, (name,) = split(before, 1)
            parts = SPACES.get(name, 0)
            fills, strokes = self.state.spaces
            self.state = replace(self.state, spaces=(fills, parts) if stroke else (parts, strokes))
            if not parts:
                if not stroke:
                    self.state = replace(self.state, fill=None)
                return before + operator
            return rest + self.inks((b"0", b"0", b"0", b"1"), stroke=stroke)
        parts = self.state.spaces[1 if stroke else 0]
        if parts:
            rest, operands = split(before, parts)
            return rest + self.inks(operands, stroke=stroke)
        name = split(before, 1)[1][0]
        if name.startswith(b"/"):
            self.result.patterns.add(name.decode())
        else:
            message = "A colour is in a colour space that is not converted."
            self.fault("colour-space", message, "use a colour of the palette.")
        return before + operator

    def set_graphics_state(self, before: bytes, _operator: bytes) -> bytes:
        rest, (name,) = split(before, 1)
        alphas = self.alphas.get(name.decode())
        if alphas is None or any(alpha not in (None, 0, 1) for alpha in alphas):
            self.fault("transparent", "Something is partly transparent or blurred.", FLAT_ONLY)
            return rest
        self.set_opacity(alphas)
        return rest

    def unknown(self, operands: tuple[bytes, ...]) -> None:
        values = [float(value) for value in (operands if len(operands) == 3 else operands * 3)]
        shown = "#" + "".join(f"{round(value * 255):02x}" for value in values)
        message = f"The colour {shown} has no CMYK value in the palette."
        self.fault(
            "colour-not-in-palette", message, f'add it to `palette` in data.yaml: {{rgb: "{shown}", cmyk: [...]}}.'
        )

    def fault(self, slug: str, message: str, hint: str) -> None:
        if (found := NotPrintable(slug, message, hint)) not in self.result.faults:
            self.result.faults.append(found)


_InkStream.handlers = {
    b"q": _InkStream.save,
    b"Q": _InkStream.restore,
    b"cm": _InkStream.transform,
    b"BT": _InkStream.begin_text,
    b"Tm": _InkStream.set_text_matrix,
    b"Tf": _InkStream.set_font,
    b"ET": _InkStream.end_text,
    b"gs": _InkStream.set_graphics_state,
    b"Do": _InkStream.draw,
    b"sh": _InkStream.refuse,
    b"BI": _InkStream.refuse,
    **dict.fromkeys(SHOWS, _InkStream.show),
    **dict.fromkeys(PAINTS, _InkStream.paint),
    **dict.fromkeys(COUNTS, _InkStream.set_colour),
    **dict.fromkeys((b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"), _InkStream.set_in_space),
}
"""What is written for each operator that sets or shows a colour, and for the bytes since the one before it.

A new statement begins at each.
"""
