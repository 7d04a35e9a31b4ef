# SPDX-License-Identifier: MIT
"""A project as its file says, or every problem of the file, without its wording."""

from __future__ import annotations

from typing import Any

from leaflets.content.model import Project
from leaflets.content.validate import examine
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import ProblemsFound


def validate(loaded: Loaded, **given: Any) -> Project:
    """Return the project; ProblemsFound with everything that is wrong: see `examine`."""
    examined = examine(loaded, **given)
    if examined.problems or examined.project is None:
        raise ProblemsFound(examined.problems)
    return examined.project
