# SPDX-License-Identifier: MIT
"""A limit on processor time for code that runs in this process: templates, which may loop for ever.

Processor time, so that a busy machine does not matter. It does not stop what Python cannot interrupt (one huge power,
one regular expression); files and pictures are checked in processes that can be ended.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from leaflets.core.problems import ProblemsFound


class TooSlow(ProblemsFound):
    """Something takes so long that it probably never ends; nothing else that may be slow is tried."""


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow once the body has used that many seconds of processor time; only in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds)  # repeatedly, in case the body catches the first one
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow([])
