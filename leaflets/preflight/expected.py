# SPDX-License-Identifier: MIT
"""What a finished edition must be: the words, numbers and addresses that checks look for in its file."""

from __future__ import annotations

from dataclasses import dataclass

from leaflets.core.edition import Purpose
from leaflets.layout.composed import Composed


@dataclass(frozen=True)
class Expected:
    """What a finished file must be."""

    where: str
    """The edition's id."""
    purpose: Purpose
    composed: Composed
    words: tuple[str, ...] = ()
    """Words that must be in its text: code, version, language, dates."""
    numbers: tuple[str, ...] = ()
    """Phone numbers that must be in its text, their groups in order."""
    links: frozenset[str] = frozenset()
    """The only addresses that it may link to."""
