# SPDX-License-Identifier: MIT
"""Account for data.yaml: what a publication should print but does not is a problem.

What is printed is read off the composed layouts, never off a list; what is expected comes from the designs, from
`audiences:` and from data.yaml itself. An entry is known by its path, as facts and messages are: `risks.grooming` is
printed where anything below it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import get_args

from markupsafe import escape

from leaflets.content.design import Design
from leaflets.content.model import READER_OF, Audience, Project, Publication, facts_of, layouts_of
from leaflets.content.organisations import Reader
from leaflets.core.commands import command
from leaflets.core.edition import Layout
from leaflets.core.problems import Problem
from leaflets.layout.composed import Composed
from leaflets.layout.help_given import LAYOUTS, check_help, says

TAGS = re.compile(r"<[^>]*>|\u00a0")
SHORT = 3
"""How many figures a number has that may be typed in a sentence."""
MOST = 12
"""How many entries a line names."""
AUDIENCES: Mapping[Reader, tuple[Audience, ...]] = {
    reader: tuple(audience for audience, read in READER_OF.items() if reader in (read, "report"))
    for reader in get_args(Reader)
}
"""Whose pieces a reader reads."""


@dataclass(frozen=True)
class ExpectedEntry:
    """An entry of data.yaml, and where it should be printed."""

    entry: str
    """Its path: `risks.grooming`."""
    places: Mapping[Layout, str] = field(default_factory=dict)
    """Each layout that should print it, with the panel; if empty, any layout may."""
    found_as: str = ""
    """What is printed of it, if that has another path."""
    among: frozenset[Layout] = frozenset()
    """The layouts of which one must print it; if there is none, any layout will do."""


class Account:
    """What the layouts of one run print, collected as they are composed."""

    def __init__(self, project: Project, designs: Mapping[str, Design]) -> None:
        self.project, self.designs = project, designs
        self.printed: dict[Layout, frozenset[str]] = {}
        """The paths of what each layout prints, with all their parents."""
        self.lacking: dict[Problem, list[str]] = {}
        """The layouts that lack help, by what they lack."""
        self.short = {
            f"organisations.{name}.{organisation.path_of(point)}": one.value
            for name, organisation in project.organisations.items()
            for point, one in organisation.points.items()
            if len(one.value) <= SHORT
        }
        """Numbers that sentences may hold as they are: 999."""
        self.names = {path: str(escape(name)) for path, name in names_in(project).items()}

    def note(self, composed: Composed) -> None:
        paths: set[str] = set()
        for path in (*composed.facts, *(message.key for message in composed.messages)):
            while path and path not in paths:
                paths.add(path)
                path = path.rpartition(".")[0]
        text = TAGS.sub(" ", composed.html)
        paths |= {path for path, name in self.names.items() if name in text}
        paths |= {path for path, number in self.short.items() if says(text, number)}
        paths |= {path.rpartition(".")[0] for path in paths if path in self.short}
        self.printed[composed.layout] = frozenset(paths)
        for problem in check_help(composed, self.project, " ".join(text.split())):
            self.lacking.setdefault(problem, []).append(composed.layout.id)

    def restore(self, layout: Layout, printed: Iterable[str], lacking: Iterable[Problem]) -> None:
        """Record what a layout prints and lacks that was noted in an earlier build."""
        self.printed[layout] = frozenset(printed)
        for problem in lacking:
            self.lacking.setdefault(problem, []).append(layout.id)

    def lacking_on(self, layout: Layout) -> list[Problem]:
        """Return what a layout lacks."""
        return [problem for problem, layouts in self.lacking.items() if layout.id in layouts]

    def unprinted(self) -> list[Problem]:
        """Return what the recorded layouts should print but do not; `where` is its path in data.yaml.

        Whether something is printed nowhere is known only once every layout has been recorded.
        """
        found = [_on_layouts(problem, layouts) for problem, layouts in self.lacking.items()]
        is_whole = self._is_whole()
        for expected in expected_entries(self.project, self.designs):
            if self.project.publisher.accepts(expected.entry):
                continue
            missing = {
                layout: panel
                for layout, panel in expected.places.items()
                if expected.entry not in self.printed.get(layout, (expected.entry,))
            }
            if missing:
                found.append(self._not_there(expected.entry, missing))
            elif is_whole and self._is_nowhere(expected):
                found.append(self._nowhere(expected.entry))
        return found

    def printed_nowhere(self) -> list[Problem]:
        """Return one warning that names what data.yaml holds and no leaflet prints, once every layout is noted."""
        accepts = self.project.publisher.accepts
        nowhere: list[str] = []
        for expected in held_entries(self.project, self.designs) if self._is_whole() else ():
            below = any(expected.entry.startswith(f"{above}.") or expected.found_as == above for above in nowhere)
            accepted = accepts(expected.entry) or bool(expected.found_as and accepts(expected.found_as))
            if not below and not accepted and self._is_nowhere(expected):
                nowhere.append(expected.entry)
        if not nowhere:
            return []
        count, more = len(nowhere), len(nowhere) - MOST
        named = ", ".join(nowhere[:MOST]) + (f" and {more} more" if more > 0 else "")
        message = f"{'1 entry is' if count == 1 else f'{count} entries are'} printed on no leaflet: {named}."
        hint = (
            f"name them in a publication, take them out, or accept them: {accepting(nowhere[0])}; {command('facts')} "
        )
        return [
            Problem("unprinted", message, where=nowhere[0], hint=f"{hint}lists what is printed.", severity="warning")
        ]

    def _is_whole(self) -> bool:
        """Say whether every layout is noted."""
        return self.printed.keys() >= set(layouts_of(self.project))

    def _is_nowhere(self, expected: ExpectedEntry) -> bool:
        """Say whether no layout prints it of those that may."""
        among = expected.among or self.printed.keys()
        wanted = {expected.entry, expected.found_as}
        return not any(wanted & self.printed[layout] for layout in among)

    def _not_there(self, entry: str, missing: Mapping[Layout, str]) -> Problem:
        places = dict.fromkeys(f"{layout.publication}, panel {panel}" for layout, panel in missing.items())
        design = self.project.publications[next(iter(missing)).source].design
        message = f"it is not printed where it should be: {'; '.join(places)}."
        template = f"templates/leaflets/{design}/{design}.html"
        hint = f"print all of `risks_on` in {template}, or accept it: {accepting(entry)}."
        return Problem("unprinted", message, where=entry, hint=hint)

    def _nowhere(self, entry: str) -> Problem:
        if entry.startswith("publications."):
            message = "no page of the publication prints this contact: its place has no room for it."
            hint = f"give it another `place:`, take it out, or accept it: {accepting(entry)}."
            return Problem("unprinted", message, where=entry, hint=hint)
        carrying = " or ".join(f"`{name}`" for name, design in self.designs.items() if design.risks)
        hint = f"add a publication with the design {carrying}, or accept it: {accepting(entry)}."
        return Problem(
            "unprinted", "it is not printed anywhere: no publication carries all risks.", where=entry, hint=hint
        )


def _on_layouts(problem: Problem, layouts: list[str]) -> Problem:
    layouts = sorted(layouts)
    listed = ", ".join(layouts[:3]) + (f" and {len(layouts) - 3} more" if len(layouts) > 3 else "")
    return replace(problem, message=problem.message.replace(LAYOUTS, listed))


def names_in(project: Project) -> dict[str, str]:
    """Return names and other words that pages print as they stand, by their paths."""
    publisher, area = project.publisher, project.area
    names = {"publisher.name": publisher.name, "publisher.short_name": publisher.short_name, "area.name": area.name}
    names |= {"area.thresholds": area.thresholds, "area.referral_form": area.referral_form}
    return names | {f"organisations.{name}": one.name for name, one in project.organisations.items()}


def expected_entries(project: Project, designs: Mapping[str, Design]) -> Iterator[ExpectedEntry]:
    """Yield what must be printed: every risk on each publication whose design carries all, every listed contact."""
    places: dict[str, dict[Layout, str]] = {name: {} for name in project.risks}
    layouts: dict[str, set[Layout]] = {}
    carried = project.carried_risks
    for layout in layouts_of(project):
        layouts.setdefault(layout.source, set()).add(layout)
        if layout.risk is None:
            panels = {panel.name for panel in project.every_format[layout.format].panels}
            design = designs[project.publications[layout.source].design]
            for panel, names in design.share(carried, panels).items():
                for name in names:
                    places[name][layout] = panel
    for name, found in places.items():
        yield ExpectedEntry(f"risks.{name}", found)
    for name, among in layouts.items():
        for id, contact in project.publications[name].contacts.items():
            organisation = f"organisations.{project.organisation_id(contact.organisation)}"
            path = f"publications.{name}.contacts.{id}"
            yield ExpectedEntry(path, found_as=organisation, among=frozenset(among))


def held_entries(project: Project, designs: Mapping[str, Design]) -> Iterator[ExpectedEntry]:
    """Yield what may be printed anywhere: names, facts, other formats, and who helps whom with each risk."""
    for path in (*names_in(project), *facts_of(project), "publisher.other_formats"):
        yield ExpectedEntry(path)
    layouts = [(layout, project.publications[layout.source]) for layout in layouts_of(project)]
    for name, risk in project.risks.items():
        about = {one for one, publication in layouts if one.risk == name or _carries_all(one, publication, designs)}
        for reader, helpers in risk.help.items():
            read = {one for one, publication in layouts if {*AUDIENCES[reader]} & {*publication.audience}}
            for helper in helpers:
                path, organisation = f"risks.{name}.help.{reader}.{helper}", f"organisations.{helper}"
                yield ExpectedEntry(path, found_as=organisation, among=frozenset(read & about or read))


def _carries_all(layout: Layout, publication: Publication, designs: Mapping[str, Design]) -> bool:
    return layout.risk is None and bool(designs[publication.design].risks)


def accepting(entry: str) -> str:
    """Return the line that accepts that an entry is not printed, to be pasted."""
    return f"`accept_unprinted: [{entry}]` under `publisher:`"
