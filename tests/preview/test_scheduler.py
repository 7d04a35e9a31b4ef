# SPDX-License-Identifier: MIT
"""What the preview does next, step by step: with a clock of its own and a worker whose answers are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from patience import Clock

from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.preview.file_changes import Watcher
from leaflets.preview.scheduler import Scheduler
from leaflets.preview.views import Contents, FinishedView, ListedLayout, View, ViewPicture
from leaflets.preview.worker import LostWorker

CARD, POSTER = "card", "poster"
WRONG = Problem("overset", "It is wrong.")


def listed(name: str) -> ListedLayout:
    return ListedLayout(name, name, "ES-01", name, "", "en", "English", "English", "ltr", name)


@dataclass
class Drawer:
    """Stands in for the worker: a layout's digest is what data.yaml says; \"broken\" in it is a problem."""

    data: Path
    started: int = 1
    lost: str = ""
    """Over which question it is lost."""
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def ask(self, method: str, *arguments: Any) -> Any:
        self.asked.append((method, *arguments))
        if method == self.lost:
            self.started += 1
            raise LostWorker("ended the process that draws")
        return getattr(self, method)(*arguments)

    def words(self) -> str:
        return self.data.read_text(encoding="utf-8")

    def open(self) -> Contents:
        if "half" in self.words():
            return Contents(problems=(WRONG,), exit_code=ExitCode.PROBLEMS)
        return Contents((listed(CARD), listed(POSTER)))

    def compare(self, names: Sequence[str]) -> dict[str, str]:
        return {name: self.words() for name in names}

    def draw(self, name: str, pixels: int) -> View:
        problems = (WRONG,) if "broken" in self.words() else ()
        picture = ViewPicture("page", self.words(), b"", 99, 210, 0.5)
        return View(name, self.words(), pictures=(picture,), problems=problems, pixels=pixels)

    def finish(self, name: str) -> FinishedView:
        return FinishedView(name.encode())

    def stop(self) -> None: ...


@dataclass
class Preview:
    """A project of which somebody looks at the card."""

    data: Path
    clock: Clock = field(default_factory=Clock)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data.write_text("first", encoding="utf-8")
        self.drawer = Drawer(self.data)
        watcher = Watcher([self.data], self.clock.time, self.clock.wait)
        self.scheduler = Scheduler(self.drawer, watcher, self.told.append)  # type: ignore[arg-type]
        self.scheduler.open()
        self.scheduler.visit(CARD)
        self.work()
        self.told.clear()

    def work(self) -> None:
        """Do all that is to be done."""
        while self.scheduler.step():
            pass

    def save(self, words: str, *, then: str = "", after: float = 0) -> None:
        """Save data.yaml; `then` is saved so many seconds after that."""
        self.data.write_text(words, encoding="utf-8")
        if then:
            self.clock.plan = [(self.clock.now + after, lambda: self.data.write_text(then, encoding="utf-8"))]


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    return Preview(tmp_path / "data.yaml")


def test_what_somebody_looks_at_is_drawn_and_then_finished(preview: Preview) -> None:
    assert [question[0] for question in preview.drawer.asked] == ["open", "compare", "draw", "finish", "compare"]
    assert preview.scheduler.scene(CARD).drawn.rest == FinishedView(b"card")
    assert preview.scheduler.scene(POSTER).drawn.view is None


def test_a_change_is_drawn_where_somebody_looks_and_marked_elsewhere(preview: Preview) -> None:
    preview.save("second")
    preview.work()
    scene = preview.scheduler.scene(CARD)
    assert scene.drawn.view and scene.drawn.view.digest == "second"
    assert scene.changed == {POSTER} and scene.faulty == frozenset()
    assert [line.split()[0] for line in preview.told] == [CARD]


# The files are looked at twice, 0.04 s apart, and a problem waits 0.12 s: what comes in that time was on its way.


@pytest.mark.parametrize("half", ["half", "broken"])
def test_a_file_that_is_half_saved_shows_no_problem(preview: Preview, half: str) -> None:
    """Neither one that keeps the project from opening, nor one on a page."""
    before = preview.scheduler.scene(CARD)
    preview.save(half, then="second", after=0.1)
    preview.work()
    scene = preview.scheduler.scene(CARD)
    assert scene.is_open and scene.drawn.view and scene.drawn.view.digest == "second"
    assert scene.faulty == frozenset() and not scene.drawn.problems and before.number < scene.number
    assert [line.split()[0] for line in preview.told] == [CARD], "no problem was told"


@pytest.mark.parametrize("half", ["half", "broken"])
def test_a_problem_that_stays_is_shown_with_the_pictures_of_before(preview: Preview, half: str) -> None:
    preview.save(half, then="second", after=5)
    preview.work()
    scene = preview.scheduler.scene(CARD)
    assert WRONG in (*scene.now.problems, *scene.drawn.problems)
    assert scene.drawn.view and scene.is_stale == (half == "half")
    assert "1 problem" in preview.told[0]


def test_a_layout_over_which_the_worker_is_lost_costs_itself_and_is_tried_again(preview: Preview) -> None:
    preview.drawer.lost = "draw"
    preview.save("second")
    preview.work()
    scene = preview.scheduler.scene(CARD)
    assert scene.is_stale and scene.drawn.view and scene.drawn.view.digest == "first"
    assert [problem.slug for problem in scene.drawn.problems] == ["worker-lost"]
    preview.drawer.lost = ""
    preview.save("third")
    preview.work()
    scene = preview.scheduler.scene(CARD)
    assert not scene.is_stale and scene.drawn.view and scene.drawn.view.digest == "third"


def test_nothing_that_fits_what_was_asked_for_is_wrong_usage(preview: Preview) -> None:
    preview.drawer.open = lambda: Contents(problems=(WRONG,), exit_code=ExitCode.USAGE)  # type: ignore[method-assign]
    with pytest.raises(ProblemsFound) as found:
        preview.scheduler.open()
    assert found.value.exit_code == ExitCode.USAGE
