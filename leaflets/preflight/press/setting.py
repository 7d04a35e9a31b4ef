# SPDX-License-Identifier: MIT
"""The operators that set text: the position, how far a string moves it, its colour."""

from __future__ import annotations

from math import hypot

import pikepdf

from leaflets.core.geometry import SAME, box_around
from leaflets.preflight.press.text import ABOVE, BELOW
from leaflets.preflight.press.walk import Action, Operands, Walker, stroke_path

HIDDEN = (3, 7)
OUTLINED = (1, 5)
STROKED = (1, 2, 5, 6)


def number(name: str, scale: float = 1.0) -> Action:
    """Return the operator that sets one number of the graphics state."""

    def action(walker: Walker, operands: Operands) -> None:
        setattr(walker.state, name, float(operands[0]) * scale)

    return action


def _choose_font(walker: Walker, operands: Operands) -> None:
    walker.state.font = walker.font(walker.frame.resources.Font[str(operands[0])])
    walker.state.size = float(operands[1])


def _place_line(walker: Walker, operands: Operands) -> None:
    walker.frame.line = walker.frame.pen = pikepdf.Matrix(*map(float, operands)) if operands else SAME


def _next_line(walker: Walker, operands: Operands) -> None:
    x, y = map(float, operands) if operands else (0.0, -walker.state.leading)
    walker.frame.line = walker.frame.pen = pikepdf.Matrix(1, 0, 0, 1, x, y) @ walker.frame.line


def _next_line_and_leading(walker: Walker, operands: Operands) -> None:
    walker.state.leading = -float(operands[1])
    _next_line(walker, operands)


def _show(walker: Walker, operands: Operands) -> None:
    _show_pieces(walker, [[operands[-1]]])


def _show_on_next_line(walker: Walker, operands: Operands) -> None:
    if len(operands) == 3:
        walker.state.word_space, walker.state.letter_space = float(operands[0]), float(operands[1])
    _next_line(walker, [])
    _show(walker, operands)


def _show_pieces(walker: Walker, operands: Operands) -> None:
    state, frame = walker.state, walker.frame
    if state.font is None:
        walker.flaw("text is set before a font is chosen")
        return
    length, inked = 0.0, False
    for piece in operands[0]:
        if isinstance(piece, pikepdf.String | str | bytes):
            text = bytes(piece) if not isinstance(piece, str) else piece.encode("latin-1", "replace")
            inked = inked or bool(text.strip(b" "))
            length += state.font.run(text, state.size, state.letter_space, state.word_space)
        else:
            length -= float(piece) / 1000 * state.size
    matrix = pikepdf.Matrix(1, 0, 0, 1, 0, state.rise) @ frame.pen @ state.matrix
    frame.pen = pikepdf.Matrix(1, 0, 0, 1, length * state.stretch, 0) @ frame.pen
    if inked and state.mode not in HIDDEN:
        outlined = state.mode in OUTLINED
        box = box_around(matrix, (0, BELOW * state.size, length * state.stretch, ABOVE * state.size))
        if state.mode in STROKED:
            stroke_path(walker, box)
        walker.add(
            "text",
            box,
            state.stroke if outlined else state.fill,
            size_pt=abs(state.size) * hypot(matrix.c, matrix.d),
            overprints=state.stroke_overprints if outlined else state.fill_overprints,
            alpha=state.stroke_alpha if outlined else state.fill_alpha,
            font=state.font.name,
        )


def _mode(walker: Walker, operands: Operands) -> None:
    walker.state.mode = int(operands[0])


TEXT_OPERATORS: dict[str, tuple[int | None, Action | None]] = {
    "BT": (0, _place_line),
    "ET": (0, None),
    "Tc": (1, number("letter_space")),
    "Tw": (1, number("word_space")),
    "Tz": (1, number("stretch", 0.01)),
    "TL": (1, number("leading")),
    "Ts": (1, number("rise")),
    "Tr": (1, _mode),
    "Tf": (2, _choose_font),
    "Tm": (6, _place_line),
    "Td": (2, _next_line),
    "TD": (2, _next_line_and_leading),
    "T*": (0, _next_line),
    "Tj": (1, _show),
    "TJ": (1, _show_pieces),
    "'": (1, _show_on_next_line),
    '"': (3, _show_on_next_line),
}
