# SPDX-License-Identifier: MIT
"""Make layouts in this process, as a build's workers do, without a cache."""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path

from leaflets.build.dispatch import Dispatch
from leaflets.build.job import Outcome, Task
from leaflets.build.maker import Maker
from leaflets.build.project import Opened, published_in
from leaflets.build.recipes import PreparedLayout, Recipes
from leaflets.content.model import Project
from leaflets.content.yaml.positions import Loaded
from leaflets.core.edition import Layout, Purpose


class Bench:
    """A recipe writer and a maker of one project."""

    def __init__(self, folder: Path, project: Project, today: datetime.date, *, draft: bool = False) -> None:
        opened = Opened(project, Loaded({}, {}, "data.yaml"), published=published_in(folder))
        self.recipes = Recipes(folder, opened, today=today, draft=draft)

    @cached_property
    def maker(self) -> Maker:
        return Maker(self.recipes.inputs)

    def make(self, layout: Layout, purposes: tuple[Purpose, ...]) -> Outcome:
        """Return what comes of a layout."""
        workshop = Dispatch(self.recipes, "", 1, Path())
        pending = workshop.prepare(Task(layout, purposes))
        return pending if isinstance(pending, Outcome) else workshop.collect(pending, self.maker(pending.job))

    def prepare(self, layout: Layout) -> PreparedLayout:
        """Return a layout's recipe."""
        return self.recipes.prepare(layout)
