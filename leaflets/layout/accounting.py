# SPDX-License-Identifier: MIT
"""Account for data.yaml: what a publication should print and no page of it does is a problem.

What is printed is read off the composed layouts, never off a list; what is expected comes from the designs. An entry of
data.yaml is known by its path, as facts and messages are: `risks.grooming` is printed where anything below it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leaflets.content.design import Design
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Layout
from leaflets.core.problems import Problem
from leaflets.layout.composed import Composed


@dataclass(frozen=True)
class ExpectedEntry:
    """An entry of data.yaml, and where it should be printed."""

    entry: str
    """Its path: `risks.grooming`."""
    places: Mapping[Layout, str] = field(default_factory=dict)
    """Each layout that should print it, with the panel on which it should be; if there is none, any layout may."""


class Account:
    """What the layouts of one run print, as they are composed."""

    def __init__(self, project: Project, designs: Mapping[str, Design]) -> None:
        self.project, self.designs = project, designs
        self.printed: dict[Layout, frozenset[str]] = {}
        """The paths of what each layout prints, and of all that stands above it."""

    def note(self, composed: Composed) -> None:
        """Note what a layout prints."""
        paths: set[str] = set()
        for path in (*composed.facts, *(message.key for message in composed.messages)):
            while path and path not in paths:
                paths.add(path)
                path = path.rpartition(".")[0]
        self.printed[composed.layout] = frozenset(paths)

    def unprinted(self) -> list[Problem]:
        """Return what the layouts noted so far should print and do not; `where` is its path in data.yaml.

        That something is printed nowhere can only be said once every layout is noted.
        """
        is_whole = self.printed.keys() >= set(layouts_of(self.project))
        found = []
        for expected in expected_entries(self.project, self.designs):
            if expected.entry in self.project.publisher.accept_unprinted:
                continue
            missing = {
                layout: panel
                for layout, panel in expected.places.items()
                if expected.entry not in self.printed.get(layout, (expected.entry,))
            }
            if missing:
                found.append(self._not_there(expected.entry, missing))
            elif is_whole and not any(expected.entry in paths for paths in self.printed.values()):
                found.append(self._nowhere(expected.entry))
        return found

    def _not_there(self, entry: str, missing: Mapping[Layout, str]) -> Problem:
        places = dict.fromkeys(f"{layout.publication}, panel {panel}" for layout, panel in missing.items())
        design = self.project.publications[next(iter(missing)).source].design
        message = f"it is not printed where it should be: {'; '.join(places)}."
        template = f"templates/leaflets/{design}/{design}.html"
        hint = f"print all of `risks_on` in {template}, or accept it: {accepting(entry)}."
        return Problem("unprinted", message, where=entry, hint=hint)

    def _nowhere(self, entry: str) -> Problem:
        carrying = " or ".join(f"`{name}`" for name, design in self.designs.items() if design.risks)
        hint = f"add a publication with the design {carrying}, or accept it: {accepting(entry)}."
        return Problem("unprinted", "it is printed nowhere: no publication carries all risks.", where=entry, hint=hint)


def expected_entries(project: Project, designs: Mapping[str, Design]) -> Iterator[ExpectedEntry]:
    """Yield what of data.yaml must be printed: every risk, on each publication whose design carries all of them."""
    places: dict[str, dict[Layout, str]] = {name: {} for name in project.risks}
    for layout in layouts_of(project):
        if layout.risk is None:
            panels = {panel.name for panel in project.every_format[layout.format].panels}
            design = designs[project.publications[layout.source].design]
            for panel, names in design.share(project.carried_risks, panels).items():
                for name in names:
                    places[name][layout] = panel
    for name, found in places.items():
        yield ExpectedEntry(f"risks.{name}", found)


def accepting(entry: str) -> str:
    """Return what accepts that an entry is not printed, to be pasted."""
    return f"`accept_unprinted: [{entry}]` under `publisher:`"
