# SPDX-License-Identifier: MIT
"""What composing gives and rendering takes: HTML, stylesheets, and the record of what a layout prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from leaflets.core.edition import Layout
from leaflets.core.formats import Format
from leaflets.core.messages import Message
from leaflets.languages.language import Language
from leaflets.languages.review import ORIGINAL, Review

DRAFT = "DRAFT TRANSLATION"
PROOF = "PROOF"
"""What stands on every page of a translation that no reader has approved, and of a piece with a doubtful fact."""
"""What every page of a translation says that no reader has approved; beside it the same in its language."""
LAYERS = ("tokens", "sheet", "base", "components", "design")
"""Cascade layers, weakest first."""


@dataclass(frozen=True)
class Stylesheet:
    """A CSS file: the name under which the renderer's warnings are reported, its cascade layer and its text."""

    name: str
    layer: str
    text: str

    @property
    def rules(self) -> str:
        """What it says, wherever its lines stand: two stylesheets that differ in empty lines alone say the same."""
        return "\n".join(line.rstrip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class PrintedCode:
    """A QR code of a layout."""

    id: str
    url: str
    width_mm: float
    module_mm: float


@dataclass(frozen=True)
class Composed:
    """A layout ready to be rendered."""

    layout: Layout
    format: Format
    language: Language
    title: str
    html: str
    stylesheets: tuple[Stylesheet, ...]
    codes: tuple[PrintedCode, ...]
    facts: tuple[str, ...]
    """Ids of the facts that are printed, in the order of the page."""
    messages: tuple[Message, ...] = ()
    """The messages that are printed, each once."""
    risks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The titles of the risks on each panel, by panel and by id; empty for a design that does not carry all risks."""
    grows: bool = False
    """Does the design use the room that words leave?"""
    review: Review = ORIGINAL
    """How far the review of its translation is."""
    proof: bool = False
    """Does it print a fact that makes a proof of each of its editions?"""
    pictures: frozenset[str] = frozenset()
    """SHA-256 of every picture that was let in for its pages; no other is drawn."""

    @property
    def page_file(self) -> str:
        """The name of the design's template: it lies beside the design's stylesheet."""
        names = [sheet.name for sheet in self.stylesheets if sheet.layer == "design"]
        return str(PurePosixPath(names[0]).with_suffix(".html")) if names else ""

    @property
    def unapproved(self) -> bool:
        """Say whether it is a translation that no reader has approved as it is."""
        return self.review.status not in ("original", "approved")

    @property
    def file_title(self) -> str:
        """What a file says that its title is: a screen reader does not meet the stamp on a draft."""
        label = f"{self.language.draft_label} · {DRAFT}: " if self.unapproved else f"{PROOF}: " if self.proof else ""
        return label + self.title

    @property
    def state(self) -> str:
        """What the manifest says of its editions for the screen and the office: `final` or `proof`."""
        return "proof" if self.unapproved or self.proof else "final"
