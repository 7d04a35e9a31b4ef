# SPDX-License-Identifier: MIT
"""Another partnership's project: one publication of each design is built from its data.yaml alone, with its numbers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest
from program import ROOT, run

EXAMPLE = ROOT / "tests" / "projects" / "solihull"
ONE_OF_EACH = (
    *("parents-guide", "talk-to-someone", "ask-a-grown-up", "professionals", "helpline-card"),
    *("one-risk-grooming", "risk-poster-grooming"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area") / "solihull"
    shutil.copytree(EXAMPLE, folder)
    chosen = [word for name in ONE_OF_EACH for word in ("--publication", name)]
    done = run("build", "--purpose", "screen", "--language", "en", "--today", "2026-11-28", *chosen, folder=folder)
    assert done.returncode == 0, done.stderr
    return folder / "dist"


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_every_design_is_made_and_speaks_of_the_area_alone(built: Path) -> None:
    editions = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["editions"]
    pdfs = [one for one in editions if one["path"].endswith(".pdf")]
    assert {one["publication"] for one in pdfs} == set(ONE_OF_EACH)
    assert {one["state"] for one in pdfs} == {"final"}
    for one in pdfs:
        words = words_of(built / one["path"])
        assert "Birmingham" not in words and "0121 303 1888" not in words and "CASS" not in words


def test_its_own_numbers_stand_where_its_readers_look(built: Path) -> None:
    for name in ("parents-guide", "professionals"):
        (pdf,) = (built / "pdf" / name).glob("*.pdf")
        words = words_of(pdf)
        assert "0121 788 4300" in words and "0121 605 6060" in words and "Solihull" in words
