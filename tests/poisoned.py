# SPDX-License-Identifier: MIT
"""Makers that go wrong on purpose: tests of the build let them replace `leaflets.build.maker:Maker`.

A test that must meet the program in the middle of its work starts it with one of them, by `go` or `watch`.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import time

from leaflets.build.job import Job, Outcome
from leaflets.build.maker import Maker
from leaflets.core.problems import ExitCode, Problem
from leaflets.preview.session import Session
from leaflets.preview.views import View

VICTIM = "everything.card-wallet.en"
BEGUN, GO_ON, HOLD = "begun", "go-on", "hold"
"""Files in the project's folder: see `Held` and `PoisonedSession`."""


class Deadly(Maker):
    """Its process dies of one layout, every time."""

    def __call__(self, job: Job) -> Outcome:
        if job.layout.id == VICTIM:
            os._exit(11)
        return super().__call__(job)


class DeadlyOnce(Maker):
    """Its process dies of one layout the first time."""

    def __call__(self, job: Job) -> Outcome:
        mark = self.inputs.resources.folder / "died-once"
        if job.layout.id == VICTIM and not mark.exists():
            mark.touch()
            os._exit(11)
        return super().__call__(job)


class Hanging(Maker):
    """One layout never ends."""

    def __call__(self, job: Job) -> Outcome:
        if job.layout.id == VICTIM:
            time.sleep(600)
        return super().__call__(job)


class Faulty(Maker):
    """One layout meets a fault of the program."""

    def make(self, job: Job, outcome: Outcome) -> None:
        if job.layout.id == VICTIM:
            raise ZeroDivisionError("a fault for the tests")
        super().make(job, outcome)


class Held(Maker):
    """Every layout says in a file that it has begun, and goes on once there is another file."""

    def __call__(self, job: Job) -> Outcome:
        (self.inputs.resources.folder / BEGUN).touch()
        while not (self.inputs.resources.folder / GO_ON).exists():
            time.sleep(0.02)
        return super().__call__(job)


class Broken(Maker):
    """A finished file fails its check."""

    def __call__(self, job: Job) -> Outcome:
        outcome = super().__call__(job)
        if job.layout.id == VICTIM:
            outcome.problems, outcome.exit_code = (
                [Problem("qr-unreadable", "It cannot be read.")],
                ExitCode.CHECK_FAILED,
            )
        return outcome


class PoisonedSession(Session):
    """What draws for `watch`: its process dies while data.yaml says so, and booklets wait while a file is there."""

    def draw(self, name: str, pixels: int) -> View:
        if "# crash" in (self.folder / "data.yaml").read_text(encoding="utf-8"):
            os._exit(11)
        while "booklet" in name and (self.folder / HOLD).exists():
            time.sleep(0.02)
        return super().draw(name, pixels)


def go(maker: str) -> None:
    """Run the command line; every request names that maker."""
    from leaflets.build import pipeline
    from leaflets.cli import parser

    plain = pipeline.build

    def with_maker(request: pipeline.Request, *, progress: pipeline.Progress = pipeline.silent) -> pipeline.BuildResult:
        return plain(dataclasses.replace(request, maker=maker), progress=progress)

    pipeline.build = with_maker
    sys.exit(parser.main())


def watch(session: str) -> None:
    """Run the command line; the preview's worker is another one."""
    from leaflets.cli import parser, verbs_watch

    verbs_watch.SESSION = session
    sys.exit(parser.main())
