# SPDX-License-Identifier: MIT
"""Our side without checks, as commands; with `unchecked` and `pages` all that the bench touches of the package.

    python -m bench.ours build FOLDER OUT       every edition, a worker for each core, nothing read back
    python -m bench.ours one FOLDER LAYOUT OUT  one layout's screen edition, in this process, nothing read back
    python -m bench.ours pages FOLDER OUT       the same leaflets as HTML files, and what a Typst twin prints

As in the program, what draws pages is imported where it is needed, for `build` in the workers, and that begins before
anything else is read (`leaflets.start`).
"""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaflets.spawning import warm_up

if TYPE_CHECKING:
    from leaflets.build import Opened

WORKER = "bench.unchecked:Unchecked"


def opened(folder: Path) -> Opened:
    """Return a project that has passed every check that needs no page."""
    from leaflets.build import open_project

    return open_project(folder, today=datetime.datetime.now(datetime.UTC).date())


def build(folder: Path, out: Path) -> dict[str, Any]:
    """Make every edition of a project with a worker for each core; return how many there are."""
    warm_up()
    from leaflets.selection import ALL, select
    from leaflets.workers import Crew, count_cores, run_jobs

    project = opened(folder).project
    with tempfile.TemporaryDirectory() as scratch:
        crew = Crew(WORKER, (folder, project, out), count_cores(), Path(scratch))
        made = sum(number for _, number in run_jobs(crew, select(project, ALL)))
    return {"editions": made}


def one(folder: Path, name: str, out: Path) -> dict[str, Any]:
    """Make the screen edition of one layout in this process."""
    from bench.unchecked import Unchecked
    from leaflets.selection import Selection, select

    project = opened(folder).project
    publication, form, language = name.split(".")
    (task,) = select(project, Selection((publication,), (form,), (language,), ("screen",)))
    return {"editions": Unchecked(folder, project, out)(task)}


def pages(folder: Path, out: Path) -> dict[str, Any]:
    """Write every layout for the peers and return what there is of them."""
    from bench.pages import write_pages
    from bench.unchecked import Unchecked

    return write_pages(Unchecked(folder, opened(folder).project, out))


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"build": build, "pages": pages, "one": one}

if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    words: list[Any] = [*rest[:-1], Path(rest[-1])]
    print(json.dumps(COMMANDS[command](Path(folder), *words)))
