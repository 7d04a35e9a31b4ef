# SPDX-License-Identifier: MIT
"""What the documents say of verbs, options and exit codes is what the program says.

`pytest tests/test_reference.py --update-golden` writes the pages of docs/ that are made from it.
"""

from __future__ import annotations

import re
from pathlib import Path

from kinds import register
from reference import commands_page, folds_table, formats_table, problems_page, verbs, with_rules

from leaflets.cli.command import EXIT_CODES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WRITE = "run: pytest tests/test_reference.py --update-golden"


def written(*, without: str) -> str:
    """Return README and the pages of docs/ but for one."""
    pages = [ROOT / "README.md", *sorted(path for path in DOCS.glob("*.md") if path.name != without)]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_the_page_of_commands_is_the_programs_own_help(update_golden: bool) -> None:
    page = DOCS / "commands.md"
    if update_golden:
        page.write_text(commands_page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == commands_page(), WRITE


def test_the_tables_of_formats_and_folds_are_what_the_program_knows(update_golden: bool) -> None:
    page = DOCS / "formats.md"
    text = page.read_text(encoding="utf-8")
    for made in (folds_table(), formats_table()):
        first = re.escape(made[: made.index("|", 2)])
        text, found = re.subn(rf"(?m)^{first}\|.*\n(?:\|.*\n)*", lambda _, made=made: made, text)  # type: ignore[misc]
        assert found == 1
    if update_golden:
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text, WRITE


def test_the_page_of_rules_is_the_programs_own_table(update_golden: bool) -> None:
    page = DOCS / "preflight.md"
    if update_golden:
        page.write_text(with_rules(page.read_text(encoding="utf-8")), encoding="utf-8")
    told = page.read_text(encoding="utf-8")
    assert told == with_rules(told), WRITE
    assert told.count("| `") > 70


def test_the_page_of_problems_has_a_line_for_each_kind(update_golden: bool) -> None:
    page = DOCS / "problems.md"
    if update_golden:
        page.write_text(problems_page(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == problems_page(), WRITE
    assert sum(line.startswith("| `") for line in problems_page().splitlines()) == len(register())


def test_every_verb_is_told_of_where_people_read() -> None:
    told = written(without="commands.md")
    assert len(verbs()) > 12
    for name in verbs():
        assert re.search(rf"\b{name}\b", told), f"no page tells of `{name}`"


def test_every_option_is_in_the_page_of_commands() -> None:
    page = commands_page()
    options = {name for verb in verbs().values() for option in verb.params for name in option.opts if "-" in name}
    assert len(options) > 30
    assert [name for name in options if f"`{name}" not in page] == []


def test_readme_lists_the_exit_codes_that_there_are() -> None:
    said = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"Exit codes: {EXIT_CODES}." in said
