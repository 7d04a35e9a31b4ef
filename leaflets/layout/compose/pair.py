# SPDX-License-Identifier: MIT
"""Put two languages side by side: the English page and the same page in another language, facing each other.

Each is composed separately; here their pages are combined in one document, the second with the measures of its own
script. A professional can follow in English what a parent reads beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import escape

from leaflets.content.model import Project
from leaflets.core.edition import Layout
from leaflets.core.formats import Format
from leaflets.core.resources import Resources
from leaflets.languages.language import Languages
from leaflets.layout.compose.styles import SHARED, Looks, measures, name_faces, named_families, stylesheets, tokens
from leaflets.layout.compose.unused_styles import shake
from leaflets.layout.composed import Composed, Stylesheet

BODY = re.compile(r"<body[^>]*>\n?(.*)</body>", re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
SCOPE = ".language"
FACING = '<div class="language{tall}" lang="{tag}" dir="{direction}">\n{pages}</div>\n</body>'
OWN = f"{SCOPE} {{ font-family: var(--font); line-height: var(--leading); text-align: start }}"
"""The inherited properties of the root element, with the second script's measures."""


def facing(
    layout: Layout, parts: tuple[Composed, Composed], project: Project, *, resources: Resources, languages: Languages
) -> Composed:
    """Return the English page and the other one as one layout of two panels."""
    first, second = parts
    form, both_of = project.format_of(layout), languages.languages[layout.language]
    publication = project.publications[first.layout.source]
    looks = Looks(project.colours, project.accent_of(publication), languages.fonts)
    title = f"{first.title} / {second.title}"
    both = first.html.replace("</body>", _second(second))
    html = TITLE.sub(lambda _: f"<title>{escape(title)}</title>", both, count=1)
    return replace(
        first,
        layout=layout,
        format=form,
        language=replace(both_of, families=tuple(dict.fromkeys((*both_of.families, *named_families(html))))),
        title=title,
        html=html,
        stylesheets=shake(
            _scoped(
                stylesheets(resources, publication.design, _measured(parts, form, looks) + name_faces(html, looks))
            ),
            html,
        ),
        codes=tuple({code.id: code for one in parts for code in one.codes}.values()),
        facts=tuple(dict.fromkeys(fact for one in parts for fact in one.facts)),
        messages=(*first.messages, *second.messages),
        review=second.review,
        pictures=first.pictures | second.pictures,
    )


def _second(part: Composed) -> str:
    pages = BODY.search(part.html)
    assert pages
    return FACING.format(
        tall=" tall" if part.language.is_tall else "",
        tag=part.language.tag,
        direction=part.language.direction,
        pages=re.sub(r"\bpanel--page\b", "panel--page-2", pages[1]),
    )


def _measured(parts: tuple[Composed, Composed], form: Format, looks: Looks) -> str:
    first, second = parts
    return "\n".join((tokens(form, first.language, looks), measures(second.language, looks, SCOPE), ""))


def _scoped(sheets: Iterable[Stylesheet]) -> tuple[Stylesheet, ...]:
    own, *shared = sheets
    scoped = [
        replace(sheet, text=sheet.text.replace(":root", f":root, {SCOPE}")) if sheet.name == SHARED[0][1] else sheet
        for sheet in shared
    ]
    return (own, *scoped, Stylesheet("(side by side)", "base", OWN))
