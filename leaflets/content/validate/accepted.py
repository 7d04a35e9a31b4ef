# SPDX-License-Identifier: MIT
"""Check the lists of what is accepted: a name left over from something deleted accepts nothing, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from leaflets.content.model import Project, facts_of
from leaflets.core.problems import Problem

ALIKE = 0.9
"""How similar a name must be to a known one to be a slip of the pen: all facts of an organisation are similar."""


def find_leftovers(project: Project) -> Iterator[Problem]:
    """Yield a warning for each list under `publisher:` that accepts what is not in data.yaml; `where` is its path."""
    publisher, facts = project.publisher, facts_of(project)
    unverified = (accepted.partition(" = ")[0] for accepted in publisher.accept_unverified)
    lists = {
        "accept_unprinted": [name for name in publisher.accept_unprinted if not _holds(project, name)],
        "accept_unverified": [name for name in unverified if name not in facts],
    }
    known = [*facts, *(f"risks.{name}" for name in project.risks)]
    for field, names in lists.items():
        if names:
            likely = [match for name in names for match in get_close_matches(name, known, n=1, cutoff=ALIKE)]
            message = f"there is nothing in this file called {', '.join(names)}."
            hint = "delete what is left over from something deleted"
            hint += f", or correct it: did you mean {', '.join(likely)}?" if likely else "."
            yield Problem("accepted-unknown", message, where=f"publisher.{field}", hint=hint, severity="warning")


def _holds(project: Project, path: str) -> bool:
    """Say whether there is something at a path of data.yaml; one who helps with a risk is called by name."""
    value: object = project
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list):
            value = part if part in value else None
        else:
            value = getattr(value, part, None) if part in getattr(type(value), "model_fields", ()) else None
        if value is None:
            return False
    return True
