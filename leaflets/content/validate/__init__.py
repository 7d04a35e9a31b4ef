# SPDX-License-Identifier: MIT
"""Validate: plain values to the model, collecting every problem before giving up.

First each value by itself (pydantic, told in plain sentences), then, once the model stands, what must agree across the
file.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from pydantic import ValidationError

from leaflets.content.design import Design
from leaflets.content.explain import explain_errors
from leaflets.content.model import Project
from leaflets.content.validate.agreement import AgreementContext, find_disagreements
from leaflets.content.validate.numbers import find_odd_numbers
from leaflets.content.validate.palette import find_weak_colours
from leaflets.content.validate.risks import find_odd_risks
from leaflets.content.validate.sites import find_wrong_sites
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem, ProblemsFound

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
    given = AgreementContext(project, loaded, designs, languages, today)
    findings = (
        *find_disagreements(given),
        *find_odd_numbers(project),
        *find_weak_colours(project),
        *find_odd_risks(project, designs),
        *find_wrong_sites(project),
    )
    for finding in findings:
        problem = Problem(finding.slug, finding.message, where=finding.where, hint=finding.hint)
        problems.append(loaded.put(problem, finding.path, at_value=finding.at_value))
    if problems:
        raise ProblemsFound(problems)
    return project
