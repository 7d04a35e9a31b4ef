# SPDX-License-Identifier: MIT
"""Follow every operator of a page, into its forms, patterns, glyphs, masks and annotations, and list what it paints.

A page goes in; marks come out in painting order, with their colour, size and position, and with every flaw in the
streams. The effect of each operator is in the table of `operators`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from leaflets.core.geometry import EVERYWHERE, SAME, Point, Points, around, box_around, is_empty, meet, scale_of
from leaflets.preflight.press.paint import Paint, Space, space_of
from leaflets.preflight.press.state import GraphicsState, Kind, PaintedMark
from leaflets.preflight.press.text import EmbeddedFont, read_font

DEEPEST, LONGEST = 12, 2_000_000
"""Limits for nested forms and for the operators of a file; no leaflet comes near."""
NOTHING = pikepdf.Dictionary()
HAIR = 1e-4
WRONG = (TypeError, ValueError, KeyError, AttributeError, IndexError, pikepdf.PdfError)

Operands = list[Any]
Action = Callable[["Walker", Operands], None]


def matrix_of(holder: pikepdf.Object) -> pikepdf.Matrix:
    """Return the transformation of a form or a pattern."""
    return pikepdf.Matrix(*map(float, holder.get("/Matrix", SAME.shorthand)))


@dataclass
class StreamFrame:
    """The state of one stream: its resources, the states that it has saved, the current path."""

    resources: pikepdf.Object
    saved: list[GraphicsState] = field(default_factory=list)
    path: list[list[Point]] = field(default_factory=list)
    clips: bool = False
    line: pikepdf.Matrix = SAME
    """The start of the line of text."""
    pen: pikepdf.Matrix = SAME


@dataclass
class Walker:
    """Walks over the pages of one file; everything except the marks is collected over all pages."""

    operators: Mapping[str, tuple[int | None, Action | None]]
    """The functions of the operators, with the number of operands: see `operators`."""
    marks: list[PaintedMark] = field(default_factory=list)
    fonts: dict[str, EmbeddedFont] = field(default_factory=dict)
    groups: list[tuple[int, pikepdf.Object, pikepdf.Object]] = field(default_factory=list)
    """Transparency groups, with their page and resources."""
    shadings: list[tuple[int, pikepdf.Object, Space]] = field(default_factory=list)
    flaws: list[tuple[int, str]] = field(default_factory=list)
    replaced: list[tuple[int, str]] = field(default_factory=list)
    """Colour spaces that silently replace a device space, with their page."""
    state: GraphicsState = field(default_factory=GraphicsState)
    frame: StreamFrame = field(default_factory=lambda: StreamFrame(NOTHING))
    page: int = 0
    depth: int = 0
    steps: int = 0
    window: Points | None = None
    """The box of the pattern, glyph, mask or annotation that is being followed."""
    _read: dict[tuple[int, int], EmbeddedFont] = field(default_factory=dict)

    def walk(self, page: pikepdf.Page, number: int) -> list[PaintedMark]:
        self.marks, self.page = [], number
        left, bottom, right, top = (float(value) for value in page.mediabox)
        self.state = GraphicsState(clip=(left, bottom, right, top))
        resources = page.obj.get("/Resources", NOTHING)
        if "/Group" in page.obj:
            self.groups.append((number, page.obj.Group, resources))
        self.stream(page, resources)
        for note in page.obj.get("/Annots", pikepdf.Array()):
            self.note(note)
        return self.marks

    def stream(self, holder: Any, resources: pikepdf.Object) -> None:
        """Follow one stream of operators, and return to the state before it."""
        if self.depth > DEEPEST:
            self.flaw("forms are nested without end")
            return
        state, frame = self.state, self.frame
        self.state, self.frame = replace(state), StreamFrame(resources)
        self.depth += 1
        self.replaced += [
            (self.page, name[1:])
            for name, _ in resources.get("/ColorSpace", NOTHING).items()
            if name.startswith("/Default")
        ]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)  # this is how a truncated stream is reported
                instructions = pikepdf.parse_content_stream(holder)
            for instruction in instructions:
                self.step(str(instruction.operator), list(instruction.operands))
        except (pikepdf.PdfError, pikepdf.PdfParsingError, UserWarning) as error:
            self.flaw(f"a stream of operators cannot be read ({error})")
        if self.frame.saved:
            self.flaw("a stream saves the graphics state and does not restore it (q without Q)")
        self.depth -= 1
        self.state, self.frame = state, frame

    def step(self, operator: str, operands: list[Any]) -> None:
        self.steps += 1
        if self.steps > LONGEST:
            raise ValueError(f"it has more than {LONGEST} drawing operators")
        if (entry := self.operators.get(operator)) is None:
            self.flaw(f"the operator '{operator[:12]}' does not exist")
            return
        count, action = entry
        if count is not None and len(operands) != count:
            self.flaw(f"the operator '{operator}' has {len(operands)} operands instead of {count}")
        elif action is not None:
            try:
                action(self, operands)
            except WRONG as error:
                self.flaw(f"the operator '{operator}' is not valid here ({type(error).__name__}: {error})")

    def flaw(self, message: str) -> None:
        if (self.page, message) not in self.flaws:
            self.flaws.append((self.page, message))

    def add(self, kind: Kind, box: Points, paint: Paint, **details: Any) -> None:
        """Record a mark if any of it is visible, and what its pattern is made of."""
        state = self.state
        seen = self.window or meet(box, state.clip)
        if is_empty(seen):
            return
        details = {"overprints": state.fill_overprints, "alpha": state.fill_alpha, **details}
        mark = PaintedMark(
            kind,
            self.page,
            seen,
            paint,
            overprint_mode=state.overprint_mode,
            blend=state.blend,
            soft_mask=state.soft_mask,
            inside=self.window is not None,
            **details,
        )
        self.marks.append(mark)
        if paint.pattern is not None:
            self.pattern(paint.pattern, seen)

    # Nested content

    def inside(self, holder: pikepdf.Object, matrix: pikepdf.Matrix, window: Points) -> None:
        """Follow the stream of a pattern, glyph, mask or annotation; its marks have the window as their place."""
        state, outer = self.state, self.window
        self.state = GraphicsState(matrix=matrix, clip=EVERYWHERE)
        self.window = outer or window
        self.stream(holder, holder.get("/Resources", self.frame.resources))
        self.state, self.window = state, outer

    def form(self, form: pikepdf.Object) -> None:
        resources = form.get("/Resources", self.frame.resources)
        if "/Group" in form:
            self.groups.append((self.page, form.Group, resources))
        state = self.state
        matrix = matrix_of(form) @ state.matrix
        clip = meet(state.clip, box_around(matrix, map(float, form.BBox)))
        self.state = replace(state, matrix=matrix, clip=clip)
        self.stream(form, resources)
        self.state = state

    def mask(self, mask: pikepdf.Object) -> None:
        if "/Group" in mask.G:
            self.groups.append((self.page, mask.G.Group, mask.G.get("/Resources", NOTHING)))
        self.inside(mask.G, self.state.matrix, self.state.clip)

    def pattern(self, pattern: pikepdf.Object, window: Points) -> None:
        if int(pattern.get("/PatternType", 1)) == 2:
            self.shading(pattern.Shading, window)
        else:
            self.inside(pattern, matrix_of(pattern), window)

    def shading(self, shading: pikepdf.Object, window: Points) -> None:
        space = space_of(shading.get("/ColorSpace"), self.frame.resources)
        self.shadings.append((self.page, shading, space))
        self.add("shading", window, Paint(space))

    def note(self, note: pikepdf.Object) -> None:
        """Follow the appearances of an annotation, of which there may be one for each state."""
        corners = [float(value) for value in note.get("/Rect", (0, 0, 0, 0))]
        looks = note.get("/AP", NOTHING).get("/N", NOTHING)
        for look in [looks] if isinstance(looks, pikepdf.Stream) else list(looks.values()):
            if isinstance(look, pikepdf.Stream):
                self.inside(look, SAME, around(zip(corners[::2], corners[1::2], strict=True)))

    def font(self, font: pikepdf.Object) -> EmbeddedFont:
        """Return what is known of a font; the drawings of a Type 3 font are followed once."""
        if font.objgen in self._read and font.objgen != (0, 0):
            return self._read[font.objgen]
        read = self._read[font.objgen] = self.fonts[f"{read_font(font).name} {font.objgen[0]}"] = read_font(font)
        if read.kind == "Type3":
            for glyph in font.get("/CharProcs", NOTHING).values():
                self.inside(glyph, SAME, self.state.clip)
        return read


def stroke_path(walker: Walker, box: Points) -> None:
    """Record the outline of a path or of letters, given their box."""
    state = walker.state
    width = state.width * scale_of(state.matrix)
    wide = (box[0] - width / 2, box[1] - width / 2, box[2] + width / 2, box[3] + width / 2)
    how = {"overprints": state.stroke_overprints, "alpha": state.stroke_alpha}
    walker.add("stroke", wide, state.stroke, size_pt=max(width, HAIR), **how)
