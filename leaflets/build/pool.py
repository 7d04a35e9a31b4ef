# SPDX-License-Identifier: MIT
"""Workers: run jobs in processes of their own, so that a job that hangs or crashes costs itself and nothing else.

A job whose process dies is tried once more, in a fresh process; one that takes too long or meets a fault is not. Any
process may be killed at any time: each has a pipe of its own, and nothing is shared that it could take with it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from leaflets.build.worker import Worker, WorkerFault
from leaflets.build.worker_start import warm_up

DEADLINE_SECONDS = 60.0
"""No layout takes longer, unless something in it never ends."""
MOST_DEATHS = 2
MOST_LATE = 3
"""After so many jobs in a row that took too long, the others are not begun: they would take all night."""
AHEAD = 16
"""How many jobs are made for each worker before one is free."""
RECYCLE_AFTER = 200
"""A worker's memory grows by a few kB with each job."""


@dataclass(frozen=True)
class PoolSettings:
    """Who does the jobs: the worker's class and its arguments, how many of them, and their scratch folder."""

    start: str
    arguments: tuple[Any, ...]
    size: int
    scratch: Path
    timeout: float = DEADLINE_SECONDS


@dataclass(frozen=True)
class LostJob:
    """What comes back for a job that came to nothing."""

    reason: str
    """What making it did: "took longer than 60 seconds"."""
    is_late: bool = False
    trace: str = ""
    """A traceback, if the job met a fault."""


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_jobs(settings: PoolSettings, jobs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each job with its result, as they are ready, or with `LostJob`.

    Jobs may be made while they are asked for: workers begin with the first.
    """
    team = _Team(settings)
    coming, is_over = iter(jobs), False
    try:
        while True:
            while not is_over and len(team.waiting) < AHEAD * settings.size:
                for job in coming:
                    team.waiting.append((job, 0))
                    break
                else:
                    is_over = True
                team.hand_out()
                yield from team.collect(may_wait=False)
            if is_over and team.is_idle:
                return
            yield from team.collect(may_wait=True)
    finally:
        team.stop()


class _Hand:
    """A worker, with the job that it has."""

    def __init__(self, settings: PoolSettings) -> None:
        self.worker = Worker(settings.start, settings.arguments, settings.scratch)
        self.timeout = settings.timeout
        self.given = 0

    def give(self, job: Any, deaths: int) -> None:
        self.job, self.deaths, self.is_late = job, deaths, False
        self.given += 1
        self.timer = threading.Timer(self.timeout, self._be_late)
        self.timer.daemon = True
        self.timer.start()
        self.worker.send("__call__", job)

    def take(self) -> Any:
        """Return the result, or None if the process has died."""
        try:
            answer = self.worker.receive()
        except EOFError:
            answer = None
        finally:
            self.timer.cancel()
        return answer

    def _be_late(self) -> None:
        self.is_late = True
        self.worker.kill()


class _Team:
    """The workers and what waits for them."""

    def __init__(self, settings: PoolSettings) -> None:
        self.settings = settings
        self.waiting: deque[tuple[Any, int]] = deque()
        """Jobs, each with how many processes have died of it."""
        self.free: list[_Hand] = []
        self.busy: list[_Hand] = []
        self.late = 0
        """How many jobs in a row took too long."""

    @property
    def is_idle(self) -> bool:
        return not (self.waiting or self.busy)

    def hand_out(self) -> None:
        """Give jobs to those who have none."""
        while self.waiting and self.late < MOST_LATE and len(self.busy) < self.settings.size:
            if not self.free and not self.busy:
                warm_up()
            hand = self.free.pop() if self.free else _Hand(self.settings)
            self.busy.append(hand)
            hand.give(*self.waiting.popleft())

    def collect(self, *, may_wait: bool) -> Iterator[tuple[Any, Any]]:
        """Yield what has come back; wait for something if there is nothing yet."""
        results = [result for hand in self._ready(may_wait=may_wait) if (result := self._result(hand))]
        self.hand_out()  # before anybody looks at the results
        yield from results
        while self.waiting and self.late >= MOST_LATE:
            yield self.waiting.popleft()[0], LostJob("was not begun, as too many before it took too long", is_late=True)

    def _ready(self, *, may_wait: bool) -> list[_Hand]:
        """Return, and take from the busy ones, those that have an answer or have died."""
        if not self.busy:
            return []
        found = wait([hand.worker.connection for hand in self.busy], self.settings.timeout + 30 if may_wait else 0)
        # What cannot even be killed (a disk that does not answer) is left behind.
        ready = [
            hand for hand in self.busy if hand.worker.connection in found or (may_wait and not found and hand.is_late)
        ]
        self.busy = [hand for hand in self.busy if hand not in ready]
        return ready

    def _result(self, hand: _Hand) -> tuple[Any, Any] | None:
        """Return a job with its result; None if it is tried again."""
        if hand.is_late:
            hand.worker.end()
            self.late += 1
            return hand.job, LostJob(f"took longer than {self.settings.timeout:g} seconds", is_late=True)
        answer = hand.take()
        if answer is None:
            code, deaths = hand.worker.end(), hand.deaths + 1
            if deaths >= MOST_DEATHS:
                return hand.job, LostJob(f"ended its process {deaths} times (code {code})")
            self.free.append(_Hand(self.settings))
            self.waiting.appendleft((hand.job, deaths))
            return None
        self.late = 0
        if hand.given < RECYCLE_AFTER:
            self.free.append(hand)
        else:
            hand.worker.end()
        if isinstance(answer, WorkerFault):
            return hand.job, LostJob(f"met a fault: {answer.trace.strip().splitlines()[-1]}", trace=answer.trace)
        return hand.job, answer

    def stop(self) -> None:
        """End all workers."""
        for hand in self.busy:
            hand.timer.cancel()
            hand.worker.kill()
        for hand in (*self.busy, *self.free):
            hand.worker.end()
