# SPDX-License-Identifier: MIT
"""Render: a composed layout becomes one tagged PDF, a page for each panel, bleed included.

It imports WeasyPrint, which takes half a second, and patches it: import this module where pages are drawn, not
before. It reads only files of the project, the package and the fonts, opens no connection, knows no system fonts,
and turns every warning of the renderer into a problem that names the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from leaflets.core.formats import MM_PER_INCH
from leaflets.core.lookups import FONT, answer_file
from leaflets.core.problems import MissingProgram, Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.languages.language import Language, Languages
from leaflets.layout import weasyprint_setup
from leaflets.layout.composed import LAYERS, Composed, Stylesheet
from leaflets.layout.pages import DrawnPage, FitStep, PageItem, Rendered, Words
from leaflets.layout.project_pictures import bytes_of
from leaflets.layout.renderer_warnings import renderer_says
from leaflets.layout.room import fitting
from leaflets.layout.slot_places import slot_of

with weasyprint_setup.quiet_import():
    import weasyprint
    from weasyprint.formatting_structure import boxes
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from leaflets.layout import weasyprint_patches

weasyprint_patches.install()

MM_PER_PIXEL = MM_PER_INCH / 96
TALL_PAGE_MM = 4000
WORDS = Stylesheet(
    "(words over pages)",
    "design",
    "@page { size: 4000mm 600mm; margin: 0 } body, p { margin: 0 } div { float: left; text-align: center }"
    " p { white-space: nowrap; font: 700 100pt/1.2 var(--font); color: #d2d2d2 }"
    " p + p { line-height: var(--line-height) }",
)
SHELF = 100
"""The number of parsed stylesheets kept: the designs' are shared by many layouts, the tokens are not."""


