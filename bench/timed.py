# SPDX-License-Identifier: MIT
"""Run one program and take its time from start to exit, its processor time, its memory.

Processor time (user and system, of the program and every process that it waited for) hardly changes when others use
the machine; time by the clock is what a person waits.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
UNITS_PER_MB = 1e3 if sys.platform != "darwin" else 1e6
"""The system counts a process's memory in kB; macOS in bytes."""


class Failed(Exception):
    """A program that was to be measured ended otherwise than it should; the message is the end of what it said."""


@dataclass(frozen=True)
class Sample:
    """What one run took."""

    seconds: float
    cpu_seconds: float | None = None
    """None where processes are not waited for, so that the system does not add them up: Chromium."""
    memory_mb: float | None = None
    """The most memory of the largest process."""
    output: str = ""
    files: int = 1
    """How many finished files were really made."""

    def scaled(self, share: float) -> Sample:
        """Return the sample as if it had taken that many times as long."""
        cpu = None if self.cpu_seconds is None else self.cpu_seconds * share
        return replace(self, seconds=self.seconds * share, cpu_seconds=cpu)


def run(words: Sequence[str | Path], *, codes: Collection[int] = (0,)) -> Sample:
    """Run a program to its end; Failed when its exit code is none of `codes`."""
    environment = {**os.environ, "PYTHONPATH": python_path()}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=complaints,
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()  # a build stops its workers and removes what is half made
            process.wait()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            raise Failed(f"{Path(words[0]).name} ended with {process.returncode}: {tail(complaints) or tail(out)}")
        out.seek(0)
        said = out.read().decode(errors="replace")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / UNITS_PER_MB, said)


def python_path() -> str:
    """Return where Python finds this checkout first, then what was there already."""
    return os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))


def tail(stream: IO[bytes]) -> str:
    """Return the end of what a program wrote."""
    stream.seek(0)
    return stream.read().decode(errors="replace").strip()[-2000:]
