# SPDX-License-Identifier: MIT
"""Every English press edition of the project that ships passes its checks, so the command without words does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from program import ROOT, run


def test_every_english_press_edition_of_the_shipped_project_is_published(tmp_path: Path) -> None:
    shutil.copy(ROOT / "data.yaml", tmp_path)
    done = run("build", "--language", "en", "--purpose", "press", "--quiet", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    editions = json.loads((tmp_path / "dist" / "manifest.json").read_text(encoding="utf-8"))["editions"]
    publications = {one["publication"] for one in editions}
    assert {"parents-guide", "professionals", "helpline-card", "waiting-room"} <= publications
    assert {"risk-poster-running-away", "one-risk-grooming"} <= publications
