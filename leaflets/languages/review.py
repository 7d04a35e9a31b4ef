# SPDX-License-Identifier: MIT
"""How far the review of a publication in a language is; a value that every stage may carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Status = Literal["original", "draft", "approved", "outdated"]


class TranslationEntry(TypedDict):
    """What the manifest says of a translation's review."""

    status: Status
    reviewer: str | None
    date: str | None


@dataclass(frozen=True)
class Review:
    """How far the review of a publication in a language is."""

    status: Status = "draft"
    """`original`: English. `outdated`: it was approved, and has been changed since."""
    reviewer: str | None = None
    date: str | None = None

    @property
    def is_open(self) -> bool:
        """Say whether a reader must still approve it."""
        return self.status in ("draft", "outdated")

    def as_json(self) -> TranslationEntry | None:
        """Return what the manifest says; nothing of English."""
        if self.status == "original":
            return None
        return {"status": self.status, "reviewer": self.reviewer, "date": self.date}


ORIGINAL = Review("original")
"""What the source language is."""
