# SPDX-License-Identifier: MIT
"""Faults in Leaflets itself: the traceback goes to a log for a bug report; the user sees one sentence."""

from __future__ import annotations

import contextlib
import platform
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from leaflets import __version__
from leaflets.core.problems import Problem


def write_log(folder: Path, traces: Sequence[str] = ()) -> Problem:
    """Write the tracebacks, or that of the current exception, and return the problem that names the log."""
    found = list(traces) or [traceback.format_exc()]
    text = f"Leaflets {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n" + "\n\n".join(found)
    what = found[0].strip().splitlines()[-1]
    message = f"This is a fault in Leaflets, not in your file: {what}"
    hint = "please report it, with the file named above."
    return Problem("fault", message, file=str(_write(folder, text)), hint=hint)


def _write(folder: Path, text: str) -> Path:
    with contextlib.suppress(OSError):
        (folder / ".cache").mkdir(exist_ok=True)
        path = folder / ".cache" / "fault.log"
        path.write_text(text, encoding="utf-8")
        return path
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile("w", prefix="leaflets-", delete=False) as stream:
        stream.write(text)
        return Path(stream.name)
    return Path("(no log could be written)")
