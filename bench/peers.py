# SPDX-License-Identifier: MIT
"""The programs beside which Leaflets is measured: how each is found, started, and scaled to a whole catalogue.

A peer that this machine lacks says what is missing and what installs it, and is named in the results.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.timed import ROOT, Sample, run

INSTALL = "python -m pip install typst playwright"
"""What brings the Python packages of the group `bench`."""
VOWELS = "aeiou"
SAID = ("words", "risks")
NAMES = frozenset(("icon", "code"))
"""Keys whose values name files."""


@dataclass(frozen=True)
class Page:
    """A file to be made: where its input lies, of which kind it is, and for how many of its kind it stands."""

    source: Path
    kind: str = ""
    stands_for: int = 1


@dataclass(frozen=True)
class Peer:
    """A program; `missing` is what it lacks here, empty if it is ready."""

    id: str
    name: str
    missing: str = ""
    program: str = ""

    def make(self, pages: Sequence[Page], out: Path, task: Mapping[str, Any] | None = None) -> Sample:
        """Make every page and return what it would take to make all for which they stand."""
        out.mkdir(parents=True, exist_ok=True)
        if self.id == "weasyprint":
            return self.one_by_one(pages, out)
        targets = [str(out / f"{page.source.stem}.pdf") for page in pages]
        pairs = [(str(page.source), target) for page, target in zip(pages, targets, strict=True)]
        listed = out / "task.json"
        listed.write_text(json.dumps({**(task or {}), "program": self.program, "pairs": pairs}), encoding="utf-8")
        sample = run([sys.executable, "-m", "bench.inside", self.id, listed])
        must_exist(targets)
        return self.for_all(sample, json.loads(sample.output), pages)

    def one_by_one(self, pages: Sequence[Page], out: Path) -> Sample:
        """Run the program once for each page."""
        samples = []
        for page in pages:
            target = out / f"{page.source.stem}.pdf"
            samples.append(run([self.program, page.source, target]).scaled(page.stands_for))
            must_exist([str(target)])
        return Sample(
            sum(sample.seconds for sample in samples),
            sum(sample.cpu_seconds or 0 for sample in samples),
            max(sample.memory_mb or 0 for sample in samples),
            files=len(pages),
        )

    def for_all(self, sample: Sample, timed: Sequence[Sequence[float]], pages: Sequence[Page]) -> Sample:
        """Return a process's sample as if it had made all: its start once, each page as often as it stands for."""
        more, more_cpu = (
            sum(took[which] * (page.stands_for - 1) for took, page in zip(timed, pages, strict=True))
            for which in (0, 1)
        )
        # Chromium works in processes of its own, so what a page took of them is not known and cannot be scaled.
        cpu = None if self.id == "chromium" or sample.cpu_seconds is None else sample.cpu_seconds + more_cpu
        return replace(sample, seconds=sample.seconds + more, cpu_seconds=cpu, files=len(pages))


def must_exist(paths: Sequence[str]) -> None:
    """Raise FileNotFoundError for a file that a peer did not make."""
    for path in paths:
        if not Path(path).stat().st_size:
            raise FileNotFoundError(path)


def find_peers() -> dict[str, Peer]:
    """Return every peer, in the order of the table."""
    beside = Path(sys.executable).with_name("weasyprint")
    weasyprint = str(beside) if beside.is_file() else shutil.which("weasyprint") or ""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    has_playwright, has_typst = (importlib.util.find_spec(name) is not None for name in ("playwright", "typst"))
    lacks_browser = "" if chromium else "no chromium: apt-get install chromium"
    lacks_driver = "" if has_playwright else f"no playwright: {INSTALL}"
    found = (
        Peer("weasyprint", "weasyprint, file by file", "" if weasyprint else "no program weasyprint", weasyprint),
        Peer("naive", "WeasyPrint, one Python loop"),
        Peer("chromium", "Chromium, kept alive", lacks_browser or lacks_driver, chromium),
        Peer("typst", "Typst, kept alive", "" if has_typst else f"no typst: {INSTALL}"),
    )
    return {peer.id: peer for peer in found}


def versions(peers: Mapping[str, Peer]) -> dict[str, str]:
    """Return the versions of peers that are no Python packages."""
    program = peers["chromium"].program
    if not program:
        return {}
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False, timeout=60
    ).stdout.split()
    return {"chromium": next((word for word in said if word[:1].isdigit()), "of unknown version")}


def by_kind(pages: Sequence[Mapping[str, Any]]) -> list[Page]:
    """Return one page of each design and format, standing for every edition of its kind."""
    kinds: dict[str, Page] = {}
    for page in pages:
        known = kinds.get(page["kind"], Page(Path(page["path"]), page["kind"], 0))
        kinds[page["kind"]] = replace(known, stands_for=known.stands_for + page["editions"])
    return list(kinds.values())


def typst_task(fonts: str) -> dict[str, Any]:
    """Return what Typst needs besides the pages."""
    return {"template": str(ROOT / "bench" / "trifold.typ"), "fonts": [fonts]}


def varied(source: Path, index: int) -> Path:
    """Write a leaflet's words with other vowels beside it: Typst remembers paragraphs that it has set before."""
    words = json.loads(source.read_text(encoding="utf-8"))
    turned = str.maketrans(VOWELS, VOWELS[index % 5 :] + VOWELS[: index % 5])
    for key in SAID:
        words[key] = turn(words[key], turned)
    path = source.with_name(f"{source.stem}.varied-{index}.json")
    path.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return path


def turn(value: Any, turned: Mapping[int, int]) -> Any:
    """Return words with letters exchanged; names of files stay."""
    if isinstance(value, dict):
        return {key: inner if key in NAMES else turn(inner, turned) for key, inner in value.items()}
    if isinstance(value, list):
        return [turn(inner, turned) for inner in value]
    return value.translate(turned)
