# SPDX-License-Identifier: MIT
"""Run a function on untrusted data in a process with limits on time and memory.

One process imports what the function needs and forks for each piece of data, so that many files share one start and a
hostile file affects only itself. Reaching a limit of processor time or memory is a result; running out of wall-clock
time, or an unexplained signal, is a fault of the machine or of Leaflets, and raises.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Literal
from weakref import finalize

MIB = 1024 * 1024
SHARED_MIB = 96
"""Memory for the code of libraries, which RLIMIT_DATA does not count."""
START = """
import sys
sys.path[:0] = {path!r}
from leaflets.core.limited import serve
serve({number}, {function!r}, {limits})
"""
OUT_OF_MEMORY, FAULT = 80, 81
"""Exit codes of a fork that could not answer."""

Reason = Literal["", "time", "memory", "crash"]
Run = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Limits:
    """Limits for one piece of data: processor time in seconds, resident memory in MiB, wall-clock time in seconds."""

    cpu_seconds: int = 10
    memory_mib: int = 512
    wall_seconds: float = 120.0


@dataclass(frozen=True)
class Ended:
    """The result for one piece of data: an answer, or the reason why there is none, and the resources used."""

    answer: bytes
    reason: Reason
    cpu_seconds: float
    memory_mib: float


class LimitedProcess:
    """Runs a function (`module:name`, from bytes to bytes) in a process that starts with the first call."""

    def __init__(self, function: str, limits: Limits) -> None:
        self.function, self.limits = function, limits
        self._connection: Connection | None = None
        self._stop: Callable[[], object] = lambda: None
        self._owner = 0
        """The process that started it: a fork of that one must not talk on the same pipe, nor end it."""

    def ask(self, data: bytes) -> Ended:
        """Return what the function returns within its limits; RuntimeError if the process itself failed."""
        connection = self._connection if self._owner == os.getpid() else None
        connection = connection or self._start()
        try:
            connection.send_bytes(data)
            if not connection.poll(self.limits.wall_seconds):
                raise RuntimeError(f"the limited process gave no answer in {self.limits.wall_seconds:g} seconds")
            said = json.loads(connection.recv_bytes())
            answer = connection.recv_bytes()
        except BaseException as error:
            self.close()
            if isinstance(error, EOFError | OSError):
                raise RuntimeError(f"the limited process for {self.function} ended: {error!r}") from error
            raise
        if said["fault"]:
            raise RuntimeError(f"the limited process for {self.function}: {answer.decode(errors='replace')}")
        return Ended(answer, said["reason"], said["cpu"], said["memory"])

    def close(self) -> None:
        """End the process; the next question starts another."""
        self._stop()
        self._connection = None

    def _start(self) -> Connection:
        here, there = Pipe()
        limits = (self.limits.cpu_seconds, self.limits.memory_mib)
        code = START.format(path=sys.path, number=there.fileno(), function=self.function, limits=limits)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[there.fileno()],
            start_new_session=True,  # Ctrl-C is handled by the parent
        )
        there.close()
        self._owner = os.getpid()
        self._connection, self._stop = here, finalize(self, _end, here, process, self._owner)
        return here


def _end(connection: Connection, process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner:
        return
    connection.close()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# Inside the process


def serve(number: int, function: str, limits: tuple[int, int]) -> None:
    """Answer requests from a pipe, each in a fork of this process, until the pipe is closed."""
    connection = Connection(number)
    module, _, name = function.partition(":")
    run: Run = getattr(importlib.import_module(module), name)
    with contextlib.suppress(EOFError, OSError):
        while True:
            data = connection.recv_bytes()
            said, answer = _in_a_copy(run, data, limits)
            connection.send_bytes(json.dumps(said).encode())
            connection.send_bytes(answer)


def _in_a_copy(run: Run, data: bytes, limits: tuple[int, int]) -> tuple[dict[str, str | float], bytes]:
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        os.close(read_end)
        _answer(run, data, limits, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stream:
        answer = stream.read()
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    memory = used.ru_maxrss / (MIB if sys.platform == "darwin" else 1024)
    reason = REASONS.get(code, "")
    fault = not reason and code != 0
    if fault and not answer:
        answer = f"ended with code {code}".encode()
    seconds = used.ru_utime + used.ru_stime
    said: dict[str, str | float] = {"reason": reason, "fault": fault, "cpu": seconds, "memory": memory}
    return said, b"" if reason else answer


def _answer(run: Run, data: bytes, limits: tuple[int, int], write_end: int) -> None:
    code = 0
    try:
        _limit(*limits)
        answer = run(data)
    except MemoryError:
        code, answer = OUT_OF_MEMORY, b""
    except BaseException as error:
        code, answer = FAULT, f"{type(error).__name__}: {error}".encode(errors="replace")[:2000]
    try:
        with os.fdopen(write_end, "wb") as stream:
            stream.write(answer)
    finally:
        os._exit(code)


def _limit(cpu_seconds: int, memory_mib: int) -> None:
    wanted = {
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 5),
        resource.RLIMIT_DATA: ((memory_mib - SHARED_MIB) * MIB,) * 2,
        resource.RLIMIT_CORE: (0, 0),
    }
    for name, bounds in wanted.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, bounds)


REASONS: dict[int, Reason] = {
    -signal.SIGXCPU: "time",
    OUT_OF_MEMORY: "memory",
    -signal.SIGABRT: "memory",  # what Rust and C++ libraries do when memory runs out
    -signal.SIGSEGV: "crash",
    -signal.SIGBUS: "crash",
    -signal.SIGILL: "crash",
    -signal.SIGFPE: "crash",
    -signal.SIGTRAP: "crash",
}
"""Exits caused by the data; any other is a fault."""
