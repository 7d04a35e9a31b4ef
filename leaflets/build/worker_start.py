# SPDX-License-Identifier: MIT
"""Where worker processes come from: copies of one process that has imported what they need.

It has no threads whose locks would be copied with it (fork). On macOS system libraries do not survive being copied:
there each worker is a new Python.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

PRELOAD, WITH_PRESS = "leaflets.build.preload", "leaflets.build.preload_press"
METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def context() -> BaseContext:
    """Return what starts workers."""
    return multiprocessing.get_context(METHOD)


def warm_up(*, press: bool = True) -> None:
    """Start importing what workers need, in the background, while this process reads its files.

    Without `press` a worker imports what press editions take when the first one is asked for.
    """
    if METHOD == "forkserver":
        from multiprocessing import forkserver

        context().set_forkserver_preload([WITH_PRESS if press else PRELOAD])
        with deaf():
            forkserver.ensure_running()


@contextmanager
def deaf() -> Iterator[None]:
    """Start processes inside that do not hear Ctrl-C: a half-started Python would answer it with a traceback."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
