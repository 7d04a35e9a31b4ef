# SPDX-License-Identifier: MIT
"""Break a title well: on at most two lines of about the same length, and no word alone, whatever the language.

WeasyPrint fills each line before it begins the next. So a title marked `data-title` is laid out once and measured; if
it breaks badly, it is laid out again as wide as the longer half, and smaller if that is wider than the page allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from leaflets.layout.pages import DrawnPage, FitStep, PageItem

MOST_LINES = 2
ALONE = 5
"""A word alone on a line is as bad as a line that is so many letters longer."""
AIR, SHRINK, TRIES = 1.02, 0.93, 6
"""A line's width is shared among its words by their letters, so the halves are known only roughly at first."""


class HasPages(Protocol):
    """Something laid out."""

    @property
    def pages(self) -> tuple[DrawnPage, ...]: ...


D = TypeVar("D", bound=HasPages)


def draw_with_title(draw: Callable[[FitStep], D], step: FitStep) -> tuple[D, FitStep]:
    """Return the layout at that step, and the step with the size and width at which its title breaks best."""
    first = drawn = draw(step)
    lines = title_lines(drawn.pages)
    widths = [(word, width * len(word) / len(text)) for text, width in lines for word in text.split(" ")]
    halves = best_halves([word for word, _ in widths])
    if len(lines) < MOST_LINES or len(widths) < MOST_LINES or [text for text, _ in lines] == halves:
        return first, step
    space = sum(width for _, width in lines) / sum(len(text) for text, _ in lines)
    split = len(halves[0].split(" "))
    wanted = AIR * max(sum(width + space for _, width in half) for half in (widths[:split], widths[split:]))
    first_words = {text: width * len(text.split(" ")[0]) / len(text) for text, width in lines}
    room = min(width + space + first_words[after] for (_, width), (after, _) in pairwise(lines))
    for attempt in range(TRIES if len(lines) > MOST_LINES else 1):
        size = min(1.0, room / wanted) * SHRINK**attempt
        better = replace(step, title=round(size, 3), title_width=round(wanted * size, 2))
        drawn = draw(better)
        if len(title_lines(drawn.pages)) <= MOST_LINES:
            return drawn, better
    return first, step


def title_lines(pages: Sequence[DrawnPage]) -> list[tuple[str, float]]:
    """Return the words of each line of the only title, and the line's width in mm; nothing if there are several."""
    titled = [[piece for piece in page.pieces if piece.title] for page in pages]
    if sum(map(bool, titled)) != 1:
        return []
    lines: list[list[PageItem]] = []
    for piece in next(filter(None, titled)):
        if lines and lines[-1][0].top < (piece.top + piece.bottom) / 2 < lines[-1][0].bottom:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [
        ("".join(one.text for one in line).strip(" "), max(p.right for p in line) - min(p.left for p in line))
        for line in lines
    ]


def best_halves(words: Sequence[str]) -> list[str]:
    """Return the words on two lines, as equal as can be, each with more than one word if there are enough."""

    def badness(at: int) -> int:
        lines = [" ".join(words[:at]), " ".join(words[at:])]
        alone = any(len(line.split()) == 1 for line in lines) and len(" ".join(words).split()) > MOST_LINES + 1
        return max(map(len, lines)) + ALONE * alone

    at = min(range(1, len(words)), key=badness, default=len(words))
    return [" ".join(words[:at]), " ".join(words[at:])]
