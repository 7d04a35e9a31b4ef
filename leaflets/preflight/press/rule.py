# SPDX-License-Identifier: MIT
"""What a rule of the press is: what holds, who asks for it, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from leaflets.preflight.press.reading import OpenFile
from leaflets.preflight.press.verdict import Fault, Level, PressExpected

Check = Callable[[OpenFile, PressExpected], Iterable[Fault]]


@dataclass(frozen=True)
class Rule:
    """One thing that a printer asks for."""

    id: str
    title: str
    """What holds when the file is right, in words that a buyer of print understands."""
    source: str
    """Who asks for it."""
    level: Level
    check: Check
    hint: str = ""
    """What to do about it."""
