# SPDX-License-Identifier: MIT
"""Turn the complaints of pydantic into sentences for the person who edits the file.

Each names the thing by its path, quotes the value as it was typed, says what was expected, and stands at its line and
column. The values are looked up in the file, never taken from the error's text, which can be very long.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leaflets.content.field_types import ADDRESS_REFUSED, PATTERNS, TextPattern
from leaflets.content.yaml.positions import Loaded, human
from leaflets.core.problems import Problem
from leaflets.core.suggest import quote, suggest

_MISSING = object()


@dataclass(frozen=True)
class _Complaint:
    """One error of pydantic, at home in the file."""

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
    takes: frozenset[Any]
    """The kinds of value that may stand here: str, dict, a model ..."""

    @property
    def parent(self) -> str:
        return human(self.path.removesuffix(self.name).rstrip(".")) or "the file"

    @property
    def quoted(self) -> str:
        return quote(self.name if self.at_key else self.value, self.text)


def explain_errors(error: ValidationError, loaded: Loaded, root: type[BaseModel]) -> list[Problem]:
    """Return a problem for each error, placed in the file."""
    complaints = [_locate(detail, loaded, root) for detail in error.errors(include_url=False, include_input=False)]
    problems = []
    for complaint in _settle_unions(complaints):
        problem = _SENTENCES.get(complaint.kind, _other)(complaint)
        at_value = not complaint.at_key and complaint.kind != "extra_forbidden"
        at = complaint.context.get("at", -1)
        problems.append(loaded.put(problem, complaint.path, at_value=at_value, at=at))
    return problems


def _locate(detail: ErrorDetails, loaded: Loaded, root: type[BaseModel]) -> _Complaint:
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
            value = _MISSING
    path = ".".join(parts)
    return _Complaint(
        detail["type"],
        path,
        value,
        loaded.places[path].text if path in loaded.places else "",
        detail.get("ctx", {}),
        at_key,
        parts[-1] if parts else "the file",
        field,
        owner,
        frozenset(get_origin(choice) or choice for choice in _choices(kind)),
    )


def _step(kind: Any, part: str, value: object) -> tuple[type[BaseModel] | None, str, Any]:
    """Return the model that owns the next part, the part's field name, and the type that the part has."""
    for choice in _choices(kind):
        origin, arguments = get_origin(choice), get_args(choice)
        if isinstance(choice, type) and issubclass(choice, BaseModel) and isinstance(value, dict):
            info = choice.model_fields.get(part)
            return choice, part, info.annotation if info else None
        if origin is dict and isinstance(value, dict):
            return None, "", arguments[1]
        if origin in (list, tuple) and isinstance(value, list):
            return None, "", arguments[0]
    return None, "", None


def _choices(kind: Any) -> Sequence[Any]:
    origin = get_origin(kind)
    if origin is Annotated:
        return _choices(get_args(kind)[0])
    if origin in (Union, UnionType):
        return [choice for member in get_args(kind) for choice in _choices(member)]
    return [kind]


def _settle_unions(complaints: list[_Complaint]) -> list[_Complaint]:
    """Return the complaints without those about the kind of value that the editor did not mean."""
    settled: dict[tuple[str, str], _Complaint] = {}
    for complaint in complaints:
        meant_map = isinstance(complaint.value, dict) and dict in complaint.takes
        not_meant = "string_type" if meant_map else "dict_type" if str in complaint.takes else ""
        if complaint.kind == not_meant or _is_other_than_meant(complaint):
            continue
        settled.setdefault((complaint.path, complaint.kind), complaint)
    return list(settled.values())


def _is_other_than_meant(complaint: _Complaint) -> bool:
    """Return whether a number was wanted of a list, or a list of something else, where either may stand."""
    either = {int, list} <= complaint.takes
    return either and complaint.kind == ("int_type" if isinstance(complaint.value, list) else "list_type")


