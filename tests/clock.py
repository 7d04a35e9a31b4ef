# SPDX-License-Identifier: MIT
"""A clock for tests, so that what takes time takes none and comes out the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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
