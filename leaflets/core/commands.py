# SPDX-License-Identifier: MIT
"""Commands of this program in hints, ready to be pasted.

A hint is written with the verb and its arguments; the command line adds how the program was called and for which
project when it prints the hint (`leaflets.cli.called`).
"""

from __future__ import annotations

import shlex

PROGRAM = "leaflets"


def command(*words: str) -> str:
    """Return a command in backticks, quoted for a shell: `leaflets facts verify ID --by NAME`."""
    return f"`{' '.join((PROGRAM, *map(shlex.quote, words)))}`"
