# SPDX-License-Identifier: MIT
"""Validate: plain values to the model, collecting every problem before giving up.

First each value by itself (pydantic, told in plain sentences), then, once the model stands, what must agree across the
file.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from pydantic import ValidationError

from leaflets.design import Design
from leaflets.model import Project
from leaflets.places import Loaded
from leaflets.problems import Problem, ProblemsFound
from leaflets.sentences import explain_errors
from leaflets.validate.agreement import Given, find_disagreements
from leaflets.validate.numbers import find_odd_numbers
from leaflets.validate.palette import find_weak_colours

__all__ = ["validate"]


def validate(
    loaded: Loaded,
    *,
    designs: Mapping[str, Design] | None = None,
    languages: Collection[str] | None = None,
    today: datetime.date | None = None,
) -> Project:
    """Return the project; ProblemsFound with everything that is wrong.

    What is not given is not checked: the words that `designs` ask for, the known `languages`, dates after `today`.
    """
    problems = list(loaded.problems)
    try:
        project = Project.model_validate(loaded.values)
    except ValidationError as error:
        # A value that the reader refused already is not judged a second time.
        refused = {(problem.line, problem.column) for problem in problems}
        found = explain_errors(error, loaded, Project)
        raise ProblemsFound([*problems, *(p for p in found if (p.line, p.column) not in refused)]) from None
    given = Given(project, loaded, designs, languages, today)
    for finding in (*find_disagreements(given), *find_odd_numbers(project), *find_weak_colours(project)):
        problem = Problem(finding.slug, finding.message, where=finding.where, hint=finding.hint)
        problems.append(loaded.put(problem, finding.path, at_value=finding.at_value))
    if problems:
        raise ProblemsFound(problems)
    return project
