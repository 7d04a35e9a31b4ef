# SPDX-License-Identifier: MIT
"""The small project of the tests: every format, one design, composed and rendered once for each test run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from leaflets.content.model import Project, layouts_of
from leaflets.core.resources import Resources
from leaflets.languages.language import Languages
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.layout.composed import Composed, Stylesheet
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.project_pictures import let_in_pictures
from leaflets.layout.render import Renderer

FOLDER = Path(__file__).parent / "projects" / "small"
FORMATS = ("trifold-dl", "poster-a3", "poster-a4", "booklet-a5", "card-dl", "card-wallet")


@cache
def resources() -> Resources:
    return Resources(FOLDER)


@cache
def languages() -> Languages:
    return read_languages(resources())


@cache
def renderer() -> Renderer:
    return Renderer(resources(), languages())


@cache
def project() -> Project:
    data = YAML(typ="safe", pure=True).load((FOLDER / "data.yaml").read_text(encoding="utf-8"))
    return Project.model_validate(data)


@cache
def composed(form: str) -> Composed:
    layout = next(layout for layout in layouts_of(project()) if layout.format == form and layout.risk is None)
    return compose(layout, project(), resources=resources(), languages=languages())


@cache
def laid_out(form: str) -> LaidOut:
    return lay_out(composed(form), renderer())


def with_html(form: str, old: str, new: str) -> Composed:
    """Return the layout with a piece of its HTML exchanged; the piece must be there."""
    found = composed(form)
    assert old in found.html
    return let_in_pictures(replace(found, html=found.html.replace(old, new)), resources())


def with_css(form: str, css: str) -> Composed:
    """Return the layout with one more stylesheet."""
    found = composed(form)
    changed = replace(found, stylesheets=(*found.stylesheets, Stylesheet("extra.css", "design", css)))
    return let_in_pictures(changed, resources())
