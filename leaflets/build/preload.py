# SPDX-License-Identifier: MIT
"""Import what a worker needs, once, in the process that workers are copied from.

What cannot be imported is not said here: the worker that needs it says it.
"""

import contextlib
import gc
from importlib import import_module

TABLES = ("M_V_A_R_", "O_S_2f_2", "S_T_A_T_", "_a_v_a_r", "_g_a_s_p", "_h_h_e_a")
LATE = ("email.policy", "fontTools.agl", *(f"fontTools.ttLib.tables.{table}" for table in TABLES))
"""What libraries import when they draw their first page."""

gc.disable()  # nothing that is imported becomes garbage
with contextlib.suppress(Exception):
    import leaflets.build.maker
    import leaflets.build.worker  # noqa: F401

    for name in LATE:
        import_module(name)

    from PIL import Image

    Image.preinit()

gc.enable()
gc.freeze()  # what is imported stays: no worker need look through it for garbage
