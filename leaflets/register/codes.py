# SPDX-License-Identifier: MIT
"""`register/short.csv`: the short code of each web address, under which printed QR codes reach it: `/r/7k`.

A code is the beginning of a hash of the fact's id, and never changes: paper carries it. Lines are never removed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.register.lines import read_register, write_register

FILE = "register/short.csv"
HEADER = ("code", "fact")
LEAST = 2
"""The fewest characters of a code."""
_CODE = re.compile(r"[a-z2-7]{2,52}")


def read_codes(project: Path) -> dict[str, str]:
    """Return the id of the fact of each code; ProblemsFound if a line is damaged or a code has two facts."""
    codes: dict[str, str] = {}
    for code, fact in read_register(project / FILE, HEADER, _read):
        if codes.setdefault(code, fact) != fact:
            message = f"the code '{code}' is given to {codes[code]} and to {fact}."
            hint = f"keep the line that is already on paper, delete the other, then run {command('site', 'codes')}."
            raise ProblemsFound([Problem("register-damaged", message, FILE, hint=hint)])
    return codes


def with_new_codes(codes: Mapping[str, str], facts: Iterable[str]) -> dict[str, str]:
    """Return the codes with one more for each of those facts that has none."""
    all_codes = dict(codes)
    for fact in sorted(set(facts) - set(codes.values())):
        digits = base64.b32encode(hashlib.sha256(fact.encode()).digest()).decode().rstrip("=").lower()
        all_codes[next(digits[:length] for length in range(LEAST, 53) if digits[:length] not in all_codes)] = fact
    return all_codes


def write_codes(project: Path, codes: Mapping[str, str]) -> None:
    """Write the register in one step, unless it is unchanged."""
    write_register(project / FILE, (HEADER, *sorted(codes.items())))


def _read(cells: Sequence[str]) -> tuple[str, str]:
    code, fact = cells
    if not _CODE.fullmatch(code) or not fact:
        raise ValueError(f"'{code[:20]}' is not a short code (two or more of a to z and 2 to 7), or it has no fact")
    return code, fact
