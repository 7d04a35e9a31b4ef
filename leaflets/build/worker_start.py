# SPDX-License-Identifier: MIT
"""How worker processes start: as forks of one process that has imported what they need.

It has no threads, whose locks would be copied. On macOS system libraries do not survive a fork, so each worker is a
new Python.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext

PRELOAD, WITH_PRESS = "leaflets.build.preload", "leaflets.build.preload_press"
METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def context() -> BaseContext:
    """Return the multiprocessing context that starts workers."""
    return multiprocessing.get_context(METHOD)


def warm_up(*, press: bool = True) -> None:
    """Start importing what workers need, in the background; without `press`, only what other editions need."""
    if METHOD == "forkserver":
        from multiprocessing import forkserver

        context().set_forkserver_preload([WITH_PRESS if press else PRELOAD])
        with defer_ctrl_c():
            forkserver.ensure_running()
        atexit.register(_end_server)


def _end_server() -> None:
    """End the process that workers are copied from: while it imports, it notices no end and holds our output open."""
    from multiprocessing import forkserver

    if server := getattr(forkserver._forkserver, "_forkserver_pid", None):
        with suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)


@contextmanager
def defer_ctrl_c() -> Iterator[None]:
    """Start processes inside that ignore Ctrl-C: a half-started Python would answer it with a traceback.

    A Ctrl-C in the meantime reaches this process at the end. (Ignoring the signal would lose it.)
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it may have been killed, which is not noticed here
        resource_tracker.ensure_running()  # starting it blocks and then allows Ctrl-C
    former = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a new process inherits that
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, former)
        if heard:
            signal.raise_signal(signal.SIGINT)
