# SPDX-License-Identifier: MIT
"""Time in tests: a busy machine makes them slow, and never makes one fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_SECONDS = 300
"""No single step that works takes as long, however busy the machine; only one that hangs does."""
RUN_SECONDS = 900
"""The same for a whole run of a program."""


def wait_until(is_so: Callable[[], Found], what: str) -> Found:
    """Wait until it is so, and return what was found; `what` names what has not happened."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := is_so()):
        assert time.monotonic() < end, f"not even after {PATIENCE_SECONDS} seconds: {what}"
        time.sleep(0.02)
    return found


@contextmanager
def within_cpu_seconds(most: float) -> Iterator[None]:
    """Fail if the body takes more of this process's own time; how busy the machine is does not count."""
    begun = time.process_time()
    yield
    used = time.process_time() - begun
    assert used < most, f"it took {used:.1f} seconds of the processor"


Deed = Callable[[], object]


@dataclass
class Clock:
    """Time that passes only while somebody waits; things happen at set times of it."""

    now: float = 0.0
    plan: list[tuple[float, Deed]] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds
        while self.plan and self.plan[0][0] <= self.now:
            self.plan.pop(0)[1]()
