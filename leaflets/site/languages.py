# SPDX-License-Identifier: MIT
"""A language of the site: everything that its pages need in it, and the files that all pages share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jinja2

from leaflets.content.model import Project
from leaflets.core.edition import Layout
from leaflets.languages.language import Language
from leaflets.layout.compose.facts import PrintedFacts

Draw = Callable[[str, str, Mapping[str, str]], bytes]
"""Returns a drawing of assets/ by its name and main colour, with other roles' colours."""


@dataclass(frozen=True)
class SiteLanguage:
    """One language of the site."""

    language: Language
    project: Project
    templates: jinja2.Environment
    facts: Callable[[Layout], PrintedFacts]
    drafts: jinja2.Environment
    """Fills notices, which are said in drafts too."""
    is_draft: bool = False
    """Whether a sentence of notices is not approved."""
    fingerprint: str = ""
    """A hash of all its words."""
    unapproved: tuple[str, ...] = ()
    """The site's own sentences that are in English instead, because they have not been translated or approved."""


@dataclass
class Shared:
    """The files that pages share, each under a name with its checksum."""

    draw: Draw
    files: dict[str, bytes] = field(default_factory=dict)
    drawn: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def add(self, name: str, suffix: str, data: bytes) -> str:
        address = f"assets/{name}-{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
        self.files[address] = data
        return address

    def drawing(self, name: str, colour: str, **roles: str) -> str:
        """Return the address of a drawing in a colour. The file name does not reveal what it shows."""
        key = (name, colour, *sorted(roles.items()))
        if key not in self.drawn:
            self.drawn[key] = self.add("d", "svg", self.draw(name, colour, roles))
        return self.drawn[key]
