# SPDX-License-Identifier: MIT
"""`check` reads finished files back, unless a build with the same tools has read the same bytes for the same recipe."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from leaflets.build import dispatch
from leaflets.build.cache import FOLDER
from leaflets.build.check import check
from leaflets.build.job import Job
from leaflets.build.pipeline import Request, build
from leaflets.build.results import BuildResult
from leaflets.build.selection import Selection
from leaflets.core.problems import ProblemsFound

TODAY = datetime.date(2026, 11, 23)
FORMS = Selection(format=("card-wallet", "poster-a4"))


def request(folder: Path, **options: object) -> Request:
    return Request(folder, folder / "dist", TODAY, FORMS, **options)  # type: ignore[arg-type]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The formats of the layouts that workers are given."""
    names, run_jobs = list[str](), dispatch.run_jobs

    def noting(settings: object, jobs: Iterator[Job]) -> object:
        return run_jobs(settings, (names.append(job.layout.format) or job for job in jobs))  # type: ignore[arg-type, func-returns-value]

    monkeypatch.setattr(dispatch, "run_jobs", noting)
    return names


def said(result: BuildResult) -> tuple[object, ...]:
    """Return what a check says, whichever layout is ready first."""
    return sorted(map(str, result.problems)), result.fills, sorted(map(str, result.editions)), result.notices


def test_what_a_build_has_read_is_not_read_again(small: Path, given: list[str]) -> None:
    build(request(small))
    given.clear()
    known = said(check(request(small)))
    assert given == []
    shutil.rmtree(small / FOLDER)
    assert said(check(request(small))) == known
    assert {*given} == {"card-wallet", "poster-a4"}


def test_what_is_not_as_it_was_read_is_read_again(small: Path, given: list[str]) -> None:
    build(request(small))
    given.clear()
    pdf = small / "dist" / "pdf" / "everything" / "everything.card-wallet.en.office.pdf"
    whole = pdf.read_bytes()
    pdf.unlink()  # the cache has the same file under another name
    pdf.write_bytes(whole[:-100] + b" " * 100)
    with pytest.raises(ProblemsFound) as found:
        check(request(small))
    assert {*given} == {"card-wallet"}
    assert {problem.slug for problem in found.value.problems} >= {"file-broken"}
    pdf.write_bytes(whole)
    given.clear()
    sheet = small / "templates" / "leaflets" / "plain" / "plain.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + ".plain__title { letter-spacing: 0.01em }\n", encoding="utf-8")
    checked = check(request(small))
    assert {*given} == {"card-wallet", "poster-a4"}
    assert "out-of-date" in {problem.slug for problem in checked.problems}


def test_a_text_says_nothing_of_the_pages(small: Path, given: list[str]) -> None:
    for path in (small / "dist" / "pdf").rglob("*.pdf") if build(request(small)) else ():
        path.unlink()
    given.clear()
    with pytest.raises(ProblemsFound):
        check(request(small))
    assert {*given} == {"card-wallet", "poster-a4"}


def test_check_writes_nothing(small: Path) -> None:
    build(request(small))
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    check(request(small))
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before
