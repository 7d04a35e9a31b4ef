# SPDX-License-Identifier: MIT
"""Where the processor time of a build goes: `python -m bench.stages` makes every English edition in one process.

Each stage counts its own time without that of the stages that it calls, with what Ghostscript takes; what several
rules read (drawn pages, operators, plates) is a stage of its own, so that a rule has only what it adds.
"""

from __future__ import annotations

import functools
import gc
import os
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench import project as projects
from bench.ours import scribe_of
from leaflets.build import maker, press_maker
from leaflets.build.job import Job
from leaflets.build.selection import ALL, select
from leaflets.build.worker import SWEEP_AFTER
from leaflets.preflight import check, raster, rule
from leaflets.preflight.press import ghostscript, separations
from leaflets.preflight.reading import OpenFile

LIVING: list[int] = []
"""The processes of living Ghostscripts."""
READ = ("seen", "text", "lines", "slugs", "_in_colour", "_painted", "_separations", "fonts", "damage")
"""What an open file reads when a rule first asks for it."""
WATCHED: tuple[tuple[Any, str, str], ...] = (
    (maker, "lay_out", "lay out and draw (WeasyPrint)"),
    (press_maker, "finish_press", "make: press"),
    (check, "to_png", "previews as PNG"),
    (check, "photograph_to_png", "pictures as PNG"),
    (maker, "measure", "measure"),
    (check, "check_picture", "check pictures"),
    (maker, "check_text", "check text"),
    (check, "open_file", "open"),
    (separations, "separate", "read: plates (Ghostscript)"),
    (raster, "draw_grey", "draw in grey"),
    (raster, "draw_and_read", "draw in grey"),
    (raster, "find_codes", "find codes"),
    (raster, "read_copied", "read poor copies"),
    (raster, "unlike", "compare with the layout"),
    (maker.Maker, "digest", "digest"),
    (maker.Maker, "mark", "mark"),
    (maker, "expect", "expect"),
    *((OpenFile, name, f"read: {name.strip('_')}") for name in READ),
)


class Stages:
    """Adds processor time up by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.open: list[str] = []
        self.since = now()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside as a stage."""
        self.turn()
        self.open.append(name)
        try:
            yield
        finally:
            self.turn()
            self.open.pop()

    def turn(self) -> None:
        """Add what was spent since the last turn to the stage that is open."""
        self.spent[self.open[-1] if self.open else "everything else"] += now() - self.since
        self.since = now()

    def watch(self, holder: Any, name: str, title: str) -> None:
        """Count a function of a module or class as a stage."""
        known = vars(holder)[name]
        cached = isinstance(known, functools.cached_property)
        inner: Callable[..., Any] = known.func if cached else known

        @functools.wraps(inner)
        def outer(*words: Any, **more: Any) -> Any:
            with self.stage(title):
                return inner(*words, **more)

        found: Any = functools.cached_property(outer) if cached else outer
        if cached:
            found.__set_name__(holder, name)
        setattr(holder, name, found)


def now() -> float:
    """Return the processor time of this process, of those that it has waited for, and of each living Ghostscript."""
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited.ru_utime + waited.ru_stime + sum(map(alive, LIVING))


def alive(pid: int) -> float:
    """Return the processor time of a process that has not ended."""
    try:
        values = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def watch_all(times: Stages) -> None:
    """Count every stage that has a name."""
    for holder, name, title in WATCHED:
        times.watch(holder, name, title)
    for purpose, finish in maker.FINISHES.items():
        one = SimpleNamespace(finish=finish)
        times.watch(one, "finish", f"make: {purpose}")
        maker.FINISHES[purpose] = one.finish
    judge, start = rule.Rule.judge, ghostscript.LivingGhostscript.start

    def judged(self: rule.Rule, file: OpenFile, expected: Any) -> Any:
        with times.stage(f"rule: {self.slug}"):
            return judge(self, file, expected)

    def started(self: ghostscript.LivingGhostscript) -> None:
        start(self)
        assert self._process
        LIVING.append(self._process.pid)

    rule.Rule.judge = judged  # type: ignore[method-assign]
    ghostscript.LivingGhostscript.start = started  # type: ignore[method-assign]


def main() -> None:
    """Print the milliseconds of each stage for a layout, the dearest first."""
    times = Stages()
    watch_all(times)
    with tempfile.TemporaryDirectory() as folder:
        project = projects.make(Path(folder) / "project", projects.english())
        recipes = scribe_of(project.folder)
        tasks = select(recipes.project, ALL)
        jobs = [Job(task.layout, task.purposes, recipes.prepare(task.layout).recipe) for task in tasks]
        made = maker.Maker(recipes.inputs)
        made(jobs[0])  # fonts and stylesheets are read
        gc.freeze()
        gc.disable()
        times.spent.clear()
        times.since = now()
        for number, job in enumerate(jobs, start=1):
            outcome = made(job)
            assert not outcome.fault, outcome.fault
            if number % SWEEP_AFTER == 0:
                with times.stage("garbage"):
                    gc.collect()
    times.turn()
    whole = sum(times.spent.values())
    for name, spent in sorted(times.spent.items(), key=lambda one: -one[1]):
        if spent > whole / 1000:
            print(f"{spent / len(jobs) * 1e3:7.1f} ms {spent / whole:6.1%}  {name}")
    print(f"{whole / len(jobs) * 1e3:7.1f} ms          one of {len(jobs)} layouts")


if __name__ == "__main__":
    main()
