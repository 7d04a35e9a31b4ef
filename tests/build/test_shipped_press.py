# SPDX-License-Identifier: MIT
"""Press editions that ship pass their checks: each picture of the series, and what no other test sends to the press."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from program import ROOT, run

PUBLICATIONS = ("risk-poster-*", "parents-guide-large", "ask-a-grown-up-easy", "number-sticker")


def test_the_press_editions_of_the_shipped_project_are_published(tmp_path: Path) -> None:
    shutil.copy(ROOT / "data.yaml", tmp_path)
    chosen = [word for name in PUBLICATIONS for word in ("--publication", name)]
    done = run("build", "--language", "en", "--purpose", "press", "--quiet", *chosen, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    editions = json.loads((tmp_path / "dist" / "manifest.json").read_text(encoding="utf-8"))["editions"]
    publications = {one["publication"] for one in editions if one["purpose"] == "press"}
    assert {*PUBLICATIONS[1:], "risk-poster-running-away"} <= publications and len(publications) == 13
