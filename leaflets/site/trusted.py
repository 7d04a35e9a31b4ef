# SPDX-License-Identifier: MIT
"""What the site shows of a changed fact: the value last verified or published, until it is verified again.

Otherwise its pages and short links would spread a wrong number or address that no leaflet may print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leaflets.content.field_types import Model
from leaflets.content.model import Project, facts_of
from leaflets.content.organisations import Fact, link_of
from leaflets.content.short_links import WEBSITE
from leaflets.content.trust import STOPS_ALL, Trust
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound


def trusted(project: Project, trust: Trust) -> tuple[Project, tuple[str, ...]]:
    """Return the project as the site shows it, and the ids of the facts that differ from data.yaml.

    An address on a site that is not allowed, and was never verified or published, is left out; ProblemsFound if it
    is the publisher's own, which nothing can replace.
    """
    facts = facts_of(project)
    changes: dict[str, Fact | None] = {
        id: _former(fact, trust.former_value(id, fact))
        for id, fact in facts.items()
        if trust.state_of(id, fact) in STOPS_ALL
    }
    if changes.get(WEBSITE, project.publisher.website) is None:
        message = f"{project.publisher.website.value} is not on a site that `publisher.hosts` allows."
        hint = f"add the site to `publisher.hosts`, or run {command('facts', 'verify', WEBSITE, '--by', 'NAME')}."
        raise ProblemsFound([Problem("fact-other-host", message, where=WEBSITE, hint=hint)])
    return (_with(project, "", changes) if changes else project), tuple(changes)


def _former(fact: Fact, value: str) -> Fact | None:
    if not value:
        return None
    return fact.model_copy(update={"value": value} | ({"printed_url": None} if link_of(fact) else {}))


def _with(value: Any, path: str, changes: Mapping[str, Fact | None]) -> Any:
    """Return a value of the model with facts replaced or left out, by id."""
    if path in changes:
        return changes[path]
    start = f"{path}." if path else ""
    if isinstance(value, dict):
        items = {key: _with(item, f"{start}{key}", changes) for key, item in value.items()}
        return {key: item for key, item in items.items() if item is not None and (item or not value[key])}
    if isinstance(value, Model):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(update={name: _with(item, f"{start}{name}", changes) for name, item in fields.items()})
    return value
