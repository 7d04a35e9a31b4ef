# SPDX-License-Identifier: MIT
"""What rendering returns: the pages as plain values that fitting can measure, and the PDF.

All lengths are millimetres from the top left corner of the trimmed page, y downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitStep:
    """How much spacing, headings and line height are tightened; 1 is as designed. Body text never shrinks."""

    space: float = 1.0
    heading: float = 1.0
    line: float = 1.0
    body: float = 1.0
    """How much larger than 12 pt the body text is, where a design grows."""
    rows: tuple[float, ...] = ()
    """The height in mm of each row of risks, for designs that set the rows of all panels on one grid."""
    spare: tuple[tuple[str, float], ...] = ()
    """The room in mm that words leave on each panel, for designs that use it."""
    title: float = 1.0
    """The size of a title marked data-title, if it breaks badly as designed."""
    title_width: float = 0.0
    """The width in mm at which it breaks well; 0 for all there is."""


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
    """The absolutely positioned block that it belongs to; 0 is the flow of the page."""
    anchored: bool = False
    """The block is fixed to the bottom of the page: the flow must end above it."""
    bleeds: bool = False
    """Marked data-bleed: may leave the safe area."""
    imprint: bool = False
    """Marked data-imprint: small print."""
    title: bool = False
    """Marked data-title: should break well."""
    risk: str = ""
    """The id of its risk, where the design marks it: data-risk."""
    family: str = ""
    quiet: float = 0.0
    """The quiet zone of a QR code, as wide on each side: white, so it may reach over the safe area's edge."""
    frame: float | None = None
    """The top of the frame or coloured field around what is fixed to the bottom, if any."""
    fields: frozenset[int] = frozenset()
    """The fields that it is in, by their places in `DrawnPage.fields`."""

    @property
    def edge(self) -> float:
        """The top for what is above it: its frame's, otherwise its own."""
        return self.top if self.frame is None else min(self.top, self.frame)


@dataclass(frozen=True)
class Slot:
    """Where a school's or clinic's own name can be put: a box in mm from the bottom left corner of a page's trim."""

    page: int
    x: float
    y: float
    width: float
    height: float
    radius: float
    """Of its corners, in mm."""
    mirrored: bool
    """Its page reads from right to left."""
    code: bool
    """It may have a code: one at its end is far enough from those of the page."""
    until: str
    """The line that says until when it is valid, with {date}."""
    alt: str
    """What is said of its code, with {name} and {address}."""


@dataclass(frozen=True)
class DrawnPage:
    """One drawn page; `panel` is the page name of its content."""

    panel: str
    width: float
    height: float
    pieces: tuple[PageItem, ...]
    fields: tuple[PageItem, ...] = ()
    """What is filled with a colour or a drawing, except what the design marks as ground for everything."""
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A layout's PDF: tagged, one page for each panel in reading order, with bleed."""

    pdf: bytes
    pages: int
    panels: tuple[str, ...] = ()
    """The panel of each page; one named twice overflows, which is allowed only in a draft."""
    reads: Mapping[str, str] = field(default_factory=dict)
    """The files and fonts that were looked up for it, by name, with what was found."""
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Words:
    """Words as a PDF of one page, without tags, and the size in mm that they take up at its top left."""

    pdf: bytes
    width: float
    height: float
