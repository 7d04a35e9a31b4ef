# SPDX-License-Identifier: MIT
"""Import what workers need, once, in the process that they are forked from.

What cannot be imported is reported by the worker that needs it.
"""

import contextlib
import ctypes
import gc
from importlib import import_module

TABLES = ("M_V_A_R_", "O_S_2f_2", "S_T_A_T_", "_a_v_a_r", "_g_a_s_p", "_h_h_e_a")
LATE = ("email.policy", "fontTools.agl", *(f"fontTools.ttLib.tables.{table}" for table in TABLES))
"""What libraries import when they draw their first page."""
M_ARENA_MAX = -8
"""An option of glibc's `mallopt` (<malloc.h>)."""

with contextlib.suppress(AttributeError, OSError):  # other C libraries have no such option
    # Else each thread has a heap of its own, which keeps what it frees: 30 MB in a worker.
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)

gc.disable()  # imports create no garbage
with contextlib.suppress(Exception):
    import leaflets.build.maker
    import leaflets.build.worker  # noqa: F401

    for name in LATE:
        import_module(name)

    from PIL import Image

    Image.preinit()

gc.enable()
gc.freeze()  # imports stay: workers need not scan them for garbage
