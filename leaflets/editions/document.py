# SPDX-License-Identifier: MIT
"""Draw a page of HTML that belongs to no publication as a tagged PDF for A4: a proof to sign, a notice."""

from __future__ import annotations

from collections.abc import Iterable

from leaflets.content.model import Project
from leaflets.core.edition import Layout
from leaflets.core.formats import OFFICE_PAPERS
from leaflets.core.messages import SOURCE
from leaflets.core.resources import Resources
from leaflets.editions.screen import finish_screen
from leaflets.languages.language import Language, Languages, side_by_side
from leaflets.layout.compose.styles import Looks, measures
from leaflets.layout.composed import Composed, Stylesheet

OWN = ".own"
"""The elements whose words are in the other language than English."""


def compose_document(
    html: str,
    title: str,
    language: Language,
    *,
    code: str,
    project: Project,
    languages: Languages,
    pictures: Iterable[str] = (),
) -> Composed:
    """Return a page of HTML in English and another language, with the fonts of both; `pictures` are hashes of them."""
    english = languages.languages[SOURCE]
    form = next(one for one in project.every_format.values() if one.flows and one.flat == OFFICE_PAPERS["A4"])
    looks = Looks(project.colours, "", languages.fonts)
    fonts = f"{measures(english, looks)}\n{measures(language, looks, OWN)}"
    return Composed(
        Layout("document", "document", form.name, language.tag, code),
        form,
        english if language.tag == SOURCE else side_by_side(english, language),
        title,
        html,
        (Stylesheet("(fonts)", "tokens", fonts),),
        (),
        (),
        pictures=frozenset(pictures),
    )


def draw_document(composed: Composed, version: str, *, resources: Resources, languages: Languages) -> bytes:
    """Return the PDF; the renderer is imported only now."""
    from leaflets.layout.render import Renderer

    return finish_screen(Renderer(resources, languages).draw(composed).write(), composed, version=version)
