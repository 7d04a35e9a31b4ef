# SPDX-License-Identifier: MIT
"""Our side without checks, as commands; with `unchecked` and `pages` all that the bench touches of the package.

    python -m bench.ours build FOLDER OUT       every edition, a worker for each core, nothing read back
    python -m bench.ours one FOLDER LAYOUT OUT  one layout's screen edition, in one worker, nothing read back
    python -m bench.ours pages FOLDER OUT       the same leaflets as HTML files, and what a Typst twin prints

As in the program, what draws pages is imported where it is needed, for `build` in the workers, and that begins before
anything else is read (`leaflets.cli.start`).
"""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaflets.build.worker_start import warm_up

if TYPE_CHECKING:
    from leaflets.build.recipes import Recipes

WORKER = "bench.unchecked:Unchecked"


def scribe_of(folder: Path) -> Recipes:
    """Return what composes the layouts of a project whose data.yaml is valid; its words are not read over."""
    from leaflets.build.project import load_project
    from leaflets.build.recipes import Recipes

    today = datetime.datetime.now(datetime.UTC).date()
    return Recipes(folder, load_project(folder, today=today), today=today)


def build(folder: Path, out: Path) -> dict[str, Any]:
    """Make every edition of a project with a worker for each core; return how many there are."""
    warm_up()
    return make(folder, out)


def one(folder: Path, name: str, out: Path) -> dict[str, Any]:
    """Make the screen edition of one layout in one worker."""
    warm_up(press=False)
    publication, form, language = name.split(".")
    return make(folder, out, (publication,), (form,), (language,), ("screen",))


def make(folder: Path, out: Path, *patterns: tuple[str, ...]) -> dict[str, Any]:
    """Make the editions that are chosen, all without patterns; return how many there are."""
    from leaflets.build.job import Job
    from leaflets.build.pool import PoolSettings, count_cores, run_jobs
    from leaflets.build.selection import Selection, select

    recipes = scribe_of(folder)
    tasks = select(recipes.project, Selection(*patterns))
    jobs = (Job(task.layout, task.purposes, recipes.prepare(task.layout).recipe) for task in tasks)
    made = 0
    with tempfile.TemporaryDirectory() as scratch:
        settings = PoolSettings(WORKER, (recipes.inputs, out), min(count_cores(), len(tasks)), Path(scratch))
        for job, outcome in run_jobs(settings, jobs):
            if getattr(outcome, "fault", "lost") or outcome.exit_code:
                raise RuntimeError(f"{job.layout.id} was not made")
            made += len(job.purposes)
    return {"editions": made}


def pages(folder: Path, out: Path) -> dict[str, Any]:
    """Write every layout for the peers and return what there is of them."""
    from bench.pages import write_pages

    return write_pages(scribe_of(folder), out)


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"build": build, "pages": pages, "one": one}

if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    words: list[Any] = [*rest[:-1], Path(rest[-1])]
    print(json.dumps(COMMANDS[command](Path(folder), *words)))
