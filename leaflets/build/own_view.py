# SPDX-License-Identifier: MIT
"""What a layout sees of data.yaml when it is composed: of the publications only its own, and the rest.

What it cannot see it cannot depend on; of the risks it is noted which it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leaflets.content.model import Project
from leaflets.content.risk import Risk

EVERY = "*"
"""Among the risks that a layout asks for: all of them, in their order."""


class AskedRisks(Mapping[str, Risk]):
    """The risks of a project; which of them are asked for is noted."""

    def __init__(self, risks: Mapping[str, Risk], asked: set[str]) -> None:
        self.risks, self.asked = risks, asked

    def __getitem__(self, name: str) -> Risk:
        self.asked.add(name)
        return self.risks[name]

    def __iter__(self) -> Iterator[str]:
        self.asked.add(EVERY)
        return iter(self.risks)

    def __len__(self) -> int:
        self.asked.add(EVERY)
        return len(self.risks)


def own_view(project: Project, publication: str, asked: set[str]) -> Project:
    """Return a project as one publication may see it: without the others; the risks that it asks for are noted."""
    own = {publication: project.publications[publication]}
    return project.model_copy(update={"publications": own, "risks": AskedRisks(project.risks, asked)})
