# SPDX-License-Identifier: MIT
"""Find operators in a content stream and leave its other bytes unchanged.

Patterns are used because pikepdf's tokeniser takes six times as long, 40 ms for a leaflet. Preflight reads streams
with pikepdf, so that a fault here would be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pikepdf

from leaflets.core.geometry import SAME

PLAIN_STATE = frozenset(("/Type", "/ca", "/CA", "/BM", "/SMask", "/AIS"))
Alphas = tuple[float | None, float | None] | None
"""The fill and stroke opacity of a graphics state, None where unchanged; None altogether if it does more."""
PAINTS = {
    **dict.fromkeys((b"f", b"F", b"f*"), (True, False)),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), (True, True)),
    **dict.fromkeys((b"S", b"s"), (False, True)),
}
"""Operators that paint a path: whether they fill it, and whether they stroke it."""
STRING_OR_COMMENT = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|%[^\r\n]*"


def outside_strings(pattern: bytes) -> re.Pattern[bytes]:
    """Return a pattern that skips strings and comments; group 1 is what the given pattern finds between them."""
    return re.compile(STRING_OR_COMMENT + b"|(" + pattern + b")", re.DOTALL)


def statements(content: bytes, operators: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each operator with all bytes since the one before it, and finally the remaining bytes without one."""
    done = 0
    for match in operators.finditer(content):
        if operator := match[1]:
            yield content[done : match.start()], operator
            done = match.end()
    yield content[done:], b""


def remove(content: bytes, statement: re.Pattern[bytes]) -> bytes:
    """Return the stream without what the pattern matches outside strings and comments."""
    return b"".join(before for before, _ in statements(content, statement))


def split(before: bytes, number: int) -> tuple[bytes, tuple[bytes, ...]]:
    """Return what comes before the last operands, and the operands."""
    parts = before.rsplit(None, number)
    rest = parts[0] if len(parts) > number else b""
    return b"\n" + rest, tuple(parts[-number:])


def alphas_of(resources: pikepdf.Object) -> Iterator[tuple[str, Alphas]]:
    """Yield the graphics states of a stream by name, with their fill and stroke opacity."""
    for name, state in resources.get("/ExtGState", pikepdf.Dictionary()).items():
        plain = str(state.get("/BM", "/Normal")) == "/Normal" and str(state.get("/SMask", "/None")) == "/None"
        if not plain or set(state.keys()) - PLAIN_STATE:
            yield name, None
        else:
            fills, strokes = (float(state[key]) if key in state else None for key in ("/ca", "/CA"))
            yield name, (fills, strokes)


@dataclass(frozen=True)
class StreamState:
    """The part of the graphics state that every editor follows."""

    matrix: pikepdf.Matrix = SAME
    opaque: tuple[bool, bool] = (True, True)
    """Whether filling and stroking are visible at all."""


class StreamEditor:
    """Rewrites a stream; each handler takes the bytes before an operator and returns what is written for both."""

    operators: ClassVar[re.Pattern[bytes]]
    handlers: ClassVar[Mapping[bytes, Callable[[Any, bytes, bytes], bytes]]]

    def __init__(self, state: Any, alphas: Mapping[str, Alphas]) -> None:
        self.state, self.alphas = state, alphas
        self.stack: list[Any] = []
        self.out: list[bytes] = []

    def run(self, content: bytes) -> bytes:
        for before, operator in statements(content, self.operators):
            self.out.append(self.handlers[operator](self, before, operator) if operator else before)
        return b"".join(self.out)

    def save(self, before: bytes, operator: bytes) -> bytes:
        self.stack.append(self.state)
        return before + operator

    def restore(self, before: bytes, operator: bytes) -> bytes:
        self.state = self.stack.pop() if self.stack else self.state
        return before + operator

    def transform(self, before: bytes, operator: bytes) -> bytes:
        self.state = replace(self.state, matrix=matrix_of(before) @ self.state.matrix)
        return before + operator

    def set_opacity(self, alphas: tuple[float | None, float | None]) -> None:
        fills, strokes = (old if new is None else new > 0 for old, new in zip(self.state.opaque, alphas, strict=True))
        self.state = replace(self.state, opaque=(fills, strokes))

    def paints(self, operator: bytes) -> tuple[bool, bool]:
        """Return whether an operator visibly fills and strokes a path: the renderer draws transparent borders too."""
        (fills, strokes), (filling, stroking) = PAINTS[operator], self.state.opaque
        return fills and filling, strokes and stroking


def matrix_of(before: bytes) -> pikepdf.Matrix:
    """Return the matrix at the end of the bytes."""
    return pikepdf.Matrix(*map(float, split(before, 6)[1]))
