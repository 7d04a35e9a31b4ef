# SPDX-License-Identifier: MIT
"""Pages of docs/ that are written from the program itself, so that they cannot say anything else than it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc

import click
from kinds import register

from leaflets.cli import parser
from leaflets.cli.command import COMMON, program
from leaflets.content.formats import shipped_formats
from leaflets.core.commands import PROGRAM
from leaflets.core.folds import FLAT, FOLDS
from leaflets.core.formats import Format
from leaflets.core.problems import ExitCode
from leaflets.preflight.rule import EVERY as PURPOSES
from leaflets.preflight.rule import Rule
from leaflets.preflight.rules.table import GROUPS

RULES_BEGIN = "<!-- The rules: written by pytest tests/test_reference.py --update-golden -->"
RULES_END = "<!-- End of the rules -->"

PROBLEMS = """\
# Problems

Every kind of problem has a name, its slug, which never changes: `--verbose` prints it behind the problem, and `--json`
gives it to other programs. This page says what each means, who can put it right, and with which exit code a verb ends
that it stops; 0 is for warnings and notices, which stop nothing. [preflight.md](preflight.md) has the rules of finished
files with their sources.
"""
COMMANDS = """\
# Commands

Every verb and option of the program, in the words of its own help. `leaflets` stands for whatever starts it:
`.venv/bin/python build_pdfs.py` in a checkout, `leaflets` or `python -m leaflets` where it is installed. Without a
verb, `build` is meant; options may stand before or after the verb.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def with_rules(page: str) -> str:
    """Return docs/preflight.md with the rules of today."""
    before, _, rest = page.partition(RULES_BEGIN)
    _, _, after = rest.partition(RULES_END)
    return f"{before}{RULES_BEGIN}\n\n{rules()}{RULES_END}{after}"


def rules() -> str:
    """Return the table of all rules, by what they are about."""
    head = ("rule", "what holds when the file is right", "who asks", *(PURPOSES), "otherwise")
    return "".join(f"## {name}\n\n" + table(head, (_rule_row(rule) for rule in found)) + "\n" for name, found in GROUPS)


def _rule_row(rule: Rule) -> list[str]:
    asked = ["yes" if purpose in rule.purposes else "" for purpose in PURPOSES]
    return [f"`{rule.id}`", rule.title, rule.source, *asked, rule.level]


def problems_page() -> str:
    """Return docs/problems.md."""
    return "\n".join(_problems())


def _problems() -> Iterator[str]:
    yield PROBLEMS
    kinds = register().values()
    for about in dict.fromkeys(kind.about for kind in kinds):
        found = [kind for kind in kinds if kind.about == about]
        yield f"## {about}\n"
        rows = (
            (f"`{kind.slug}`", kind.meaning, kind.who, " or ".join(map(str, kind.codes)))
            for kind in sorted(found, key=lambda kind: kind.slug)
        )
        yield table(("slug", "what it means", "who acts", "exit code"), rows)


def verbs() -> dict[str, click.Command]:
    """Return every verb by its name."""
    parser.load_verbs()
    return {name: program.commands[name] for name in sorted(program.commands)}


def commands_page() -> str:
    """Return docs/commands.md."""
    return "\n".join(_commands())


def _commands() -> Iterator[str]:
    yield COMMANDS
    common = click.Command("")
    for option in COMMON:
        option(common)
    shared = [record[0] for record in _records(common)]
    yield "## Options of every verb\n"
    yield table(("option", "what it does"), ((f"`{name}`", words) for name, words in _records(common)))
    yield "## Exit codes\n"
    yield table(("code", "meaning"), ((str(code.value), code.words) for code in ExitCode))
    for name, verb in verbs().items():
        context = click.Context(verb, info_name=f"{PROGRAM} {name}")
        yield f"## {name}\n"
        yield f"    {' '.join((context.command_path, *verb.collect_usage_pieces(context)))}\n"
        yield f"{cleandoc(verb.help or '')}\n"
        if rows := [(f"`{option}`", words) for option, words in _records(verb) if option not in shared]:
            yield table(("option", "what it does"), rows)


def formats_table() -> str:
    """Return the table of docs/formats.md."""
    head = (
        "format",
        "what it is",
        "flat sheet, mm",
        "panels, mm",
        "fold (CIP4)",
        "finished, mm",
        "office paper",
        "stock",
    )
    return table(head, map(_format_row, shipped_formats().values()))


def folds_table() -> str:
    """Return the table of folds of docs/formats.md."""
    rows = [(kind, fold) for kind, folds in FOLDS.items() for fold in folds if fold != FLAT]
    head = ("fold", "panels", "CIP4", "panels in reading order", "outside, from the left")
    cells = (
        (f"`{kind}`", str(fold.columns), fold.catalogue, ", ".join(fold.reading_order), ", ".join(fold.outside))
        for kind, fold in rows
    )
    return table(head, cells)


def _format_row(form: Format) -> Iterator[str]:
    sheet = form.office_sheet
    copies = sheet.columns * sheet.rows if sheet else 0
    panels = {name: f"{form.panel(name).width:g}" for name in form.faces[-1]}
    yield f"`{form.name}`"
    yield form.title
    yield " x ".join(f"{size:g}" for size in form.flat)
    yield " + ".join(panels.values())
    yield form.fold.catalogue if form.fold != FLAT else "none"
    yield " x ".join(f"{size:g}" for size in form.finished)
    yield f"{sheet.paper}{f', {copies} on a sheet' if copies > 1 else ''}" if sheet else "none"
    yield form.stock if form.for_press else "never printed"


def _records(verb: click.Command) -> list[tuple[str, str]]:
    """Return the options of a verb as its help shows them, without the one that asks for help."""
    context = click.Context(verb)
    options = (parameter for parameter in verb.params if isinstance(parameter, click.Option))
    return [record for option in options if (record := option.get_help_record(context))]
