# SPDX-License-Identifier: MIT
"""Results of a long proof, kept line by line, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

Input = TypeVar("Input")
Figures = dict[str, float]


def go_on(
    inputs: Iterable[tuple[str, Input]], measure: Callable[[Input], Figures], record: Path, *, again: bool
) -> dict[str, Figures]:
    """Measure each named input that the record does not hold yet; return the figures of all, in order."""
    record.parent.mkdir(parents=True, exist_ok=True)
    if again:
        record.unlink(missing_ok=True)
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    known: dict[str, Figures] = dict(json.loads(line) for line in lines if line.endswith("]"))
    found: dict[str, Figures] = {}
    with record.open("a", encoding="utf-8") as stream:
        for number, (name, one) in enumerate(inputs, start=1):
            if name not in known:
                known[name] = measure(one)
                stream.write(json.dumps([name, known[name]]) + "\n")
                stream.flush()
            found[name] = known[name]
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} ")
    return found
