# SPDX-License-Identifier: MIT
"""Check the help on a composed layout: what `audiences:` asks for, promises beside numbers, means beside names.

Help that is missing harms more than a wrong colour: a number is not called if nobody says that it is free, and "tell
CEOP" helps nobody who does not know how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import escape

from leaflets.content.addresses import host_of
from leaflets.content.model import Audience, HelpRoute, Project
from leaflets.content.organisations import SHORT_FORMS, STATEMENTS, ContactPoint, main_of
from leaflets.core.problems import Problem
from leaflets.layout.composed import Composed

LAYOUTS = "{layouts}"
"""Where a message names the layouts that it is about: one line for all."""
TERMS_OF = re.compile(r'data-terms="([^"]+)"')
ADDRESS = re.compile(r'<a class="web" href="([^"]+)"[^>]*>([^<]+)</a>')


def check_help(composed: Composed, project: Project, text: str) -> Iterator[Problem]:
    """Yield what lacks on one layout; `text` is what it says, without tags. Small formats need the first thing only."""
    carries, source = composed.format.carries, composed.layout.source
    if carries == "none":
        return
    for audience in project.publications[source].audience:
        settings = project.audiences.get(audience)
        for route in settings.help if settings else ():
            short = route.short if carries == "short" else None
            if carries == "short" and route.contact in STATEMENTS:
                continue
            if route.required and not (short and says(text, short)) and not _gives(route, project, composed, text):
                yield _missing(route, project, source, audience)
    yield from _alike(composed, host_of(project.publisher.website.value))
    if carries == "full":
        yield from _unpromised(composed, project)
        yield from _without_means(composed, project, text)


def says(text: str, words: str) -> bool:
    """Say whether a text has those words, not as part of longer ones."""
    return re.search(rf"(?<![\w]){re.escape(str(escape(words)))}(?![\w])", text) is not None


def _gives(route: HelpRoute, project: Project, composed: Composed, text: str) -> bool:
    """Say whether a route is printed: as a fact, or its number typed in a sentence, as 999 may be."""
    identity = project.organisation_id(route.organisation)
    organisation = project.organisations[identity]
    if route.contact in STATEMENTS:
        return f"organisations.{identity}.{route.contact}" in composed.facts
    name = route.contact or main_of(organisation.points, alone=True)
    if not name:
        return any(path.startswith(f"organisations.{identity}.") for path in composed.facts)
    path = f"organisations.{identity}.{organisation.path_of(name)}"
    return path in composed.facts or says(text, organisation.points[name].value)


def _missing(route: HelpRoute, project: Project, source: str, audience: Audience) -> Problem:
    organisation = project.organisations[project.organisation_id(route.organisation)]
    point = organisation.points.get(route.contact or main_of(organisation.points, alone=True))
    who = f"{organisation.name}, {point.value}," if point else f"{organisation.name}: {route.contact or 'its address'}"
    message = f"{who} is not on {LAYOUTS}; `audiences.{audience}.help` asks for it on everything for {audience}."
    design = project.publications[source].design
    hint = f"print `help_strip()` in templates/leaflets/{design}/{design}.html, or add it under `contacts:`."
    return Problem("help-missing", message, where=f"publications.{source}", hint=hint)


def _alike(composed: Composed, own_host: str) -> Iterator[Problem]:
    """Yield links with the same words and different targets: whoever types them finds one page only.

    The publisher's own site may lead to each of its pages from its first.
    """
    leads_to: dict[str, str] = {}
    for target, printed in ADDRESS.findall(composed.html):
        if (other := leads_to.setdefault(printed, target)) != target and host_of(target) != own_host:
            message = f"'{printed}' is printed for {other} and for {target} on {LAYOUTS}."
            hint = "give one of them a longer `printed_url:`, so that readers find both pages."
            yield Problem("links-alike", message, where=f"publications.{composed.layout.source}", hint=hint)


def _unpromised(composed: Composed, project: Project) -> Iterator[Problem]:
    """Yield numbers whose cost or hours data.yaml holds and the page never says."""
    promised = {*TERMS_OF.findall(composed.html)}
    for identity, organisation in project.organisations.items():
        for name, point in organisation.points.items():
            path = f"organisations.{identity}.{organisation.path_of(name)}"
            if path not in composed.facts or path in promised or project.publisher.accepts(path):
                continue
            hours = f"organisations.{identity}.hours"
            held = organisation.hours and name in SHORT_FORMS[::2] and not project.publisher.accepts(hours)
            is_said = any(_says_cost(message.english, f"{{{identity}.{name}}}", point) for message in composed.messages)
            said = ["cost"] * (bool(point.cost) and not is_said) + ["hours"] * bool(
                point.hours or (held and hours not in composed.facts)
            )
            if said:
                lacking = " and ".join(said)
                message = f"{organisation.name}, {point.value}, is on {LAYOUTS} without its {lacking}."
                hint = (
                    f"print `terms(contact)` beside it, or accept it: `accept_unprinted: [{path}]` under `publisher:`."
                )
                yield Problem("promise-missing", message, where=f"publications.{composed.layout.source}", hint=hint)


def _says_cost(sentence: str, placeholder: str, point: ContactPoint) -> bool:
    """Say whether a sentence with the number says its cost as well: "Call Childline free on ..."."""
    return placeholder in sentence and (point.cost or "").lower() in sentence.lower()


def _without_means(composed: Composed, project: Project, text: str) -> Iterator[Problem]:
    """Yield organisations that the page names and gives no number or address of: an instruction without its means."""
    reached = {path.split(".")[1] for path in composed.facts if path.startswith("organisations.")}
    named = {str(escape(one.name)): identity for identity, one in project.organisations.items()}
    for name in dict.fromkeys(_any_of(tuple(named)).findall(text)):
        identity = named[name]
        organisation = project.organisations[identity]
        values = [point.value for point in organisation.points.values()]
        if identity not in reached and not any(says(text, value) for value in values):
            message = f"{organisation.name} is named on {LAYOUTS}, which print no number or address of it."
            hint = f"add it under `contacts:`, or write its address into the sentence: {{{identity}.web}}."
            yield Problem("means-missing", message, where=f"publications.{composed.layout.source}", hint=hint)


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for whole names, the longest that fits: CEOP Education is not CEOP."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
