# SPDX-License-Identifier: MIT
"""Turn pydantic's errors into sentences for the person who edits the file.

Each names the field by its path, quotes the value as typed, says what was expected, and has its line and column. Values
are looked up in the file, not taken from the text of the error, which can be very long.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from pydantic import BaseModel, ValidationError

from leaflets.content.field_types import ADDRESS_REFUSED, PATTERNS, TextPattern, meanings_of, names_of
from leaflets.content.values.located import Misfit, locate_errors
from leaflets.content.yaml.positions import Loaded, human
from leaflets.core.problems import Problem
from leaflets.core.suggest import suggest


def explain_errors(error: ValidationError, loaded: Loaded, root: type[BaseModel]) -> list[Problem]:
    """Return a problem for each error, placed in the file."""
    return [explain(misfit, loaded) for misfit in locate_errors(error, loaded, root)]


def explain(misfit: Misfit, loaded: Loaded) -> Problem:
    """Return one error in words, with its position in the file."""
    sentence = _not_a if misfit.kind.partition("_")[0] in _SIMPLE else _SENTENCES.get(misfit.kind, _other)
    problem = (_curly if _in_curly_quotes(misfit) else sentence)(misfit)
    at_value = not misfit.at_key and misfit.kind != "extra_forbidden"
    return loaded.put(problem, misfit.path, at_value=at_value, at=misfit.context.get("at", -1))


def _problem(misfit: Misfit, slug: str, message: str, hint: str) -> Problem:
    return Problem(slug, message, where=human(misfit.path), hint=hint)


def _in_curly_quotes(misfit: Misfit) -> bool:
    """Say whether a value of a fixed form is in curly quotes, which YAML reads as letters."""
    text = misfit.name if misfit.at_key else misfit.value
    shaped = misfit.kind in ("string_pattern_mismatch", ADDRESS_REFUSED, "literal_error") or misfit.kind.startswith(
        "date"
    )
    return shaped and isinstance(text, str) and len(text) > 2 and text[0] in "“”„‘’" and text[-1] in "“”‘’"


def _curly(misfit: Misfit) -> Problem:
    text = str(misfit.name if misfit.at_key else misfit.value)
    message = f"{misfit.quoted} is between {text[0]} and {text[-1]}, which do not work as quotes in YAML."
    return _problem(misfit, "curly-quotes", message, f'write straight quotes: "{text[1:-1]}".')


def _missing(misfit: Misfit) -> Problem:
    purpose = meanings_of(misfit.owner).get(misfit.field) if misfit.owner else ""
    said = f" It says: {purpose}" if purpose else ""
    return Problem(
        "field-missing",
        f"'{misfit.name}' is missing.{said}",
        where=misfit.parent,
        hint=f"add the line `{misfit.name}:` and its value here.",
    )


def _unknown(misfit: Misfit) -> Problem:
    known = names_of(misfit.owner) if misfit.owner else []
    used = f"'{misfit.name}' is not a known name here."
    return Problem("field-unknown", used, where=misfit.parent, hint=suggest(misfit.name, known))


def _not_words(misfit: Misfit) -> Problem:
    value = misfit.value
    if value is None:
        return _problem(
            misfit, "field-empty", f"nothing is written after '{misfit.name}:'.", "write it, or delete the line."
        )
    if isinstance(value, dict | list):
        message = f"words were expected here, not {_plural(value)}."
        hint = f"write one sentence after '{misfit.name}:', on its line."
        if isinstance(value, dict):
            hint += " If the lines below are separate fields, move them left to line up with it."
        return _problem(misfit, "wrong-type", message, hint)
    read_as = {bool: "yes or no", datetime.date: "a date"}.get(type(value), "a number")
    typed = misfit.text or str(value)
    message = f"'{typed}' is read as {read_as}, but words were expected."
    return _problem(misfit, "wrong-type", message, f'put it in quotes: "{typed}".')


def _not_map(misfit: Misfit) -> Problem:
    if misfit.value is None:
        return _not_words(misfit)
    if isinstance(misfit.value, list):
        message = "names with values were expected here, not a list."
        return _problem(
            misfit, "wrong-type", message, "give each item a name of its own: `name: value` instead of `- value`."
        )
    message = f"names with values were expected here, not {misfit.quoted}."
    return _problem(misfit, "wrong-type", message, "write `name: value` on the lines below, two spaces further in.")


def _not_list(misfit: Misfit) -> Problem:
    if misfit.value is None:
        return _not_words(misfit)
    what = _plural(misfit.value) if isinstance(misfit.value, dict) else misfit.quoted
    hint = "put it in square brackets: [first, second]."
    return _problem(misfit, "wrong-type", f"a list was expected here, not {what}.", hint)


def _plural(value: object) -> str:
    return "a list" if isinstance(value, list) else "a group of names and values"


def _refused(misfit: Misfit) -> Problem:
    message = f"{misfit.quoted} is not accepted: {misfit.context['reason']}."
    return _problem(misfit, "address-refused", message, str(misfit.context["hint"]))


def _wrong_form(misfit: Misfit) -> Problem:
    pattern = str(misfit.context.get("pattern", ""))
    unknown = TextPattern(pattern, f"must fit the pattern {pattern}", "compare it with the others in the file.")
    wanted = PATTERNS.get(pattern, unknown)
    slug = "wrong-id" if misfit.at_key else "wrong-form"
    return _problem(misfit, slug, f"{misfit.quoted} {wanted.form}.", wanted.hint)


def _too_short(misfit: Misfit) -> Problem:
    if not str(misfit.value).strip():
        return _problem(misfit, "field-empty", f"'{misfit.name}' is empty.", "write it, or delete the line.")
    limit = misfit.context.get("min_length", 1)
    return _problem(misfit, "too-short", f"{misfit.quoted} is shorter than {limit} characters.", "write it in full.")


def _too_long(misfit: Misfit) -> Problem:
    words = misfit.name if misfit.at_key else str(misfit.value)
    limit = misfit.context.get("max_length", 0)
    message = f"{misfit.quoted} has {len(words)} characters; at most {limit} are allowed."
    return _problem(misfit, "too-long", message, "shorten it.")


def _wrong_count(misfit: Misfit) -> Problem:
    value = misfit.value
    if misfit.field in _COUNTED:
        expected, hint = _COUNTED[misfit.field]
        count = len(value) if isinstance(value, list) else 0
        return _problem(misfit, "wrong-count", f"{expected} numbers were expected here, not {count}.", hint)
    few = misfit.kind == "too_short"
    limit = misfit.context["min_length" if few else "max_length"]
    message = f"'{misfit.name}' has too {'few' if few else 'many'} items: {len(value)}."
    return _problem(
        misfit, "wrong-count", message, f"{'name at least' if few else 'keep'} {limit if limit > 1 else 'one'}."
    )


def _not_a(misfit: Misfit) -> Problem:
    if misfit.value is None:
        return _not_words(misfit)
    kind = misfit.kind.partition("_")[0]
    slug = "wrong-date" if kind == "date" else "wrong-type"
    said, hint = _SIMPLE[kind]
    return _problem(misfit, slug, f"{misfit.quoted} {said}.", hint)


def _out_of_range(misfit: Misfit) -> Problem:
    context = misfit.context
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    limit = " and ".join(f"{words[key]} {context[key]}" for key in words if key in context)
    return _problem(misfit, "out-of-range", f"{misfit.quoted} must be {limit}.", "correct the number.")


def _wrong_choice(misfit: Misfit) -> Problem:
    if misfit.value is None and not misfit.at_key:
        return _not_words(misfit)
    listed = str(misfit.context.get("expected", "")).replace(" or ", ", ").split(",")
    expected = [choice.strip().strip("'") for choice in listed if choice.strip()]
    word = misfit.name if misfit.at_key else str(misfit.value)
    message = f"{misfit.quoted} is not one of {', '.join(expected)}."
    return _problem(misfit, "unknown-choice", message, suggest(word, expected, "choose one of these."))


def _other(misfit: Misfit) -> Problem:
    message = f"{misfit.quoted} is not valid here ({misfit.kind.replace('_', ' ')})."
    return _problem(misfit, "wrong-type", message, "compare it with the others in the file.")


_COUNTED = {
    "cmyk": ("four", "write cyan, magenta, yellow and black: [100, 25, 20, 40]."),
    "trim": ("two", "write width and height in mm: [210, 297]."),
    "up": ("two", "write the number of labels across and down: [3, 7]."),
    "pitch": ("two", "write the distance from one label to the next, across and down, in mm: [66, 38.1]."),
    "origin": ("two", "write the position of the first label, from the left and the top, in mm: [7, 15]."),
}
"""Lists with a fixed number of numbers, and how each is written."""
_SIMPLE = {
    "int": ("is not a whole number", "write digits only, without quotes, a point or a unit."),
    "float": ("is not a number", "write a number such as 148.5, without quotes or a unit."),
    "bool": ("is neither true nor false", "write true or false."),
    "date": ("is not a valid date in the form year-month-day", "write it like 2026-11-23."),
}
"""Values of one word, and how each is written."""
_SENTENCES: dict[str, Callable[[Misfit], Problem]] = {
    "missing": lambda misfit: (_wrong_count if isinstance(misfit.value, list) else _missing)(misfit),
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
    "greater_than": _out_of_range,
    "greater_than_equal": _out_of_range,
    "less_than": _out_of_range,
    "less_than_equal": _out_of_range,
    "literal_error": _wrong_choice,
}
