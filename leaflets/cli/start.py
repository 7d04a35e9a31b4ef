# SPDX-License-Identifier: MIT
"""Start the program: answer at once if nothing has changed, otherwise check Python and its packages, and go on."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from leaflets.cli.unchanged import answer

MAKERS = ("build", "check", "print")
"""The verbs that make pages in workers."""

SELDOM = (100_000, 20, 20)
"""The number of new objects before garbage collection: a program that ends soon leaves little."""


def makes_pages(words: list[str]) -> bool:
    """Say whether this command probably makes pages; a warmed-up process that is not needed just ends."""
    verb = words[0] if words and not words[0].startswith("-") else MAKERS[0]
    return verb in MAKERS and not {"--help", "-h", "--version"} & set(words)


def wants_press(words: list[str]) -> bool:
    """Say whether this command may make press editions."""
    named = [word.partition("=")[2] for word in words if word.startswith("--purpose=")]
    named += [words[number + 1] for number, word in enumerate(words[:-1]) if word == "--purpose"]
    return not named or any(name.startswith(("p", "*", "?", "[")) for name in named)


def main() -> None:
    """Run the program on its command line and end with its exit code."""
    words = sys.argv[1:]
    if answer(words):
        return
    gc.set_threshold(*SELDOM)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # or it asks every installed package for some
    if makes_pages(words):
        from leaflets.build.worker_start import warm_up

        warm_up(press=wants_press(words))
    from leaflets.core.requirements import stop_if_missing

    stop_if_missing()
    from leaflets.cli.parser import main as go_on

    end(go_on())


def end(code: int) -> None:
    """End the program at once: taking hundreds of modules apart would take a tenth of a second."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None if closed
            stream.flush()
    except OSError:
        sys.exit(code)  # Python reports that its output could not be written
    atexit._run_exitfuncs()
    os._exit(code)
