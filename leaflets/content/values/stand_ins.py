# SPDX-License-Identifier: MIT
"""Values that stand in for wrong ones in a file, so that the rest can be checked.

They are chosen to cause no further problems: an organisation has every link, a risk has its words. Findings about them
are not reported; see `Damage`.
"""

from __future__ import annotations

import copy
import datetime
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from leaflets.content.organisations import STATEMENTS
from leaflets.content.values.located import choices
from leaflets.core.messages import SOURCE

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
