# SPDX-License-Identifier: MIT
"""Start the program so that it is killed just before its n-th change to a folder: a file opened to write, a rename.

Or just before it calls a function.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from importlib import import_module
from pathlib import Path
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


def go_before(called: str, about: str = "") -> None:
    """Run the command line until it calls a function, `module:name`, with an argument that has these letters."""
    module, _, path = called.partition(":")
    *owners, name = path.split(".")
    owner = import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    original = getattr(owner, name)

    def shot(*given: Any, **named: Any) -> Any:
        if any(about in str(one) for one in given):
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*given, **named)

    setattr(owner, name, shot)
    sys.exit(parser.main())


def go_torn() -> None:
    """Run the command line with a site that is exchanged file by file, until half of them are new."""
    from leaflets.build import publish

    def exchange(new: Path, out: Path) -> None:
        files = sorted(path for path in new.rglob("*") if path.is_file())
        for path in files[: len(files) // 2]:
            (out / path.relative_to(new)).unlink(missing_ok=True)
            shutil.copy(path, out / path.relative_to(new))
        os.kill(os.getpid(), signal.SIGKILL)

    publish.exchange = exchange
    sys.exit(parser.main())
