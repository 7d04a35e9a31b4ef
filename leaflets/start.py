# SPDX-License-Identifier: MIT
"""Start the program: answer at once if nothing has changed, else see that Python has what it takes, and go on."""

from __future__ import annotations

import sys

from leaflets.unchanged import answer


def main() -> None:
    """Run the program on its command line and end with its exit code."""
    if answer(sys.argv[1:]):
        return
    from leaflets.needs import stop_if_missing

    stop_if_missing()
    from leaflets.cli import main as go_on

    go_on()
