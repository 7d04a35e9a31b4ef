# SPDX-License-Identifier: MIT
"""Find pydantic's errors in the file: the path, the value, and what is allowed there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leaflets.content.field_types import names_of
from leaflets.content.yaml.positions import Loaded, human
from leaflets.core.suggest import quote

MISSING = object()
MOST = 400
"""With more errors it is probably the wrong file."""


@dataclass(frozen=True)
class Misfit:
    """One of pydantic's errors, with its value and position in the file."""

    kind: str
    path: str
    value: Any
    text: str
    context: dict[str, Any]
    at_key: bool
    name: str
    """The last part of the path, which may itself contain a dot."""
    field: str
    owner: type[BaseModel] | None
    takes: Any
    """The type that is allowed here."""

    @property
    def kinds(self) -> frozenset[Any]:
        """The kinds of value that are allowed here: str, dict, a model ..."""
        return frozenset(get_origin(choice) or choice for choice in choices(self.takes))

    @property
    def parent_path(self) -> str:
        return self.path.removesuffix(self.name).removesuffix(".")

    @property
    def parent(self) -> str:
        return human(self.parent_path) or "the file"

    @property
    def quoted(self) -> str:
        return quote(self.name if self.at_key else self.value, self.text)


def locate_errors(error: ValidationError, loaded: Loaded, root: type[BaseModel]) -> list[Misfit]:
    """Return the positions of the first errors, without those about kinds of value that the editor did not mean."""
    details = error.errors(include_url=False, include_input=False)[:MOST]
    found = [_locate(detail, loaded, root) for detail in details]
    return _settle_unions(found)


def _locate(detail: ErrorDetails, loaded: Loaded, root: type[BaseModel]) -> Misfit:
    """Follow the error's location through values and types; other parts are pydantic's names for types."""
    kind: Any = root
    owner: type[BaseModel] | None = None
    value: Any = loaded.values
    parts: list[str] = []
    field, at_key = "", False
    for part in detail["loc"]:
        if part == "[key]":
            at_key = True
        elif isinstance(value, dict) and part in value:
            owner, field, kind = _step(kind, str(part), value)
            value = value[str(part)]
            parts.append(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            owner, field, kind = _step(kind, "", value)
            value = value[part]
            parts.append(str(part))
        elif detail["type"] == "missing" and isinstance(value, dict):
            owner, field, kind = _step(kind, str(part), value)
            parts.append(str(part))
            value = MISSING
    path = ".".join(parts)
    return Misfit(
        detail["type"],
        path,
        value,
        loaded.places[path].text if path in loaded.places else "",
        detail.get("ctx", {}),
        at_key,
        parts[-1] if parts else "the file",
        field,
        owner,
        kind,
    )


def type_at(root: type[BaseModel], path: str, values: object) -> Any:
    """Return the model's type for a path; None if it has none."""
    kind: Any = root
    for part in path.split(".") if path else ():
        _, _, kind = _step(kind, part, values)
        values = values.get(part) if isinstance(values, dict) else None
    return kind


def _step(kind: Any, part: str, value: object) -> tuple[type[BaseModel] | None, str, Any]:
    for choice in choices(kind):
        origin, arguments = get_origin(choice), get_args(choice)
        if isinstance(choice, type) and issubclass(choice, BaseModel) and isinstance(value, dict):
            info = choice.model_fields.get(part)
            return choice, part, info.rebuild_annotation() if info else None
        if origin is dict and isinstance(value, dict):
            return None, "", arguments[1]
        if origin in (list, tuple) and isinstance(value, list):
            return None, "", arguments[0]
    return None, "", None


def choices(kind: Any) -> Sequence[Any]:
    """Return the types of a union, otherwise the type itself, without annotations."""
    origin = get_origin(kind)
    if origin is Annotated:
        return choices(get_args(kind)[0])
    if origin in (Union, UnionType):
        return [choice for member in get_args(kind) for choice in choices(member)]
    return [kind]


def _settle_unions(misfits: list[Misfit]) -> list[Misfit]:
    """Drop errors about kinds of value that the editor did not mean."""
    settled: dict[tuple[str, str], Misfit] = {}
    for misfit in misfits:
        meant_map = isinstance(misfit.value, dict | list) and dict in misfit.kinds
        not_meant = "string_type" if meant_map else "dict_type" if str in misfit.kinds else ""
        if misfit.kind == not_meant or _is_other_than_meant(misfit):
            continue
        settled.setdefault((misfit.path, misfit.kind), misfit)
    return list(settled.values())


def _is_other_than_meant(misfit: Misfit) -> bool:
    """Say whether a number was expected of a list, or a list of something else, where either is allowed."""
    either = {int, list} <= misfit.kinds
    return either and misfit.kind == ("int_type" if isinstance(misfit.value, list) else "list_type")


def names_in(kind: Any) -> Iterator[str]:
    """Yield the names of all fields of the models that a type is made of."""
    for choice in choices(kind):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            yield from names_of(choice)
            for info in choice.model_fields.values():
                yield from names_in(info.annotation)
        else:
            yield from (name for inner in get_args(choice) for name in names_in(inner))
