# SPDX-License-Identifier: MIT
"""Layouts and editions, by name.

Plain values, so that workers need not load data.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["screen", "office", "press"]


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
    """Publication x format x language x purpose: one PDF."""

    layout: Layout
    purpose: Purpose

    @property
    def id(self) -> str:
        return f"{self.layout.id}.{self.purpose}"

    @property
    def path(self) -> str:
        """The path of the file below `dist/`."""
        return f"pdf/{self.layout.publication}/{self.id}.pdf"
