# SPDX-License-Identifier: MIT
"""What rendering gives: the pages as plain values that fitting can measure, and the PDF.

All lengths are millimetres from the top left corner of the trimmed page, y downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitStep:
    """How far spacing, headings and line height are tightened; 1 is as designed. Body text never shrinks."""

    space: float = 1.0
    heading: float = 1.0
    line: float = 1.0
    spare: tuple[tuple[str, float], ...] = ()
    """The room in mm that words leave on each panel, for designs that use it."""


@dataclass(frozen=True)
class PageItem:
    """A line of text or a picture on a page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""
    """Empty for a picture."""
    size_pt: float = 0.0
    group: int = 0
    """Which placed (absolutely positioned) block it belongs to; 0 is the flow of the page."""
    anchored: bool = False
    """The block hangs from the bottom of the page: the flow must end above it."""
    bleeds: bool = False
    """Marked data-bleed: may leave the safe area."""
    imprint: bool = False
    """Marked data-imprint: small print."""
    risk: str = ""
    """The id of the risk that it is about, where the design marks it: data-risk."""
    family: str = ""
    frame: float | None = None
    """Where the frame or coloured field begins that stands around what hangs from the bottom, if there is one."""

    @property
    def edge(self) -> float:
        """Where it begins for what stands above it: its frame's top, else its own."""
        return self.top if self.frame is None else min(self.top, self.frame)


@dataclass(frozen=True)
class DrawnPage:
    """One drawn page; `panel` is the name of the page that its content asked for."""

    panel: str
    width: float
    height: float
    pieces: tuple[PageItem, ...]


@dataclass(frozen=True)
class Rendered:
    """A layout's PDF: tagged, one page for each panel in reading order, with bleed."""

    pdf: bytes
    pages: int
    panels: tuple[str, ...] = ()
    """The panel of each page; one that is named twice runs over, which only a draft may."""
    reads: Mapping[str, str] = field(default_factory=dict)
    """The files and fonts that were looked up for it, by their names in the inputs, with what was found."""


@dataclass(frozen=True)
class Words:
    """Some words as a PDF of one page, without tags, and the size in mm of the room that they take at its top left."""

    pdf: bytes
    width: float
    height: float
