# SPDX-License-Identifier: MIT
"""Correct wrong values of a file so that it fits its model.

Misspelt names and wrongly indented lines are valid YAML, and each causes several errors: each becomes one problem, and
is put where it belongs. Wrong and missing values are replaced by stand-ins that cause no further problems. So checks
across the file can go on, and `damage` says where their findings would only repeat a known problem.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from leaflets.content.organisations import STATEMENTS
from leaflets.content.values.explain import explain
from leaflets.content.values.located import MOST, Misfit, choices, locate_errors, type_at
from leaflets.content.yaml.positions import Damage, Loaded, Place, upwards, value_at
from leaflets.core.messages import SOURCE
from leaflets.core.problems import Problem
from leaflets.core.suggest import nearest, quote, suggest


class WorkingCopy:
    """A copy of a file's values that may be moved, left out or replaced by stand-ins."""

    def __init__(self, loaded: Loaded) -> None:
        self.values: dict[str, Any] = copy.deepcopy(loaded.values)
        self.places: dict[str, Place] = dict(loaded.places)
        self.original = loaded
        self.unsure, self.gaps = set(loaded.damage.values), set(loaded.damage.gaps)

    @property
    def loaded(self) -> Loaded:
        damage = Damage(frozenset(self.unsure), frozenset(self.gaps))
        return replace(self.original, values=self.values, places=self.places, damage=damage)

    def get(self, path: str) -> Any:
        """Return the value at that path; None if there is none."""
        try:
            return value_at(self.values, path)
        except KeyError:
            return None

    def put(self, path: str, value: object) -> None:
        """Set the value there; its map exists."""
        parent, key = self._parent(path)
        if isinstance(parent, list):
            parent[int(key)] = value
        elif isinstance(parent, dict):
            parent[key] = value

    def drop(self, path: str) -> None:
        parent, key = self._parent(path)
        if isinstance(parent, dict):
            parent.pop(key, None)
        elif isinstance(parent, list):
            parent[int(key)] = None

    def move(self, old: str, new: str) -> None:
        value = self.get(old)
        self.drop(old)
        self.put(new, value)
        for path in [path for path in self.places if path == old or path.startswith(f"{old}.")]:
            self.places[new + path[len(old) :]] = self.places.pop(path)

    def stand_in(self, path: str, value: object) -> None:
        """Put in a stand-in, about which nothing is reported."""
        self.put(path, value)
        self.unsure.add(path)
        if isinstance(value, dict | list):
            self.gaps.add(path)

    def siblings(self, path: str) -> list[str]:
        """Return the names in a map in the order of the file."""
        found = self.get(path) if path else self.values
        start = f"{path}." if path else ""
        places = {name: self.places.get(f"{start}{name}") for name in found} if isinstance(found, dict) else {}
        return sorted(places, key=lambda name: (place.line, place.column) if (place := places[name]) else (0, 0))

    def _parent(self, path: str) -> tuple[Any, str]:
        """Return the map or list that contains a path, and the last key, which may contain a dot."""
        above, _, key = path.rpartition(".")
        while above and not isinstance(self.get(above), dict | list):
            above, _, more = above.rpartition(".")
            key = f"{more}.{key}"
        return (self.get(above) if above else self.values), key


LONG_AGO, FAR_AHEAD = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
_PAST = ("issued", "verified", "date")
_ANY = ("Example", "example", "a", "en", "https://example.org/", "example.org", "999", "99999", "name@example.org")
_OTHERS = ("#000000", "1.0", "EX-99", "EXAMPLE", 0, 1, 1.0, 3.0, 100, False)
_WANTED = ("phone", "out_of_hours_phone", "text", *STATEMENTS, "links")
"""Fields of an organisation that a sentence or a contact may need."""


def stand_in(kind: Any, field: str = "") -> Any:
    """Return a valid value of that type; LookupError if there is none."""
    return copy.deepcopy(_found(kind, field))


@cache
def _found(kind: Any, field: str) -> Any:
    options = [choice for choice in choices(kind) if choice is not NoneType]
    first = options[0] if options else str
    origin, arguments = get_origin(first), get_args(first)
    if isinstance(first, type) and issubclass(first, BaseModel):
        return _model(first)
    if origin is dict:
        return _map(arguments[0], arguments[1], field)
    if first is datetime.date:
        return LONG_AGO if field in _PAST else FAR_AHEAD
    if origin is Literal:
        return arguments[0]
    lists = [[], *([stand_in(arguments[0])] * count for count in (1, 4))] if origin in (list, tuple) else None
    for value in lists or _ANY + _OTHERS:
        if _fits(kind, value):
            return value
    raise LookupError(f"no value stands in for {kind}")


def _model(model: type[BaseModel]) -> dict[str, Any]:
    wanted = {name: info for name, info in model.model_fields.items() if info.is_required() or name in _WANTED}
    return {name: stand_in(info.rebuild_annotation(), name) for name, info in wanted.items()}


def _map(keys: Any, values: Any, field: str) -> dict[str, Any]:
    [first, *_] = choices(keys)
    names = get_args(first) if get_origin(first) is Literal else (SOURCE,) if field == "links" else ()
    return {name: stand_in(values, field) for name in names}


def _fits(kind: Any, value: object) -> bool:
    try:
        _adapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


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
