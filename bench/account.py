# SPDX-License-Identifier: MIT
"""Watch over one program and every process that comes of it, also those that outlive it: what did all of them take?

    python -m bench.account REPORT.json PROGRAM WORD ...

A server from which workers are copied is nobody's child when the program has ended. On Linux such processes come to
this one (PR_SET_CHILD_SUBREAPER), so that the system can say what they took.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of <linux/prctl.h>."""
PATIENCE_SECONDS = 10.0
"""How long what outlives the program may take to end."""
UNITS_PER_MB = 1e3 if sys.platform != "darwin" else 1e6
"""The system counts a process's memory in kB; macOS in bytes."""


def watch(words: list[str]) -> dict[str, float | int | None]:
    """Run the program and return its exit code, its time by the clock, and what all of its processes took."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    process = subprocess.Popen(words)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    used, memory, all_ended = usage.ru_utime + usage.ru_stime, usage.ru_maxrss, False
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not all_ended and time.monotonic() < deadline:
        try:
            one, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            all_ended = True
            continue
        if one:
            used, memory = used + usage.ru_utime + usage.ru_stime, max(memory, usage.ru_maxrss)
        else:
            time.sleep(0.005)
    return {
        "code": process.returncode,
        "seconds": seconds,
        "cpu_seconds": used if all_ended else None,
        "memory_mb": memory / UNITS_PER_MB,
    }


if __name__ == "__main__":
    report, *program = sys.argv[1:]
    Path(report).write_text(json.dumps(watch(program)), encoding="utf-8")
