# SPDX-License-Identifier: MIT
"""What the warm worker of `watch` does: holds a project open and draws one layout of it at a time, as `build` would.

Plain values come out, never exceptions: what is wrong is in them. A layout with problems is drawn all the same, as
`build --draft` would, with DRAFT across every page.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from PIL import Image

from leaflets import preflight, raster
from leaflets.build import Opened, open_project
from leaflets.compose import compose
from leaflets.compose.pair import facing
from leaflets.composed import Composed
from leaflets.finish import finish_screen
from leaflets.fit import LaidOut, lay_out
from leaflets.impose import office
from leaflets.language import Languages, read_languages
from leaflets.live import Contents, Listed, Picture, Rest, View
from leaflets.model import Edition, Layout, Project, Purpose, layouts_of
from leaflets.problems import ExitCode, MissingProgram, Problem, ProblemsFound
from leaflets.record import Stand
from leaflets.render import Renderer
from leaflets.resources import Resources
from leaflets.selection import Selection, select
from leaflets.sheet import FORMATS, MM_PER_INCH, POINTS_PER_MM
from leaflets.stamp import stamp, stamp_words
from leaflets.tongue import Tongue, glossary_of, open_tongue

ADDRESS = re.compile(r"leaflets:((?:templates|assets)/[^\"'()\s]+)")
DRAFT = "DRAFT TRANSLATION"
KEPT = 4
"""How many layouts are kept as they were laid out, for the office edition and the check that follow the picture."""


@dataclass
class Laid:
    """A layout as it was last laid out."""

    held: Held
    """The project as it was then."""
    composed: Composed
    laid_out: LaidOut
    pdf: bytes
    is_draft: bool


@dataclass
class Held:
    """An open project and what it needs to be composed, for as long as no file changes."""

    opened: Opened
    layouts: dict[str, Layout]
    purposes: tuple[Purpose, ...]
    resources: Resources
    languages: Languages
    tongues: dict[str, Tongue] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        return self.opened.project

    def compose(self, layout: Layout) -> tuple[Composed, list[Problem]]:
        """Return the layout in its language, or in two, and what is wrong with the translation of what it prints."""
        if len(layout.parts) == 2:
            (first, faults), (second, more) = (self.compose(part) for part in layout.parts)
            both = facing(layout, (first, second), self.project, resources=self.resources, languages=self.languages)
            return both, [*faults, *more]
        tag = layout.language
        if tag not in self.tongues:
            self.tongues[tag] = open_tongue(Stand(self.project, self.resources, self.languages), tag)
        tongue = self.tongues[tag]
        spoken, translator = tongue.stand.project, tongue.translator
        page = compose(layout, spoken, resources=self.resources, languages=self.languages, translator=translator)
        return replace(page, translation=tongue.review(layout).as_json()), tongue.problems(page.messages)

    def digest(self, composed: Composed, faults: Sequence[Problem]) -> str:
        """Return a hash of everything on which the layout's looks depend: words, styles, pictures, faults."""
        parts = [composed.html, *(f"{sheet.layer}\n{sheet.text}" for sheet in composed.stylesheets)]
        digest = hashlib.sha256(f"{composed.translation} {faults}".encode())
        for part in parts:
            digest.update(part.encode())
            for name in sorted(set(map(unquote, ADDRESS.findall(part)))):
                digest.update(self.read(name))
        return digest.hexdigest()

    def read(self, name: str) -> bytes:
        """Return the file of that name, nothing if there is none; each is read once."""
        if name not in self.files:
            try:
                self.files[name] = self.resources.find(name).read_bytes()
            except OSError:
                self.files[name] = b""
        return self.files[name]


