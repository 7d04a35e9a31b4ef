# SPDX-License-Identifier: MIT
"""Build: the only place where the stages meet, in order. A project goes in, a new `dist` comes out, or problems.

`load_project` loads and validates; `select` chooses; workers make the layouts (see `make`); `publish` exchanges the
folders. Whatever stops a build leaves the old `dist` as it was.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from leaflets.build import manifest, publish
from leaflets.build.cache import FOLDER as CACHE
from leaflets.build.cache import Cache
from leaflets.build.dispatch import Dispatch
from leaflets.build.former import keep_former
from leaflets.build.job import Outcome, Task
from leaflets.build.known_layouts import KnownLayouts
from leaflets.build.manifest import EditionEntry, Manifest
from leaflets.build.ownership import refuse_foreign
from leaflets.build.pool import DEADLINE_SECONDS, LostJob, count_cores
from leaflets.build.project import Opened, load_project
from leaflets.build.recipe import MadeEdition
from leaflets.build.recipes import Recipes
from leaflets.build.results import BuildResult, everything_found, printed_facts
from leaflets.build.selection import ALL, Selection, changed_first, marks_of, select
from leaflets.build.toolchain import built_with
from leaflets.content.model import layouts_of
from leaflets.core.commands import command
from leaflets.core.edition import PURPOSES, Edition
from leaflets.core.file_states import Inputs, read_all
from leaflets.core.messages import SOURCE
from leaflets.core.problems import ExitCode, Problem, sort_problems
from leaflets.languages.pseudo import PSEUDO

MAKER = "leaflets.build.maker:Maker"

Progress = Callable[[int, int, str], None]
"""Called with the number of layouts done, their total, and the last one."""


@dataclass(frozen=True)
class Request:
    """The request for a build or a check."""

    folder: Path
    out: Path
    today: datetime.date
    selection: Selection = ALL
    workers: int = 0
    """The number of processes; 0 means one for each core."""
    draft: bool = False
    pseudo: bool = False
    """Whether to build the pseudo-languages too, to test designs."""
    force: bool = False
    """Whether to make unchanged editions too."""
    maker: str = MAKER
    timeout: float = DEADLINE_SECONDS
    states: Inputs = field(default_factory=dict)
    """The state of every file before any was read, if it is known."""


def silent(_done: int, _total: int, _name: str) -> None:
    """Ignore progress."""


def build(request: Request, *, progress: Progress = silent) -> BuildResult:
    """Build the chosen editions into `request.out` and return what was made; ProblemsFound if nothing was published."""
    started = time.monotonic()
    refuse_foreign(request.out, request.folder)
    states = request.states or read_all(os.fspath(request.folder), {})
    opened = load_project(request.folder, today=request.today)
    if request.pseudo:
        languages = list(dict.fromkeys((*opened.project.languages, *PSEUDO)))
        opened = replace(opened, project=opened.project.model_copy(update={"languages": languages}))
    tasks = select(opened.project, request.selection, draft=request.draft)
    tree = publish.Tree(request.out)
    with publish.disk_errors(tree), publish.locked(request.out, request.folder) as notices:
        former = publish.read_manifest(request.out)
        if former is None and (request.out / "pdf").is_dir():  # damaged: only a whole build knows what belongs there
            tasks = select(opened.project, ALL, draft=request.draft)
        try:
            tree.begin()
            run = _Run(replace(request, states=states), opened, tasks, tree)
            built = run.make(progress)
            run.publish(built, former)
        except BaseException:
            tree.discard()
            raise
    built.once += notices
    built.problems = sort_problems(built.problems)
    built.notices = [*opened.notices(printed_facts(built.editions), request.today), *unapproved(built.editions)]
    built.seconds = time.monotonic() - started
    return built


def unapproved(entries: Iterable[EditionEntry]) -> list[Problem]:
    """Return one line about the translations that have not been approved."""
    reviews = ((entry, entry["translation"]) for entry in entries)
    proofs = [entry for entry, review in reviews if review and review["status"] in ("draft", "outdated")]
    languages = ", ".join(dict.fromkeys(entry["language"] for entry in proofs))
    message = f"{len(proofs)} editions are unapproved translations, so proofs only ({languages})."
    approve = command("translate", "approve", languages.partition(",")[0].rpartition("+")[2], "--by", "NAME")
    hint = f"{command('translate', 'status')} lists them; {approve} approves."
    return [Problem("translation-unapproved", message, severity="notice", hint=hint)] if proofs else []


class _Run:
    def __init__(self, request: Request, opened: Opened, tasks: Sequence[Task], tree: publish.Tree) -> None:
        self.request, self.opened, self.tasks, self.tree = request, opened, tasks, tree
        self.cache, self.expected = open_cache(request), 0
        if self.cache:
            self.marks, former = marks_of(opened.project), self.cache.former_marks()
            self.tasks = changed_first(tasks, self.marks, former)
            self.expected = sum(former.get(task.layout.source) != self.marks[task.layout.source] for task in tasks)
        self.recipes = open_recipes(request, opened)
        self.known = KnownLayouts(self.cache, self.recipes, request.states) if self.cache else None

    def make(self, progress: Progress) -> BuildResult:
        built, products = BuildResult(), dict[str, MadeEdition]()
        stopped: dict[ExitCode, list[Problem]] = {}
        dispatch = Dispatch(
            self.recipes,
            self.request.maker,
            self.request.workers or count_cores(),
            self.tree.scratch,
            self.request.timeout,
            self.cache,
            self.known,
            self.expected,
            meanwhile=lambda: built.problems.extend(self.opened.read_over()),
        )
        for done, (task, outcome) in enumerate(dispatch.work(self.tasks), start=1):
            progress(done, len(self.tasks), task.layout.id)
            if isinstance(outcome, LostJob) or outcome.fault:
                self.tree.check_room()
                built.add_lost(task, outcome)
            elif task.layout.language != SOURCE and outcome.exit_code not in (ExitCode.OK, ExitCode.DISK):
                # Its translation, or a font for its script, stops no other layout.
                built.stopped[task.layout.id] = outcome
                built.problems += outcome.problems
            elif outcome.exit_code:
                self.tree.check_room()  # before the workers end and free their copies of fonts
                stopped.setdefault(outcome.exit_code, []).extend(self.opened.locate(outcome.problems))
            else:
                built.add(task, outcome)
                products |= outcome.products
                if not stopped:
                    write_files(outcome, self.tree, self.cache)
        unprinted = self.opened.unprinted(self.recipes.account)
        if unprinted and not self.request.draft:
            stopped.setdefault(ExitCode.PROBLEMS, []).extend(unprinted)
        built.problems += [replace(problem, severity="warning") for problem in unprinted if self.request.draft]
        if stopped:
            raise everything_found(stopped, built.problems)
        if self.cache:
            self.cache.shrink(products.values())
            self.cache.keep_marks(self.marks)
        if self.known:
            self.known.write()
        read = self.recipes.inputs.paths(name for product in products.values() for name in product.reads)
        built.read = frozenset(read)
        return built

    def publish(self, built: BuildResult, former: Manifest | None) -> None:
        project = self.opened.project
        pending = {layout.id: number for number, layout in enumerate(layouts_of(project))}
        built.editions.sort(key=lambda entry: _order(entry, pending))
        asked = {Edition(task.layout, purpose).id for task in self.tasks for purpose in task.purposes}
        kept = keep_former(former, built, asked, recipes=self.recipes, tree=self.tree, known=self.known)
        if not (built.editions or former):
            if built.stopped:
                raise everything_found({outcome.exit_code: [] for outcome in built.stopped.values()}, built.problems)
            self.tree.discard()
            return
        built.kept = len(kept) - len(built.stayed)
        entries = sorted([*built.editions, *kept], key=lambda entry: _order(entry, pending))
        self.tree.keep_others()
        today, folder = self.request.today, self.request.folder
        whole = manifest.make_manifest(project, entries, built_with=built_with(), today=today)
        built.once += self.tree.publish(whole, folder, today)


def open_cache(request: Request) -> Cache | None:
    """Return the project's cache; None for a draft, or if the folder cannot be written."""
    folder = request.folder / CACHE
    there = next(path for path in (folder, folder.parent, request.folder) if path.exists())
    can_write = there.is_dir() and os.access(there, os.W_OK)
    return Cache(folder, fresh=request.force) if can_write and not request.draft else None


def write_files(outcome: Outcome, tree: publish.Tree, cache: Cache | None) -> None:
    """Put the files of a layout's editions into the tree."""
    for name, data in sorted(outcome.files.items()):
        tree.write(name, data)
    for product in outcome.products.values() if cache else ():
        for name, sha256 in sorted(product.files.items()):
            assert cache
            tree.link(name, sha256, cache.path_of(sha256))


def open_recipes(request: Request, opened: Opened) -> Recipes:
    """Return the recipe writer for that project."""
    return Recipes(request.folder, opened, today=request.today, draft=request.draft)


def work(
    request: Request, recipes: Recipes, tasks: Sequence[Task], scratch: Path, *, cache: Cache | None = None
) -> Iterator[tuple[Task, Outcome | LostJob]]:
    """Yield each task with its outcome, as the workers finish them; finished files that `cache` knows are not read."""
    size = request.workers or count_cores()
    return Dispatch(recipes, request.maker, size, scratch, request.timeout, cache).work(tasks)


def _order(entry: EditionEntry, layouts: Mapping[str, int]) -> tuple[int, int]:
    return layouts[manifest.layout_id(entry)], PURPOSES.index(entry["purpose"])
