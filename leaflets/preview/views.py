# SPDX-License-Identifier: MIT
"""What travels between the warm worker of `watch` and the pages that show its work: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaflets.core.problems import ExitCode, Problem


@dataclass(frozen=True)
class ListedLayout:
    """A layout as the list of the preview shows it."""

    id: str
    title: str
    """In English: who edits data.yaml reads that."""
    code: str
    format: str
    colour: str
    tag: str
    language: str
    own_name: str
    direction: str
    group: str
    """Publication and format: what layouts of several languages have in common."""


@dataclass(frozen=True)
class Contents:
    """A project that has been opened, or why it could not be."""

    layouts: tuple[ListedLayout, ...] = ()
    palette: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    """OK if it is open."""


@dataclass(frozen=True)
class ViewPicture:
    """One page; `name` changes when what it shows does. Width and height are mm."""

    panel: str
    name: str
    png: bytes
    width: float
    height: float
    fill: float
    """How full the panel is: 1 is full to the last line."""


@dataclass(frozen=True)
class View:
    """A layout as it was drawn; without pictures when it could not be."""

    layout: str
    digest: str = ""
    """A hash of its words and looks."""
    state: str = "draft"
    """`final` or `proof`, as `build` would make it; `draft` if `build` would stop."""
    pictures: tuple[ViewPicture, ...] = ()
    pdf: bytes = b""
    problems: tuple[Problem, ...] = ()
    pixels: int = 0
    """How wide the widest picture is."""
    seconds: float = 0


@dataclass(frozen=True)
class FinishedView:
    """What follows when the pictures are shown: the office edition, and what reading the files back has found."""

    office: bytes = b""
    problems: tuple[Problem, ...] = ()
