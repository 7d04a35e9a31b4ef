# SPDX-License-Identifier: MIT
"""Run one program and take its time from start to exit, its processor time, its memory.

Processor time (user and system, of the program and every process that came of it) hardly changes when others use the
machine; time by the clock is what a person waits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A program that was to be measured ended otherwise than it should; the message is the end of what it said."""


@dataclass(frozen=True)
class Sample:
    """What one run took."""

    seconds: float
    cpu_seconds: float | None = None
    """None where the system cannot add up every process."""
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
    """Run a program to its end; Failed when its exit code is none of `codes`.

    A process of its own watches over it, so that what this process started otherwise is never mistaken for it.
    """
    environment = {**os.environ, "PYTHONPATH": python_path()}
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as complaints,
    ):
        report = Path(folder) / "report.json"
        watch = [sys.executable, "-m", "bench.account", report, *words]
        with subprocess.Popen(
            [str(word) for word in watch],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=complaints,
        ) as watcher:
            try:
                watcher.wait()
            except BaseException:
                watcher.terminate()  # a build stops its workers and removes what is half made
                raise
        if not report.is_file():
            raise Failed(f"{Path(words[0]).name} could not be run: {tail(complaints)}")
        seen = json.loads(report.read_text(encoding="utf-8"))
        if seen["code"] not in codes:
            raise Failed(f"{Path(words[0]).name} ended with {seen['code']}: {tail(complaints) or tail(out)}")
        out.seek(0)
        said = out.read().decode(errors="replace")
    return Sample(seen["seconds"], seen["cpu_seconds"], seen["memory_mb"], said)


def python_path() -> str:
    """Return where Python finds this checkout first, then what was there already."""
    return os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))


def tail(stream: IO[bytes]) -> str:
    """Return the end of what a program wrote."""
    stream.seek(0)
    return stream.read().decode(errors="replace").strip()[-2000:]
