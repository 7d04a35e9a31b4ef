# SPDX-License-Identifier: MIT
"""Prepare recipes: compose each layout in its language, and state everything that making its editions needs.

Only this class knows the project; makers get recipes, so they cannot depend on anything else.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from leaflets.build import manifest
from leaflets.build.inputs import Inputs
from leaflets.build.own_view import own_view
from leaflets.build.project import Opened
from leaflets.build.recipe import MadeEdition, PressConditions, Recipe, bare
from leaflets.content.contact_kinds import KINDS, link_to
from leaflets.content.load import load_designs
from leaflets.content.model import Project, facts_of
from leaflets.content.organisations import Fact, contact_of, link_of
from leaflets.content.short_links import current_address, short_address
from leaflets.content.trust import STOPS_ALL, STOPS_PRESS, State
from leaflets.core.colour import Palette
from leaflets.core.edition import PURPOSES, Edition, Layout, Purpose
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.editions.output_intent import read_intent
from leaflets.editions.plain_text import write_text
from leaflets.languages.registry import read_languages
from leaflets.layout.accounting import Account
from leaflets.layout.compose import compose
from leaflets.layout.compose.pair import facing
from leaflets.layout.composed import Composed
from leaflets.layout.logos import logo_colours, read_logos
from leaflets.layout.printed import ComposeContext
from leaflets.layout.slow_css import slow_layouts
from leaflets.layout.translated import TranslatedProject, open_translated
from leaflets.preflight.expected import Expected, expect


@dataclass(frozen=True)
class PreparedLayout:
    """A composed layout, its recipe, and what is wrong with its translation or slow in its styles."""

    composed: Composed
    recipe: Recipe
    faults: tuple[Problem, ...] = ()
    risks: frozenset[str] = frozenset()
    """The risks that it asked for: see `own_view`."""

    @property
    def purposes(self) -> frozenset[Purpose]:
        """The purposes that may be made: an unapproved translation does not go to the press."""
        return frozenset(PURPOSES) - ({"press"} if self.composed.unapproved else set())


class Recipes:
    """Writes the recipes of one project, one after another; languages are read once."""

    def __init__(self, folder: Path, opened: Opened, *, today: datetime.date, draft: bool = False) -> None:
        self.project, self.today, self.draft = opened.project, today, draft
        self.resources = Resources(folder)
        self.languages = read_languages(self.resources, self.project)
        self.context = ComposeContext(self.project, self.resources, self.languages)
        self.translated_projects: dict[str, TranslatedProject] = {}
        self.trust = opened.trust(today)
        self.asked: set[str] = set()
        """The risks that the layout now composed has asked for."""

    @cached_property
    def account(self) -> Account:
        """The account of what the layouts print, as far as their recipes are written."""
        return Account(self.project, load_designs(self.resources))

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return facts_of(self.project)

    @cached_property
    def inputs(self) -> Inputs:
        """What the makers of this project may look up."""
        intent = read_intent(self.project.publisher.press, self.resources)
        return Inputs(
            self.resources,
            self.languages,
            Palette.of({**self.project.colours, **logo_colours(read_logos(self.project, self.resources))}),
            intent,
        )

    @cached_property
    def profile(self) -> str:
        """SHA-256 of the colour profile of the press editions."""
        return hashlib.sha256(self.inputs.intent.profile).hexdigest()

    def prepare(self, layout: Layout) -> PreparedLayout:
        """Return the layout's recipe; ProblemsFound if a template uses what data.yaml does not have."""
        self.asked.clear()
        composed, faults = self.compose(layout)
        self.account.note(composed)
        composed = replace(composed, proof=bool(self.doubted(composed, STOPS_ALL)))
        publication, settings = self.project.publications[layout.source], self.project.publisher.press
        expected = expectations(Edition(layout, "screen"), self.project, composed, self.facts)
        recipe = Recipe(
            bare(composed),
            version=publication.version,
            issued=publication.issued.isoformat(),
            words=expected.words,
            numbers=expected.numbers,
            links=expected.links,
            press=PressConditions(
                len(self.doubted(composed, STOPS_PRESS)), settings.max_ink, settings.output_condition, self.profile
            ),
            draft=self.draft,
            text=write_text(composed, draft=self.draft) if self.project.text_of(layout) else "",
        )
        faults += slow_layouts(composed.stylesheets)
        return PreparedLayout(composed, recipe, tuple(faults), frozenset(self.asked))

    def compose(self, layout: Layout) -> tuple[Composed, list[Problem]]:
        """Return the layout in its language, or in two, and what is wrong with the translation of what it prints."""
        parts = self.project.every_format[layout.format].parts(layout)
        if len(parts) == 2:
            (first, faults), (second, more) = (self.compose(part) for part in parts)
            both = facing(layout, (first, second), self.project, resources=self.resources, languages=self.languages)
            return both, [*faults, *more]
        if layout.language not in self.translated_projects:
            self.translated_projects[layout.language] = open_translated(self.context, layout.language)
        translated = self.translated_projects[layout.language]
        composed = compose(
            layout,
            own_view(translated.context.project, layout.source, self.asked),
            resources=self.resources,
            languages=self.languages,
            translator=translated.translator,
        )
        return replace(composed, review=translated.review(composed.messages)), translated.problems(composed.messages)

    def doubted(self, composed: Composed, states: Collection[State]) -> list[str]:
        """Return the ids of the printed facts in one of these states."""
        return [name for name in composed.facts if self.trust.state_of(name, self.facts[name]) in states]

    def entry(self, edition: Edition, prepared: PreparedLayout, product: MadeEdition) -> manifest.EditionEntry:
        composed = prepared.composed
        state = "draft" if self.draft else composed.state
        if edition.purpose == "press" and prepared.recipe.press.doubts:
            state = "proof"
        made = manifest.entry(edition, self.project, composed, product=product, state=state, facts=self.facts)
        for fact in made["facts"] if composed.proof else ():
            state_now = self.trust.state_of(fact["id"], self.facts[fact["id"]])
            if state_now in STOPS_ALL:
                fact["doubt"] = state_now
        return made


