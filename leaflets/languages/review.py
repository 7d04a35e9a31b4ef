# SPDX-License-Identifier: MIT
"""The state of the review of a publication in a language; every stage may carry this value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

Status = Literal["original", "draft", "approved", "outdated"]


class TranslationEntry(TypedDict):
    """A translation's review in the manifest."""

    status: Status
    reviewer: str | None
    date: str | None


@dataclass(frozen=True)
class Review:
    """The state of the review of a publication in a language."""

    status: Status = "draft"
    """`original`: English. `outdated`: approved, but changed since."""
    reviewer: str | None = None
    date: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status in ("draft", "outdated")

    def as_json(self) -> TranslationEntry | None:
        """Return the entry for the manifest; None for English."""
        if self.status == "original":
            return None
        return {"status": self.status, "reviewer": self.reviewer, "date": self.date}


ORIGINAL = Review("original")
"""The review of the source language."""
