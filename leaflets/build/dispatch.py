# SPDX-License-Identifier: MIT
"""Distribute work: each layout is composed, then taken from the cache or given to a worker.

Layouts are composed here while the workers are busy. Tasks come back with their outcomes as they are ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from leaflets.build.cache import Cache
from leaflets.build.job import Job, Outcome, Task
from leaflets.build.known_layouts import KnownLayouts
from leaflets.build.pool import DEADLINE_SECONDS, LostJob, PoolSettings, run_jobs
from leaflets.build.recipe import MadeEdition, Recipe
from leaflets.build.recipes import PreparedLayout, Recipes
from leaflets.build.toolchain import built_with, fingerprint_tools
from leaflets.core.edition import KINDS, Edition, Purpose
from leaflets.core.files import hash_file
from leaflets.core.problems import ExitCode, Problem, once
from leaflets.core.time_limit import TooSlow


@dataclass
class PendingTask:
    """A composed task: its recipe, what the cache has of it, and what is still to be made."""

    task: Task
    prepared: PreparedLayout
    found: dict[Purpose, MadeEdition] = field(default_factory=dict)
    wanted: list[Purpose] = field(default_factory=list)

    @property
    def job(self) -> Job:
        return Job(self.task.layout, tuple(self.wanted), self.prepared.recipe, self.task.finished)


def is_published(product: MadeEdition, path: Path) -> bool:
    """Return whether a product's files are those below `dist`; `path` is that of its own file there."""
    dist = path.parents[product.path.count("/")]
    return all(hash_file(dist / name) == sha256 for name, sha256 in product.files.items())


