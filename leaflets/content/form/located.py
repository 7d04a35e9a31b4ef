# SPDX-License-Identifier: MIT
"""Find pydantic's errors in the file: at which path, about which value, and what may stand there."""

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
"""With more errors it is hardly the right file."""


@dataclass(frozen=True)
class Misfit:
    """One error of pydantic, with the value that it is about and where that stands in the file."""

    kind: str
    path: str
    value: Any
    text: str
    context: dict[str, Any]
    at_key: bool
    name: str
    """The last part of the path, which may hold a dot itself."""
    field: str
    owner: type[BaseModel] | None
    takes: Any
    """The type of what may stand here."""

    @property
    def kinds(self) -> frozenset[Any]:
        """The kinds of value that may stand here: str, dict, a model ..."""
        return frozenset(get_origin(choice) or choice for choice in choices(self.takes))

    @property
    def parent_path(self) -> str:
        return self.path.removesuffix(self.name).rstrip(".")

    @property
    def parent(self) -> str:
        return human(self.parent_path) or "the file"

    @property
    def quoted(self) -> str:
        return quote(self.name if self.at_key else self.value, self.text)


def locate_errors(error: ValidationError, loaded: Loaded, root: type[BaseModel]) -> list[Misfit]:
    """Return where the first errors stand, without those about kinds of value that the editor did not mean."""
    details = error.errors(include_url=False, include_input=False)[:MOST]
    found = [_locate(detail, loaded, root) for detail in details]
    return _settle_unions(found)


def _locate(detail: ErrorDetails, loaded: Loaded, root: type[BaseModel]) -> Misfit:
    """Walk the error's location through values and types; what is in neither is pydantic's name for a kind of value."""
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
    """Return the type that the model has for what stands at a path; None if it has none."""
    kind: Any = root
    for part in path.split(".") if path else ():
        _, _, kind = _step(kind, part, values)
        values = values.get(part) if isinstance(values, dict) else None
    return kind


def _step(kind: Any, part: str, value: object) -> tuple[type[BaseModel] | None, str, Any]:
    """Return the model that owns the next part, the part's field name, and the type that the part has."""
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
    """Return the types of a union, else the type itself, without what annotates them."""
    origin = get_origin(kind)
    if origin is Annotated:
        return choices(get_args(kind)[0])
    if origin in (Union, UnionType):
        return [choice for member in get_args(kind) for choice in choices(member)]
    return [kind]


def _settle_unions(misfits: list[Misfit]) -> list[Misfit]:
    """Return the misfits without those about the kind of value that the editor did not mean."""
    settled: dict[tuple[str, str], Misfit] = {}
    for misfit in misfits:
        meant_map = isinstance(misfit.value, dict | list) and dict in misfit.kinds
        not_meant = "string_type" if meant_map else "dict_type" if str in misfit.kinds else ""
        if misfit.kind == not_meant or _is_other_than_meant(misfit):
            continue
        settled.setdefault((misfit.path, misfit.kind), misfit)
    return list(settled.values())


def _is_other_than_meant(misfit: Misfit) -> bool:
    """Return whether a number was wanted of a list, or a list of something else, where either may stand."""
    either = {int, list} <= misfit.kinds
    return either and misfit.kind == ("int_type" if isinstance(misfit.value, list) else "list_type")


def names_in(kind: Any) -> Iterator[str]:
    """Yield the names of all fields of the models of which a type is made."""
    for choice in choices(kind):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            yield from names_of(choice)
            for info in choice.model_fields.values():
                yield from names_in(info.annotation)
        else:
            yield from (name for inner in get_args(choice) for name in names_in(inner))
