# SPDX-License-Identifier: MIT
"""Find misspelt names and wrongly indented lines, and put them where they belong.

Such mistakes are valid YAML, and each causes several errors in the model. Here each becomes one problem, and what was
meant is checked like the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from leaflets.content.values.located import Misfit, choices, type_at
from leaflets.content.values.working_copy import WorkingCopy
from leaflets.content.yaml.positions import upwards
from leaflets.core.problems import Problem
from leaflets.core.suggest import nearest, quote, suggest

_LEFT = "move it and the lines below it left, to line up with '{beside}'."
_RIGHT = "move it and the lines that belong to it right, below '{beside}:'."


def move_misplaced(draft: WorkingCopy, misfits: Sequence[Misfit], root: type[BaseModel]) -> list[Problem]:
    """Move what is misspelt or misplaced, and return a problem for each mistake."""
    problems = list(_misspelt(draft, misfits))
    for rule in (_too_deep, _too_shallow):
        if not problems:
            problems = list(rule(draft, misfits, root))
    return problems


def _misspelt(draft: WorkingCopy, misfits: Sequence[Misfit]) -> Iterator[Problem]:
    """An unknown name, where a similar one or any other is missing."""
    for one in misfits:
        if one.kind != "extra_forbidden" or one.owner is None:
            continue
        lacking = [other.name for other in misfits if other.kind == "missing" and other.parent_path == one.parent_path]
        unknown = [other for other in misfits if other.kind == one.kind and other.parent_path == one.parent_path]
        there = draft.get(one.parent_path) if one.parent_path else draft.values
        free = [name for name in one.owner.model_fields if name not in there]
        meant = nearest(one.name, lacking) or nearest(one.name, free)
        if not meant and len(lacking) == len(unknown) == 1 and not isinstance(one.value, dict):
            meant = lacking[0]
        if meant and meant not in there:
            message = f"'{one.name}' is not a known name here."
            problem = Problem("field-unknown", message, where=one.parent, hint=suggest(meant, [meant]))
            yield draft.loaded.put(problem, one.path, at_value=False)
            start = f"{one.parent_path}." if one.parent_path else ""
            draft.move(one.path, f"{start}{meant}")


def _too_deep(draft: WorkingCopy, misfits: Sequence[Misfit], root: type[BaseModel]) -> Iterator[Problem]:
    """A group inside another one that belongs one level further out."""
    for one in misfits:
        above = one.parent_path.rpartition(".")[0]
        outside = draft.get(above) if above else None
        if one.kind != "extra_forbidden" or not isinstance(outside, dict) or one.name in outside:
            continue
        if any(_takes(kind, one.name, one.value) for kind in choices(type_at(root, above, draft.values))):
            beside = one.parent_path.removeprefix(f"{above}.")
            message = f"'{one.name}' is inside '{beside}', but seems to belong beside it."
            yield _problem(draft, one.path, message, _LEFT.format(beside=beside))
            draft.move(one.path, f"{above}.{one.name}")


def _too_shallow(draft: WorkingCopy, misfits: Sequence[Misfit], root: type[BaseModel]) -> Iterator[Problem]:
    """A field beside the thing that it belongs to, as if it were another such thing."""
    for map_path in dict.fromkeys(path for one in misfits for path in islice(upwards(one.path), 1, None)):
        model = next(filter(None, (_model_of(kind) for kind in choices(type_at(root, map_path, draft.values)))), None)
        if model is None:
            continue
        owner, said = "", False
        wrong = {one.path for one in misfits}
        for name in draft.siblings(map_path):
            path = f"{map_path}.{name}"
            belongs = name in model.model_fields and any(at == path or at.startswith(f"{path}.") for at in wrong)
            home = draft.get(f"{map_path}.{owner}") if owner else ""
            if not (belongs and (home is None or (isinstance(home, dict) and name not in home))):
                owner, said = name, False
                continue
            if not said:
                message = f"'{name}' is beside '{owner}', but seems to belong to it."
                yield _problem(draft, path, message, _RIGHT.format(beside=owner))
                said = True
            if home is None:
                draft.put(f"{map_path}.{owner}", {})
            draft.move(path, f"{map_path}.{owner}.{name}")


def _problem(draft: WorkingCopy, path: str, message: str, hint: str) -> Problem:
    return draft.loaded.put(Problem("wrong-indent", message, where=quote(path)[1:-1], hint=hint), path, at_value=False)


def _takes(kind: Any, name: str, value: object) -> bool:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return name in kind.model_fields
    model = _model_of(kind)
    return model is not None and isinstance(value, dict) and len(model.model_fields.keys() & value.keys()) > 1


def _model_of(kind: Any) -> type[BaseModel] | None:
    if get_origin(kind) is dict:
        for member in choices(get_args(kind)[1]):
            if isinstance(member, type) and issubclass(member, BaseModel):
                return member
    return None
