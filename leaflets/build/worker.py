# SPDX-License-Identifier: MIT
"""A process that makes one object and calls its methods, one at a time.

The object is made inside the process from a dotted name (`leaflets.build.maker:Maker`) and arguments, so that the
parent imports nothing heavy. Each process has its own pipe, so one that dies takes no lock with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from leaflets.build.worker_start import context, defer_ctrl_c

PATIENCE_SECONDS = 2.0
"""The time for a process to end after it is told to."""
IDLE_SECONDS = 0.3
SWEEP_AFTER = 4
"""Garbage is collected only after this many calls, or when idle, which saves a tenth of the work."""
STARTS, PAUSE_SECONDS = 50, 0.1
"""The number of attempts to start a process: the forkserver may just have been killed, and be
still ending."""


@dataclass(frozen=True)
class WorkerFault:
    """The result if a method raises: the traceback."""

    trace: str


class Worker:
    """A process that runs."""

    def __init__(self, start: str, arguments: tuple[Any, ...], scratch: Path, method: str = "") -> None:
        world = multiprocessing.get_context(method) if method else context()
        for last in (False,) * (STARTS - 1) + (True,):
            here, there = world.Pipe()
            self.process = world.Process(  # type: ignore[attr-defined]
                target=_serve, args=(there, start, arguments, str(scratch)), name="leaflets worker", daemon=True
            )
            try:
                with defer_ctrl_c():
                    self.process.start()
                break
            except (OSError, EOFError):
                here.close()
                if last:
                    raise
                time.sleep(PAUSE_SECONDS)
            finally:
                there.close()
        self.connection: Connection = here
        self.pid: int = self.process.pid

    def send(self, method: str, *arguments: Any) -> None:
        """Send a call; if the process is dead, `receive` reports it."""
        with contextlib.suppress(OSError):
            self.connection.send((method, arguments))

    def receive(self) -> Any:
        """Return the answer; EOFError if the process has died."""
        try:
            return self.connection.recv()
        except OSError as error:
            raise EOFError(str(error)) from None

    def kill(self) -> None:
        """Kill the process; whoever waits for its answer is told."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Let the process end, or kill it if it does not; return its exit code, 255 if not known."""
        self.connection.close()
        self.process.join(PATIENCE_SECONDS)
        if self.process.is_alive():
            self.kill()
            self.process.join(PATIENCE_SECONDS)
        code = self.process.exitcode
        with contextlib.suppress(ValueError):
            self.process.close()
        return 255 if code is None else code


# Inside the process


def _serve(connection: Connection, start: str, arguments: tuple[Any, ...], scratch: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    asked = 0
    gc.disable()  # see SWEEP_AFTER
    try:
        module, _, name = start.partition(":")
        made = getattr(importlib.import_module(module), name)(*arguments)
        gc.freeze()
    except Exception:
        made = WorkerFault(traceback.format_exc())
    with contextlib.suppress(EOFError, OSError):
        while True:
            if asked and (asked % SWEEP_AFTER == 0 or not connection.poll(IDLE_SECONDS)):
                gc.collect()
            method, rest = connection.recv()
            try:
                answer = made if isinstance(made, WorkerFault) else getattr(made, method)(*rest)
            except Exception:
                answer = WorkerFault(traceback.format_exc())
            asked += 1
            connection.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
