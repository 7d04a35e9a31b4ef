# SPDX-License-Identifier: MIT
"""What is slow in a design's stylesheets is said where it stands; what is quick is let be."""

from __future__ import annotations

from pathlib import Path

import program
import pytest
import small

from leaflets.core.problems import Problem
from leaflets.layout.composed import Stylesheet
from leaflets.layout.slow_css import slow_layouts


def warnings(css: str) -> list[Problem]:
    return list(slow_layouts([Stylesheet("own.css", "design", css)]))


@pytest.mark.parametrize(
    ("css", "kind"),
    [
        (".plain {\n  display: grid;\n}", "grid"),
        (".plain {\n  display:inline-grid }", "grid"),
        (".plain {\n  display: block grid; color: red }", "grid"),
        (".panel {\n  display: flex;\n}", "flex"),
        ("p, .poster .panel--inside-1 {\n  display: inline-flex }", "flex"),
        ("@media print { .panel {\n  margin: 0; display: flex } }", "flex"),
    ],
)
def test_slow_layouts_are_pointed_out_with_what_they_cost(css: str, kind: str) -> None:
    (problem,) = warnings(css)
    assert (problem.slug, problem.severity, problem.file, problem.line) == ("slow-layout", "warning", "own.css", 2)
    assert css.splitlines()[1][problem.column - 1 :].startswith("display")
    assert f"`display: {kind}`" in problem.message and "times as long" in problem.message and problem.hint


@pytest.mark.parametrize(
    "css",
    [
        "",
        ".row { display: flex }",
        ".panel__title { display: flex }",
        ".panel .row { display: flex }",
        ".panel { margin: 0 } .row { display: flex }",
        "/* display: grid */ p { color: red }",
        ".plain { display: block } /* .panel {\n display: flex } */",
        ".plain { --display: grid; grid-area: auto; display: var(--grid-or-not) }",
        ".plain { display: block; grid-template: none }",
    ],
)
def test_what_is_quick_is_let_be(css: str) -> None:
    assert warnings(css) == []


def test_our_own_designs_are_quick() -> None:
    sheets = [sheet for form in small.FORMATS for sheet in small.composed(form).stylesheets]
    own = [
        path
        for path in (program.ROOT / "templates").rglob("*.css")
        if not {"site", "report", "watch"} & set(path.parts)
    ]
    sheets += [Stylesheet(path.name, "design", path.read_text(encoding="utf-8")) for path in own]
    assert len(own) > 10
    assert list(slow_layouts(sheets)) == []


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_slow_design_is_built_and_said_to_be_slow_once(verb: str, small: Path) -> None:
    style = small / "templates" / "leaflets" / "plain" / "plain.css"
    css = style.read_text(encoding="utf-8") + ".plain__contact { display: grid; }\n"
    style.write_text(css, encoding="utf-8")
    chosen = ("--format", "card-dl", "--format", "poster-a4", "--purpose", "screen", "--today", program.TODAY)
    run = program.run(verb, "--project", small, "--out", small / "dist", *chosen)
    assert run.returncode == 0, run.stderr
    said = run.stdout + run.stderr
    assert said.count("display: grid") == 1
    assert f"templates/leaflets/plain/plain.css:{css.count(chr(10))}:19:" in said
