# SPDX-License-Identifier: MIT
"""The one command: run the experiments, print the table, and write JSON, chart and documents if they are asked for."""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.chart import chart, palette
from bench.document import as_json, write_docs
from bench.experiments import EXPERIMENTS, SEPARATE
from bench.machine import describe
from bench.peers import find_peers, versions
from bench.results import Experiment
from bench.table import heading, text
from bench.timed import Failed
from bench.workshop import Workshop, crowding_of


def arguments() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Leaflets beside its peers.")
    names = [*EXPERIMENTS, *SEPARATE]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each side runs (5)")
    parser.add_argument("--small", action="store_true", help="a few leaflets: to try the bench, not to measure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="write the drawing there (SVG)")
    parser.add_argument("--write-docs", action="store_true", help="write docs/performance.md, its chart and its JSON")
    return parser


def measure(shop: Workshop, names: Sequence[str]) -> tuple[list[Experiment], list[str]]:
    """Return what the experiments found, and which could not be run to their end."""
    done, failed = [], []
    for name in names:
        try:
            done.append((EXPERIMENTS | SEPARATE)[name](shop))
        except (Failed, FileNotFoundError) as error:
            failed.append(f"{name}: {error}")
    return done, failed


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words ask for; 1 if an experiment failed."""
    parser = arguments()
    asked = parser.parse_args(words)
    if asked.write_docs and (asked.only or asked.small):
        parser.error("--write-docs needs every experiment in full")
    if asked.rounds < 1:
        parser.error("--rounds must be 1 or more")
    peers = find_peers()
    with tempfile.TemporaryDirectory(prefix="leaflets-bench-") as folder:
        shop = Workshop(Path(folder), peers, asked.rounds, asked.small, say=progress)
        done, failed = measure(shop, asked.only or list(EXPERIMENTS))
        about = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "rounds": asked.rounds,
            "small": asked.small,
            "crowding": crowding_of(shop),
            "machine": describe(versions(peers)),
        }
    for line in (*heading(about), *text(done)):
        print(line)
    if asked.json:
        asked.json.write_text(as_json(done, about), encoding="utf-8")
    if asked.chart:
        asked.chart.write_text(chart(done, palette()), encoding="utf-8")
    if asked.write_docs and not failed:
        for path in write_docs(done, about):
            print(path)
    for line in failed:
        print(line, file=sys.stderr)
    return int(bool(failed))


def progress(line: str) -> None:
    """Say on a terminal what runs now."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
