# SPDX-License-Identifier: MIT
"""Commands of this program as hints name them, ready to be pasted.

Whoever writes a hint knows the verb and its words; only the command line knows how the program was called and for which
project, and puts both in when it prints (`leaflets.cli.called`).
"""

from __future__ import annotations

import shlex

PROGRAM = "leaflets"
PLACEHOLDERS = ("name", "your name", "their name", "a name")
"""What commands and instructions say where a person's name belongs; nobody is called that."""


def command(*words: str) -> str:
    """Return a command in backticks, its words quoted for a shell: `leaflets facts verify ID --by NAME`."""
    return f"`{' '.join((PROGRAM, *map(shlex.quote, words)))}`"
