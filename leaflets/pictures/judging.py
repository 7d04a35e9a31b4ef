# SPDX-License-Identifier: MIT
"""Have pictures judged in a limited process, and say what it means when one runs into a limit."""

from __future__ import annotations

from functools import cache

from leaflets.core.limited import Ended, LimitedProcess, Limits
from leaflets.pictures.verdict import PictureVerdict, Refusal

LIMITS = Limits()


@cache
def process_of(judge: str) -> LimitedProcess:
    """Return the process that judges, which starts with the first picture that is not known: one for all gates."""
    return LimitedProcess(judge, LIMITS)


def verdict_of(ended: Ended) -> PictureVerdict:
    """Return what the judge said; running into a limit is a verdict as well."""
    if ended.reason:
        return PictureVerdict(refusals=(TOO_MUCH[ended.reason],))
    return PictureVerdict.from_json(ended.answer)


SIMPLER = "make the picture simpler or smaller: fewer shapes and points, no more pixels than are printed."
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
        "The picture makes the program that reads it crash: it is damaged, or made to do harm.",
        "open it in a drawing program and save it anew.",
    ),
}
"""What running into a limit says of a picture."""
