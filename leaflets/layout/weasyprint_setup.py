# SPDX-License-Identifier: MIT
"""Start WeasyPrint in isolation: no system fonts, gcc, warnings on screen or left-over temporary files.

Its C libraries read FONTCONFIG_FILE when they start, so the first import of WeasyPrint must be inside
`quiet_import`. Changes inside WeasyPrint are in `weasyprint_patches`.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes.util
import io
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from multiprocessing.util import Finalize
from pathlib import Path

from leaflets.core import requirements
from leaflets.core.files import is_running

FONTCONFIG = Path(__file__).with_name("fonts.conf")
SCRATCH_PREFIX = "leaflets-fonts-"


@contextlib.contextmanager
def quiet_import() -> Iterator[None]:
    """Import WeasyPrint inside; MissingProgram if the machine lacks one of its libraries."""
    requirements.prepare_loader()
    os.environ["FONTCONFIG_FILE"] = str(FONTCONFIG)
    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        # WeasyPrint tries Windows' library names first; each miss would start ldconfig, gcc and ld (86 processes).
        ctypes.util.find_library = lambda name: None
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.filterwarnings("ignore", message="No fonts configured")
            warnings.filterwarnings("ignore", message="HarfBuzz-Subset")
            yield
    except OSError:
        requirements.require()
        raise
    finally:
        ctypes.util.find_library = find_library


def scratch() -> Path:
    """Make a folder that lasts as long as this process; remove those of processes that were killed."""
    root = Path(tempfile.gettempdir())
    for folder in root.glob(f"{SCRATCH_PREFIX}*-*"):
        owner = folder.name.removeprefix(SCRATCH_PREFIX).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{SCRATCH_PREFIX}{os.getpid()}-"))
    owner_id = os.getpid()

    def remove() -> None:
        if os.getpid() == owner_id:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    Finalize(None, remove, exitpriority=10)  # worker processes end without atexit
    return folder
