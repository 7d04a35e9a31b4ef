# SPDX-License-Identifier: MIT
"""Workers: run jobs in processes of their own, so that a job that hangs or crashes costs itself and nothing else.

A worker is made from the dotted name of a class (`leaflets.build.maker:Maker`) and the arguments for it, inside the new
process, so that the program that waits imports nothing heavy. Results come back in the order in which they are ready.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pebble import CONSTS, ProcessExpired, ProcessPool

from leaflets.build.worker_start import context, hold_ctrl_c, warm_up

TRIES = 3
SWEEP_AFTER = 4
"""After so many jobs garbage is looked for, and at no other time: a tenth less work, and less memory."""
RECYCLE_AFTER = 200
"""A worker's memory grows by a few kB with each job."""
CONSTS.sleep_unit = 0.01
"""How often pebble looks after its workers, in seconds; so long it also takes to stop."""


@dataclass(frozen=True)
class PoolSettings:
    """Who does the jobs: the worker's class and its arguments, how many of them, and their scratch folder."""

    start: str
    arguments: tuple[Any, ...]
    size: int
    scratch: Path
    timeout: float = 120.0


@dataclass(frozen=True)
class LostJob:
    """What comes back for a job that killed or outlasted its worker each time it was tried."""

    reason: str


def count_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_jobs(settings: PoolSettings, jobs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each job with its result, or with `Lost` after three tries; it is tried again when the others are done.

    Jobs may be made while they are asked for: workers begin with the first.
    """
    waiting = jobs
    for last in (False,) * (TRIES - 1) + (True,):
        again = []
        for job, result in _run_round(settings, waiting):
            if isinstance(result, LostJob) and not last:
                again.append(job)
            else:
                yield job, result
        waiting = again


def _run_round(settings: PoolSettings, jobs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    coming = iter(jobs)
    first = list(islice(coming, 1))
    if not first:
        return
    warm_up()
    pool = ProcessPool(
        max_workers=settings.size,
        max_tasks=RECYCLE_AFTER,
        initializer=_prepare,
        initargs=(settings.start, settings.arguments, str(settings.scratch)),
        context=context(),
    )
    try:
        pending = _schedule(pool, settings, chain(first, coming))
        while pending:
            # A worker that was shot while it held the queue's lock answers nothing ever again: hence a limit here too.
            done, _ = wait(pending, timeout=settings.timeout + 30, return_when=FIRST_COMPLETED)
            for future in done or list(pending):
                yield pending.pop(future), _result(future, settings.timeout) if done else LostJob("gave no answer")
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _schedule(pool: ProcessPool, settings: PoolSettings, jobs: Iterator[Any]) -> dict[Future[Any], Any]:
    first = next(jobs)
    with hold_ctrl_c():  # the first call starts the workers
        pending: dict[Future[Any], Any] = {pool.schedule(_work, args=(first,), timeout=settings.timeout): first}
    for job in jobs:
        pending[pool.schedule(_work, args=(job,), timeout=settings.timeout)] = job
    return pending


def _result(future: Future[Any], timeout: float) -> Any:
    try:
        return future.result()
    except TimeoutError:
        return LostJob(f"took longer than {timeout:g} seconds")
    except ProcessExpired as error:
        return LostJob(f"ended its process (code {error.exitcode})")
    except BrokenProcessPool:
        return LostJob("lost its process before it began")


# Inside the worker


class _Worker:
    """What this process is for; the class is imported and made when the first job comes."""

    start = ""
    arguments: tuple[Any, ...] = ()
    made: Callable[[Any], Any] | None = None
    done = 0


def _prepare(start: str, arguments: tuple[Any, ...], scratch: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = scratch
    gc.disable()  # see SWEEP_AFTER
    _Worker.start, _Worker.arguments = start, arguments
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: Any) -> Any:
    if _Worker.made is None:
        module, _, name = _Worker.start.partition(":")
        _Worker.made = getattr(importlib.import_module(module), name)(*_Worker.arguments)
    if _Worker.done and _Worker.done % SWEEP_AFTER == 0:
        gc.collect()
    _Worker.done += 1
    return _Worker.made(job)
