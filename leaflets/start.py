# SPDX-License-Identifier: MIT
"""Start the program: answer at once if nothing has changed, else see that Python has what it takes, and go on."""

from __future__ import annotations

import sys

from leaflets.unchanged import answer

MAKERS = ("build", "check", "print")
"""The verbs that make pages in workers."""


def makes(words: list[str]) -> bool:
    """Say whether these words will most likely have pages made: a process that was warmed up for nothing just ends."""
    verb = words[0] if words and not words[0].startswith("-") else MAKERS[0]
    return verb in MAKERS and not {"--help", "-h", "--version"} & set(words)


def main() -> None:
    """Run the program on its command line and end with its exit code."""
    words = sys.argv[1:]
    if answer(words):
        return
    if makes(words):
        from leaflets.spawning import warm_up

        warm_up()
    from leaflets.needs import stop_if_missing

    stop_if_missing()
    from leaflets.cli import main as go_on

    go_on()
