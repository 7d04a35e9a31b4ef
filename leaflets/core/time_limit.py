# SPDX-License-Identifier: MIT
"""A limit on processor time for what runs in this process: templates, which may loop without an end.

Processor time, not the clock: a busy machine makes nothing too slow. What Python cannot interrupt (one huge power, one
regular expression) it does not stop; files and pictures are judged in processes that can be ended.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from leaflets.core.problems import ProblemsFound


class TooSlow(ProblemsFound):
    """Something takes so long that it most likely never ends; what else may be slow is not tried."""


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the body when this process has used so much processor time in it.

    It works in the main thread alone; elsewhere the body runs without a limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)  # again and again, in case the body holds on to it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow([])
