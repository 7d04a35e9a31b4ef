# SPDX-License-Identifier: MIT
"""A worker that makes copies for the tests, and ends its process at one row."""

from __future__ import annotations

import os
import signal

from leaflets.copies.maker import CopyMade, CopyMaker
from leaflets.copies.rows import CopyRow


class Poisoned(CopyMaker):
    """Makes copies; the name Poison ends its process."""

    def make(self, row: CopyRow) -> CopyMade:
        if row.name == "Poison":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().make(row)
