# SPDX-License-Identifier: MIT
"""One warm process that answers one request at a time; if it dies or hangs it is replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaflets.build.worker import Worker, WorkerFault

START_SECONDS = 60.0
"""The time for a process to start: it imports the renderer."""


class LostWorker(Exception):
    """The process died or took too long; the next request goes to a new one."""


@dataclass
class WarmWorker:
    """A process that starts with the first request."""

    start: str
    arguments: tuple[Any, ...]
    scratch: Path
    timeout: float
    process: Worker | None = None
    started: int = field(default=0)

    def ask(self, method: str, *arguments: Any) -> Any:
        """Return the result of the object's method in the process; LostWorker if there is none in time."""
        try:
            if self.process is None:
                # Forking this process would copy the locks of threads that the copy does not have.
                self.process = Worker(self.start, self.arguments, self.scratch, "spawn")
                self.started += 1
                _exchange(self.process, START_SECONDS, "__str__")
            return _exchange(self.process, self.timeout, method, *arguments)
        except BaseException:  # also Ctrl-C: its late answer must not be taken for the next one
            if self.process:
                self.process.kill()
            self.stop()
            raise

    def stop(self) -> None:
        """Let the process end; kill it if it does not."""
        if self.process:
            self.process.end()
        self.process = None


def _exchange(process: Worker, seconds: float, method: str, *arguments: Any) -> Any:
    process.send(method, *arguments)
    if not process.connection.poll(seconds):
        raise LostWorker(f"took longer than {seconds:g} seconds")
    try:
        answer = process.receive()
    except EOFError:
        raise LostWorker("ended the process that draws") from None
    if isinstance(answer, WorkerFault):
        raise LostWorker(f"met a fault in the process that draws: {answer.trace.strip().splitlines()[-1]}")
    return answer
