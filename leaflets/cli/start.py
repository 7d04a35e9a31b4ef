# SPDX-License-Identifier: MIT
"""Start the program: answer at once if nothing has changed, else see that Python has what it takes, and go on."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from leaflets.cli.unchanged import answer

MAKERS = ("build", "check", "print")
"""The verbs that make pages in workers."""

SELDOM = (100_000, 20, 20)
"""How many new objects it takes to look for garbage: a program that ends so soon leaves little."""


def makes_pages(words: list[str]) -> bool:
    """Say whether these words will most likely have pages made: a process that was warmed up for nothing just ends."""
    verb = words[0] if words and not words[0].startswith("-") else MAKERS[0]
    return verb in MAKERS and not {"--help", "-h", "--version"} & set(words)


def wants_press(words: list[str]) -> bool:
    """Say whether these words may ask for press editions."""
    named = [word.partition("=")[2] for word in words if word.startswith("--purpose=")]
    named += [words[number + 1] for number, word in enumerate(words[:-1]) if word == "--purpose"]
    return not named or any(name.startswith(("p", "*", "?", "[")) for name in named)


def main() -> None:
    """Run the program on its command line and end with its exit code."""
    words = sys.argv[1:]
    if answer(words):
        return
    gc.set_threshold(*SELDOM)
    if makes_pages(words):
        from leaflets.build.worker_start import warm_up

        warm_up(press=wants_press(words))
    from leaflets.core.requirements import stop_if_missing

    stop_if_missing()
    from leaflets.cli.parser import main as go_on

    end(go_on())


def end(code: int) -> None:
    """End the program at once; Python would first take hundreds of modules apart, for a tenth of a second."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # a closed one is None
            stream.flush()
    except OSError:
        sys.exit(code)  # Python says that its words could not be written
    atexit._run_exitfuncs()
    os._exit(code)
