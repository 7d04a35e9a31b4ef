# SPDX-License-Identifier: MIT
"""Work out the variables of a style once, and what an element only inherits or leaves at its initial value quickly.

WeasyPrint replaces `var(...)` in each declaration for each element and then validates the result: a sixth of the time
of a layout, nearly always with the same outcome. What comes out depends only on the declaration and on the values of
the variables, which elements inherit as the same objects; so it is kept by their identities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

MOST = 10_000
"""After so many results all are forgotten; a layout has a few thousand."""
SPECIAL = ("float", "display", "position", "page")
"""Properties that depend on other properties, or on an ancestor, even where nothing is declared."""


class ByIdentity:
    """Results by the identities of objects, which are kept so that no other object can take an identity."""

    def __init__(self) -> None:
        self.known: dict[tuple[object, ...], tuple[Any, tuple[Any, ...]]] = {}

    def keep(self, key: tuple[object, ...], result: Any, *objects: Any) -> Any:
        """Keep and return a result; `objects` are those whose identities are in the key."""
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[key] = result, objects
        return result


def wrap_resolve_var(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the function that replaces the variables in one part of a declaration."""
    results, names = ByIdentity(), ByIdentity()

    def resolve_var(computed: Any, token: Any, parent_style: Any) -> Any:
        of_token = (id(token),)
        if of_token not in names.known:
            names.keep(of_token, tuple(variables_in(token)), token)
        needed = names.known[of_token][0]
        if not needed:
            return None
        if None in needed:
            return original(computed, token, parent_style)
        values = [computed[name] for name in needed]
        key = (id(token), *map(id, values))
        if key in results.known:
            return results.known[key][0]
        return results.keep(key, original(computed, token, parent_style), token, *values)

    return resolve_var


def variables_in(token: Any) -> Iterator[str | None]:
    """Yield the names of the variables in a part of a declaration; None for one that also has a default."""
    inner = getattr(token, "arguments", None) or getattr(token, "content", None) or ()
    if token.type == "function" and token.lower_name == "var":
        parts = [part for part in inner if part.type not in ("whitespace", "comment")]
        named = len(parts) == 1 and parts[0].type == "ident" and parts[0].value.startswith("--")
        yield parts[0].value.replace("-", "_") if named else None
    elif token.type in ("function", "() block"):
        for part in inner:
            yield from variables_in(part)


def wrap_solve(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the method that validates a declaration without its variables; what is not valid is not kept."""
    results = ByIdentity()

    def solve(self: Any, tokens: list[Any], wanted_key: str, base_url: str) -> Any:
        key = (id(self), wanted_key, base_url, *map(id, tokens))
        if key in results.known:
            return results.known[key][0]
        return results.keep(key, original(self, tokens, wanted_key, base_url), self, *tokens)

    return solve


def wrap_missing(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the method that computes a property of an element: most have no declaration, and so nothing to compute."""
    properties = import_module("weasyprint.css.properties")
    physical = import_module("weasyprint.css.computed_values").PHYSICAL_FUNCTIONS
    initial, inherited = properties.INITIAL_VALUES, properties.INHERITED
    special = {name for name in initial if name in SPECIAL or name.startswith("text_decoration_")}
    special |= properties.INITIAL_NOT_COMPUTED - inherited
    inherits = {name: name in inherited for name in initial if name not in special}
    logical = {
        name: {direction: named(block="ttb", inline=direction) for direction in ("ltr", "rtl")}
        for name, named in physical.items()
    }

    def missing(self: Any, key: str) -> Any:
        is_inherited = inherits.get(key, True if key[:2] == "__" else None)
        if is_inherited is None or key in self.cascaded or (is_inherited and self.parent_style is None):
            return original(self, key)
        if key in logical and logical[key][self["direction"]] in self.cascaded:
            return original(self, key)
        value = self[key] = self.parent_style[key] if is_inherited else initial[key]
        return value

    return missing
