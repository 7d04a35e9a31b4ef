# SPDX-License-Identifier: MIT
"""Press files with the name of each place, for an order whose list has what `personalise` prints."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from leaflets.content.lists.text import write_rows
from leaflets.copies.maker import CopyMaker, CopySetup
from leaflets.copies.rows import read_rows
from leaflets.copies.table import read_table
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.editions.output_intent import read_intent
from leaflets.orders.pack.plan import OrderPlan

FOLDER = "copies"


def make_copies(
    plan: OrderPlan, sites: Path, press: Mapping[str, bytes], *, folder: Path, today: datetime.date
) -> dict[str, bytes]:
    """Return the files of an order with the name of each place, and their list; `press` has the editions' files.

    ProblemsFound with every row that cannot be printed: an order is printed whole or not at all.
    """
    project, contents = plan.opened.project, dict[str, bytes]()
    problems, lines = list[Problem](), [["line", "name", "edition", "file", "sha256"]]
    for edition, pdf in press.items():
        language = edition.split(".")[2]
        months = {tag: plan.languages.languages[tag].months for tag in ("en", language)}
        table = read_table(edition, pdf, months)
        if table is None:
            message = "It has no place for a school's own name."
            problems.append(Problem("copy-no-slot", message, where=edition, hint="order it without --copies."))
            continue
        found = read_rows(sites, project, table.letters, today)
        intent = read_intent(project.publisher.press, plan.resources)
        maker = CopyMaker(CopySetup(table, pdf, sites.parent, folder, intent))
        refused = dict(found.refused)
        for row in found.rows:
            made = maker.make(row)
            if made.refused:
                refused[row.line] = made.refused
                continue
            name, data = f"{FOLDER}/{edition}/{row.stem}.pdf", pdf + made.update
            contents[name] = data
            lines.append([str(row.line), row.name, edition, name, hashlib.sha256(data).hexdigest()])
        problems += refusals(refused, sites)
    if problems:
        raise ProblemsFound(list(dict.fromkeys(problems)), exit_code=ExitCode.SOME_ROWS_FAILED)
    return {**contents, f"{FOLDER}.csv": write_rows(lines)}


def refusals(refused: Mapping[int, str], sites: Path) -> Sequence[Problem]:
    """Return a problem for each row."""
    return [Problem("copy-refused", f"{why[:1].upper()}{why[1:]}", str(sites), line) for line, why in refused.items()]