@dataclass(frozen=True)
class Dispatch:
    """How layouts are composed and made, and where finished editions are kept."""

    recipes: Recipes
    maker: str
    """The worker's class, as `leaflets.build.maker:Maker`."""
    size: int
    scratch: Path
    timeout: float = DEADLINE_SECONDS
    cache: Cache | None = None
    """None: everything is made."""
    known: KnownLayouts | None = None
    """What earlier builds know; None: every layout is composed."""
    expected: int = 0
    """The number of layouts that will probably be made, if it is known."""
    meanwhile: Callable[[], None] = lambda: None
    """What else to do, once every worker has a job or there are no more; what it raises stops the work before
    any edition is returned."""

    def work(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | LostJob]]:
        """Yield each task with its outcome, as they are ready."""
        ready: list[tuple[Task, Outcome]] = []
        orders: dict[str, PendingTask] = {}
        made: list[tuple[PendingTask, Outcome]] = []
        size = min(self.size, max(len(tasks), 1))
        meanwhile = cache(lambda: ThreadPoolExecutor(1).submit(self.do_meanwhile))  # begun by the first call

        def jobs() -> Iterator[Job]:
            given = 0
            for task in tasks:
                pending = self.prepare(task)
                if isinstance(pending, Outcome):
                    ready.append((task, pending))
                elif task.purposes and not pending.wanted and not task.finished:
                    ready.append((task, self.collect(pending, Outcome())))
                else:
                    orders[task.layout.id] = pending
                    yield replace(pending.job, is_alone=given < (self.expected or len(tasks)) < self.size)
                    given += 1
                    if given == size:
                        meanwhile()
            meanwhile()

        def finished() -> Iterator[tuple[Task, Outcome | LostJob]]:
            meanwhile().result()
            yield from ready
            for pending, outcome in made:
                yield pending.task, self.collect(pending, outcome)
            ready.clear()
            made.clear()

        arguments = (self.recipes.inputs, any("press" in task.purposes for task in tasks))
        settings = PoolSettings(self.maker, arguments, size, self.scratch, self.timeout, self.expected)
        for job, result in run_jobs(settings, jobs()):
            pending = orders.pop(job.layout.id)
            if isinstance(result, LostJob) or result.is_failed:  # told at once: when workers end, a full disk has room
                yield pending.task, result if isinstance(result, LostJob) else self.collect(pending, result)
            else:
                made.append((pending, result))
                if meanwhile().done():
                    yield from finished()
        yield from finished()

    def do_meanwhile(self) -> None:
        """Do what can wait until every worker is busy."""
        self.meanwhile()
        built_with()
        if self.cache:
            fingerprint_tools()

    def prepare(self, task: Task) -> PendingTask | Outcome:
        """Compose a task and look it up in the cache; return an outcome if there is nothing left to do."""
        if self.known and not task.finished and (outcome := self.known.recall(task)):
            return outcome
        try:
            prepared = self.recipes.prepare(task.layout)
        except (OSError, TooSlow):  # a file of the project, or an endless template: these stop the build
            raise
        except Exception as error:  # a fault of ours affects only one layout
            stopped = Outcome()
            stopped.fail(error, task.layout.id)
            return stopped
        if not self.recipes.draft and any(problem.severity == "error" for problem in prepared.faults):
            return Outcome(problems=list(prepared.faults), exit_code=ExitCode.PROBLEMS)
        if self.cache and task.finished and (judged := self.judged(task, prepared)):
            return judged
        pending = PendingTask(task, prepared)
        for purpose in task.purposes:
            if purpose in prepared.purposes:
                self._look_up(Edition(task.layout, purpose), prepared.recipe, pending)
        pending.prepared = replace(prepared, composed=replace(prepared.composed, html="", stylesheets=()))
        return pending

    def judged(self, task: Task, prepared: PreparedLayout) -> Outcome | None:
        """Return what a build found when it fitted a layout and read its files back; None if anything is new to it."""
        assert self.cache
        if all(KINDS.get(purpose) == "text" for purpose in task.finished):
            return None  # a text says nothing of pages
        outcome, warnings = Outcome(), list[Problem]()
        for purpose, (path, _) in task.finished.items():
            key = prepared.recipe.key(purpose, fingerprint_tools())
            product = self.cache.find(key, self.recipes.inputs.look_up, in_use=False)
            if product is None or not product.is_of(Edition(task.layout, purpose)) or not is_published(product, path):
                return None
            warnings += product.problems
            outcome.fills = dict(product.fills)
        outcome.problems = [*prepared.faults, *once(warnings, task.layout.id, len(task.finished))]
        return outcome

    def _look_up(self, edition: Edition, recipe: Recipe, pending: PendingTask) -> None:
        product, purpose = None, edition.purpose
        if self.cache and not self.cache.is_empty:  # otherwise the key is not needed until the product is kept
            product = self.cache.find(recipe.key(purpose, fingerprint_tools()), self.recipes.inputs.look_up)
        if product and product.is_of(edition):
            pending.found[purpose] = product
        else:
            pending.wanted.append(purpose)

    def collect(self, pending: PendingTask, outcome: Outcome) -> Outcome:
        """Return a worker's outcome, with what the cache had, the manifest's entries, and every warning once."""
        if outcome.is_failed:
            outcome.problems[:0] = pending.prepared.faults
            return outcome
        editions = {purpose: Edition(pending.task.layout, purpose) for purpose in pending.task.purposes}
        fresh = {purpose: outcome.products[editions[purpose].id] for purpose in pending.wanted}
        if self.cache:
            for purpose, product in fresh.items():
                self.cache.store(pending.prepared.recipe.key(purpose, fingerprint_tools()), product, outcome.files)
            outcome.files.clear()
        products = {**pending.found, **fresh}
        for purpose, product in products.items():
            outcome.products[editions[purpose].id] = product
            outcome.entries.append(self.recipes.entry(editions[purpose], pending.prepared, product))
            outcome.fills = dict(product.fills)
        outcome.entries.sort(key=lambda entry: pending.task.purposes.index(entry["purpose"]))
        warnings = [problem for product in products.values() for problem in product.problems]
        problems = [*pending.prepared.faults, *outcome.problems]
        problems += once(warnings, pending.task.layout.id, len(products) + len(pending.task.finished))
        if self.recipes.draft:
            problems = [replace(problem, severity="warning") for problem in problems]
        outcome.problems = problems
        outcome.made = frozenset(editions[purpose].id for purpose in fresh)
        if self.known:
            keys = {purpose: pending.prepared.recipe.key(purpose, fingerprint_tools()) for purpose in products}
            self.known.note(pending.task, keys, pending.prepared.risks, outcome)
        return outcome
