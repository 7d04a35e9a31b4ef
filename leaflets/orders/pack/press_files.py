# SPDX-License-Identifier: MIT
"""Make the press files of an order, whatever an earlier build has left."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from leaflets.build.manifest import EditionEntry
from leaflets.build.pipeline import Progress, Request, open_recipes, work
from leaflets.build.pool import LostJob
from leaflets.build.results import BuildResult, everything_found
from leaflets.core.commands import command
from leaflets.core.edition import Layout
from leaflets.core.fault_log import write_log
from leaflets.core.problems import ExitCode, Problem
from leaflets.orders.pack.plan import OrderPlan
from leaflets.preflight.verdict import Verdict


@dataclass(frozen=True)
class PressFile:
    """A press file, with its manifest entry."""

    layout: Layout
    entry: EditionEntry
    pdf: bytes
    verdicts: tuple[Verdict, ...]
    """The verdicts of the press rules."""


def make_press_files(request: Request, plan: OrderPlan, progress: Progress) -> tuple[list[PressFile], list[Problem]]:
    """Let workers make the press files; return them and every warning; ProblemsFound if one fails its check."""
    made: dict[str, PressFile] = {}
    stopped: dict[ExitCode, list[Problem]] = {}
    lost, warnings = BuildResult(), list[Problem]()
    recipes = open_recipes(request, plan.opened)
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        results = work(request, recipes, plan.tasks, Path(scratch))
        for done, (task, outcome) in enumerate(results, start=1):
            progress(done, len(plan.tasks), task.layout.id)
            if isinstance(outcome, LostJob) or outcome.fault:
                lost.add_lost(task, outcome)
            elif outcome.exit_code:
                stopped.setdefault(outcome.exit_code, []).extend(outcome.problems)
            else:
                warnings += outcome.problems
                state = outcome.entries[0]["state"] if outcome.entries else "translation"
                if state in REASONS:
                    stopped.setdefault(ExitCode.PROBLEMS, []).append(refuse(task.layout, state))
                    continue
                (entry,) = outcome.entries
                pdf = outcome.files[entry["path"]]
                made[task.layout.id] = PressFile(task.layout, entry, pdf, outcome.verdicts[entry["id"]])
    if unprinted := plan.opened.unprinted(recipes.account):
        stopped.setdefault(ExitCode.PROBLEMS, []).extend(unprinted)
    if lost.problems:
        log = [write_log(request.folder, lost.faults)] if lost.faults else []
        stopped.setdefault(ExitCode.PROBLEMS, []).extend([*lost.problems, *log])
    if stopped:
        raise everything_found(stopped, warnings)
    return [made[task.layout.id] for task in plan.tasks], warnings


def refuse(layout: Layout, state: str) -> Problem:
    """Return why a press edition is not to be printed."""
    message, hint = REASONS[state]
    approve = command("translate", "approve", layout.language, "--by", "NAME")
    hint = hint.format(approve=approve, facts=command("facts"))
    return Problem("press-not-final", message, where=layout.id, hint=hint)


REASONS = {
    "translation": (
        "no qualified reader has approved this translation, so there is no press edition.",
        "have it read, then run {approve}; or leave the language out with --language.",
    ),
    "proof": ("the press edition is a proof: it prints a fact that may be wrong.", "{facts} lists them."),
}
"""Why a press edition is not to be printed, by state."""
