# SPDX-License-Identifier: MIT
"""Quote a value in a message, and suggest what was meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from leaflets.core.characters import visible

MAX_QUOTED, MOST = 60, 15
_SPACES = re.compile(r"[ \t\r\n]+")


def quote(value: object, text: str = "") -> str:
    """Return a value for a message: as typed, quoted and not too long."""
    if isinstance(value, dict | list):
        return f"a {'map' if isinstance(value, dict) else 'list'} of {len(value)}"
    words = visible(_SPACES.sub(" ", (text or str(value)).strip()))
    return f"'{words if len(words) <= MAX_QUOTED else words[: MAX_QUOTED - 1] + '…'}'"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the most similar known word, or ""."""
    known = list(known)
    folded = {name.lower().replace("_", "-"): name for name in reversed(known)}
    wanted = word.lower().replace("_", "-")
    if wanted in folded:
        return folded[wanted]
    matches = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.6)
    if matches:
        return folded[matches[0]]
    return next((name for name in known if len(word) > 2 and (name.startswith(word) or word.startswith(name))), "")


def suggest(word: str, known: Collection[str], otherwise: str = "") -> str:
    """Return the hint for an unknown word: the nearest known one, or all, or the nearest if they are many."""
    if match := nearest(word, known):
        return f"did you mean '{match}'?"
    if otherwise or not known:
        return otherwise or "leave it out."
    if len(names := sorted(known)) <= MOST:
        return f"known here: {', '.join(names)}."
    names.sort(key=lambda name: difflib.SequenceMatcher(None, word.lower(), name.lower()).ratio(), reverse=True)
    return f"known here: {', '.join(names[:MOST])} and {len(names) - MOST} more."
