# SPDX-License-Identifier: MIT
"""One warm process that answers questions one after another; one that dies or hangs is replaced by a fresh one.

What answers is made inside the process from a dotted name (`leaflets.preview.session:Session`) and arguments, so that
the process that asks imports nothing heavy.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import tempfile
import threading
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from leaflets.build.worker_start import hold_ctrl_c

SPAWN = multiprocessing.get_context("spawn")
"""A copy of this process (fork) would copy the locks of threads that it does not have."""
PATIENCE_SECONDS = 2.0
"""How long a process that is told to end may go on with what it does."""
START_SECONDS = 60.0
"""How long a process may take until it can be asked: it imports what draws pages."""
IDLE_SECONDS = 0.3


class LostWorker(Exception):
    """The process died or outlasted its time over a question; the next question goes to a fresh one."""


@dataclass
class Worker:
    """A process that is started when it is first asked."""

    start: str
    arguments: tuple[Any, ...]
    scratch: Path
    timeout: float
    process: SpawnProcess | None = None
    connection: Connection | None = None
    started: int = field(default=0)
    """How many processes there have been."""

    def ask(self, method: str, *arguments: Any) -> Any:
        """Return what the method of the object in the process gives; Lost if it gives nothing in time."""
        try:
            connection = self.connection or self._begin()
            return _exchange(connection, (method, arguments), self.timeout)
        except BaseException:  # also Ctrl-C: an answer to this question must not be taken for that to the next
            self.kill()
            raise

    def _begin(self) -> Connection:
        here, there = SPAWN.Pipe()
        arguments = (there, self.start, self.arguments, str(self.scratch))
        self.process = SPAWN.Process(target=_serve, args=arguments, name="leaflets watch", daemon=True)
        with hold_ctrl_c():
            self.process.start()
        there.close()
        self.connection, self.started = here, self.started + 1
        _exchange(here, None, START_SECONDS)
        return here

    def kill(self) -> None:
        """End the process at once."""
        if self.process:
            self.process.kill()
        self.stop()

    def stop(self) -> None:
        """Let the process end; one that does not is killed."""
        if self.connection:
            self.connection.close()
        if self.process:
            self.process.join(PATIENCE_SECONDS)
            if self.process.is_alive():
                self.process.kill()
                self.process.join()
            self.process.close()
        self.process = self.connection = None


def _exchange(connection: Connection, question: Any, seconds: float) -> Any:
    """Return the answer to a question; Lost if none comes in time."""
    try:
        connection.send(question)
        if not connection.poll(seconds):
            raise LostWorker(f"took longer than {seconds:g} seconds")
        return connection.recv()
    except (EOFError, OSError):
        raise LostWorker("ended the process that draws") from None


# Inside the process


def _serve(connection: Connection, start: str, arguments: tuple[Any, ...], scratch: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, name = start.partition(":")
    made = getattr(importlib.import_module(module), name)(*arguments)
    # What is not needed any more is looked for while nobody waits, not in the middle of a page.
    gc.disable()
    gc.freeze()
    try:
        connection.send(connection.recv())  # the first question is whether anybody is there
        while True:
            if not connection.poll(IDLE_SECONDS):
                gc.collect()
            method, rest = connection.recv()
            connection.send(getattr(made, method)(*rest))
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
