# SPDX-License-Identifier: MIT
"""What a worker is given and what it gives back: plain values that travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaflets.model import Layout, Purpose
from leaflets.problems import ExitCode, Problem


@dataclass(frozen=True)
class Job:
    """One layout and what to make of it; without purposes it is only composed and fitted."""

    layout: Layout
    purposes: tuple[Purpose, ...] = ()
    finished: Mapping[Purpose, tuple[Path, str]] = field(default_factory=dict)
    """Finished files to check, each with the digest that the manifest has for it."""


@dataclass
class Outcome:
    """What came of a job: files by their path under `dist`, manifest entries, problems."""

    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.OK
    """Why the layout was not made; OK if it was."""
    fault: str = ""
    """A traceback, when the fault is the program's own."""
    verdicts: dict[str, list[Any]] = field(default_factory=dict)
    """What the printer's rules say of each press edition."""
    built_with: dict[str, str] = field(default_factory=dict)
    fills: dict[str, float] = field(default_factory=dict)
    """How full each panel is, from 0 to 1."""
    seconds: float = 0
    memory_mb: float = 0
