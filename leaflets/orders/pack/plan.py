# SPDX-License-Identifier: MIT
"""What is wanted from the printer, and whether it may be printed; everything in the way is reported at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from leaflets.build.job import Task
from leaflets.build.pipeline import Request
from leaflets.build.project import Opened, open_project
from leaflets.build.selection import Selection, select
from leaflets.content.facts import list_facts
from leaflets.content.model import layouts_of
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.editions.overlay import TextStyle, register_font
from leaflets.languages.language import REGULAR, Languages
from leaflets.languages.registry import read_languages
from leaflets.layout.compose import compose
from leaflets.orders.order import Site
from leaflets.orders.recipients import check_total, read_sites
from leaflets.orders.specification.paper import FALLBACK


@dataclass(frozen=True)
class PrintRequest:
    """The request for a print run."""

    publications: tuple[str, ...]
    quantities: Mapping[str, tuple[int, ...]]
    """Copies of each file, by language; "" means every language that is not named. For others a price is asked."""
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    printer: str = ""
    contact: str = ""
    """Whom the printer may ask."""
    sites: Path | None = None
    job: str = ""
    deliver_by: datetime.date | None = None
    copies: bool = False
    """Each place's own name is on its copies."""


@dataclass(frozen=True)
class OrderPlan:
    """A valid order: layouts, copies by language, sites."""

    opened: Opened
    tasks: tuple[Task, ...]
    quantities: Mapping[str, tuple[int, ...]]
    sites: tuple[Site, ...]
    resources: Resources
    languages: Languages
    warnings: tuple[Problem, ...] = ()


def make_plan(request: Request, wanted: PrintRequest) -> OrderPlan:
    """Return the plan; ProblemsFound with everything that stands in its way, all at once."""
    opened = open_project(request.folder, today=request.today)
    project = opened.project
    if withdrawn := [problem for name in wanted.publications if (problem := refuse_withdrawn(opened, name))]:
        raise ProblemsFound(withdrawn)
    selection = Selection(wanted.publications, wanted.formats, wanted.languages, ("press",))
    chosen = {task.layout: task for task in select(project, selection)}
    resources = Resources(request.folder)
    languages = read_languages(resources, opened.project)
    tasks = tuple(chosen[layout] for layout in layouts_of(project) if layout in chosen)
    tags = list(dict.fromkeys(task.layout.language for task in tasks))
    quantities = share_out(wanted.quantities, tags)
    problems, warnings = list[Problem](), list[Problem]()
    sites: tuple[Site, ...] = ()
    if wanted.sites:
        try:
            sites, warnings = read_sites(
                wanted.sites, languages=tags, called=names_of(languages, tags), with_words=wanted.copies
            )
            problems += unprintable(sites, languages, str(wanted.sites))
            ordered = {tag: numbers[0] for tag, numbers in quantities.items()}
            problems += check_total(sites, ordered, str(wanted.sites))
        except ProblemsFound as found:
            problems += found.problems
    if wanted.deliver_by and wanted.deliver_by <= request.today:
        message = f"{wanted.deliver_by} is not after today, {request.today}."
        problems.append(Problem("deliver-by-past", message, where="--deliver-by", hint="give a later date."))
    problems += due_before(opened, tasks, wanted.deliver_by)
    plan = OrderPlan(opened, tasks, quantities, sites, resources, languages, tuple(warnings))
    problems += refuse_doubtful(plan, request.today)
    if problems:
        raise ProblemsFound([*problems, *warnings])
    return plan


def unprintable(sites: Sequence[Site], languages: Languages, name: str) -> Iterator[Problem]:
    """Yield a problem for each row with letters that the slips' fonts lack."""
    font = TextStyle(register_font(languages.fonts[FALLBACK].path(REGULAR)), 1)
    for site in sites:
        if missing := font.missing(" ".join((site.name, site.address, site.contact, site.times))):
            message = f"the font of packing slips has no glyph for {' '.join(sorted(missing))}."
            yield Problem("letter-missing", message, name, site.line, hint="write it in Latin letters.")


def names_of(languages: Languages, tags: Sequence[str]) -> dict[str, str]:
    """Return the languages' tags by their names, English and their own, in small letters."""
    known = ((tag, languages.languages[tag]) for tag in tags)
    return {name.lower(): tag for tag, one in known for name in (one.name, one.own_name)}


