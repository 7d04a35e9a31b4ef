# SPDX-License-Identifier: MIT
"""Where the experiments build: projects in a temporary folder, the commands that are timed, rounds of sides in turn."""

from __future__ import annotations

import itertools
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from bench import project as projects
from bench.machine import crowding
from bench.peers import Peer
from bench.project import Bench
from bench.results import Contestant
from bench.timed import ROOT, Failed, Sample, run

PROGRAM = ROOT / "build_pdfs.py"
PUBLISHED = (0, 1)
"""Exit codes of a build that published: 1 when translations of a changed sentence were left out and named."""
SIGNS = ("edition in ", "editions in ", "Nothing has changed")
"""What a build says that published, or had nothing to do."""
Say = Callable[[str], None]


@dataclass
class Workshop:
    """Where everything is built, how often, and how large; `peers` are the programs beside us."""

    root: Path
    peers: Mapping[str, Peer]
    rounds: int = 5
    small: bool = False
    say: Say = print
    crowded: list[float] = field(default_factory=list)
    """How long a second of computing took, at the start of each round."""
    built: dict[int, Bench] = field(default_factory=dict)
    """Grown projects that are built, by how many times they have the mix."""
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def folder(self) -> Path:
        """Return the path of a folder that is not there yet."""
        return self.root / str(next(self.numbers))

    def round(self, contestants: Sequence[tuple[Contestant, Callable[[], Sample]]], *, rounds: int = 0) -> None:
        """Let each side run in turn, round after round."""
        for _ in range(rounds or self.rounds):
            self.crowded.append(crowding())
            for contestant, make in contestants:
                self.say(contestant.name)
                contestant.samples.append(make())

    def cold(self, text: str, *words: str) -> Sample:
        """Build a project that was never built before; its own folder is removed afterwards."""
        project = projects.make(self.folder(), text)
        try:
            return build(project, *words)
        finally:
            shutil.rmtree(project.folder)

    def unjudged(self, text: str) -> Sample:
        """Build a project that was never built before, and draw its pictures without judging them."""
        project = projects.make(self.folder(), text)
        try:
            return run([sys.executable, "-m", "bench.unjudged", "--project", project.folder], codes=PUBLISHED)
        finally:
            shutil.rmtree(project.folder)

    def unchecked(self, text: str, command: str = "build", *words: str) -> Sample:
        """Make the editions of a project without reading them back."""
        project = projects.make(self.folder(), text)
        try:
            sample = run([sys.executable, "-m", "bench.ours", command, project.folder, *words, project.out])
            return with_files(sample, json.loads(sample.output)["editions"])
        finally:
            shutil.rmtree(project.folder)

    def pages(self, text: str) -> dict[str, Any]:
        """Write a project's leaflets for the peers and return what there is of them."""
        project, out = projects.make(self.folder(), text), self.folder()
        out.mkdir()
        found: dict[str, Any] = json.loads(
            run([sys.executable, "-m", "bench.ours", "pages", project.folder, out]).output
        )
        return found

    def grown(self, times: int) -> Bench:
        """Return a built project of the mix that many times."""
        if times not in self.built:
            self.say(f"making a project of {editions_of(times)}")
            project = projects.make(self.folder(), projects.grown(times))
            build(project)
            self.built[times] = project
        return self.built[times]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many times the grown projects have the mix, the smallest first."""
        return (1, 2) if self.small else (1, 10, 60)


def editions_of(times: int) -> str:
    """Return in words how many editions a grown project has."""
    return f"{times * projects.MIXED_EDITIONS:,} editions"


def build(project: Bench, *words: str) -> Sample:
    """Run the program as a person does, all checks and pictures included."""
    sample = run([sys.executable, PROGRAM, "--project", project.folder, *words], codes=PUBLISHED)
    if not any(sign in sample.output for sign in SIGNS):
        raise Failed(f"{project.folder}: nothing was published")
    manifest = json.loads((project.out / "manifest.json").read_text(encoding="utf-8"))
    return with_files(sample, len(manifest["editions"]))


def with_files(sample: Sample, files: int) -> Sample:
    """Return the sample with the number of files that were made."""
    return Sample(sample.seconds, sample.cpu_seconds, sample.memory_mb, sample.output, files)


def start(*words: str) -> Sample:
    """Run Python and nothing else."""
    return run([sys.executable, *words])


def crowding_of(shop: Workshop) -> float:
    """Return how long a second of computing took, in the middle of the run."""
    return round(median(shop.crowded), 2) if shop.crowded else crowding()
