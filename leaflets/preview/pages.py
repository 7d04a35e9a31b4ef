# SPDX-License-Identifier: MIT
"""Turn a scene into HTML: the whole page, or its parts for an open page.

The templates are templates/watch/; they are in English, like data.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

import jinja2

from leaflets.core.commands import command
from leaflets.core.formats import MM_PER_INCH
from leaflets.core.problems import Problem, ProblemsFound, count_problems
from leaflets.core.resources import Resources
from leaflets.preview.scheduler import LayoutStatus, PageState
from leaflets.preview.views import Contents, ListedLayout, ViewPicture

FOLDER = "templates/watch"
PIXELS_PER_MM = 96 / MM_PER_INCH
LONGEST_EXCERPT = 160
STATES = {
    "final": ("Ready", "If built now, it is final."),
    "proof": ("Proof", "The translation is not approved, or a changed fact is not verified. Every page says so."),
    "draft": ("Draft", "There are problems that would stop a build. It is shown as `build --draft` makes it."),
}
"""The name of a state, and its meaning."""


@dataclass(frozen=True)
class ShownPage:
    """A page of the layout: its picture, and what is wrong on it."""

    number: int
    picture: ViewPicture
    address: str
    problems: tuple[Problem, ...]
    widest: float
    """The width of the widest page of the layout."""

    @property
    def caption(self) -> str:
        return "" if self.picture.panel == "page" else self.picture.panel.replace("-", " ").capitalize()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in CSS pixels, at actual size."""
        return round(self.picture.width * PIXELS_PER_MM), round(self.picture.height * PIXELS_PER_MM)

    @property
    def share(self) -> int:
        """The width relative to the widest page in per cent, so that all are drawn to one scale."""
        return round(100 * self.picture.width / self.widest)

    @property
    def per_cent(self) -> int:
        return round(self.picture.fill * 100)


@dataclass
class Pages:
    """Fills the templates."""

    resources: Resources
    root: str = "/"
    """The start of all addresses."""
    typed: Callable[[str], str] = str
    """Rewrites the commands in a text as they have to be typed here."""
    templates: jinja2.Environment = field(init=False)

    def __post_init__(self) -> None:
        self.templates = self.resources.templates(f"{FOLDER}/")
        self.templates.filters["typed"] = self.typed

    def whole(self, scene: PageState) -> str:
        return self.templates.get_template("page.html").render(self._values(scene))

    def parts(self, scene: PageState) -> dict[str, str]:
        values = self._values(scene)
        return {name: self.templates.get_template(f"{name}.html").render(values) for name in ("bar", "list", "main")}

    def style(self, contents: Contents) -> str:
        """Return the stylesheet, with the project's own colours."""
        palette = contents.palette
        rules = [f":root {{ {' '.join(f'--palette-{name}: {rgb};' for name, rgb in palette.items())} }}"]
        for name in palette:
            if f"{name}-mid" in palette and f"{name}-tint" in palette:
                parts = (f"--audience{part}: var(--palette-{name}{part});" for part in ("", "-mid", "-tint"))
                rules.append(f".in-{name} {{ {' '.join(parts)} }}")
        rules += [f".page__picture.wide-{share} {{ max-width: {share}% }}" for share in range(1, 100)]
        return "\n".join((*rules, self.resources.read(f"{FOLDER}/watch.css")))

    def _values(self, scene: PageState) -> dict[str, object]:
        layout, drawn = scene.layout, scene.drawn
        general, shown = sort_out(layout, drawn, self.root)
        problems = [*scene.now.problems, *general]
        everything = {*scene.now.problems, *drawn.faults}
        return {
            "scene": scene,
            "layout": layout,
            "view": drawn.view,
            "drawn": drawn,
            "shown": shown,
            "problems": problems,
            "count": count_problems(list(everything)),
            "errors": sum(problem.severity == "error" for problem in everything),
            "state": STATES[drawn.view.state] if drawn.view else None,
            "title": layout.title if layout else "Live preview",
            "languages": languages_of(scene),
            "publications": publications_of(scene),
            "excerpt": self.excerpt,
            "address": lambda layout: f"{self.root}show/{quote(layout.id)}",
            "root": self.root,
            "place": place_of,
            "again": self.typed(command("watch")).strip("`"),
        }

    def excerpt(self, problem: Problem) -> str:
        if not problem.line:
            return ""
        try:
            lines = self.resources.read(problem.file).splitlines()
        except (OSError, ProblemsFound):
            return ""
        line = lines[problem.line - 1].strip() if problem.line <= len(lines) else ""
        return line if len(line) <= LONGEST_EXCERPT else f"{line[:LONGEST_EXCERPT]}…"


def place_of(problem: Problem) -> str:
    """Return file, line and column, in the form of an editor's "go to"."""
    return ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)


def sort_out(layout: ListedLayout | None, drawn: LayoutStatus, root: str) -> tuple[list[Problem], list[ShownPage]]:
    """Return the problems of the layout as a whole, and its pages, each with its own."""
    pictures = drawn.view.pictures if drawn.view and layout else ()
    panels = {f"{layout.id}, panel {picture.panel}" for picture in pictures} if layout else set()
    general = [problem for problem in drawn.faults if problem.where not in panels]
    widest = max((picture.width for picture in pictures), default=0)
    shown: list[ShownPage] = []
    said: set[str] = set()
    for number, picture in enumerate(pictures, start=1):
        assert layout
        where = f"{layout.id}, panel {picture.panel}"
        own = tuple(problem for problem in drawn.faults if problem.where == where and where not in said)
        said.add(where)
        address = f"{root}picture/{quote(layout.id)}/{number}/{picture.name}.png"
        shown.append(ShownPage(number, picture, address, own, widest))
    return general, shown


@dataclass(frozen=True)
class Choice:
    """A link in the list."""

    layout: ListedLayout
    is_here: bool
    mark: str
    """`changed`, `faulty` or empty."""


def languages_of(scene: PageState) -> list[Choice]:
    """Return the same publication and format in each of its languages."""
    if not scene.layout:
        return []
    group = scene.layout.group
    return [_choice(scene, layout) for layout in scene.contents.layouts if layout.group == group]


def publications_of(scene: PageState) -> list[Choice]:
    """Return each publication and format, in the current language if it is made in it."""
    groups: dict[str, list[ListedLayout]] = {}
    for layout in scene.contents.layouts:
        groups.setdefault(layout.group, []).append(layout)
    tag = scene.layout.tag if scene.layout else ""
    return [_choice(scene, *sorted(layouts, key=lambda layout: layout.tag != tag)) for layouts in groups.values()]


def _choice(scene: PageState, layout: ListedLayout, *others: ListedLayout) -> Choice:
    ids = {layout.id, *(other.id for other in others)}
    mark = "faulty" if layout.id in scene.faulty else "changed" if ids & scene.changed else ""
    return Choice(layout, bool(scene.layout and scene.layout.id == layout.id), mark)


def announcement(before: PageState, after: PageState) -> str:
    """Return the announcement of a change for screen readers; "" if nothing has changed."""
    was, now = (_errors(scene) for scene in (before, after))
    if now != was:
        return f"{count_problems(now)}." if now else "No problem any more."
    return "Updated." if before.drawn.view is not after.drawn.view else ""


def _errors(scene: PageState) -> list[Problem]:
    problems: Iterable[Problem] = {*scene.now.problems, *scene.drawn.faults}
    return [problem for problem in problems if problem.severity == "error"]
