# SPDX-License-Identifier: MIT
"""Unused: files, formats, languages and allowed sites of a project that nothing in it uses."""

from __future__ import annotations

from collections.abc import Iterator

from leaflets.build.recipes import Recipes
from leaflets.content.addresses import host_of
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.organisations import link_of
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.registry import shipped


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
