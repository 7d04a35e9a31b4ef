# SPDX-License-Identifier: MIT
"""Divide the project's risks among the panels that a design names for them, however many risks there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from leaflets.content.design import Design
from leaflets.content.load import load_design
from leaflets.content.model import Project
from leaflets.content.risk import Risk
from leaflets.core.formats import Format
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources


@dataclass(frozen=True)
class RiskShares:
    """Gives templates the risks of each panel."""

    design: Design
    form: Format
    project: Project

    @cached_property
    def by_panel(self) -> Mapping[str, list[str]]:
        """The ids of the risks on each panel that carries any."""
        return self.design.share(self.project.carried_risks, {panel.name for panel in self.form.panels})

    def on(self, *panels: str) -> list[tuple[str, Risk]]:
        """Return the risks of these panels, or of all, with their ids; ProblemsFound for a panel that carries none."""
        for panel in panels:
            if panel not in self.by_panel:
                raise self._not_named(panel)
        names = (name for panel in panels or self.by_panel for name in self.by_panel[panel])
        return [(name, self.project.risks[name]) for name in names]

    def titles(self) -> dict[str, dict[str, str]]:
        return {panel: {name: risk.title for name, risk in self.on(panel)} for panel in self.by_panel}

    def _not_named(self, panel: str) -> ProblemsFound:
        name = self.design.name
        file = f"templates/leaflets/{name}/{name}.yaml"
        message = (
            f"The template asks for the risks of the panel '{panel}', but the design does not list it under `risks:`."
        )
        hint = f"add it there with the number of risks that fit: `{panel}: 4`."
        return ProblemsFound([Problem("risks-of-panel", message, file, where=self.form.name, hint=hint)])


def share_risks(project: Project, design: str, form: Format, resources: Resources) -> RiskShares:
    """Return how a design divides the project's risks in that format; ProblemsFound if there is no such design."""
    name = f"templates/leaflets/{design}/{design}.yaml"
    try:
        return RiskShares(load_design(resources.find(name), name=name), form, project)
    except FileNotFoundError:
        raise ProblemsFound([Problem("template-missing", f"There is no {name}.", where=form.name)]) from None
