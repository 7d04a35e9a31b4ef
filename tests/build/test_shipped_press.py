# SPDX-License-Identifier: MIT
"""Press editions that ship pass their checks: pictures of the series, and what no other test sends to the press."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import ROOT, run

PUBLICATIONS = ("parents-guide-large", "ask-a-grown-up-easy", "number-sticker")
ONE = "risk-poster-running-away"
"""Of the series of posters, which differ by a drawing and by words."""


@pytest.mark.parametrize(("series", "number"), [(ONE, 4), pytest.param("risk-poster-*", 13, marks=pytest.mark.long)])
def test_the_press_editions_of_the_shipped_project_are_published(series: str, number: int, tmp_path: Path) -> None:
    shutil.copy(ROOT / "data.yaml", tmp_path)
    chosen = [word for name in (series, *PUBLICATIONS) for word in ("--publication", name)]
    done = run("build", "--language", "en", "--purpose", "press", "--quiet", *chosen, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    editions = json.loads((tmp_path / "dist" / "manifest.json").read_text(encoding="utf-8"))["editions"]
    publications = {one["publication"] for one in editions if one["purpose"] == "press"}
    assert {*PUBLICATIONS, ONE} <= publications and len(publications) == number
