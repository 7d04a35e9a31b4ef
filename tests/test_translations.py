# SPDX-License-Identifier: MIT
"""The shipped catalogues: complete, without a fault, laid out as accessible pages in every language that is built."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest
from making import Bench

from leaflets.job import Outcome
from leaflets.load import load_data
from leaflets.model import Project, layouts_of
from tests.veracheck import verapdf

ROOT = Path(__file__).parent.parent
TODAY = datetime.date(2026, 11, 23)
LOOKED_AT = ("parents-guide.trifold-dl", "helpline-card.card-wallet", "ask-a-grown-up.poster-a4", "one-risk-violence")
"""One of each design: folded, card, poster, and the longest of the series."""


@cache
def project() -> Project:
    return Project.model_validate(load_data(ROOT / "data.yaml").values)


LANGUAGES = [tag for tag in project().languages if tag != "en"]


@cache
def bench() -> Bench:
    return Bench(ROOT, project(), TODAY)


@cache
def outcomes(tag: str) -> tuple[Outcome, ...]:
    layouts = [layout for layout in layouts_of(project()) if layout.language == tag and layout.id.startswith(LOOKED_AT)]
    assert len(layouts) == len(LOOKED_AT)
    return tuple(bench().make(layout, ("screen",)) for layout in layouts)


def test_families_of_birmingham_are_written_to_in_their_languages() -> None:
    assert set(LANGUAGES) == {"ur", "pa", "bn", "ar", "ro", "pl", "so", "ps"}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_design_fits_and_reads_back_in_the_language(tag: str) -> None:
    for outcome in outcomes(tag):
        assert not outcome.fault, outcome.fault
        assert not [str(problem) for problem in outcome.problems if problem.severity == "error"]
        assert all(entry["state"] == "proof" for entry in outcome.entries), "nobody has approved it"


def test_translated_screen_editions_are_accessible(tmp_path: Path) -> None:
    paths = []
    for tag in LANGUAGES:
        for outcome in outcomes(tag):
            for name, content in outcome.files.items():
                if name.endswith(".pdf"):
                    path = tmp_path / Path(name).name
                    path.write_bytes(content)
                    paths.append(path)
    assert len(paths) == len(LANGUAGES) * len(LOOKED_AT)
    refused = {path.name: verdict.broken for path, verdict in verapdf(paths).items() if not verdict.compliant}
    assert not refused
