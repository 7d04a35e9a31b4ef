# SPDX-License-Identifier: MIT
"""The warm worker of `watch`: holds a project open and draws one layout at a time, as `build` would.

Plain values come out, never exceptions; problems are among them. A layout with problems is drawn anyway, with DRAFT
across every page, as by `build --draft`.
"""

from __future__ import annotations

import datetime
import hashlib
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leaflets.build.job import Task
from leaflets.build.maker import FINISHES, Maker, expect
from leaflets.build.project import Opened, open_project
from leaflets.build.recipe import Recipe, fingerprint
from leaflets.build.recipes import PreparedLayout, Recipes
from leaflets.build.selection import Selection, select
from leaflets.content.model import layouts_of
from leaflets.core.edition import Edition, Layout, Purpose
from leaflets.core.formats import MM_PER_INCH, POINTS_PER_MM
from leaflets.core.png import to_png
from leaflets.core.problems import ExitCode, MissingProgram, Problem, ProblemsFound, stopped_by
from leaflets.editions.stamp import stamp, word_across
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.translated import glossary_of
from leaflets.preflight import check, raster
from leaflets.preview.views import Contents, FinishedView, ListedLayout, View, ViewPicture

KEPT = 4
"""The number of laid-out layouts kept for the office edition and the check, which follow the picture."""


@dataclass(frozen=True)
class OpenProject:
    """A project as last opened."""

    opened: Opened
    recipes: Recipes
    tasks: Mapping[str, Task]


@dataclass(frozen=True)
class LastLayout:
    """A layout as last laid out."""

    layout: Layout
    recipe: Recipe
    laid_out: LaidOut
    is_draft: bool
    purposes: tuple[Purpose, ...]

    def finish(self, purpose: Purpose) -> bytes:
        pdf = FINISHES[purpose](self.laid_out.rendered, self.recipe.composed, version=self.recipe.version)
        word = word_across(self.recipe.composed, draft=self.is_draft)
        return stamp(pdf, word) if word else pdf


class Session:
    """Holds a project open; each method is one request of the preview."""

    def __init__(self, folder: Path, selection: Selection, today: datetime.date) -> None:
        self.folder, self.selection, self.today = folder, selection, today
        self.held: OpenProject | None = None
        self.maker: Maker | None = None
        self.composed: dict[str, PreparedLayout] = {}
        """The layout that was composed last since the project was opened."""
        self.laid: dict[str, LastLayout] = {}
        self.pictures: dict[str, bytes] = {}
        """The pictures of the last layout drawn: most pages stay the same, and need no new one."""

    def open(self) -> Contents:
        """Open the project again. If it cannot be opened, the former one stays, and the problems say why."""
        glossary_of.cache_clear()
        try:
            opened = open_project(self.folder, today=self.today)
            tasks = select(opened.project, self.selection)
            recipes = Recipes(self.folder, opened, today=self.today)
            inputs = recipes.inputs
        except Exception as error:
            exit_code = error.exit_code if isinstance(error, ProblemsFound) else ExitCode.PROBLEMS
            return Contents(problems=problems_of(error), exit_code=exit_code)
        if self.maker and self.maker.renderer.languages == inputs.languages:
            self.maker.inputs = inputs  # the renderer's fonts and styles are still valid
        else:
            self.maker = Maker(inputs)
        chosen = {task.layout: task for task in tasks}
        ordered = {layout.id: chosen[layout] for layout in layouts_of(opened.project) if layout in chosen}
        self.held, self.composed = OpenProject(opened, recipes, ordered), {}
        palette = {name: colour.rgb for name, colour in opened.project.colours.items()}
        rows = tuple(listed(task.layout, recipes) for task in ordered.values())
        return Contents(rows, palette, opened.project.publisher.short_name, opened.warnings)

    def compare(self, names: Sequence[str]) -> dict[str, str]:
        """Return a hash of each layout's words, design and faults; None for one that cannot be composed."""
        found = dict.fromkeys(names, "")
        for name in names:
            try:
                found[name] = self._digest(self._prepare(name))
            except (ProblemsFound, MissingProgram, OSError):
                continue
        return found

    def draw(self, name: str, pixels: int) -> View:
        """Return pictures of the layout's pages, the widest `pixels` wide, and what is wrong with it."""
        started = time.monotonic()
        try:
            view = self._draw(name, pixels)
        except Exception as error:
            view = View(name, problems=problems_of(error, name))
        problems = self.held.opened.locate(view.problems) if self.held else view.problems
        return replace(view, problems=tuple(problems), pixels=pixels, seconds=time.monotonic() - started)

    def finish(self, name: str) -> FinishedView | None:
        """Return what `build` does after drawing, the office edition and the checks; None if it must be drawn again."""
        try:
            return finish(self.laid[name]) if name in self.laid else None
        except Exception as error:
            return FinishedView(problems=problems_of(error, name))

    def _prepare(self, name: str) -> PreparedLayout:
        """Return a layout composed; the last one is kept, because it is compared and then drawn."""
        assert self.held
        if name not in self.composed:
            self.composed = {name: self.held.recipes.prepare(self.held.tasks[name].layout)}
        return self.composed[name]

    def _digest(self, prepared: PreparedLayout) -> str:
        assert self.maker
        return fingerprint((self.maker.digest(prepared.recipe, "screen"), prepared.recipe.common, prepared.faults))

    def _draw(self, name: str, pixels: int) -> View:
        assert self.held and self.maker
        prepared = self._prepare(name)
        composed = prepared.recipe.composed
        laid_out = lay_out(composed, self.maker.renderer, draft=True)
        problems = (*prepared.faults, *laid_out.problems)
        is_draft = any(problem.severity == "error" for problem in problems)
        if composed.unapproved and not is_draft:
            laid_out = self.maker.mark(composed, laid_out)
        while len(self.laid) >= KEPT:
            del self.laid[next(iter(self.laid))]
        task = self.held.tasks[name]
        laid = LastLayout(task.layout, prepared.recipe, laid_out, is_draft, task.purposes)
        self.laid[name], pdf = laid, laid.finish("screen")
        widest = max(panel.width for panel in composed.format.panels)
        pictures = draw_pictures(pdf, laid_out, round(pixels / widest * MM_PER_INCH), self.pictures)
        self.pictures = {picture.name: picture.png for picture in pictures}
        state = "draft" if is_draft else composed.state
        return View(name, self._digest(prepared), state, pictures, pdf, problems)


