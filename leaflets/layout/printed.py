# SPDX-License-Identifier: MIT
"""Record what each layout prints: which messages, in the order of the page, and on which panels.

There is no list of what is translated: every layout is composed, and what it prints counts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from jinja2.ext import babel_extract

from leaflets.content.contact_kinds import FORMS
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.messages import ENGLISH, SOURCE, Message, Translator, fixed
from leaflets.core.resources import Resources
from leaflets.languages.catalogue.translate import translate
from leaflets.languages.language import Languages
from leaflets.layout.compose import compose

SITE = "site"
"""The download site's words are translated and approved like a publication with this name."""
REVIEW = "review"
"""Where the words of a proof to sign are used; nobody has to approve them."""
TEMPLATE_FILES = "templates/**/*.html"
PHRASES = "phrases"
"""Where what `fixed_words` returns is kept with the files."""
NOTE = "i18n:"
PANEL_OR_MARK = re.compile(r'class="panel panel--([a-z0-9-]+)"|\ue000([0-9]+)\ue001')


@dataclass(frozen=True)
class ComposeContext:
    """What composing a project needs besides a layout."""

    project: Project
    resources: Resources
    languages: Languages

    def messages(self, layout: Layout, translator: Translator) -> tuple[Message, ...]:
        """Return the messages that a layout prints; `self.project` is in the translator's language."""
        return compose(
            layout, self.project, resources=self.resources, languages=self.languages, translator=translator
        ).messages

    def says(self, translator: Translator) -> ComposeContext:
        """Return the same context in the translator's language."""
        return replace(self, project=translate(self.project, translator))


@dataclass
class MarkingTranslator:
    """A translator that returns English with a mark before it, so that it can be found on the page."""

    keys: dict[str, int] = field(default_factory=dict)
    english: dict[str, str] = field(default_factory=dict)

    def message(self, key: str, english: str) -> Message:
        number = self.keys.setdefault(key, len(self.keys))
        self.english[key] = english
        return Message(f"\ue000{number}\ue001{english}", key, english)


@dataclass(frozen=True)
class Printed:
    """A printed message, and where: `parents-guide/cover`."""

    key: str
    english: str
    places: tuple[str, ...]


def printed_messages(context: ComposeContext) -> list[Printed]:
    """Return every message that any translated publication prints, in the order of data.yaml and of the pages."""
    marks = MarkingTranslator()
    marked = context.says(marks)
    places: dict[str, dict[str, None]] = {}
    for layout in _translated_layouts(context):
        composed = compose(
            layout, marked.project, resources=context.resources, languages=context.languages, translator=marks
        )
        names = list(marks.keys)
        for number, panel in _marked(composed.html + composed.text_html):
            found = places.setdefault(names[number], {})
            if panel:
                found[f"{layout.source}/{panel}"] = None
    return [Printed(key, marks.english[key], tuple(found)) for key, found in places.items()]


def site_words(context: ComposeContext) -> dict[str, str]:
    """Return keys and English of the download site's own words: those of its templates, its opening, and summaries."""
    words = _words_of(context.resources, "templates/site/")
    words |= {fixed(english): english for english in table_words(context.project)}
    summaries = {
        f"publications.{name}.summary": one.summary.english if isinstance(one.summary, Message) else one.summary
        for name, one in context.project.publications.items()
        if not one.series and not one.withdrawn
    }
    introduction = context.project.publisher.introduction.items()
    opening = {
        f"publisher.introduction.{name}": one.english if isinstance(one, Message) else one for name, one in introduction
    }
    return words | opening | summaries


def review_words(resources: Resources) -> dict[str, str]:
    """Return keys and English of what a proof to sign says to its reader."""
    return _words_of(resources, "templates/report/")


def notice_words(resources: Resources) -> dict[str, str]:
    """Return keys and English of what the site says at former addresses."""
    return _words_of(resources, "templates/site/notice_words.html")


def _words_of(resources: Resources, start: str) -> dict[str, str]:
    places = fixed_words(resources)
    return {fixed(one): one for one, where in places.items() if any(place.startswith(start) for place in where)}


def fixed_words(resources: Resources) -> dict[str, list[str]]:
    """Return where each fixed phrase of the templates occurs."""
    found: dict[str, list[str]] | None = resources.derived.get(PHRASES)
    if found is None:
        found = resources.derived[PHRASES] = {}
        for name in resources.list(TEMPLATE_FILES):
            for line, english in _phrases_in(resources.data(name)):
                found.setdefault(english, []).append(f"{name}:{line}")
    return found


@lru_cache(maxsize=256)
def _phrases_in(template: bytes) -> tuple[tuple[int, str], ...]:
    """Return the fixed phrases of a template with their lines; most templates are those of the last project."""
    phrases = babel_extract(io.BytesIO(template), ("gettext",), [NOTE], {"trimmed": "true"})
    return tuple((line, str(english)) for line, _, english, _ in phrases)


def table_words(project: Project) -> dict[str, list[str]]:
    """Return what is said of contacts of each kind, of each format and its fold, and whose words they are."""
    found = {english: ["contacts"] for english in FORMS}
    for form in project.every_format.values():
        for english in filter(None, (form.title, form.fold.advice, form.display)):
            found.setdefault(english, []).append(f"formats/{form.name}")
    return found


def _marked(page: str) -> Iterator[tuple[int, str]]:
    panel = ""
    for match in PANEL_OR_MARK.finditer(page):
        if match[1]:
            panel = match[1]
        else:
            yield int(match[2]), panel


def _translated_layouts(context: ComposeContext) -> Iterator[Layout]:
    tags = list(_examples(context).values()) or [SOURCE]
    for layout in layouts_of(context.project.model_copy(update={"languages": [SOURCE]})):
        only = context.project.publications[layout.source].languages
        if only is None or set(only) != {SOURCE}:
            yield from (replace(layout, language=tag) for tag in tags)


def keys_by_publication(context: ComposeContext, tag: str) -> dict[str, dict[str, str]]:
    """Return the keys and the English of what each publication in that language prints."""
    like = _examples(context).get(_likeness(context, tag), tag)
    english = context.says(ENGLISH)
    found: dict[str, dict[str, str]] = {}
    for layout in layouts_of(context.project.model_copy(update={"languages": [tag]})):
        printed = english.messages(replace(layout, language=like), ENGLISH)
        found.setdefault(layout.publication, {}).update({message.key: message.english for message in printed})
    return found | {SITE: site_words(context)} if found else found


def _likeness(context: ComposeContext, tag: str) -> tuple[object, ...]:
    """Return what decides which words fit and are needed, besides the words: the same for many languages."""
    language = context.languages.languages[tag]
    linked = any(
        tag in links for organisation in context.project.organisations.values() for links in organisation.links.values()
    )
    return language.direction, language.is_tall, tag if linked else ""


def _examples(context: ComposeContext) -> dict[tuple[object, ...], str]:
    known = [tag for tag, one in context.languages.languages.items() if tag != SOURCE and not one.pseudo]
    return {_likeness(context, tag): tag for tag in reversed(known)}
