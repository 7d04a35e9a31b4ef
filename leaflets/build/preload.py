# SPDX-License-Identifier: MIT
"""Import what workers need, once, in the process that they are forked from.

What cannot be imported is reported by the worker that needs it.
"""

import contextlib
import gc
from importlib import import_module

TABLES = ("M_V_A_R_", "O_S_2f_2", "S_T_A_T_", "_a_v_a_r", "_g_a_s_p", "_h_h_e_a")
LATE = ("email.policy", "fontTools.agl", *(f"fontTools.ttLib.tables.{table}" for table in TABLES))
"""What libraries import when they draw their first page."""

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
