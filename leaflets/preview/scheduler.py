# SPDX-License-Identifier: MIT
"""The scheduler: knows the state of a project, who is looking at what, and what to draw next.

`run` works in one thread until it is stopped: changed files come first, then layouts being looked at, then those
looked at before, then the list. Pages take `PageState`s from other threads, and wait for the next one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from leaflets.core.problems import ExitCode, Problem, ProblemsFound, count_problems
from leaflets.preview.file_changes import Watcher
from leaflets.preview.views import Contents, FinishedView, ListedLayout, View
from leaflets.preview.worker import LostWorker, WarmWorker

LOOK_SECONDS = 0.06
"""The interval at which files are checked."""
DOUBT_SECONDS = 0.12
"""The delay of a new problem, in case the editor is still saving."""
AT_ONCE = 8
"""The number of layouts compared before files are checked again."""
PIXELS, MOST_PIXELS = 640, 3000
"""The width of a page's picture if the browser does not say, and the greatest."""
Tell = Callable[[str], None]


@dataclass
class LayoutStatus:
    """The state of a layout."""

    view: View | None = None
    """The last one with pictures."""
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    """It cannot be drawn now: the view is an earlier one."""
    rest: FinishedView | None = None
    """For this view or, until its files have been read back, the one before, so that messages do not flicker."""
    is_checked: bool = False
    """Whether `finished` is of this view."""
    at: str = ""
    opening: int = 0
    """The opening of the project with which it was last compared; 0 is never."""
    digest: str = ""
    """A hash of its words and design."""
    changed: bool = False
    """Whether its words or design have changed since it was drawn, or first compared."""

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Everything that is wrong with it, including what was found in its finished files."""
        return tuple(dict.fromkeys((*self.problems, *(self.rest.problems if self.rest else ()))))

    @property
    def is_faulty(self) -> bool:
        return self.failed or any(problem.severity == "error" for problem in self.faults)


@dataclass(frozen=True)
class PageState:
    """What a page shows."""

    number: int
    """Increases whenever anything changes."""
    contents: Contents
    """The last project that could be opened."""
    now: Contents
    """The same, or why it cannot be opened now."""
    layout: ListedLayout | None
    """None if there is nothing to choose from."""
    drawn: LayoutStatus
    is_busy: bool
    """Whether it is about to be drawn again."""
    changed: frozenset[str]
    """Layouts that have changed and are not yet drawn again."""
    faulty: frozenset[str]

    @property
    def is_open(self) -> bool:
        return self.now.exit_code == ExitCode.OK

    @property
    def is_stale(self) -> bool:
        """Whether the pictures are earlier ones, because something is wrong."""
        return not self.is_open or self.drawn.failed


@dataclass
class Scheduler:
    """Keeps a project drawn."""

    worker: WarmWorker
    watcher: Watcher
    tell: Tell
    number: int = 0
    opening: int = 0
    contents: Contents = field(default_factory=Contents)
    now: Contents = field(default_factory=Contents)
    drawn: dict[str, LayoutStatus] = field(default_factory=dict)
    looking: dict[object, str] = field(default_factory=dict)
    """The layout of each open page."""
    visited: dict[str, int] = field(default_factory=dict)
    """Layouts that have been looked at, the latest last, each with the width of its pictures."""
    noticed: float = 0
    """When the change being drawn was noticed; 0 if none is."""
    opened_by: int = 0
    """The number of the worker process that has the project open."""
    news: threading.Condition = field(default_factory=threading.Condition)
    is_over: bool = False

    # For pages

    def scene(self, name: str = "") -> PageState:
        """Return the state of a page on that layout; without a name, or if it is gone, of the first layout."""
        with self.news:
            layouts = {layout.id: layout for layout in self.contents.layouts}
            layout = layouts.get(name) or next(iter(layouts.values()), None)
            found = self.drawn[layout.id] if layout else LayoutStatus()
            known = {id: self.drawn[id] for id in layouts}
            return PageState(
                number=self.number,
                contents=self.contents,
                now=self.now,
                layout=layout,
                drawn=replace(found),
                is_busy=self.now.exit_code == ExitCode.OK and self._is_behind(found),
                changed=frozenset(id for id, one in known.items() if one.changed),
                faulty=frozenset(id for id, one in known.items() if one.is_faulty),
            )

    def visit(self, name: str, pixels: int = 0) -> None:
        """Record that a layout is being looked at: it is kept drawn, with pictures at least that wide."""
        with self.news:
            width = max(self.visited.pop(name, PIXELS), min(pixels, MOST_PIXELS))
            self.visited[name] = width
            self.news.notify_all()

    @contextmanager
    def look_at(self, name: str, pixels: int) -> Iterator[None]:
        """Record that a layout is in sight while the body runs."""
        page = object()
        with self.news:
            self.looking[page] = name
            self.visit(name, pixels)
        try:
            yield
        finally:
            with self.news:
                del self.looking[page]

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until something has changed since that number; say whether it has."""
        with self.news:
            return self.news.wait_for(lambda: self.is_over or self.number != number, seconds)

    # One step after another

    def open(self) -> None:
        """Open the project; ProblemsFound if nothing in it matches the selection."""
        self._open()
        if self.now.exit_code == ExitCode.USAGE:
            raise ProblemsFound(self.now.problems, exit_code=ExitCode.USAGE)

    def run(self) -> None:
        """Work until `stop`, or until an exception such as Ctrl-C."""
        while not self.is_over:
            if not self.step():
                with self.news:
                    self.news.wait(LOOK_SECONDS)

    def stop(self) -> None:
        """Tell the pages that it is over, and end the worker."""
        with self.news:
            self.is_over = True
            self.news.notify_all()
        self.worker.stop()

    def step(self) -> bool:
        """Do the next step; say whether there was one."""
        if self.watcher.changed():
            self.noticed = time.monotonic()
            self._open()
            return True
        if self.now.exit_code != ExitCode.OK:
            return False
        names = [layout.id for layout in self.contents.layouts]
        with self.news:
            visited = [name for name in reversed(self.visited) if name in self.drawn and name in names]
            seen = [name for name in visited if name in self.looking.values()] or visited[:1]
        if any(self._bring_up_to_date(name) for name in seen):
            return True
        self.noticed = 0
        if any(self._finish(name) for name in seen) or any(self._bring_up_to_date(name) for name in visited):
            return True
        behind = [name for name in names if self.drawn[name].opening < self.opening]
        self._compare(behind[:AT_ONCE])
        return bool(behind)

    def _open(self) -> None:
        now = self._ask("open")
        if isinstance(now, Problem):
            now = Contents(problems=(now,), exit_code=ExitCode.PROBLEMS)
        if now.exit_code != ExitCode.OK and self.watcher.is_stirring(DOUBT_SECONDS):
            return  # the file is still being saved, and is opened again
        with self.news:
            self.now, self.opening = now, self.opening + 1
            if now.exit_code == ExitCode.OK:
                self.contents = now
                for layout in now.layouts:
                    self.drawn.setdefault(layout.id, LayoutStatus())
            self._announce()
        if now.exit_code != ExitCode.OK:
            self.tell(f"data.yaml  {count_problems(now.problems)}")

    def _bring_up_to_date(self, name: str) -> bool:
        """Compare a layout, and draw it if it has changed; say whether either was needed."""
        found = self.drawn[name]
        if found.opening < self.opening:
            self._compare([name])
            self._announce()
        view = found.view
        too_small = bool(view and view.pixels < 0.95 * self.visited[name] and not found.failed)
        if found.changed or too_small or not (view or found.failed):
            self._draw(name)
            return True
        return False

    def _compare(self, names: Sequence[str]) -> None:
        """Find layouts with changed words or design; those with problems are always compared again."""
        digests = self._ask("compare", names) if names else {}
        for name in names:
            found, digest = self.drawn[name], digests.get(name, "") if isinstance(digests, dict) else ""
            with self.news:
                is_other = digest != found.digest or found.failed or bool(found.problems)
                if found.opening and is_other and not found.changed:
                    found.changed = True
                    self._announce()
                found.opening, found.digest = self.opening, digest

    def _draw(self, name: str) -> None:
        pixels = self.visited[name]
        view = self._ask("draw", name, pixels)
        if isinstance(view, Problem):
            view = View(name, problems=(view,))
        errors = [problem for problem in view.problems if problem.severity == "error"]
        if errors and self.watcher.is_stirring(DOUBT_SECONDS):
            return  # as in _open
        found = self.drawn[name]
        with self.news:
            found.problems, found.failed, found.changed = view.problems, not view.pictures, False
            found.opening, found.is_checked = self.opening, False
            if view.pictures:
                found.view, found.digest = view, view.digest
                found.at = datetime.now().astimezone().strftime("%H:%M:%S")
            self._announce()
        seconds = time.monotonic() - self.noticed if self.noticed else view.seconds
        self.tell(f"{name}  {seconds:.2f} s{f'  {count_problems(errors)}' if errors else ''}")

    def _finish(self, name: str) -> bool:
        found = self.drawn[name]
        if found.is_checked or found.failed or not found.view:
            return False
        rest = self._ask("finish", name)
        with self.news:
            if rest is None:
                found.changed = True  # the worker no longer has it
                return True
            found.rest = FinishedView(problems=(rest,)) if isinstance(rest, Problem) else rest
            found.is_checked = True
            self._announce()
        return True

    def _ask(self, method: str, *arguments: Any) -> Any:
        """Return the worker's answer; a problem if it dies or hangs."""
        try:
            if method != "open" and self.worker.started != self.opened_by:
                self.worker.ask("open")
                self.opened_by = self.worker.started
            answer = self.worker.ask(method, *arguments)
            if method == "open":
                self.opened_by = self.worker.started
        except LostWorker as loss:
            message = f"It could not be drawn: it {loss}. The rest goes on."
            hint = "undo the last change; it is tried again when a file changes."
            return Problem("worker-lost", message, where=str(arguments[0]) if arguments else "", hint=hint)
        return answer

    def _is_behind(self, found: LayoutStatus) -> bool:
        return found.changed or found.opening < self.opening or not (found.view or found.failed)

    def _announce(self) -> None:
        with self.news:
            self.number += 1
            self.news.notify_all()
