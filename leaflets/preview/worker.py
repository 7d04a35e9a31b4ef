# SPDX-License-Identifier: MIT
"""One warm process that answers questions one after another; one that dies or hangs is replaced by a fresh one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaflets.build.worker import Worker, WorkerFault

START_SECONDS = 60.0
"""How long a process may take until it can be asked: it imports what draws pages."""


class LostWorker(Exception):
    """The process died or outlasted its time over a question; the next question goes to a fresh one."""


@dataclass
class WarmWorker:
    """A process that is started when it is first asked."""

    start: str
    arguments: tuple[Any, ...]
    scratch: Path
    timeout: float
    process: Worker | None = None
    started: int = field(default=0)
    """How many processes there have been."""

    def ask(self, method: str, *arguments: Any) -> Any:
        """Return what the method of the object in the process gives; LostWorker if it gives nothing in time."""
        try:
            if self.process is None:
                # A copy of this process (fork) would copy the locks of threads that it does not have.
                self.process = Worker(self.start, self.arguments, self.scratch, "spawn")
                self.started += 1
                _exchange(self.process, START_SECONDS, "__str__")
            return _exchange(self.process, self.timeout, method, *arguments)
        except BaseException:  # also Ctrl-C: an answer to this question must not be taken for that to the next
            if self.process:
                self.process.kill()
            self.stop()
            raise

    def stop(self) -> None:
        """Let the process end; one that does not is killed."""
        if self.process:
            self.process.end()
        self.process = None


def _exchange(process: Worker, seconds: float, method: str, *arguments: Any) -> Any:
    """Return the answer to a question; LostWorker if none comes in time."""
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
