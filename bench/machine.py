# SPDX-License-Identifier: MIT
"""What the bench ran on: processor, memory, system, versions, and whether others were using the machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = ("weasyprint", "pikepdf", "playwright", "typst")
SPIN_SECONDS = 0.15
SPIN = f"import time\nwhile time.process_time() < {SPIN_SECONDS}: pass"
QUIET = 1.1
"""How many seconds a second of computing may take on a machine that does nothing else."""


def describe(programs: Mapping[str, str]) -> dict[str, Any]:
    """Return the machine as plain values; `programs` are versions of programs that are no Python packages."""
    return {
        "processor": processor(),
        "cores": cores(),
        "memory_gb": round(memory_bytes() / 1e9, 1),
        "system": system(),
        "python": platform.python_version(),
        "versions": {**{name: version for name in PACKAGES if (version := version_of(name))}, **programs},
    }


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory_bytes() -> int:
    """Return how much memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def system() -> str:
    """Return the name of the system: Debian GNU/Linux 12 (bookworm)."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def version_of(package: str) -> str:
    """Return the version of a Python package; empty if it is not here."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def crowding() -> float:
    """Return how long a second of computing takes when every core computes: 1 on a machine that does nothing else."""
    start = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-I", "-S", "-c", SPIN]) for _ in range(cores())]
    for process in running:
        process.wait()
    return (time.perf_counter() - start) / SPIN_SECONDS


def in_words(machine: Mapping[str, Any]) -> list[str]:
    """Return the machine in lines for people."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return [
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:g} GB; {machine['system']}",
        f"Python {machine['python']}, {versions}",
    ]
