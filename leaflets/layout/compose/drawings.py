# SPDX-License-Identifier: MIT
"""Drawings of assets/ for templates and the site, as `data:` addresses, with their colours from the palette."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from leaflets.core.colour import Coloured
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.layout.project_pictures import pictures_of
from leaflets.pictures.svg import ROLE


class Pictures:
    """Supplies drawings of assets/ in a publication's colours.

    A drawing uses `var(--accent, #005d7d)` for a role's colour; keyword arguments assign palette colours to roles.
    With `problems`, refusals are collected there, so that a page can report everything that is wrong with it.
    """

    def __init__(
        self, resources: Resources, palette: Mapping[str, Coloured], accent: str, problems: list[Problem] | None = None
    ) -> None:
        self.palette, self.accent, self.problems = palette, accent, problems
        self.files = pictures_of(resources)
        self.colours = tuple((name, colour.rgb) for name, colour in palette.items())

    def __call__(self, name: str, *, otherwise: str = "", **roles: str) -> Markup:
        """Return a drawing's address, or that of another if there is none with its name."""
        accent = roles.get("accent", self.accent)
        named = {"accent": accent, "mid": f"{accent}-mid", "tint": f"{accent}-tint", **roles}
        file = f"assets/{name}.svg"
        try:
            return Markup(self.give(file, named))
        except FileNotFoundError:
            if otherwise:
                return self(otherwise, **roles)
            hint = f"draw it, or copy another drawing of {name.rpartition('/')[0] or 'assets'} to that name."
            found = [Problem("picture-missing", f"There is no drawing {file}.", hint=hint)]
        except ProblemsFound as refused:
            found = refused.problems
        where = template_line()
        found = [replace(problem, where=f"used in {where}" if where else "") for problem in found]
        if self.problems is None:
            raise ProblemsFound(found)
        self.problems += found
        return Markup("")

    def give(self, file: str, named: Mapping[str, str]) -> str:
        """Return the address of a drawing; ProblemsFound if it names a colour that is not in the palette."""
        unknown: dict[str, Problem] = {}

        def colour(drawing: str) -> str:
            coloured = ROLE.sub(lambda found: self.colour(named.get(found[1], found[1]), file, unknown), drawing)
            if unknown:
                raise ProblemsFound(unknown.values())
            return coloured

        return self.files.give(file, (self.colours, *sorted(named.items())), colour)

    def colour(self, role: str, file: str, unknown: dict[str, Problem]) -> str:
        """Return the palette's colour with that name; unknown ones are recorded."""
        if role in self.palette:
            return self.palette[role].rgb
        message = f"The drawing uses the colour '{role}', which is not in the palette."
        hint = f"name one of these: {', '.join(sorted(self.palette))}."
        unknown[role] = Problem("colour-unknown", message, file=file, hint=hint)
        return ""


def template_line() -> str:
    """Return file and line of the template that is being filled; "" outside templates."""
    frame = inspect.currentframe()
    while frame and not frame.f_code.co_filename.startswith("templates/"):
        frame = frame.f_back
    if not frame:
        return ""
    template = frame.f_globals.get("__jinja_template__")
    line = template.get_corresponding_lineno(frame.f_lineno) if template else 0
    return f"{frame.f_code.co_filename}:{line}" if line else frame.f_code.co_filename
