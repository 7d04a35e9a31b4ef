# SPDX-License-Identifier: MIT
"""Have pictures judged in a limited process, and turn its limits into verdicts."""

from __future__ import annotations

from functools import cache

from leaflets.core.limited import Ended, LimitedProcess, Limits
from leaflets.pictures.verdict import PictureVerdict, Refusal

LIMITS = Limits()


@cache
def process_of(judge: str) -> LimitedProcess:
    """Return the process that judges, shared by all gates; it starts with the first unknown picture."""
    return LimitedProcess(judge, LIMITS)


def verdict_of(ended: Ended) -> PictureVerdict:
    """Return the judge's verdict; reaching a limit is a verdict too."""
    if ended.reason:
        return PictureVerdict(refusals=(TOO_MUCH[ended.reason],))
    return PictureVerdict.from_json(ended.answer)


SIMPLER = "make the picture simpler or smaller: fewer shapes and points, no more pixels than needed in print."
TOO_MUCH = {
    "time": Refusal(
        "picture-costly",
        f"The picture takes more than {LIMITS.cpu_seconds} seconds of processor time, which is the limit.",
        SIMPLER,
    ),
    "memory": Refusal(
        "picture-costly", f"The picture takes more than {LIMITS.memory_mib} MiB of memory, which is the limit.", SIMPLER
    ),
    "crash": Refusal(
        "picture-broken",
        "The picture crashes the program that reads it: it is damaged or malicious.",
        "open it in a drawing program and save it again.",
    ),
}
"""Verdicts for pictures that reach a limit."""
