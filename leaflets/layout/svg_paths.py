# SPDX-License-Identifier: MIT
"""Draw the outline of an icon or a QR code once, and copy what was drawn wherever it stands again.

WeasyPrint 70 reads a path of an SVG anew each time; in one of a QR code it finds 1,800 numbers, which takes longer than
the words of the page. The path of a code, which is nothing but runs of modules (see qr.py), is never read by it at all.
What is drawn is the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

PLAIN = re.compile(r"[AaCcHhLlMmQqSsTtVvZz0-9\s,.+-]*")
"""Path data without units, so that it means the same at every size."""
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")
CODE = re.compile(f"(?:{RUN.pattern})+")
SHELF = 300
"""How many outlines are kept; a code takes 15 kB."""


def wrap_drawers(drawers: Mapping[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    """Return the functions that draw the elements of an SVG, the one for paths wrapped so that it draws each once."""
    return {**drawers, "path": wrap_path(drawers["path"])}


def wrap_path(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap the function that draws a path, so that what was drawn once is copied."""
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
                node.vertices.clear()  # they are for markers
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
