# SPDX-License-Identifier: MIT
"""What a worker is given and what it returns: plain values that travel between processes."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leaflets.build.recipe import MadeEdition, Recipe
from leaflets.core.edition import Layout, Purpose
from leaflets.core.problems import ExitCode, Problem, stopped_by

if TYPE_CHECKING:
    from leaflets.build.manifest import EditionEntry
    from leaflets.preflight.verdict import Verdict


FinishedFile = tuple[Path, str]
"""A finished file to check, or the first of several, and the digest that the manifest has of it."""


@dataclass(frozen=True)
class Task:
    """One layout and what is wanted of it, before it is composed."""

    layout: Layout
    purposes: tuple[Purpose, ...] = ()
    finished: Mapping[Purpose, FinishedFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One layout and what to make from it; without purposes it is only fitted."""

    layout: Layout
    purposes: tuple[Purpose, ...]
    recipe: Recipe
    finished: Mapping[Purpose, FinishedFile] = field(default_factory=dict)
    is_alone: bool = False
    """Whether it has more than one processor to itself."""


@dataclass
class Outcome:
    """The result of a job: files by their path under `dist`, manifest entries, problems."""

    files: dict[str, bytes] = field(default_factory=dict)
    products: dict[str, MadeEdition] = field(default_factory=dict)
    """The product of each edition, by id."""
    entries: list[EditionEntry] = field(default_factory=list)
    """The manifest's entries, added by the process that wrote the recipe."""
    problems: list[Problem] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.OK
    """Why the layout was not made; OK if it was."""
    fault: str = ""
    """A traceback, if the fault is the program's own."""
    verdicts: dict[str, tuple[Verdict, ...]] = field(default_factory=dict)
    """The verdicts of the press rules on each press edition."""
    fills: dict[str, float] = field(default_factory=dict)
    """How full each panel is, from 0 to 1."""
    made: frozenset[str] = frozenset()
    """The ids of the editions made now; the others are unchanged."""
    seconds: float = 0
    memory_mb: float = 0

    @property
    def is_failed(self) -> bool:
        return bool(self.fault or self.exit_code)

    def take_in(self, edition: Outcome) -> None:
        """Add one edition of this layout."""
        self.files |= edition.files
        self.products |= edition.products
        self.verdicts |= edition.verdicts
        self.memory_mb = max(self.memory_mb, edition.memory_mb)

    def fail(self, error: Exception, where: str) -> None:
        """Record what stopped a layout, inside the `except` that caught it: problems, or a fault of ours."""
        if found := stopped_by(error, where):
            self.problems, self.exit_code = list(found.problems), found.exit_code
        else:
            self.fault = traceback.format_exc()
