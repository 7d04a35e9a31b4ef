# SPDX-License-Identifier: MIT
"""What composing returns and rendering takes: HTML, stylesheets, and the record of what a layout prints."""

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
"""The words on every page of an unapproved translation, and of a piece with a doubtful fact."""
"""The words on every page of an unapproved translation, beside the same in its language."""
LAYERS = ("tokens", "sheet", "base", "components", "design")
"""Cascade layers, weakest first."""


@dataclass(frozen=True)
class Stylesheet:
    """A CSS file: its name in the renderer's warnings, its cascade layer and its text."""

    name: str
    layer: str
    text: str

    @property
    def rules(self) -> str:
        """Its rules without empty lines: stylesheets that differ only in those are equal."""
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
    """Ids of the facts printed, in the order of the page."""
    messages: tuple[Message, ...] = ()
    """The messages printed, each once."""
    risks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The titles of the risks on each panel, by panel and id; empty unless the design carries all risks."""
    text_html: str = ""
    """What its text says, if that is not what its pages say."""
    grows: bool = False
    """Does the design use the room that words leave?"""
    review: Review = ORIGINAL
    """The state of its translation's review."""
    proof: bool = False
    """Whether it prints a fact that makes all its editions proofs."""
    pictures: frozenset[str] = frozenset()
    """SHA-256 of every picture accepted for its pages; no other is drawn."""

    @property
    def page_file(self) -> str:
        """The name of the design's template, which is beside the design's stylesheet."""
        names = [sheet.name for sheet in self.stylesheets if sheet.layer == "design"]
        return str(PurePosixPath(names[0]).with_suffix(".html")) if names else ""

    @property
    def unapproved(self) -> bool:
        """Say whether it is a translation that has not been approved as it is."""
        return self.review.status not in ("original", "approved")

    @property
    def file_title(self) -> str:
        """The title for the file, which a viewer shows on its tab: a code and a format, never what it is about.

        It mentions the draft, because screen readers skip the stamp.
        """
        label = f"{self.language.draft_label} · {DRAFT}: " if self.unapproved else f"{PROOF}: " if self.proof else ""
        return f"{label}{self.layout.code}, {self.format.title}, {self.language.name}"

    @property
    def state(self) -> str:
        """The state in the manifest of its editions for screen and office: `final` or `proof`."""
        return "proof" if self.unapproved or self.proof else "final"
