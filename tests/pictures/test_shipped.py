# SPDX-License-Identifier: MIT
"""The drawings that ship: accepted like any other, in palette colours alone, a scene and an icon for each risk."""

from __future__ import annotations

import re

import pytest
from many_risks import shipped
from program import ROOT

from leaflets.core.resources import Resources
from leaflets.layout.project_pictures import pictures_of

DRAWINGS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("assets/*/*.svg"))
PAINT = re.compile(r' (?:fill|stroke)="([^"]*)"')


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_shipped_drawing_is_accepted_and_has_colours_of_the_palette_alone(name: str) -> None:
    text = pictures_of(Resources(ROOT)).drawing(name)
    paints = PAINT.findall(text)
    assert paints and all(paint == "none" or paint.startswith("var(--") for paint in paints)


def test_each_risk_has_a_scene_and_an_icon_of_its_own() -> None:
    risks = shipped()["risks"]
    assert {f"assets/pictures/scene-{name}.svg" for name in (*risks, "any")} <= set(DRAWINGS)
    icons = [f"assets/icons/{risk['icon']}.svg" for risk in risks.values()]
    assert len(set(icons)) == len(icons) and set(icons) <= set(DRAWINGS)