class Refused(ValueError):
    """Raised for an address that is not served; the problem is recorded, so the renderer's message is ignored."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves `leaflets:` and `data:` addresses only; records what it could not serve."""

    def __init__(self, resources: Resources, languages: Languages, composed: Composed) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.resources, self.languages, self.composed = resources, languages, composed
        self.problems: list[Problem] = []
        self.missing_font: MissingProgram | None = None
        self.served: dict[str, str] = {}
        """What was looked up, by name, with what was found."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            self.prove(bytes_of(url) or b"", f"{url[:30]}...")
            return super().fetch(url, headers)
        kind, _, name = unquote(url.removeprefix("leaflets:")).partition("/")
        if not url.startswith("leaflets:"):
            return self.refuse("outside-project", f"{url[:80]} is not a file of the project.")
        if kind == "font":
            return self.font(url, *name.rpartition("/")[::2])
        try:
            data = self.resources.data(f"{kind}/{name}")
        except ProblemsFound as found:
            self.problems += (replace(problem, where=self.composed.layout.id) for problem in found.problems)
            raise Refused(str(found)) from None
        except OSError:
            return self.refuse("picture-missing", f"There is no file {kind}/{name}.")
        if not name.endswith(".css"):
            self.prove(data, f"{kind}/{name}")
        self.served[f"{kind}/{name}"] = answer_file(data)
        return URLFetcherResponse(url, data)

    def prove(self, data: bytes, name: str) -> None:
        """Refuse pictures that were not accepted for these pages, so that nothing unchecked is drawn."""
        if hashlib.sha256(data).hexdigest() not in self.composed.pictures:
            hint = "write its address without escapes, in a template or stylesheet of the design."
            self.refuse("picture-unseen", f"The picture {name} has an address that was not recognised.", hint)

    def refuse(self, slug: str, message: str, hint: str = "") -> URLFetcherResponse:
        problem = Problem(slug, message, file=self.composed.page_file, where=self.composed.layout.id, hint=hint)
        self.problems.append(problem)
        raise Refused(message)

    def font(self, url: str, family: str, weight: str) -> URLFetcherResponse:
        font = self.languages.fonts[family]
        try:
            self.served[f"{FONT}{family}/{weight}"] = answer_file(font.path(int(weight)).read_bytes(), font.member)
            return URLFetcherResponse(url, font.read(int(weight)))
        except (OSError, ModuleNotFoundError) as error:
            self.missing_font = MissingProgram(f"The font {family}", font.command)
            raise ValueError(str(error)) from None


@dataclass
class Drawn:
    """A layout laid out at one fit step: pages to measure; `write` makes the PDF."""

    document: Any
    pages: tuple[DrawnPage, ...]
    problems: list[Problem]
    composed: Composed
    reads: Mapping[str, str] = field(default_factory=dict)

    def write(self) -> Rendered:
        """Return the PDF; ProblemsFound with every warning of the renderer."""
        rendered = self.write_draft()
        if self.problems or rendered is None:
            raise ProblemsFound(self.problems)
        return rendered

    def write_draft(self) -> Rendered | None:
        """Return the PDF despite warnings, which are added to `problems`; None if the renderer gave up."""
        pdf = None
        with renderer_says(self.composed.page_file, self.composed, self.problems):
            pdf = self.document.write_pdf(pdf_variant="pdf/ua-1")
        panels = tuple(page.panel for page in self.pages)
        slots = tuple(replace(slot, page=number) for number, page in enumerate(self.pages) for slot in page.slots)
        return None if pdf is None else Rendered(pdf, len(self.pages), panels, self.reads, slots)


@dataclass
class Renderer:
    """Renders layouts one after another with fonts and stylesheets that are read once."""

    resources: Resources
    languages: Languages
    sheets: dict[Stylesheet, tuple[Any, list[Problem], dict[str, str]]] = field(default_factory=dict)
    fonts: dict[tuple[str, ...], Any] = field(default_factory=dict)
    words: dict[tuple[tuple[tuple[str, str], ...], Language], Words] = field(default_factory=dict)
    last: tuple[str, Any] | None = None

    def fonts_of(self, language: Language) -> Any:
        """Return the fonts of a language only, so that a missing letter cannot come from another language's font."""
        families = (*language.families, language.numbers)
        if families not in self.fonts:
            self.fonts[families] = weasyprint_patches.font_configuration()
        return self.fonts[families]

    def render(self, composed: Composed, fit: FitStep = FitStep()) -> Rendered:  # noqa: B008 (frozen)
        """Return the layout's PDF; ProblemsFound with every warning of the renderer."""
        return self.draw(composed, fit).write()

    def draw(self, composed: Composed, fit: FitStep = FitStep(), *, tall: bool = False) -> Drawn:  # noqa: B008
        """Lay the pages out at a fit step; `tall` makes them so high that nothing overflows."""
        fetcher = Fetcher(self.resources, self.languages, composed)
        problems = fetcher.problems
        document = None
        sheets = [self.parse(sheet, composed, fetcher, problems) for sheet in (*composed.stylesheets, fitting(fit))]
        if tall:
            sheets.append(self.parse(tall_pages(composed), composed, fetcher, problems))
        with renderer_says(composed.page_file, composed, problems):
            page = self.read(composed.html, fetcher)
            styles = [sheet for sheet in sheets if sheet is not None]
            fonts = self.fonts_of(composed.language)
            document = page.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1", cache={})
        if fetcher.missing_font:
            raise fetcher.missing_font
        if document is None:
            raise ProblemsFound(problems)
        pages = tuple(measure(page) for page in document.pages)
        return Drawn(document, pages, [] if tall else problems, composed, fetcher.served)

    def read(self, html: str, fetcher: Fetcher) -> Any:
        """Return a parsed page of HTML, served by `fetcher`; the last one is kept."""
        if self.last is None or self.last[0] != html:
            self.last = (html, weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="leaflets:"))
        page = self.last[1]
        page.url_fetcher = fetcher
        return page

    def write_words(self, lines: tuple[tuple[str, str], ...], composed: Composed) -> Words:
        """Return lines of words, each with its language, in the fonts of a layout, to be laid over its pages.

        They are the same for every layout of a language, whatever its paper and colours.
        """
        key = (lines, composed.language)
        if key not in self.words:
            self.words[key] = self.draw_words(lines, composed)
        return self.words[key]

    def draw_words(self, lines: tuple[tuple[str, str], ...], composed: Composed) -> Words:
        paragraphs = "".join(
            f'<p lang="{tag}" dir="{self.languages.languages[tag].direction}">{escape(text)}</p>' for tag, text in lines
        )
        html = f'<html lang="{lines[0][0]}"><body><div>{paragraphs}</div></body></html>'
        drawn = self.draw(replace(composed, html=html, stylesheets=(composed.stylesheets[0], WORDS)))
        if drawn.problems:
            raise ProblemsFound(drawn.problems)
        pieces = drawn.pages[0].pieces
        right, bottom = max(piece.right for piece in pieces), max(piece.bottom for piece in pieces)
        return Words(drawn.document.write_pdf(), right, bottom)

    def parse(self, sheet: Stylesheet, composed: Composed, fetcher: Fetcher, problems: list[Problem]) -> Any:
        """Return the parsed stylesheet, from the cache if it was parsed before; None if it cannot be parsed."""
        if sheet not in self.sheets:
            found: list[Problem] = []
            css = None
            before, fetcher.served = fetcher.served, {}
            with renderer_says(sheet.name, composed, found, line_offset=-1):
                # The layers are on a line of their own, so that lines and columns match the file.
                text = f"@layer {', '.join(LAYERS)}; @layer {sheet.layer} {{\n{sheet.text}\n}}"
                fonts = self.fonts_of(composed.language)
                css = weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=fonts, base_url="leaflets:")
            if fetcher.missing_font:
                raise fetcher.missing_font
            while len(self.sheets) >= SHELF:
                del self.sheets[next(iter(self.sheets))]
            self.sheets[sheet] = (css, found, fetcher.served)
            fetcher.served = before
        css, found, served = self.sheets[sheet]
        fetcher.served |= served
        problems += found
        return css


