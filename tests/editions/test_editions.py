# SPDX-License-Identifier: MIT
"""The leaflets that we ship: every edition is laid out as designed, read back, and put before independent judges."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PIL import Image
from pyzbar import pyzbar
from ruamel.yaml import YAML
from veracheck import verapdf

from leaflets.build.recipes import expectations
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Edition
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.editions.office import office
from leaflets.editions.screen import finish_screen
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.render import Renderer
from leaflets.preflight import check

ROOT = Path(__file__).parents[2]


POSTERS = (("nudes", "poster-a4"), ("running-away", "poster-a4"))
"""Of a series of posters that differ by a drawing and by words: one with an address, one with a number of its own."""


@dataclass
class Made:
    """One layout of our own project and everything that was made of it."""

    composed: Composed
    laid_out: LaidOut
    problems: list[Problem] = field(default_factory=list)
    screen: Path = Path()
    second_reading: set[str] = field(default_factory=set)


def load() -> Project:
    """Return the shipped project with all its languages, which the small print names."""
    data = YAML(typ="safe", pure=True).load((ROOT / "data.yaml").read_text(encoding="utf-8"))
    return Project.model_validate(data)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    project, resources, folder = load(), Resources(ROOT), tmp_path_factory.mktemp("editions")
    languages = read_languages(resources)
    renderer = Renderer(resources, languages)
    result: dict[str, Made] = {}
    for layout in layouts_of(project):
        if layout.language != "en":  # others have tests of their own
            continue
        if layout.source == "risk-poster" and (layout.risk, layout.format) not in POSTERS:
            continue
        if "office" not in project.purposes_of(layout):  # test_shared.py has what is never printed
            continue
        composed = compose(layout, project, resources=resources, languages=languages)
        laid_out = lay_out(composed, renderer, draft=True)
        composed = replace(composed, format=composed.format.with_pages(laid_out.rendered.pages))
        one = result[layout.id] = Made(composed, laid_out, list(laid_out.problems))
        version = project.publications[layout.source].version
        files = {
            "screen": finish_screen(laid_out.rendered, composed, version=version),
            "office": office(laid_out.rendered, composed, version=version),
        }
        for purpose, pdf in files.items():
            edition = Edition(layout, "screen" if purpose == "screen" else "office")
            inspection = check.inspect(pdf, expectations(edition, project, composed))
            one.problems += inspection.problems
            if purpose == "screen":
                for image in inspection.pictures:
                    codes = pyzbar.decode(Image.open(io.BytesIO(image)))
                    one.second_reading |= {code.data.decode() for code in codes}
        one.screen = folder / f"{layout.id}.pdf"
        one.screen.write_bytes(files["screen"])
    return result


def test_nothing_is_wrong_with_any(made: Mapping[str, Made]) -> None:
    assert {name: [str(problem) for problem in one.problems] for name, one in made.items() if one.problems} == {}
    assert len(made) >= 20


def test_english_needs_no_tightening(made: Mapping[str, Made]) -> None:
    steps = {name: one.laid_out.step for name, one in made.items()}
    assert {name: step for name, step in steps.items() if (step.space, step.heading, step.line) != (1, 1, 1)} == {}


def test_verapdf_accepts_each_as_pdf_ua(made: Mapping[str, Made]) -> None:
    found = verapdf([one.screen for one in made.values()])
    assert {path.name: verdict.broken for path, verdict in found.items() if not verdict.compliant} == {}
    assert len(found) == len(made)


def test_two_decoders_read_every_code(made: Mapping[str, Made]) -> None:
    """The product's own is one of them."""
    printed = {name: {code.url for code in one.composed.codes} for name, one in made.items()}
    assert {name: one.second_reading for name, one in made.items()} == printed


def test_every_service_that_a_leaflet_must_carry_has_a_code_somewhere(made: Mapping[str, Made]) -> None:
    """Besides the nine resources of the partnership's page: those that families in the United Kingdom expect."""
    expected = {
        *("childline", "report-remove", "iwf", "report-harmful-content", "stop-it-now", "shout"),
        *("runaway-helpline", "frank", "true-vision", "missing-people", "birmingham-cass", "ceop", "fearless"),
    }
    coded = {code.id.split(".")[1] for one in made.values() for code in one.composed.codes}
    assert coded >= expected, expected - coded
