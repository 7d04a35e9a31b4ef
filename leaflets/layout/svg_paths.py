# SPDX-License-Identifier: MIT
"""Draw the outline of an icon or a QR code once, and copy the result wherever it occurs again.

WeasyPrint 70 parses an SVG path each time; a QR code has 1,800 numbers, which takes longer than the words of the
page. The path of a code, which consists only of runs of modules (see qr.py), bypasses WeasyPrint's parser. The
output is the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

PLAIN = re.compile(r"[AaCcHhLlMmQqSsTtVvZz0-9\s,.+-]*")
"""Path data without units, which means the same at every size."""
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")
CODE = re.compile(f"(?:{RUN.pattern})+")
SHELF = 300
"""The number of outlines kept; a code takes 15 kB."""


def wrap_drawers(drawers: Mapping[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    """Return the functions that draw SVG elements, with the one for paths wrapped to draw each only once."""
    return {**drawers, "path": wrap_path(drawers["path"])}


def wrap_path(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap the function that draws a path, so that the result is copied if it was drawn before."""
    shelf: dict[str, bytes] = {}

    def path(svg: Any, node: Any, font_size: Any) -> None:
        data, lines = node.get("d", ""), svg.stream.stream
        if not PLAIN.fullmatch(data) or any(name.startswith("marker") for name in node.attrib):
            original(svg, node, font_size)
            return
        if data not in shelf:
            if CODE.fullmatch(data):
                drawn = draw_code(data)
            else:
                start = len(lines)
                original(svg, node, font_size)
                drawn = b"\n".join(lines[start:])
                del lines[start:]
                node.vertices.clear()  # only for markers
            while len(shelf) >= SHELF:
                del shelf[next(iter(shelf))]
            shelf[data] = drawn
        lines.append(shelf[data])

    return path


def draw_code(data: str) -> bytes:
    """Return the operators that draw a code's runs of modules, each a rectangle one module high."""
    lines = ["0 0 m"]
    for x, y, width in (map(int, run) for run in RUN.findall(data)):
        right, below = x + width, y + 1
        lines += (f"{x} {y} m", f"{right} {y} l", f"{right} {below} l", f"{x} {below} l", "h")
    return "\n".join(lines).encode()