def _problem(complaint: _Complaint, slug: str, message: str, hint: str) -> Problem:
    return Problem(slug, message, where=human(complaint.path), hint=hint)


def _missing(complaint: _Complaint) -> Problem:
    purpose = ""
    if complaint.owner and complaint.field in complaint.owner.model_fields:
        purpose = complaint.owner.model_fields[complaint.field].description or ""
    said = f" It says: {purpose}" if purpose else ""
    return Problem(
        "field-missing",
        f"'{complaint.name}' is missing.{said}",
        where=complaint.parent,
        hint=f"add the line `{complaint.name}:` and its value here.",
    )


def _unknown(complaint: _Complaint) -> Problem:
    known = list(complaint.owner.model_fields) if complaint.owner else []
    used = f"'{complaint.name}' is not a name that is known here."
    return Problem("field-unknown", used, where=complaint.parent, hint=suggest(complaint.name, known))


def _not_words(complaint: _Complaint) -> Problem:
    value = complaint.value
    if value is None:
        return _problem(
            complaint, "field-empty", f"nothing is written after '{complaint.name}:'.", "write it, or delete the line."
        )
    if isinstance(value, dict | list):
        message = f"{_plural(value)} stands here, and words were expected."
        return _problem(complaint, "wrong-type", message, "write it as one sentence on the line of its name.")
    read_as = {bool: "yes or no", datetime.date: "a date"}.get(type(value), "a number")
    typed = complaint.text or str(value)
    message = f"'{typed}' is read as {read_as}, and words were expected."
    return _problem(complaint, "wrong-type", message, f'put it in quotes: "{typed}".')


