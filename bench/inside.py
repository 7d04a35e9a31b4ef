# SPDX-License-Identifier: MIT
"""What runs inside a peer's process: it makes file after file and says what each took.

    python -m bench.inside naive|chromium|typst LIST.json

The list is what a person who uses that program would write: pairs of input and output.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Timed = list[tuple[float, float]]
"""For each file: seconds, processor seconds of this process."""
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
)
"""What a browser needs that makes files only: no network, and fonts from files."""


def each(pairs: Sequence[Sequence[str]], make: Callable[[str, str], object]) -> Timed:
    """Make each file and return what it took."""
    timed = []
    for source, target in pairs:
        start, cpu = time.perf_counter(), time.process_time()
        make(source, target)
        timed.append((time.perf_counter() - start, time.process_time() - cpu))
    return timed


def naive(task: Mapping[str, Any]) -> Timed:
    """WeasyPrint as its first example shows it, in a loop."""
    from weasyprint import HTML

    return each(task["pairs"], lambda source, target: HTML(source).write_pdf(target))


def chromium(task: Mapping[str, Any]) -> Timed:
    """One browser and one page, kept alive."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as profile, sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(
            profile, executable_path=task["program"], headless=True, args=list(CHROMIUM)
        )
        page = browser.pages[0]

        def make(source: str, target: str) -> None:
            page.goto(Path(source).as_uri())
            page.pdf(path=target, prefer_css_page_size=True, print_background=True)

        timed = each(task["pairs"], make)
        browser.close()
    return timed


def typst(task: Mapping[str, Any]) -> Timed:
    """One compiler, kept alive; the words of each leaflet are a file."""
    import typst

    compiler = typst.Compiler(
        input=task["template"], root=os.path.sep, font_paths=task["fonts"], ignore_system_fonts=True
    )

    def make(source: str, target: str) -> None:
        compiler.compile(output=target, sys_inputs={"words": source})

    return each(task["pairs"], make)


PEERS = {"naive": naive, "chromium": chromium, "typst": typst}

if __name__ == "__main__":
    peer, listed = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(listed).read_text(encoding="utf-8")))))
