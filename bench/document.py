# SPDX-License-Identifier: MIT
"""Write docs/performance.md again: what is measured stands between two marks, and nothing else of the page changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.chart import chart, palette
from bench.results import Experiment
from bench.table import markdown
from bench.timed import ROOT

BEGIN, END = "<!-- measured by `python -m bench --write-docs`: do not edit -->", "<!-- end of what is measured -->"


def between(page: str, measured: str) -> str:
    """Return the page with what stands between the marks exchanged; ValueError if it lacks one."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError("docs/performance.md must have each mark of the bench once")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{measured.strip()}\n\n{END}{after}"


def write_docs(experiments: Sequence[Experiment], about: Mapping[str, Any], docs: Path = ROOT / "docs") -> list[Path]:
    """Write the table, the chart and the numbers into the documents; return what was written."""
    page, drawing, numbers = docs / "performance.md", docs / "images" / "performance.svg", docs / "performance.json"
    page.write_text(between(page.read_text(encoding="utf-8"), markdown(experiments, about)), encoding="utf-8")
    drawing.write_text(chart(experiments, palette()), encoding="utf-8")
    numbers.write_text(as_json(experiments, about), encoding="utf-8")
    return [page, drawing, numbers]


def as_json(experiments: Sequence[Experiment], about: Mapping[str, Any]) -> str:
    """Return everything that was measured as JSON."""
    found = {**about, "experiments": [experiment.as_json() for experiment in experiments]}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
