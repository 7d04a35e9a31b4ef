# SPDX-License-Identifier: MIT
"""Import what a worker needs, once, in the process that workers are copied from.

What cannot be imported is not said here: the worker that needs it says it.
"""

import contextlib
import gc

gc.disable()  # nothing that is imported becomes garbage
with contextlib.suppress(Exception):
    import leaflets.make
    import leaflets.workers  # noqa: F401

gc.enable()
gc.freeze()  # what is imported stays: no worker need look through it for garbage
