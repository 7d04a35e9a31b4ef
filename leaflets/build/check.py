# SPDX-License-Identifier: MIT
"""Check a project and its finished files without writing; list its editions and its facts.

Data, words and templates are checked as in a build, up to the fitted pages; what nothing uses is said. Finished files
are compared with their checksums; those that match today's words and design are read back as after a build, unless a
build with these tools and this recipe has read the same bytes.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from leaflets.build import publish
from leaflets.build.job import Task
from leaflets.build.manifest import EditionEntry
from leaflets.build.pipeline import Progress, Request, open_cache, open_recipes, silent, work
from leaflets.build.pool import LostJob
from leaflets.build.project import open_project
from leaflets.build.recipes import Recipes
from leaflets.build.results import BuildResult, everything_found, printed_facts
from leaflets.build.selection import ALL, select
from leaflets.build.verify import check_tree
from leaflets.content.addresses import host_of
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.facts import FactRow
from leaflets.content.facts import list_facts as rows_of
from leaflets.content.model import Project, layouts_of
from leaflets.content.organisations import link_of
from leaflets.content.yaml.positions import Loaded
from leaflets.core.edition import PURPOSES, Edition
from leaflets.core.problems import ExitCode, Problem
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import read_languages, shipped
from leaflets.layout.compose import compose


def find_unused(recipes: Recipes, loaded: Loaded) -> list[Problem]:
    """Return a notice for each kind. Call it after all recipes are made, when it is known which files were read."""
    notices = [
        Problem("unused", f"{what}: {', '.join(names)}.", where=where, severity="notice", hint=hint)
        for where, what, names, hint in _kinds(recipes)
        if names
    ]
    return [loaded.put(one, one.where, at_value=False) if one.where in loaded.places else one for one in notices]


def _kinds(recipes: Recipes) -> Iterator[tuple[str, str, list[str], str]]:
    project, known = recipes.project, recipes.languages.languages
    out = "remove them, or use them."
    yield "assets", "no page, logo or typeface uses these files", _files(recipes.resources, "assets"), out
    yield "templates", "no page uses these files", _files(recipes.resources, "templates"), out
    own = [tag for tag in known if tag not in shipped()["languages"] and tag not in project.languages]
    yield "languages.yaml", "nothing is printed in these languages", own, "add them to `languages:` in data.yaml."
    used = {name for one in project.publications.values() for name in one.formats}
    used |= {entry.like for entry in project.formats.values() if entry.like}
    formats = [name for name in project.formats if name not in used]
    yield "formats", "no publication comes in these formats", formats, out
    links = {host_of(link.value) for fact in recipes.facts.values() if (link := link_of(fact))}
    sites = [name for name in project.publisher.hosts if not any(map(AllowedHosts.of([name]).allows, links))]
    yield "publisher.hosts", "no web address leads to these sites", sites, out


def _files(resources: Resources, folder: str) -> list[str]:
    """Return the project's own files that nothing has read; one that replaces a shipped file counts as used."""
    own = resources.folder.resolve()
    found = (path.relative_to(own).as_posix() for path in sorted((own / folder).rglob("[!.]*")) if path.is_file())
    return [name for name in found if name not in resources.asked and not (SHIPPED / name).is_file()]


def check(request: Request, *, progress: Progress = silent) -> BuildResult:
    """Check everything that was chosen; ProblemsFound with every error of data, templates and finished files."""
    started = time.monotonic()
    opened = open_project(request.folder, today=request.today)
    entries = {entry["id"]: entry for entry in publish.read_editions(request.out)}
    tasks = [_with_finished(task, entries, request.out) for task in select(opened.project, request.selection)]
    checked, stopped = BuildResult(), dict[ExitCode, list[Problem]]()
    recipes = open_recipes(request, opened)
    with tempfile.TemporaryDirectory(prefix="leaflets-") as scratch:
        results = work(request, recipes, tasks, Path(scratch), cache=open_cache(request))
        for done, (task, outcome) in enumerate(results, start=1):
            progress(done, len(tasks), task.layout.id)
            if isinstance(outcome, LostJob) or outcome.fault:
                checked.add_lost(task, outcome)
            elif outcome.exit_code:
                stopped.setdefault(outcome.exit_code, []).extend(opened.locate(outcome.problems))
            else:
                checked.add(task, outcome)
                checked.editions += [entries[Edition(task.layout, purpose).id] for purpose in task.finished]
    if unprinted := opened.unprinted(recipes.account):
        stopped.setdefault(ExitCode.PROBLEMS, []).extend(unprinted)
    if entries and (broken := check_tree(request.out)):
        stopped.setdefault(ExitCode.CHECK_FAILED, []).extend(broken)
    if stopped:
        raise everything_found(stopped, [*opened.warnings, *checked.problems])
    checked.problems += [*opened.warnings, *opened.printed_nowhere(recipes.account)]
    checked.notices = opened.notices(printed_facts(entries.values()), request.today)
    if request.selection == ALL:
        checked.notices += find_unused(recipes, opened.loaded)
    checked.seconds = time.monotonic() - started
    return checked


def _with_finished(task: Task, entries: Mapping[str, EditionEntry], out: Path) -> Task:
    finished = {}
    for purpose in task.purposes:
        entry = entries.get(Edition(task.layout, purpose).id)
        if entry and entry["state"] != "draft" and (out / entry["path"]).is_file():
            finished[purpose] = (out / entry["path"], entry["digest"])
    return replace(task, purposes=(), finished=finished)


def list_editions(request: Request) -> list[dict[str, Any]]:
    """Return what `list` shows of the chosen editions, built or not."""
    project = open_project(request.folder, today=request.today).project
    entries = {entry["id"]: entry for entry in publish.read_editions(request.out)}
    chosen = {Edition(task.layout, purpose) for task in select(project, request.selection) for purpose in task.purposes}
    return [
        _listed(edition, project, entries.get(edition.id))
        for layout in layouts_of(project)
        for purpose in PURPOSES
        if (edition := Edition(layout, purpose)) in chosen
    ]


def _listed(edition: Edition, project: Project, entry: EditionEntry | None) -> dict[str, Any]:
    layout = edition.layout
    publication = project.publications[layout.source]
    sizes = project.every_format[layout.format].page_sizes(edition.purpose)
    state = "not built"
    if entry:
        state = entry["state"] if entry["version"] == publication.version else f"built as version {entry['version']}"
    return {
        "id": edition.id,
        "publication": layout.publication,
        "code": layout.code,
        "version": publication.version,
        "title": project.risks[layout.risk].title if layout.risk else publication.title,
        "language": layout.language,
        "format": layout.format,
        "purpose": edition.purpose,
        "pages": entry["pages"] if entry else len(sizes),
        "trim_mm": entry["trim_mm"] if entry else list(sizes[0] if sizes else (0, 0)),
        "state": state,
        "path": edition.path,
    }


def list_facts(request: Request) -> Sequence[FactRow]:
    """Return every fact with its age, and the publications that print it with the present templates."""
    opened = open_project(request.folder, today=request.today)
    resources = Resources(request.folder)
    languages = read_languages(resources, opened.project)
    printed: dict[str, list[str]] = {}
    for layout in layouts_of(opened.project):
        page = opened.project.every_format[layout.format].parts(layout)[0]
        for fact in compose(page, opened.project, resources=resources, languages=languages).facts:
            if layout.id not in printed.setdefault(fact, []):
                printed[fact].append(layout.id)
    return rows_of(opened.project, opened.loaded.places, printed, opened.trust(request.today))
