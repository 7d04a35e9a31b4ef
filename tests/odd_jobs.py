# SPDX-License-Identifier: MIT
"""What workers of the pool are for in its tests; nothing is imported here that takes a busy machine a while."""

from __future__ import annotations

import os
import time
from pathlib import Path


def tries(folder: Path, number: int) -> list[int]:
    """Return the processes that have tried a job."""
    return [int(line) for line in (folder / str(number)).read_text().splitlines()]


class Squarer:
    """Squares numbers; dies of 13, sleeps on 14, fails at 15; dies of 16 once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, number: int) -> int:
        with (self.folder / str(number)).open("a") as seen:
            seen.write(f"{os.getpid()}\n")
        if number == 13 or (number == 16 and len(tries(self.folder, 16)) == 1):
            os._exit(1)
        if number == 14:
            time.sleep(600)
        if number == 15:
            raise ZeroDivisionError("a fault for the tests")
        return number * number


class Early:
    """Says that it is ready before it has a job, and returns its process."""

    def __init__(self, folder: Path) -> None:
        (folder / str(os.getpid())).touch()

    def __call__(self, _number: int) -> int:
        return os.getpid()


class Napper:
    """Never ends."""

    def __call__(self, number: int) -> int:
        time.sleep(600)
        return number