def expectations(
    edition: Edition, project: Project, composed: Composed, facts: Mapping[str, Fact] | None = None
) -> Expected:
    """Return what is expected of an edition of a composed layout; `facts` are the project's, if available."""
    publication, language = project.publications[edition.layout.source], composed.language
    facts = facts or facts_of(project)
    printed = [facts[name] for name in composed.facts]
    names, identity = [], (edition.layout.code, publication.version)
    # What is short, such as a label, says which it is, and has no room for more.
    for one in (language.parts or (language,)) if composed.format.carries == "full" else ():
        names.append(one.name)
        if one.script == "Latn":  # text in other scripts cannot be read back exactly from a PDF
            names += [one.own_name, *map(one.write_date, (publication.issued, publication.review_by))]
    points = [point for fact in printed if (point := contact_of(fact))]
    links = {link_to(point.kind, point.value, point.keyword) for point in points}
    addresses = (name for name in composed.facts if link_of(facts[name]))
    links |= {short for name in addresses if (short := short_address(project, name))}
    links |= {current for current in [current_address(project, edition.layout.code)] if current}
    numbers = [point.value for point in points if KINDS[point.kind].is_number]
    if composed.format.is_shared:  # the words that go with a picture may have more
        numbers = [number for number in numbers if number in composed.html.replace("\N{NO-BREAK SPACE}", " ")]
    return expect(
        composed,
        edition.purpose,
        where=edition.id,
        words=() if composed.format.carries == "none" else (*identity, *dict.fromkeys(names)),
        numbers=tuple(dict.fromkeys(numbers)),
        links=frozenset(links),
    )
