# SPDX-License-Identifier: MIT
"""Let a copy of this process make a call while this one goes on, for a processor that would have nothing to do.

The copy has everything that this process has; only its answer comes back. If there is none, because the call raised
or the copy was killed, the call is made here, which raises what there is to raise. A copy never outlives its process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of <linux/prctl.h>; a system without it makes no copies."""


class Beside(Generic[T]):
    """A call that a copy makes, until the `with` ends; `result` waits for it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self.call = call
        self.copy = 0

    def __enter__(self) -> Beside[T]:
        if sys.platform == "linux":
            parent = os.getpid()
            self.answer, there = Pipe(duplex=False)
            self.copy = os.fork()
            if not self.copy:
                with contextlib.suppress(BaseException):
                    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
                    if os.getppid() == parent:
                        there.send(self.call())
                os._exit(0)
            there.close()
        return self

    def result(self) -> T:
        """Return the copy's answer, or that of a call made here."""
        if self.copy:
            with contextlib.suppress(EOFError, OSError):
                answer: T = self.answer.recv()
                return answer
        return self.call()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.copy:
            self.answer.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.copy, signal.SIGKILL)
            os.waitpid(self.copy, 0)


@contextlib.contextmanager
def checked_beside(check: Callable[[], object]) -> Iterator[None]:
    """Let a copy make a check until the `with` ends; what the check raises is raised, rather than what that raises."""
    with Beside(check) as beside:
        try:
            yield
        except Exception:
            beside.result()
            raise
        beside.result()
