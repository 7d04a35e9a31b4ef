# SPDX-License-Identifier: MIT
"""Locks between programs: on a folder of finished files, and on a project whose files are being edited.

The system releases a lock when its program ends, however it ends. The lock file holds the id of the process that holds
the lock, is empty when nobody does (an id that stayed would name whoever has it by then), and is never deleted.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from leaflets.core.files import is_running, sweep
from leaflets.core.problems import ExitCode, Problem, ProblemsFound

PATIENCE_SECONDS = 60.0
"""Seconds that a verb which edits the project waits for another one."""
SOON_SECONDS = 1.0
"""Seconds before it says that it is waiting."""
LOOKS = 20
"""How often it looks for the id of a holder, within that second."""
PROCESS = re.compile(r"[1-9][0-9]{0,8}")


def _silent(_line: str) -> None:
    return


@contextmanager
def lock_file(path: Path, what: str, *, patience: float = 0, tell: Callable[[str], None] = _silent) -> Iterator[None]:
    """Hold a lock file; ProblemsFound with exit code 6 if another process still holds it after `patience` seconds.

    `what` completes the sentence "Another process is ...".
    """
    lock = FileLock(path)
    try:
        try:
            lock.acquire(timeout=min(patience, SOON_SECONDS))
        except Timeout:
            if patience <= SOON_SECONDS:
                raise
            tell(f"Waiting: {_holder(path)} is {what}.")
            lock.acquire(timeout=patience - SOON_SECONDS)
    except Timeout:
        waited = f" Gave up after {patience:g} seconds." if patience else ""
        holder = _holder(path)
        message = f"{holder[:1].upper()}{holder[1:]} is {what}.{waited}"
        problem = Problem("locked", message, hint="wait until it has finished, then try again.")
        raise ProblemsFound([problem], exit_code=ExitCode.LOCKED) from None
    try:
        path.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
    finally:
        with suppress(OSError):
            path.write_text("", encoding="ascii")
        lock.release()


def _holder(path: Path) -> str:
    """Return who holds a lock. It writes its id just after it has got the lock, so this looks more than once."""
    for _ in range(LOOKS):
        found = path.read_text(encoding="ascii", errors="replace").strip()
        if PROCESS.fullmatch(found) and is_running(int(found)):
            return f"process {found}"
        time.sleep(SOON_SECONDS / LOOKS)
    return "another process"


@contextmanager
def lock_project(folder: Path, tell: Callable[[str], None] = _silent) -> Iterator[None]:
    """Lock a project, if there is one, while its files are read and changed; waits for others that do so."""
    if not (folder / "data.yaml").exists():
        yield
        return
    path = folder / ".cache" / "project.lock"
    path.parent.mkdir(exist_ok=True)
    with lock_file(path, f"changing the files of {folder}", patience=PATIENCE_SECONDS, tell=tell):
        locales = (folder / "locales", *folder.glob("locales/*"), *folder.glob("locales/*/*"))
        for one in (folder, folder / "register", folder / "packs", *locales):
            sweep(one)
        yield
