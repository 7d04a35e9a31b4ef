# SPDX-License-Identifier: MIT
"""Recipes: everything that making a layout depends on; and products: the results.

A maker has only the recipe, and the files, fonts and inks that it looks up by name. What is not in the recipe cannot
matter, and equal recipes make the same bytes: the key of the build's cache is a hash of the recipe, and no list of
dependencies is needed.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from leaflets.core.edition import KINDS, Edition, Purpose
from leaflets.core.problems import Problem
from leaflets.languages.review import Review
from leaflets.layout.composed import Composed, Stylesheet


@dataclass(frozen=True)
class PressConditions:
    """What a press edition depends on, besides what all editions of a layout depend on."""

    doubts: int = 0
    """The number of printed facts that are unverified or overdue."""
    max_ink: float = 300.0
    condition: str = ""
    profile: str = ""
    """SHA-256 of its colour profile."""

    @property
    def warning(self) -> str:
        """The warning on a proof, outside the trim; "" for a file that may be printed."""
        if not self.doubts:
            return ""
        return f"PROOF: {self.doubts} fact{'' if self.doubts == 1 else 's'} not verified: not for print run"


@dataclass(frozen=True)
class Recipe:
    """A layout as it will be made."""

    composed: Composed
    """Without what only the manifest and translators need: see `bare`."""
    version: str
    issued: str
    words: tuple[str, ...] = ()
    """Words that must be read back from every edition: code, version, language, dates."""
    numbers: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    press: PressConditions = PressConditions()
    draft: bool = False
    text: str = ""
    """The words of its text, if it has one."""

    def key(self, purpose: Purpose, tools: str) -> str:
        """Return a hash of everything in the recipe that concerns one edition, and of the tools that make it."""
        if KINDS.get(purpose) == "text":
            return fingerprint((tools, purpose, self.text, self.words, self.numbers))
        return fingerprint((tools, purpose, self.common, self.press if purpose == "press" else None))

    @cached_property
    def common(self) -> str:
        """A hash of what it has for all editions with pages."""
        return fingerprint(replace(self, press=PressConditions(), text=""))


@dataclass(frozen=True)
class MadeEdition:
    """A finished edition: its details for the manifest, its files, and what was looked up for it."""

    path: str
    bytes: int
    pages: int
    trim_mm: tuple[float, float]
    digest: str
    code_pages: Mapping[str, int]
    """The first page with the QR code of each address."""
    files: Mapping[str, str]
    """SHA-256 of the file and of the pictures of its pages, by path under `dist`."""
    reads: Mapping[str, str] = field(default_factory=dict)
    """What was looked up by name for it, with what was found: see `Inputs`."""
    problems: tuple[Problem, ...] = ()
    """Preflight warnings."""
    fills: Mapping[str, float] = field(default_factory=dict)
    """How full each panel is, 1 is full."""

    @property
    def sha256(self) -> str:
        return self.files[self.path]

    def is_of(self, edition: Edition) -> bool:
        """Return whether it can be that edition: its files have the edition's names."""
        names = {self.path, *edition.page_pictures(self.pages)}
        return self.path == edition.path and self.path in self.files and self.files.keys() <= names

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> MadeEdition:
        """Return the product; KeyError or TypeError if the values are not one."""
        problems = tuple(Problem(**problem) for problem in values["problems"])
        width, height = values["trim_mm"]
        return cls(**{**values, "problems": problems, "trim_mm": (width, height)})


def bare(composed: Composed) -> Composed:
    """Return a composed layout without what must not affect making it: reviews, English, permissions."""
    label = composed.language.draft_label if composed.unapproved else ""
    language = replace(
        composed.language,
        babel="",
        english="",
        headings=1.0,
        line_height_least=1.0,
        line_height_min=1.0,  # looked up where the words are tight
        draft_label=label,
        parts=(),
    )
    return replace(
        composed, language=language, facts=(), messages=(), text_html="", review=Review(composed.review.status)
    )


def fingerprint(value: object) -> str:
    """Return a SHA-256 that is the same for equal values; TypeError for unknown types."""
    digest = hashlib.sha256()
    _feed(value, digest)
    return digest.hexdigest()


def _feed(value: object, digest: Any) -> None:
    if isinstance(value, Stylesheet):
        value = ("stylesheet", value.name, value.layer, value.rules)
    if value is None or isinstance(value, str | int | float | datetime.date):
        text = f"{type(value).__name__ if not isinstance(value, str) else 'str'}:{value!s}".encode()
        digest.update(b"%d:" % len(text) + text)
    elif isinstance(value, Mapping):
        _feed(sorted(value.items()), digest)
    elif isinstance(value, list | tuple | frozenset):
        items = sorted(value) if isinstance(value, frozenset) else value
        digest.update(b"[%d:" % len(items))
        for item in items:
            _feed(item, digest)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        _feed([type(value).__name__, *(getattr(value, one.name) for one in dataclasses.fields(value))], digest)
    else:
        raise TypeError(f"{type(value).__name__} cannot be part of a recipe")
