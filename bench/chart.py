# SPDX-License-Identifier: MIT
"""Results as a drawing: calm horizontal bars on a logarithmic scale, as SVG.

The drawing stands on a card of its own and follows the reader's light or dark scheme, so that any page can show it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from ruamel.yaml import YAML

from bench.project import DATA
from bench.results import Experiment, Row
from bench.table import duration, times
from leaflets.content.brand import COLOURS

CHARTED = ("catalogue", "trifold", "single")
WIDTH, LABELS, BARS, VALUES = 880, 290, 410, 150
LEFT, ROW, BAR, GAP, TOP = 24, 26, 14, 32, 66
STYLE = """
text {{ font: 14px "Atkinson Hyperlegible", "Noto Sans", system-ui, sans-serif; fill: {ink} }}
.title {{ font-size: 18px; font-weight: 700 }} .group {{ font-weight: 700 }} .small {{ font-size: 12px; fill: {grey} }}
.value {{ paint-order: stroke; stroke: {paper}; stroke-width: 5px }}
.card {{ fill: {paper} }} .grid {{ stroke: {rule} }} .ours {{ fill: {parents} }} .peer {{ fill: {grey} }}
@media (prefers-color-scheme: dark) {{
text {{ fill: {paper} }} .small {{ fill: {rule} }} .value {{ stroke: {ink} }} .card {{ fill: {ink} }}
.grid {{ stroke: {grey}; stroke-opacity: 0.5 }}
.ours {{ fill: {parents-mid} }} .peer {{ fill: {grey} }}
}}
"""
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 {width} {height}"'
    ' width="{width}" height="{height}">\n<title id="title">{title}</title>\n<desc id="desc">{words}</desc>\n'
    '<style>{style}</style>\n<rect class="card" width="{width}" height="{height}" rx="8"/>\n'
)
TITLE = "How long Leaflets and other programs take"
SUBTITLE = "Shorter is faster; each line is ten times the one before. In brackets: beside the group’s first row."


def palette() -> dict[str, str]:
    """Return everybody's colours and those of data.yaml by name."""
    data = YAML(typ="safe", pure=True).load(DATA.read_text(encoding="utf-8"))
    own = {name: colour["rgb"] for name, colour in data["palette"].items()}
    return {name: swatch.rgb for name, swatch in COLOURS.items()} | own


def chart(experiments: Sequence[Experiment], colours: Mapping[str, str]) -> str:
    """Return the drawing of the experiments that are charted."""
    shown = [found for found in experiments if found.id in CHARTED and found.rows]
    scale = Scale([row.seconds for found in shown for row in found.rows])
    height = TOP + sum(GAP + ROW * len(found.rows) for found in shown) + 44
    parts = [text(LEFT, 36, TITLE, "title"), text(LEFT, 58, SUBTITLE, "small")]
    y = float(TOP)
    for found in shown:
        y += GAP
        parts.append(text(LEFT, y - 8, f"{found.title}: {found.unit}", "group"))
        parts += lines(scale, y, y + ROW * len(found.rows))
        for row in found.rows:
            parts += bar(row, scale, y)
            y += ROW
    parts += (text(scale.x(tick), height - 20, tick_words(tick), "small", "middle") for tick in scale.ticks)
    head = HEAD.format(
        width=WIDTH, height=height, title=TITLE, words=escape(in_words(shown)), style=STYLE.format(**colours)
    )
    return "\n".join((head.rstrip(), *parts, "</svg>", ""))


class Scale:
    """A logarithmic scale of whole powers of ten around the values."""

    def __init__(self, values: Sequence[float]) -> None:
        known = [value for value in values if value > 0] or [1.0]
        self.low = math.floor(math.log10(min(known)))
        self.high = max(math.ceil(math.log10(max(known))), self.low + 1)

    def x(self, value: float) -> float:
        """Return how far right a value lies."""
        share = (math.log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return LEFT + LABELS + BARS * share

    @property
    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def lines(scale: Scale, top: float, bottom: float) -> Iterator[str]:
    """Yield a line for each power of ten, as high as a group."""
    for tick in scale.ticks:
        yield f'<path class="grid" d="M{scale.x(tick):.1f} {top:.0f}V{bottom:.0f}"/>'


def tick_words(seconds: float) -> str:
    """Return a power of ten as a time: 10 ms, 1 s."""
    return f"{seconds * 1e3:g} ms" if seconds < 1 else f"{seconds:g} s"


def bar(row: Row, scale: Scale, y: float) -> Iterator[str]:
    """Yield a row's label, its bar and what it took."""
    start, end = LEFT + LABELS, scale.x(row.seconds)
    kind = "ours" if row.ours else "peer"
    yield text(LEFT + LABELS - 12, y + BAR, row.name, anchor="end")
    yield f'<rect class="{kind}" x="{start}" y="{y + 2:.1f}" width="{max(end - start, 2):.1f}" height="{BAR}" rx="2"/>'
    yield text(end + 8, y + BAR, value(row), "value")


def value(row: Row) -> str:
    """Return what a row took, and its ratio if it has one."""
    return f"{duration(row.seconds)}{f' ({times(row.ratio)})' if row.ratio else ''}"


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    """Return words at a place."""
    attributes = f' class="{kind}"' if kind else ""
    attributes += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{attributes}>{escape(words)}</text>'


def in_words(experiments: Sequence[Experiment]) -> str:
    """Return the drawing for those who hear it."""
    return " ".join(
        f"{found.title}, time of {found.unit}: {'; '.join(f'{row.name} {value(row)}' for row in found.rows)}."
        for found in experiments
    )