def tall_pages(composed: Composed) -> Stylesheet:
    """Return the stylesheet that makes every page so high that its content cannot overflow."""
    pages = "".join(
        f"@page {panel.name} {{ size: {panel.width:g}mm {TALL_PAGE_MM}mm }}\n" for panel in composed.format.panels
    )
    return Stylesheet("(tall pages)", "tokens", f"{pages}:root {{ --trim-height: {TALL_PAGE_MM}mm }}")


@dataclass(frozen=True)
class Context:
    """What a box inherits while the tree is walked."""

    group: int = 0
    anchored: bool = False
    bleeds: bool = False
    imprint: bool = False
    title: bool = False
    risk: str = ""
    frame: float | None = None
    """The top of the outermost frame or coloured field around it, in pixels, inside what is fixed to the bottom."""
    fields: frozenset[int] = frozenset()


def measure(page: Any) -> DrawnPage:
    """Return the lines of text and the pictures of a drawn page."""
    box = page._page_box
    pieces: list[PageItem] = []
    fields: list[PageItem] = []
    added: list[Any] = []
    groups = iter(range(1, 1_000_000))

    def walk(box: Any, context: Context) -> None:
        placed = hasattr(box, "_box")
        box = getattr(box, "_box", box)
        context = enter(box, context, next(groups) if placed else context.group)
        if "data-slot" in attributes_of(box) and box.children:  # what overflows onto another page has none
            added.append(box)
        if (field := field_of(box, context)) is not None:
            context = replace(context, fields=context.fields | {len(fields)})
            fields.append(field)
        if isinstance(box, boxes.TextBox):
            if box.text.strip():
                pieces.append(piece(box, context, box.text))
        elif isinstance(box, boxes.ReplacedBox):
            pieces.append(replace(piece(box, context, ""), quiet=float(attributes_of(box).get("data-quiet", 0))))
        else:
            for child in getattr(box, "children", ()):
                walk(child, context)

    for child in box.children:
        walk(child, Context())
    kind = getattr(box.page_type, "name", "") or ""
    width, height = round(page.width * MM_PER_PIXEL, 3), round(page.height * MM_PER_PIXEL, 3)
    slots = tuple(slot_of(one, height, [piece for piece in pieces if piece.quiet]) for one in added)
    return DrawnPage(kind, width, height, tuple(pieces), tuple(fields), slots)


def enter(box: Any, context: Context, group: int) -> Context:
    """Return the context for what is inside a box."""
    attributes = attributes_of(box)
    bleeds = context.bleeds or "data-bleed" in attributes
    imprint = context.imprint or "data-imprint" in attributes
    title = context.title or "data-title" in attributes
    risk = attributes.get("data-risk", context.risk)
    anchored = context.anchored
    if group != context.group:
        anchored = anchored or (box.style["bottom"] != "auto" and box.style["top"] == "auto")
    frame = context.frame
    framed = box.style["border_top_width"] or getattr(box.style["background_color"], "alpha", 0)
    if anchored and not bleeds and frame is None and framed:
        frame = float(box.border_box_y())
    return Context(group, anchored, bleeds, imprint, title, risk, frame, context.fields)


def attributes_of(box: Any) -> Mapping[str, str]:
    """Return the attributes of a box's element."""
    return getattr(box.element, "attrib", {})


def field_of(box: Any, context: Context) -> PageItem | None:
    """Return a box filled with a colour or a drawing in mm; None if it is not, or if words may be on all of it.

    `data-ground` says that they may; with a number, that they may be on so many mm at its bottom edge.
    """
    style = box.style
    is_drawing = style["background_image"][0][0] != "none"
    if not is_drawing and not getattr(style["background_color"], "alpha", 0):
        return None
    attributes = attributes_of(box)
    if attributes.get("data-ground") == "":
        return None
    whole = piece(box, context, "")
    return replace(whole, bottom=whole.bottom - float(attributes.get("data-ground", 0)))


def piece(box: Any, context: Context, text: str) -> PageItem:
    """Return a line of text or a picture in mm."""
    x, y = (box.position_x, box.position_y) if text else (box.border_box_x(), box.border_box_y())
    width, height = (box.width, box.height) if text else (box.border_width(), box.border_height())
    left, top = x * MM_PER_PIXEL, y * MM_PER_PIXEL
    families: Sequence[str] = box.style["font_family"]
    return PageItem(
        left=round(left, 3),
        top=round(top, 3),
        right=round(left + width * MM_PER_PIXEL, 3),
        bottom=round(top + height * MM_PER_PIXEL, 3),
        text=text,
        size_pt=round(float(box.style["font_size"]) * 0.75, 2) if text else 0.0,
        group=context.group,
        anchored=context.anchored,
        bleeds=context.bleeds,
        imprint=context.imprint,
        title=context.title,
        risk=context.risk,
        family=families[0] if text and families else "",
        frame=None if context.frame is None else round(context.frame * MM_PER_PIXEL, 3),
        fields=context.fields,
    )
