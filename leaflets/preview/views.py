# SPDX-License-Identifier: MIT
"""Plain values that travel between the warm worker of `watch` and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaflets.core.problems import ExitCode, Problem


@dataclass(frozen=True)
class ListedLayout:
    """A layout in the preview's list."""

    id: str
    title: str
    """In English, for the person who edits data.yaml."""
    code: str
    format: str
    colour: str
    tag: str
    language: str
    own_name: str
    direction: str
    group: str
    """Publication and format, which layouts in several languages share."""


@dataclass(frozen=True)
class Contents:
    """An open project, or why it could not be opened."""

    layouts: tuple[ListedLayout, ...] = ()
    palette: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    """OK if it is open."""


@dataclass(frozen=True)
class ViewPicture:
    """One page; `name` changes with its content. Width and height are mm."""

    panel: str
    name: str
    png: bytes
    width: float
    height: float
    fill: float
    """How full the panel is: 1 is full to the last line."""


@dataclass(frozen=True)
class View:
    """A layout as drawn; without pictures if it could not be."""

    layout: str
    digest: str = ""
    state: str = "draft"
    """`final` or `proof`, as `build` would make it; `draft` if `build` would stop."""
    pictures: tuple[ViewPicture, ...] = ()
    pdf: bytes = b""
    problems: tuple[Problem, ...] = ()
    pixels: int = 0
    """The width of the widest picture."""
    seconds: float = 0


@dataclass(frozen=True)
class FinishedView:
    """What follows the pictures: the office edition, and the findings in the files read back."""

    office: bytes = b""
    problems: tuple[Problem, ...] = ()
