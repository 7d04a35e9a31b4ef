# SPDX-License-Identifier: MIT
"""Any number of risks: finished files carry each in reading order, or the design says what it has no room for."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import many_risks
import pypdfium2
import pytest
from making import Bench
from program import ROOT, TODAY

from leaflets.build.job import Outcome
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout

DESIGNS = {"parents-guide": "title", "professionals": "term"}
"""What the publications about all risks call a risk."""


def layout_of(project: Project, source: str) -> Layout:
    return next(layout for layout in layouts_of(project) if layout.source == source)


def made(project: Project, source: str, folder: Path = ROOT) -> Outcome:
    return Bench(folder, project, datetime.date.fromisoformat(TODAY)).make(layout_of(project, source), ("screen",))


@cache
def pages_of(source: str, count: int) -> list[str]:
    """Return the words of each page of the finished file, as another program reads them."""
    outcome = made(many_risks.project(count), source)
    assert not outcome.problems, outcome.problems
    (pdf,) = (data for name, data in outcome.files.items() if name.endswith(".pdf"))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize("count", [7, 10, 11, 13])
@pytest.mark.parametrize("source", DESIGNS)
def test_a_finished_file_carries_every_risk_once_and_in_the_order_of_the_file(source: str, count: int) -> None:
    pages = pages_of(source, count)
    assert len(pages) == {"parents-guide": 6, "professionals": 4}[source]
    read = "\n".join(pages)
    titles = [getattr(risk, DESIGNS[source]) for risk in many_risks.project(count).risks.values()]
    assert len(titles) == count
    assert all(read.count(title) == 1 for title in titles)
    assert sorted(titles, key=read.index) == titles


@pytest.mark.parametrize(
    "source, count, shares",
    [
        ("parents-guide", 7, [0, 0, 3, 2, 2, 0]),
        ("parents-guide", 10, [0, 0, 4, 4, 2, 0]),
        ("parents-guide", 11, [0, 0, 4, 4, 3, 0]),
        ("parents-guide", 13, [0, 0, 5, 5, 3, 0]),
        ("professionals", 7, [0, 4, 3, 0]),
        ("professionals", 10, [0, 6, 4, 0]),
        ("professionals", 11, [0, 7, 4, 0]),
        ("professionals", 13, [0, 8, 5, 0]),
    ],
)
def test_panels_are_alike_full(source: str, count: int, shares: list[int]) -> None:
    titles = [getattr(risk, DESIGNS[source]) for risk in many_risks.project(count).risks.values()]
    assert [sum(title in page for title in titles) for page in pages_of(source, count)] == shares


@pytest.mark.parametrize("source, panel", [("parents-guide", "inside-1"), ("professionals", "page-2")])
def test_more_risks_than_a_design_holds_are_refused_by_name_and_by_millimetres(source: str, panel: str) -> None:
    project = many_risks.project(20)
    problems = [problem for problem in made(project, source).problems if problem.where.endswith(f"panel {panel}")]
    assert [problem.slug for problem in problems] == ["overset"], "one cause is one problem"
    message, hint = problems[0].message, problems[0].hint
    assert message.startswith("20 risks need ") and 5 < float(message.split()[3]) < 150 and message.split()[4] == "mm"
    carried = project.risks.values()
    assert any(f"'{risk.title}'" in message.partition("no room for ")[2] for risk in carried)
    assert "accept_unprinted: [risks.<id>]" in hint


def test_what_data_yaml_lets_leaflets_leave_out_is_left_out_of_all_that_carry_every_risk() -> None:
    values = many_risks.values(11)
    values["publisher"] = values["publisher"] | {"accept_unprinted": ["risks.gambling"]}
    project = Project.model_validate(values)
    for source, field in DESIGNS.items():
        (pdf,) = (data for name, data in made(project, source).files.items() if name.endswith(".pdf"))
        read = " ".join(" ".join(p.get_textpage().get_text_range().split()) for p in pypdfium2.PdfDocument(pdf))
        assert [getattr(risk, field) in read for risk in project.risks.values()] == [True] * 10 + [False]
    assert layout_of(project, "one-risk").risk == "harmful-content"
    assert any(layout.risk == "gambling" for layout in layouts_of(project))


def test_a_template_that_asks_for_risks_of_a_panel_that_carries_none_is_told_where_to_add_it(
    tmp_path: Path,
) -> None:
    template = Path("templates/leaflets/trifold/trifold.html")
    (tmp_path / template).parent.mkdir(parents=True)
    text = (ROOT / template).read_text(encoding="utf-8")
    (tmp_path / template).write_text(text.replace('risk_list("inside-3")', 'risk_list("back")'), encoding="utf-8")
    (problem,) = made(many_risks.project(10), "parents-guide", tmp_path).problems
    assert problem.slug == "risks-of-panel" and problem.file.endswith("trifold.yaml") and "`back: 4`" in problem.hint
