# SPDX-License-Identifier: MIT
"""PDFs from anywhere, sound and damaged at random, as `preflight FILE` gets them: what `script/harden preflight` does.

Each is judged in the limited process: a file that ends it otherwise than by its limits is a fault of ours.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import badpress
from elsewhere import PROGRAMS, SLOW, installed

from leaflets.preflight.outside import Wanted, judge
from leaflets.preflight.verdict import overall


def sound() -> Iterator[tuple[str, bytes, frozenset[str]]]:
    """Yield files of other programs, with the rules that they break."""
    for other in (*PROGRAMS, *SLOW):
        if installed(other.program):
            yield other.name, other.make(), other.breaks


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Return a file that was damaged in one of the usual ways."""
    changed, at, length = bytearray(data), dice.randrange(len(data)), dice.randrange(1, 2000)
    way = dice.randrange(6)
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + data[at + length :]
    if way == 2:
        return data[:at] + data[at : at + length] * 2 + data[at + length :]
    if way == 3:
        return data.replace(b"\n", b"\r\n") if at % 2 else data.replace(b"\r", b"")
    for _ in range(dice.randrange(1, 80)):
        changed[dice.randrange(len(data)) if way == 4 else min(at + dice.randrange(200), len(data) - 1)] = (
            dice.randrange(256)
        )
    return bytes(changed)


def run(count: int) -> int:
    """Judge files of other programs, then damaged ones; print what came of it; return an exit code."""
    wrong, files, dice, slowest, results = list[str](), [badpress.good()], random.Random(5), 0.0, dict[str, int]()
    for name, data, breaks in sound():
        found = judge(data, Wanted(bleed_mm=3.0 if "for print" in name else 0.0))
        broken = {verdict.rule for verdict in found.verdicts if verdict.status == "fail"}
        wrong += [f"{name}: {sorted(broken ^ breaks)}"] if broken != breaks else []
        files.append(data)
    print(f"{len(files) - 1} files of other programs: {len(wrong)} judged wrongly")
    for number in range(count):
        data, begun = damaged(files[number % len(files)], dice), time.monotonic()
        try:
            status = overall(judge(data, Wanted(draws=True)).verdicts)
            results[status] = results.get(status, 0) + 1
        except RuntimeError as error:
            wrong.append(f"damaged file {number}: {error}")
        slowest = max(slowest, time.monotonic() - begun)
    print(f"{count} damaged files: {results}; the slowest took {slowest:.1f} s; {len(wrong)} wrong in all")
    for what in wrong:
        print(f"  {what}")
    return int(bool(wrong))
