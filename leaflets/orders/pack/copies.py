# SPDX-License-Identifier: MIT
"""Press files with the name of each place, for an order whose list has what `personalise` prints."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

from leaflets.content.lists.text import write_rows
from leaflets.copies.maker import CopyMaker, CopySetup
from leaflets.copies.rows import read_rows, refusal
from leaflets.copies.table import month_names, read_table, stamp_letters
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
    rows = read_rows(sites, project, stamp_letters(), today, option="--sites")
    problems += [refusal(sites, line, reason) for line, reason in rows.refused.items()]
    intent = read_intent(project.publisher.press, plan.resources)
    for edition, pdf in press.items():
        table = read_table(edition, pdf, month_names(plan.languages, edition.split(".")[2]))
        if table is None:
            message = "It has no place for a school's own name."
            problems.append(Problem("copy-no-slot", message, where=edition, hint="order it without --copies."))
            continue
        maker = CopyMaker(CopySetup(table, pdf, sites.parent, folder, intent))
        for row in rows.rows:
            made = maker.make(row)
            if made.refused:
                problems.append(refusal(sites, row.line, made.refused, edition))
                continue
            name, data = f"{FOLDER}/{edition}/{row.stem}.pdf", pdf + made.update
            contents[name] = data
            lines.append([str(row.line), row.name, edition, name, hashlib.sha256(data).hexdigest()])
    if problems:
        raise ProblemsFound(problems, exit_code=ExitCode.SOME_ROWS_FAILED)
    return {**contents, f"{FOLDER}.csv": write_rows(lines)}
