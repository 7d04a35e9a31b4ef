# SPDX-License-Identifier: MIT
"""Put the values of a file into the form of a model: everything that is wrong at once, and a model all the same."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import Problem

M = TypeVar("M", bound=BaseModel)


def form(loaded: Loaded, root: type[M]) -> tuple[M | None, Loaded, list[Problem]]:
    """Return a file as a model, the file as the model has it, and every problem of its values.

    There is no model if nothing could stand in for what is wrong.
    """
    try:
        return root.model_validate(loaded.values), loaded, []
    except ValidationError:
        from leaflets.content.form.settle import settle  # what explains mistakes is imported when there are some

        return settle(loaded, root)
