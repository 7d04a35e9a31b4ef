# SPDX-License-Identifier: MIT
"""Names of people who answer for something: what is not a name, and which two names are one person's."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from leaflets.core.problems import Problem, ProblemsFound

PLACEHOLDERS = frozenset(
    ("name", "your name", "their name", "a name", "full name", "first last", "todo", "tbc", "tbd", "n/a", "none",
     "test", "nobody", "anonymous", "unknown")
)  # fmt: skip
"""Stand for a person's name in commands, instructions and forms."""
MAX_NAME = 80
TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev"))
UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters with a mark that Unicode does not take apart."""
ALIKE = 0.88
"""Names so alike are spellings of one: they differ in one letter of nine."""
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_MARK = re.compile("[\u0300-\u036f]")


def read_person(by: str) -> str:
    """Return a person's name on one line; ProblemsFound if it is missing, a placeholder or not a name."""
    name = " ".join(by.split())
    letters = {letter for letter in name.casefold() if letter.isalpha()}
    problem = ""
    if name.casefold() in PLACEHOLDERS:
        problem = f"'{name}' is a placeholder; write a real name."
    elif not name:
        problem = "the name is missing."
    elif _INVISIBLE.search(by):
        problem = "the name contains an invisible character."
    elif len(name) > MAX_NAME:
        problem = f"the name has {len(name)} characters; at most {MAX_NAME} are allowed."
    elif len(letters) < 2:
        problem = f"'{name}' is not a person's name."
    if problem:
        raise ProblemsFound([Problem("wrong-name", problem, where="--by", hint='write it like --by "Your Name".')])
    return name


def same_person(one: str, other: str) -> bool:
    """Return whether two names may be one person's: case, accents, order, titles, initials, one letter do not count."""
    first, second = sorted((_parts(one), _parts(other)), key=len)
    if not first:
        return not second
    left = list(second)
    for part in first:
        match = next((name for name in left if _is_same(part, name)), None)
        if match is None:
            break
        left.remove(match)
    else:
        return True
    return any(
        SequenceMatcher(None, "".join(order(first)), "".join(order(second)), autojunk=False).ratio() >= ALIKE
        for order in (list, sorted)
    )


def _parts(name: str) -> list[str]:
    plain = _MARK.sub("", unicodedata.normalize("NFKD", name.partition("<")[0].casefold())).translate(UNDECOMPOSED)
    kept = "".join(letter if unicodedata.category(letter)[0] in "LM" else " " for letter in plain)
    return [part for part in kept.split() if part not in TITLES]


def _is_same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