class Easel:
    """Holds a project open; each method is one thing that the preview asks for."""

    def __init__(self, folder: Path, selection: Selection, today: datetime.date) -> None:
        self.folder, self.selection, self.today = folder, selection, today
        self.held: Held | None = None
        self.renderer: Renderer | None = None
        self.laid: dict[str, Laid] = {}
        self.pictures: dict[str, bytes] = {}
        """The pictures of the layout that was drawn last: most pages stay as they are, and need no new one."""

    def open(self) -> Contents:
        """Open the project anew. When it cannot be opened, the former one stays, and the problems say why."""
        glossary_of.cache_clear()
        try:
            opened = open_project(self.folder, today=self.today)
            jobs = select(opened.project, self.selection)
        except ProblemsFound as found:
            return Contents(problems=tuple(found.problems), exit_code=found.exit_code)
        except Exception as error:
            return Contents(problems=(told(error, ""),), exit_code=ExitCode.PROBLEMS)
        resources = Resources(self.folder)
        languages = read_languages(resources, opened.project.fonts)
        chosen = {job.layout.id for job in jobs}
        self.held = Held(opened, {}, jobs[0].purposes, resources, languages)
        self.held.layouts = {layout.id: layout for layout in layouts_of(opened.project) if layout.id in chosen}
        if self.renderer is None or self.renderer.languages != languages:
            self.renderer = Renderer(resources, languages)
        layouts = tuple(listed(layout, self.held) for layout in self.held.layouts.values())
        palette = {name: colour.rgb for name, colour in opened.project.palette.items()}
        return Contents(layouts, palette, opened.project.publisher.short_name, opened.warnings)

    def compare(self, names: Sequence[str]) -> dict[str, str]:
        """Return a hash of each layout's words and looks; nothing for one that cannot be composed."""
        held, found = self.held, {}
        for name in names if held else ():
            assert held
            try:
                found[name] = held.digest(*held.compose(held.layouts[name]))
            except (ProblemsFound, MissingProgram, OSError):
                found[name] = ""
        return found

    def draw(self, name: str, pixels: int) -> View:
        """Return the layout's pages as pictures, the widest of them so many pixels wide, and what is wrong with it."""
        started = time.monotonic()
        try:
            view = self._draw(name, pixels)
        except Exception as error:
            view = View(name, problems=problems_of(error, name), pixels=pixels)
        if self.held:
            view = replace(view, problems=tuple(self.held.opened.locate(view.problems)))
        return replace(view, seconds=time.monotonic() - started)

    def _draw(self, name: str, pixels: int) -> View:
        assert self.held and self.renderer
        composed, faults = self.held.compose(self.held.layouts[name])
        digest, form = self.held.digest(composed, faults), composed.format
        laid_out = lay_out(composed, self.renderer, draft=True)
        problems = (*faults, *laid_out.problems)
        is_draft = any(problem.severity == "error" for problem in problems)
        if composed.unapproved and not is_draft:
            words = (("en", DRAFT), (composed.language.tag, composed.language.draft_label))
            marked = stamp_words(laid_out.rendered.pdf, self.renderer.write_words(words, composed))
            laid_out = replace(laid_out, rendered=replace(laid_out.rendered, pdf=marked))
        version = self.held.project.publications[composed.layout.source].version
        pdf = finish_screen(laid_out.rendered, composed, version=version)
        pdf = stamp(pdf) if is_draft else pdf
        while len(self.laid) >= KEPT:
            del self.laid[next(iter(self.laid))]
        self.laid[name] = Laid(self.held, composed, laid_out, pdf, is_draft)
        widest = max(panel.width for panel in form.panels)
        pictures = take_pictures(pdf, laid_out, round(pixels / widest * MM_PER_INCH), self.pictures)
        self.pictures = {picture.name: picture.png for picture in pictures}
        state = "draft" if is_draft else "proof" if composed.unapproved else "final"
        return View(name, digest, composed.title, state, pictures, pdf, problems, pixels)

    def finish(self, name: str) -> Rest | None:
        """Return the rest of what `build` does with a layout that was drawn: the office edition, and the checks.

        None if it must be drawn again first.
        """
        try:
            return finish(name, self.laid[name]) if name in self.laid else None
        except Exception as error:
            return Rest(problems=problems_of(error, name))


def finish(name: str, laid: Laid) -> Rest:
    """Return the office edition of a layout, and what is wrong with its files when they are read back."""
    held, layout = laid.held, laid.held.layouts[name]
    editions: dict[Purpose, bytes] = {"screen": laid.pdf}
    if "office" in held.purposes:
        version = held.project.publications[layout.source].version
        pdf = office(laid.laid_out.rendered, laid.composed, version=version)
        editions["office"] = stamp(pdf) if laid.is_draft else pdf
    found: dict[Problem, None] = {}
    for purpose, pdf in editions.items():
        expected = preflight.expectations(Edition(layout, purpose), held.project, laid.composed)
        found |= dict.fromkeys(replace(problem, where=name) for problem in preflight.inspect(pdf, expected).problems)
    return Rest(editions.get("office", b""), tuple(found))


def listed(layout: Layout, held: Held) -> Listed:
    """Return what the list of the preview says of a layout."""
    publication, language = held.project.publications[layout.source], held.languages.languages[layout.language]
    title = held.project.risks[layout.risk].title if layout.risk else publication.title
    return Listed(
        id=layout.id,
        title=title,
        code=layout.code,
        format=FORMATS[layout.format].title,
        colour=publication.colour,
        tag=layout.language,
        language=language.name,
        own_name=language.own_name,
        direction=language.direction,
        group=f"{layout.publication}.{layout.format}",
    )


def take_pictures(pdf: bytes, laid_out: LaidOut, dpi: int, known: Mapping[str, bytes]) -> tuple[Picture, ...]:
    """Return the pages of a PDF as PNG pictures, which are taken from the known ones if they are the same."""
    pictures, fills = [], laid_out.fills
    with raster.open_pages(pdf) as document:
        for page, panel in zip(document, laid_out.rendered.panels, strict=True):
            image = raster.draw_page(page, dpi)
            width, height = (round(size / POINTS_PER_MM, 1) for size in page.get_size())
            name = hashlib.sha256(image.tobytes()).hexdigest()[:16]
            png = known.get(name) or to_png(image)
            pictures.append(Picture(panel, name, png, width, height, fills.get(panel, 0.0)))
    return tuple(pictures)


def to_png(image: Image.Image) -> bytes:
    """Return a picture as PNG, written fast: it travels no further than this machine."""
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def problems_of(error: Exception, name: str) -> tuple[Problem, ...]:
    """Return what an exception says, as problems of a layout."""
    return tuple(error.problems) if isinstance(error, ProblemsFound) else (told(error, name),)


def told(error: Exception, name: str) -> Problem:
    """Return an exception as a problem."""
    if isinstance(error, MissingProgram):
        return Problem("missing-program", f"{error.what} is missing.", where=name, hint=error.command)
    if isinstance(error, OSError):
        message = f"the system says: {error.strerror or error}."
        return Problem("file-error", message, file=str(error.filename or ""), where=name)
    last = traceback.format_exception_only(error)[-1].strip()
    message = f"It could not be drawn: {last}. This is a fault in Leaflets, not in your file."
    return Problem("fault", message, where=name, hint="please report it.")
