# SPDX-License-Identifier: MIT
"""Redirects: where each short link of register/short.csv leads today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leaflets.content.model import Project
from leaflets.content.organisations import ContactPoint
from leaflets.content.short_links import WEBSITE, links_of, renamed
from leaflets.site import addresses


@dataclass(frozen=True)
class Redirect:
    """A short address and where it leads."""

    code: str
    fact: str
    link: ContactPoint
    organisation: str
    """The id; empty for the publisher's own website."""

    @property
    def address(self) -> str:
        return addresses.redirect(self.code)


def redirects_of(project: Project, codes: Mapping[str, str]) -> Iterator[Redirect]:
    """Yield the short links whose fact, perhaps renamed, is in data.yaml; `codes` are facts by code."""
    links = links_of(project)
    for code, given in codes.items():
        fact = renamed(project.renamed, given)
        if fact in links:
            yield Redirect(code, fact, links[fact], "" if fact == WEBSITE else fact.split(".")[1])
