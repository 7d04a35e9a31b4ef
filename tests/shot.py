# SPDX-License-Identifier: MIT
"""Start the program so that it is killed just before its n-th change to a folder: a file opened to write, a rename."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from leaflets.cli import parser

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def go(folder: str, number: int) -> None:
    """Run the command line until that change in that folder."""
    this, changes = os.getpid(), 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal changes
        if (event != "open" and event not in CHANGES) or os.getpid() != this:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITES):
            return
        if not isinstance(arguments[0], str | os.PathLike) or not str(arguments[0]).startswith(folder):
            return
        changes += 1
        if changes == number:
            os.kill(this, signal.SIGKILL)

    sys.addaudithook(hook)
    sys.exit(parser.main())
