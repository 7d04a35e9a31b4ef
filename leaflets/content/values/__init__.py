# SPDX-License-Identifier: MIT
"""Turn the values of a file into a model, and report every problem at once.

Wrong values are replaced, so that later checks still run.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem

M = TypeVar("M", bound=BaseModel)


def to_model(loaded: Loaded, root: type[M]) -> tuple[M | None, Loaded, list[Problem]]:
    """Return a file as a model, if every wrong value has a stand-in; the file as corrected; and every problem."""
    try:
        return root.model_validate(loaded.values), loaded, []
    except ValidationError:
        from leaflets.content.values.correct import correct  # what explains mistakes is imported when there are some

        return correct(loaded, root)
