# SPDX-License-Identifier: MIT
"""From the command line to a verb, and from its result to an exit code.

Options may come before or after the verb, so `arrange` moves the verb to the front. Modules with verbs other than
`build`, `check` and `list` are imported only if needed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module

import click

from leaflets.cli import verbs_build  # noqa: F401
from leaflets.cli.called import name_program
from leaflets.cli.command import program
from leaflets.core.commands import PROGRAM
from leaflets.core.problems import ExitCode

ELSEWHERE = ("copies", "facts", "preflight", "print", "setup", "sheets", "site", "translate", "verify", "watch")
"""Modules with other verbs, which register themselves on import."""
COMPLETING = "_LEAFLETS_COMPLETE"


def load_verbs() -> None:
    """Import the verbs of all modules."""
    for name in ELSEWHERE:
        import_module(f"leaflets.cli.verbs_{name}")


def parse(words: Sequence[str]) -> list[str]:
    """Return the words for click; modules with other verbs are imported if needed."""
    if COMPLETING in os.environ:  # shell completion asks for the words
        load_verbs()
    known = {name for option in options() for name in option.opts}
    if all(word.partition("=")[0] in known for word in words if word.startswith("-")):
        with suppress(click.UsageError):
            return put_verb_first(words)
    load_verbs()
    return put_verb_first(words)


def options() -> Iterator[click.Option]:
    """Yield the options of every verb."""
    for command in program.commands.values():
        yield from (parameter for parameter in command.params if isinstance(parameter, click.Option))


def put_verb_first(words: Sequence[str]) -> list[str]:
    """Return the words with the verb first; `build` if there is none; UsageError for an unknown verb."""
    takes_value = {name for option in options() if not option.is_flag for name in option.opts}
    bare, skip = [], False
    for number, word in enumerate(words):
        if skip:
            skip = False
        elif word in takes_value:
            skip = True
        elif not word.startswith("-"):
            bare.append(number)
    if not bare:
        return list(words) if {"--help", "-h", "--version"} & set(words) else ["build", *words]
    first, *others = bare
    name = words[first]
    second = words[others[0]] if others else ""
    if f"{name} {second}" in program.commands:
        rest = [word for number, word in enumerate(words) if number not in (first, others[0])]
        return [f"{name} {second}", *rest]
    below = sorted(verb.removeprefix(f"{name} ") for verb in program.commands if verb.startswith(f"{name} "))
    if name not in program.commands:
        before, known = words[max(first - 1, 0)], {one for option in options() for one in option.opts}
        if before.startswith("-") and before.partition("=")[0] not in known:  # `name` may be its value
            raise click.NoSuchOption(before, possibilities=get_close_matches(before, known, n=1))
        raise click.UsageError(_unknown(name, second, below))
    parameters = program.commands[name].params
    if second and not any(isinstance(one, click.Argument) for one in parameters):
        if below:
            raise click.UsageError(_unknown(name, second, below))
        selects = any("--publication" in one.opts for one in parameters)
        hint = f"to choose a publication, write --publication {second}." if selects else f"leave out '{second}'."
        raise click.UsageError(f"`{name}` takes options only: {hint}")
    return [name, *(word for number, word in enumerate(words) if number != first)]


def _unknown(name: str, second: str, below: Sequence[str]) -> str:
    if below and not second:
        return f"`{name}` needs a second word: {', '.join(below[:-1])} or {below[-1]}."
    asked, known = (second, below) if below else (name, sorted(program.commands))
    begin = f"{name} " if below else ""
    near = get_close_matches(asked, known, n=1)
    hint = f"did you mean `{begin}{near[0]}`?" if near else f"the verbs are {', '.join(begin + one for one in known)}."
    return f"There is no verb '{begin}{asked}': {hint}"


def run(words: Sequence[str], *, called: str = PROGRAM) -> int:
    """Run the command and return the exit code; `called` is how the program was called."""
    name = PROGRAM if COMPLETING in os.environ else called  # a shell completes the name that it knows
    try:
        code = program.main(parse(words), prog_name=name, standalone_mode=False, obj=list(words))
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    return int(code or 0)


def main() -> int:
    """Run the program on its command line and return its exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return run(sys.argv[1:], called=name_program(sys.argv, sys.orig_argv))