def due_before(opened: Opened, tasks: Sequence[Task], deliver_by: datetime.date | None) -> Iterator[Problem]:
    """Yield a problem for each publication that may come when its own imprint says that there may be a newer one."""
    for name in dict.fromkeys(task.layout.source for task in tasks):
        review_by = opened.project.publications[name].review_by
        if deliver_by and deliver_by > review_by:
            message = f"it says “check for a newer one after {review_by}”, but may be delivered on {deliver_by}."
            hint = "give an earlier --deliver-by, or review it and write the date of the next review."
            problem = Problem("deliver-by-late", message, where=name, hint=hint)
            yield opened.loaded.put(problem, f"publications.{name}.review_by")


def refuse_withdrawn(opened: Opened, name: str) -> Problem | None:
    """Return why a withdrawn publication cannot be printed."""
    publication = opened.project.publications.get(name)
    if not publication or not (withdrawn := publication.withdrawn):
        return None
    message = f"it was withdrawn on {withdrawn.date}: {withdrawn.reason}"
    hint = f"print {withdrawn.replaced_by} instead." if withdrawn.replaced_by else "print another publication."
    problem = Problem("publication-withdrawn", message, where=name, hint=hint)
    return opened.loaded.put(problem, f"publications.{name}.withdrawn", at_value=False)


def share_out(quantities: Mapping[str, tuple[int, ...]], languages: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the copies of each language; ProblemsFound if a language has no number or a number no language."""
    problems = []
    for tag in quantities:
        if tag and tag not in languages:
            near = get_close_matches(tag, languages, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]}?" if near else f"this order has {', '.join(languages)}."
            problems.append(Problem("quantity-language", f"This order has no edition in '{tag}'.", "", hint=hint))
    for tag in languages:
        if tag not in quantities and "" not in quantities:
            message = f"The number of copies in '{tag}' is not given."
            hint = f"add --quantity {tag}=NUMBER, or leave the language out with --language."
            problems.append(Problem("quantity-language", message, hint=hint))
    if problems:
        raise ProblemsFound(problems, exit_code=ExitCode.USAGE)
    return {tag: quantities[tag if tag in quantities else ""] for tag in languages}


def refuse_doubtful(plan: OrderPlan, today: datetime.date) -> list[Problem]:
    """Return a problem for each printed fact that may be wrong, and for each publication past its review date."""
    opened, project = plan.opened, plan.opened.project
    printed: dict[str, list[str]] = {}
    for task in plan.tasks:
        composed = compose(task.layout, project, resources=plan.resources, languages=plan.languages)
        for fact in composed.facts:
            printed.setdefault(fact, []).append(task.layout.id)
    problems = []
    for row in list_facts(project, opened.loaded.places, printed, opened.trust(today)):
        if row.printed and row.state in DOUBTS:
            verify = command("facts", "verify", row.id, "--by", "NAME")
            message, hint = (text.format(row=row, command=verify) for text in DOUBTS[row.state])
            problem = Problem(f"fact-{row.state}", message, where=row.id, hint=hint)
            problems.append(opened.loaded.put(problem, row.id, at_value=False))
    for name in dict.fromkeys(task.layout.source for task in plan.tasks):
        review_by = project.publications[name].review_by
        if review_by < today:
            message = f"it was due for review by {review_by}, and today is {today}."
            hint = "review it, then write the date of the next review."
            problem = Problem("publication-overdue", message, where=name, hint=hint)
            problems.append(opened.loaded.put(problem, f"publications.{name}.review_by"))
    return problems


DOUBTS = {
    "unverified": (
        "'{row.value}' would be printed, but has not been verified.",
        "ask the organisation, then run {command}; or accept it as it is: add {row.id} to publisher.accept_unverified.",
    ),
    "changed": (
        "'{row.value}' would be printed, but {row.doubt}.",
        "ask the organisation, then run {command}; or accept it: add '{row.id} = {row.value}' to "
        "publisher.accept_unverified.",
    ),
    "other-host": (
        "'{row.value}' would be printed, but {row.doubt}.",
        "ask the organisation, then run {command}; or add the site to publisher.hosts.",
    ),
    "overdue": (
        "'{row.value}' would be printed, but should have been verified by {row.review_by}.",
        "ask the organisation, then run {command}.",
    ),
}
