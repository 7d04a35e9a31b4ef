# SPDX-License-Identifier: MIT
"""Workers: run jobs in separate processes, so that a job that hangs or crashes affects nothing else.

A job whose process dies is tried once more in a new process; one that takes too long or meets a fault is not. Any
process may be killed at any time: each has its own pipe, and nothing is shared.
"""

from __future__ import annotations

import contextlib
import os
import signal
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
"""No layout takes longer, unless something in it does not end."""
MOST_DEATHS = 2
MOST_LATE = 3
"""After this many jobs in a row that took too long, no others are begun."""
AHEAD = 16
"""The number of jobs prepared for each worker before one is free."""
RECYCLE_AFTER = 200
"""A worker's memory grows by a few kB with each job."""


@dataclass(frozen=True)
class PoolSettings:
    """How jobs are done: the worker's class and its arguments, how many, and their scratch folder."""

    start: str
    arguments: tuple[Any, ...]
    size: int
    scratch: Path
    timeout: float = DEADLINE_SECONDS
    expected: int = 0
    """The number of jobs that will probably come, for which workers start before the first."""


@dataclass(frozen=True)
class LostJob:
    """The result of a job that failed."""

    reason: str
    """What happened: "took longer than 60 seconds"."""
    is_late: bool = False
    trace: str = ""


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_jobs(settings: PoolSettings, jobs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each job with its result, or with `LostJob`, as they are ready; jobs may be made while they are fetched."""
    team = _Team(settings)
    team.start()
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


class _BusyWorker:
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
    def __init__(self, settings: PoolSettings) -> None:
        self.settings = settings
        self.waiting: deque[tuple[Any, int]] = deque()
        """Jobs, each with the number of processes that it has killed."""
        self.free: list[_BusyWorker] = []
        self.busy: list[_BusyWorker] = []
        self.late = 0
        """The number of jobs in a row that took too long."""
        self.starting = threading.Thread(target=self._start)

    @property
    def is_idle(self) -> bool:
        return not (self.waiting or self.busy)

    def start(self) -> None:
        """Start the first workers in the background: the process that they are forked from may still be importing."""
        if self.settings.expected:
            warm_up()
        self.starting.start()

    def _start(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # for what is started here; see `defer_ctrl_c`
        with contextlib.suppress(OSError, EOFError):  # whoever needs one starts it again, and says what is wrong
            for _ in range(min(self.settings.expected, self.settings.size)):
                self.free.append(_BusyWorker(self.settings))

    def hand_out(self) -> None:
        if self.waiting:
            self.starting.join()
        while self.waiting and self.late < MOST_LATE and len(self.busy) < self.settings.size:
            if not self.free and not self.busy:
                warm_up()
            hand = self.free.pop() if self.free else _BusyWorker(self.settings)
            self.busy.append(hand)
            hand.give(*self.waiting.popleft())

    def collect(self, *, may_wait: bool) -> Iterator[tuple[Any, Any]]:
        """Yield the results so far; wait for one if there are none yet."""
        results = [result for hand in self._ready(may_wait=may_wait) if (result := self._result(hand))]
        self.hand_out()  # before the results are used
        yield from results
        while self.waiting and self.late >= MOST_LATE:
            yield self.waiting.popleft()[0], LostJob("was not begun, as too many before it took too long", is_late=True)

    def _ready(self, *, may_wait: bool) -> list[_BusyWorker]:
        """Return, and remove from the busy ones, those that have answered or died."""
        if not self.busy:
            return []
        found = wait([hand.worker.connection for hand in self.busy], self.settings.timeout + 30 if may_wait else 0)
        # What cannot even be killed (a disk that does not answer) is left behind.
        ready = [
            hand for hand in self.busy if hand.worker.connection in found or (may_wait and not found and hand.is_late)
        ]
        self.busy = [hand for hand in self.busy if hand not in ready]
        return ready

    def _result(self, hand: _BusyWorker) -> tuple[Any, Any] | None:
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
            self.free.append(_BusyWorker(self.settings))
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
        self.starting.join()
        for hand in self.busy:
            hand.timer.cancel()
            hand.worker.kill()
        for hand in (*self.busy, *self.free):
            hand.worker.end()
