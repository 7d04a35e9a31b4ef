# SPDX-License-Identifier: MIT
"""Any number of risks: finished files carry each in reading order, or the design says what it has no room for."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import many_risks
import pypdfium2
import pytest
from making import Bench
from program import ROOT, TODAY, run

from leaflets.build.job import Outcome
from leaflets.build.project import open_project
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.problems import ExitCode
from leaflets.layout.fit import lay_out

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


@pytest.mark.parametrize(
    ("source", "count"),
    [("parents-guide", 7), ("parents-guide", 11), ("parents-guide", 13), ("professionals", 7), ("professionals", 13)],
)
def test_a_finished_file_carries_every_risk_once_and_in_order(source: str, count: int) -> None:
    pages = pages_of(source, count)
    assert len(pages) == {"parents-guide": 6, "professionals": 4}[source]
    read = "\n".join(pages)
    risks = list(many_risks.project(count).risks.values())
    if source == "parents-guide":
        risks.sort(key=lambda risk: ("content", "contact", "conduct").index(risk.category))
    titles = [getattr(risk, DESIGNS[source]) for risk in risks]
    assert len(titles) == count
    assert all(read.count(title) == 1 for title in titles)
    assert sorted(titles, key=read.index) == titles


@pytest.mark.parametrize(
    "source, count, shares",
    [
        ("parents-guide", 7, [0, 0, 2, 2, 3, 0]),
        ("parents-guide", 11, [0, 0, 3, 4, 4, 0]),
        ("parents-guide", 13, [0, 0, 4, 4, 5, 0]),
        ("professionals", 7, [0, 4, 3, 0]),
        ("professionals", 13, [0, 8, 5, 0]),
    ],
)
def test_panels_are_alike_full(source: str, count: int, shares: list[int]) -> None:
    titles = [getattr(risk, DESIGNS[source]) for risk in many_risks.project(count).risks.values()]
    assert [sum(title in page for title in titles) for page in pages_of(source, count)] == shares


@pytest.mark.parametrize("count, least, signs", [(7, 0.6, 13.8), (10, 0.6, 10.4)])
def test_few_risks_take_up_the_room_of_the_tri_fold_with_larger_signs_of_one_size(
    count: int, least: float, signs: float
) -> None:
    project = many_risks.project(count)
    bench = Bench(ROOT, project, datetime.date.fromisoformat(TODAY))
    composed = bench.prepare(layout_of(project, "parents-guide")).composed
    laid_out = lay_out(composed, bench.maker.renderer)
    assert all(least < laid_out.fills[f"inside-{number}"] < 0.88 for number in (1, 2, 3))
    drawn = bench.maker.renderer.draw(composed, laid_out.step)
    widths = {round(one.right - one.left, 1) for page in drawn.pages[2:5] for one in page.fields if one.risk}
    assert widths == {signs}


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
    (tmp_path / template).write_text(text.replace('risk_list("inside-1")', 'risk_list("back")'), encoding="utf-8")
    (problem,) = made(many_risks.project(10), "parents-guide", tmp_path).problems
    assert problem.slug == "risks-of-panel" and problem.file.endswith("trifold.yaml") and "`back: 4`" in problem.hint


# What is printed nowhere

CUT = tuple(
    (name, "in risks_on(panel) %}", 'in risks_on(panel) if id != "gambling" %}')
    for name in ("trifold/trifold.html", "booklet/parts.html")
)
"""Designs that show all risks but one."""
ALL_RISKS = ("--publication", "parents-guide", "--publication", "professionals")
ELEVENTH = "risks.gambling: it is not printed where it should be: "


@pytest.fixture
def eleven(tmp_path: Path) -> Path:
    """A project with an eleventh risk, a copy of the last, and with designs that cannot show it."""
    folder = tmp_path / "project"
    folder.mkdir()
    text = re.sub(r"(?m)^languages: .*$", "languages: [en]", (ROOT / "data.yaml").read_text(encoding="utf-8"))
    start, end = text.index("  running-away:\n"), text.index("\npublications:\n")
    copied = text[start:end].replace("running-away:", "gambling:").replace("letter: j", "letter: k")
    (folder / "data.yaml").write_text(f"{text[:end]}\n{copied}{text[end:]}", encoding="utf-8")
    for name, old, new in CUT:
        text = (ROOT / "templates/leaflets" / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / "templates/leaflets" / name).parent.mkdir(parents=True)
        (folder / "templates/leaflets" / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize("verb", [("check",), ("build", "--purpose", "screen")])
def test_a_risk_that_no_design_shows_is_a_problem_that_says_where_it_should_be(eleven: Path, verb: tuple[str]) -> None:
    done = run(*verb, *ALL_RISKS, "--today", TODAY, folder=eleven)
    assert done.returncode == ExitCode.PROBLEMS
    (line,) = (line for line in done.stderr.splitlines() if "not printed" in line)
    assert re.match(r"data\.yaml:\d+:3: ", line) and ELEVENTH in line
    assert line.endswith("parents-guide, panel inside-2; professionals, panel page-3.")
    assert "accept_unprinted: [risks.gambling]" in done.stderr
    assert not (eleven / "dist").exists()


def test_a_part_of_the_editions_answers_for_itself_alone(eleven: Path) -> None:
    for selection, code in ((("helpline-card", "one-risk"), 0), (("parents-guide",), 1)):
        chosen = [word for name in selection for word in ("--publication", name)]
        done = run("check", "--today", TODAY, *chosen, folder=eleven)
        assert done.returncode == code, done.stderr
        assert ("parents-guide, panel inside-2.\n" in done.stderr) == (code == 1) and "professionals" not in done.stderr


def test_what_is_accepted_unprinted_is_no_problem_and_a_draft_only_warns(eleven: Path) -> None:
    guide = ("--publication", "parents-guide", "--purpose", "screen", "--today", TODAY)
    draft = run("build", "--draft", "--out", "draft", *guide, folder=eleven)
    assert draft.returncode == 0 and ELEVENTH in draft.stderr
    data = eleven / "data.yaml"
    text = data.read_text(encoding="utf-8")
    data.write_text(
        text.replace("accept_unprinted:\n    [", "accept_unprinted:\n    [risks.gambling, "), encoding="utf-8"
    )
    done = run("check", *guide[:2], "--today", TODAY, folder=eleven)
    assert done.returncode == 0 and "not printed" not in done.stderr


def test_a_name_left_over_from_what_was_deleted_stops_nothing_and_a_slip_is_answered(small: Path) -> None:
    data = small / "data.yaml"
    lists = "  accept_unverified: [organisations.gone.phone = 0800 1]\n"
    lists += "  accept_unprinted: [risks.gone, risks.grooming.hlep, organisations.helpline.phon]\n"
    data.write_text(
        data.read_text(encoding="utf-8").replace("publisher:\n", f"publisher:\n{lists}", 1), encoding="utf-8"
    )
    opened = open_project(small, today=datetime.date.fromisoformat(TODAY))
    unprinted, unverified = (one for one in opened.warnings if one.slug == "accepted-unknown")
    assert unprinted.line and "risks.gone, risks.grooming.hlep, organisations.helpline.phon." in unprinted.message
    assert unprinted.hint.endswith("did you mean organisations.helpline.phone?")
    assert "called organisations.gone.phone." in unverified.message and "did you mean" not in unverified.hint


def test_a_risk_without_a_publication_is_printed_nowhere() -> None:
    values = many_risks.values(10)
    kept = {name: one for name, one in values["publications"].items() if name == "helpline-card"}
    project = Project.model_validate(values | {"publications": kept})
    recipes = Bench(ROOT, project, datetime.date.fromisoformat(TODAY)).recipes
    layouts = list(layouts_of(project))
    recipes.prepare(layouts[0])
    assert recipes.account.unprinted() == [], "only when every layout is composed can anything be said"
    for layout in layouts[1:]:
        recipes.prepare(layout)
    problems = recipes.account.unprinted()
    lost = [problem for problem in problems if problem.severity == "error"]
    assert [problem.where for problem in lost] == [f"risks.{name}" for name in project.risks]
    assert all("not printed anywhere" in problem.message and "`trifold`" in problem.hint for problem in lost)