def _not_map(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    if isinstance(complaint.value, list):
        message = "a list stands here, and names with values were expected."
        return _problem(
            complaint, "wrong-type", message, "give each item a name of its own: `name: value` instead of `- value`."
        )
    message = f"{complaint.quoted} stands here, and names with values were expected."
    return _problem(complaint, "wrong-type", message, "write `name: value` on the lines below, two spaces further in.")


def _not_list(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    what = _plural(complaint.value) if isinstance(complaint.value, dict) else complaint.quoted
    hint = "put it in square brackets: [first, second]."
    return _problem(complaint, "wrong-type", f"{what} stands here, and a list was expected.", hint)


def _plural(value: object) -> str:
    return "a list" if isinstance(value, list) else "a group of names and values"


def _refused(complaint: _Complaint) -> Problem:
    message = f"{complaint.quoted} is refused: {complaint.context['reason']}."
    return _problem(complaint, "address-refused", message, str(complaint.context["hint"]))


def _wrong_form(complaint: _Complaint) -> Problem:
    pattern = str(complaint.context.get("pattern", ""))
    unknown = TextPattern(pattern, f"must fit the pattern {pattern}", "compare it with the others in the file.")
    wanted = PATTERNS.get(pattern, unknown)
    slug = "wrong-id" if complaint.at_key else "wrong-form"
    return _problem(complaint, slug, f"{complaint.quoted} {wanted.form}.", wanted.hint)


def _too_short(complaint: _Complaint) -> Problem:
    if not str(complaint.value).strip():
        return _problem(complaint, "field-empty", f"'{complaint.name}' is empty.", "write it, or delete the line.")
    limit = complaint.context.get("min_length", 1)
    return _problem(
        complaint, "too-short", f"{complaint.quoted} is shorter than {limit} characters.", "write it in full."
    )


def _too_long(complaint: _Complaint) -> Problem:
    words = complaint.name if complaint.at_key else str(complaint.value)
    limit = complaint.context.get("max_length", 0)
    message = f"{complaint.quoted} has {len(words)} characters; at most {limit} are allowed."
    return _problem(complaint, "too-long", message, "shorten it.")


def _wrong_count(complaint: _Complaint) -> Problem:
    value = complaint.value
    if complaint.field in _COUNTED:
        expected, hint = _COUNTED[complaint.field]
        count = len(value) if isinstance(value, list) else 0
        numbers = "1 number stands" if count == 1 else f"{count} numbers stand"
        return _problem(complaint, "wrong-count", f"{numbers} here, and {expected} were expected.", hint)
    message = f"'{complaint.name}' has too {'few' if complaint.kind == 'too_short' else 'many'} items: {len(value)}."
    return _problem(
        complaint, "wrong-count", message, "name at least one." if complaint.kind == "too_short" else "take some out."
    )


def _not_number(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    message = f"{complaint.quoted} is not a whole number."
    return _problem(complaint, "wrong-type", message, "write figures only, without quotes, a point or a unit.")


def _not_decimal(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    message = f"{complaint.quoted} is not a number."
    return _problem(complaint, "wrong-type", message, "write figures only, such as 148.5, without quotes or a unit.")


def _not_yes_or_no(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    message = f"{complaint.quoted} is neither true nor false."
    return _problem(complaint, "wrong-type", message, "write true or false.")


def _out_of_range(complaint: _Complaint) -> Problem:
    context = complaint.context
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    limit = " and ".join(f"{words[key]} {context[key]}" for key in words if key in context)
    return _problem(complaint, "out-of-range", f"{complaint.quoted} must be {limit}.", "correct the number.")


def _wrong_date(complaint: _Complaint) -> Problem:
    if complaint.value is None:
        return _not_words(complaint)
    message = f"{complaint.quoted} is no date of the calendar in the form year-month-day."
    return _problem(complaint, "wrong-date", message, "write it like 2026-11-23.")


def _wrong_choice(complaint: _Complaint) -> Problem:
    expected = _literals(complaint)
    word = complaint.name if complaint.at_key else str(complaint.value)
    message = f"{complaint.quoted} is not one of {', '.join(expected)}."
    return _problem(complaint, "unknown-choice", message, suggest(word, expected, "choose one of these."))


def _literals(complaint: _Complaint) -> list[str]:
    listed = str(complaint.context.get("expected", "")).replace(" or ", ", ")
    return [word.strip().strip("'") for word in listed.split(",") if word.strip()]


def _other(complaint: _Complaint) -> Problem:
    message = f"{complaint.quoted} does not fit here ({complaint.kind.replace('_', ' ')})."
    return _problem(complaint, "wrong-type", message, "compare it with the others in the file.")


_COUNTED = {
    "cmyk": ("four", "write cyan, magenta, yellow and black: [100, 25, 20, 40]."),
    "trim": ("two", "write width and height in mm: [210, 297]."),
}
"""Lists of so many numbers, and how each is written."""
_SENTENCES: dict[str, Callable[[_Complaint], Problem]] = {
    "missing": lambda complaint: (_wrong_count if isinstance(complaint.value, list) else _missing)(complaint),
    "extra_forbidden": _unknown,
    "string_type": _not_words,
    "string_pattern_mismatch": _wrong_form,
    ADDRESS_REFUSED: _refused,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "dict_type": _not_map,
    "model_type": _not_map,
    "model_attributes_type": _not_map,
    "list_type": _not_list,
    "tuple_type": _not_list,
    "too_short": _wrong_count,
    "too_long": _wrong_count,
    "int_type": _not_number,
    "int_parsing": _not_number,
    "int_from_float": _not_number,
    "int_parsing_size": _not_number,
    "float_type": _not_decimal,
    "float_parsing": _not_decimal,
    "bool_type": _not_yes_or_no,
    "bool_parsing": _not_yes_or_no,
    "greater_than": _out_of_range,
    "greater_than_equal": _out_of_range,
    "less_than": _out_of_range,
    "less_than_equal": _out_of_range,
    "date_type": _wrong_date,
    "date_parsing": _wrong_date,
    "date_from_datetime_parsing": _wrong_date,
    "date_from_datetime_inexact": _wrong_date,
    "literal_error": _wrong_choice,
}
