# SPDX-License-Identifier: MIT
"""Designs: what templates/leaflets/<design>/<design>.yaml says that the design prints.

`words` names the sentences and lists that it asks of a publication, each with the room it has; `places` where contacts
can stand.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from leaflets.content.explain import explain_errors
from leaflets.content.field_types import Line, Model, Slug
from leaflets.content.yaml.positions import Loaded
from leaflets.core.problems import ProblemsFound


class WordSlot(Model):
    """One sentence or list that a design prints."""

    kind: Literal["text", "list"]
    max: Annotated[int, Field(gt=0)]
    """The most characters that fit: of the sentence, or of each item of the list."""
    max_items: Annotated[int, Field(gt=0)] = 12
    """The most items of a list that fit."""
    optional: bool = False
    """May a publication leave it out?"""
    note: Line = "words of the design"
    """What it is for, in words for the editor."""


class Design(Model):
    """A folder in templates/leaflets/: the words it asks for and the places it has."""

    name: Slug = "design"
    words: dict[Slug, WordSlot] = Field(default_factory=dict)
    """What it prints, by the names used in a publication's `words`."""
    places: list[Slug] = Field(default_factory=lambda: ["main"])
    """Where contacts can stand."""
    formats: list[Slug] = Field(default_factory=list)
    """The formats that it can draw; none named, all."""


def read_design(loaded: Loaded, name: str) -> Design:
    """Return the design of that name from its file; ProblemsFound with everything that is wrong with it."""
    if loaded.problems:
        raise ProblemsFound(loaded.problems)
    try:
        return Design.model_validate({**loaded.values, "name": name})
    except ValidationError as error:
        raise ProblemsFound(explain_errors(error, loaded, Design)) from None
