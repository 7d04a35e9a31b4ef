# SPDX-License-Identifier: MIT
"""Correct wrong values of a file so that it fits its model.

Misspelt and misplaced names are put where they belong; wrong and missing values are replaced by stand-ins. So checks
across the file can go on, and `damage` says where their findings would only repeat a known problem.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from leaflets.content.values.explain import explain
from leaflets.content.values.located import MOST, Misfit, locate_errors
from leaflets.content.values.misplaced import move_misplaced
from leaflets.content.values.stand_ins import stand_in
from leaflets.content.values.working_copy import WorkingCopy
from leaflets.content.yaml.positions import Damage, Loaded
from leaflets.core.problems import Problem

ROUNDS = 12
"""How many rounds of corrections are tried."""
M = TypeVar("M", bound=BaseModel)


def correct(loaded: Loaded, root: type[M]) -> tuple[M | None, Loaded, list[Problem]]:
    """Return a file with wrong values as a model; see `to_model`."""
    draft, problems = WorkingCopy(loaded), list[Problem]()
    for _ in range(ROUNDS):
        try:
            model = root.model_validate(draft.values)
        except ValidationError as error:
            now = draft.loaded
            misfits = locate_errors(error, now, root)
            fresh = [one for one in misfits if not _is_known(one, now.damage)]
            if moved := move_misplaced(draft, fresh, root):
                problems += moved
                continue
            problems += [explain(one, now) for one in fresh]
            if error.error_count() > MOST:
                break
            for one in misfits:
                _put_in(draft, one)
        else:
            return model, draft.loaded, problems
    return None, draft.loaded, problems


def _is_known(misfit: Misfit, damage: Damage) -> bool:
    if misfit.kind == "missing" and damage.lacks(misfit.parent_path):
        return True
    return damage.at(misfit.path) or (misfit.path in damage.gaps and not misfit.at_key)


def _put_in(draft: WorkingCopy, misfit: Misfit) -> None:
    if misfit.kind == "extra_forbidden":
        draft.drop(misfit.path)
        draft.unsure.add(misfit.path)
    elif misfit.at_key:
        draft.drop(misfit.path)
        draft.unsure.add(misfit.path)
        draft.gaps.add(misfit.parent_path)
    else:
        try:
            draft.stand_in(misfit.path, stand_in(misfit.takes, misfit.field or misfit.name))
        except LookupError:
            draft.drop(misfit.path)
