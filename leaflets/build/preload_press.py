# SPDX-License-Identifier: MIT
"""Import what workers need for press editions too, before everything else (see preload.py)."""

import contextlib
import gc

gc.disable()  # preload.py enables it again
with contextlib.suppress(Exception):
    import leaflets.build.press_maker
    import leaflets.preflight.rules.table

import leaflets.build.preload  # noqa: E402, F401
