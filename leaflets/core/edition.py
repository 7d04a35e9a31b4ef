# SPDX-License-Identifier: MIT
"""Layouts and editions, by name.

Plain values, so that workers need not load data.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["screen", "office", "press", "picture", "caption", "text"]
"""A PDF for screens, an office printer or the press; a picture; the words to share with it; the whole text."""
Kind = Literal["pdf", "picture", "text"]
PURPOSES: tuple[Purpose, ...] = ("screen", "office", "press", "picture", "caption", "text")


@dataclass(frozen=True)
class Layout:
    """One publication in one format and language, laid out once for all purposes."""

    publication: str
    """The id; in a series, with the member's: `one-risk-grooming`."""
    source: str
    """The id in data.yaml: `one-risk`."""
    format: str
    language: str
    code: str
    risk: str | None = None

    @property
    def id(self) -> str:
        return f"{self.publication}.{self.format}.{self.language}"


@dataclass(frozen=True)
class Edition:
    """Publication x format x language x purpose: one PDF, one text, or a picture of each page."""

    layout: Layout
    purpose: Purpose

    @property
    def id(self) -> str:
        return f"{self.layout.id}.{self.purpose}"

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.purpose, "pdf")

    @property
    def path(self) -> str:
        """The path of the file below `dist/`; of pictures, the first."""
        name = self.layout.publication
        names: dict[Purpose, str] = {
            "picture": f"{self.layout.id}.1.png",
            "caption": f"{name}.share.{self.layout.language}.txt",
            "text": f"{name}.{self.layout.language}.txt",
        }
        return f"{self.kind}/{name}/{names.get(self.purpose, f'{self.id}.pdf')}"

    def page_pictures(self, pages: int) -> Iterator[str]:
        """Yield the paths of the pictures of its pages below `dist/`: previews, or the pictures that it is itself."""
        folder = {"screen": "preview", "picture": "picture"}.get(self.purpose)
        for number in range(1, pages + 1) if folder else ():
            yield f"{folder}/{self.layout.publication}/{self.layout.id}.{number}.png"


KINDS: dict[Purpose, Kind] = {"picture": "picture", "caption": "text", "text": "text"}
"""The kinds of files that are not PDFs."""
