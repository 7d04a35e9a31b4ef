# SPDX-License-Identifier: MIT
"""A risk of data.yaml: what can happen to a child online, what to do, and who can help."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from leaflets.content.field_types import Line, List, Model, RiskLetter, Slug, Words
from leaflets.content.organisations import Reader

Category = Literal["content", "contact", "conduct", "commerce"]


class Risk(Model):
    """One of the things that can happen to a child online."""

    title: Annotated[str, StringConstraints(min_length=3, max_length=48)]
    """Three to seven plain words."""
    term: Line
    """The current professional term."""
    source_wording: Words
    """The wording of the partnership's own page."""
    letter: RiskLetter | None = None
    """Its letter in the codes of a series: `d` makes ES-07d. Never change it or give it to another risk."""
    second_reader: Annotated[bool, Field(strict=True)] = False
    """Whether two people must approve each translated sentence about it, because a wrong word could do harm."""
    category: Category
    icon: Slug
    summary: Words
    """One sentence: what it is."""
    in_brief: Words
    """One or two short sentences that say what to do; with the title, at most 25 words."""
    why: Words
    signs: List
    parents_can: List
    children_can: List
    professionals_must: List
    opener: Words
    """A way to start a conversation."""
    poster_title: Annotated[str, StringConstraints(min_length=3, max_length=20)] | None = None
    """On its own poster: the question a young person would ask, to be read from across a corridor."""
    poster_actions: Annotated[List, Field(min_length=3, max_length=3)] | None = None
    """On its own poster: three things to do, in about six words each."""
    help: dict[Reader, list[Slug]]
    """The organisations that help, most useful first."""