def finish(laid: LastLayout) -> FinishedView:
    """Return the office edition of a layout, and what is wrong with its files when read back."""
    made: dict[Purpose, bytes] = {name: laid.finish(name) for name in FINISHES if name in ("screen", *laid.purposes)}
    found: dict[Problem, None] = {}
    for purpose, pdf in made.items():
        problems = check.check_file(pdf, expect(Edition(laid.layout, purpose), laid.recipe))
        found |= dict.fromkeys(replace(problem, where=laid.layout.id) for problem in problems)
    return FinishedView(made.get("office", b""), tuple(found))


def listed(layout: Layout, recipes: Recipes) -> ListedLayout:
    """Return the entry of a layout in the preview's list."""
    publication, language = recipes.project.publications[layout.source], recipes.languages.languages[layout.language]
    return ListedLayout(
        id=layout.id,
        title=recipes.project.risks[layout.risk].title if layout.risk else publication.title,
        code=layout.code,
        format=recipes.project.every_format[layout.format].title,
        colour=recipes.project.accent_of(publication),
        tag=layout.language,
        language=language.name,
        own_name=language.own_name,
        direction=language.direction,
        group=f"{layout.publication}.{layout.format}",
    )


def draw_pictures(pdf: bytes, laid_out: LaidOut, dpi: int, known: Mapping[str, bytes]) -> tuple[ViewPicture, ...]:
    """Return the pages of a PDF as PNG pictures, reusing known ones of identical pages."""
    pictures, fills = [], laid_out.fills
    with raster.open_pages(pdf) as document:
        for page, panel in zip(document, laid_out.rendered.panels, strict=True):
            image = raster.draw_page(page, dpi)
            width, height = (round(size / POINTS_PER_MM, 1) for size in page.get_size())
            name = hashlib.sha256(image.tobytes()).hexdigest()[:16]
            png = known.get(name) or to_png(image, 1)
            pictures.append(ViewPicture(panel, name, png, width, height, fills.get(panel, 0.0)))
    return tuple(pictures)


def problems_of(error: Exception, name: str = "") -> tuple[Problem, ...]:
    """Return an exception as problems of a layout."""
    if found := stopped_by(error, name):
        return tuple(found.problems)
    last = traceback.format_exception_only(error)[-1].strip()
    message = f"It could not be drawn: {last}. This is a fault in Leaflets, not in your file."
    return (Problem("fault", message, where=name, hint="please report it."),)
