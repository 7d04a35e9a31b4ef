# SPDX-License-Identifier: MIT
"""A recipe for each page: only pages are rendered whose recipe is not that of the former site's page.

A page of a language is made from the same values as all the others, except the sentences. Which of those it shows was
recorded when it was last rendered: as long as they and all other values are the same, it would be the same page and
show the same sentences.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import signal
import threading
from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from markupsafe import Markup

from leaflets.build.pool import count_cores
from leaflets.build.worker_start import METHOD, defer_ctrl_c
from leaflets.core.messages import SOURCE, Message
from leaflets.languages.catalogue.translate import translate
from leaflets.site import addresses
from leaflets.site.kept import Kept, Use, recipe_of
from leaflets.site.languages import SiteLanguage
from leaflets.site.pages import SitePage, page_language
from leaflets.site.render import MadePage, RenderContext, pages_in, render_page, with_pieces

SENTENCES = re.compile(r"risks\.|publications\.[^.]+\.(summary$|words\.)")
"""The keys of what templates only print; of what else is translated, they may ask what it says."""
ENOUGH = 100
"""The fewest pages for which it is worth starting processes."""
Pages = dict[str, tuple[SiteLanguage, SitePage]]
"""Pages by the file of each."""
Work = Sequence[tuple[SiteLanguage, SitePage]]
Rendered = tuple[list[MadePage], dict[str, tuple[Use, ...]]]
"""Pages, and what the pieces on them show."""


class Wordless:
    """Takes out the words of sentences, so that what is left of a project is what does not change with them."""

    def message(self, key: str, english: str) -> Message:
        return Message("..." if english and SENTENCES.match(key) else english, key)


@dataclass
class PageRecipes:
    """Gives the recipes of pages; `sources` is a hash of templates, drawings and languages."""

    context: RenderContext
    sources: str
    common: dict[str, str] = field(default_factory=dict)
    """The recipe that the pages of a language share."""
    speakers: dict[str, str] = field(default_factory=dict)
    """The recipes of the languages of notices."""
    shown: dict[tuple[str, Use], str] = field(default_factory=dict)
    """What is shown in a language, each worked out once."""

    def of(self, site_language: SiteLanguage, page: SitePage, uses: Sequence[Use]) -> str:
        """Return the recipe of a page that shows these words and drawings."""
        tag, notice = site_language.language.tag, page.values.get("notice")
        speakers = [self._speaker(one.language) for one in notice.said] if notice else []
        return recipe_of(self._common(tag), page.address, page.template, notice, speakers, *self._words(tag, uses))

    def of_piece(self, piece: str, uses: Sequence[Use]) -> str:
        """Return the recipe of a piece that shows these; nothing if its language has gone."""
        tag = piece.partition(" ")[0]
        return recipe_of(self._common(tag), *self._words(tag, uses)) if tag in self.context.site_languages else ""

    def _common(self, tag: str) -> str:
        if tag not in self.common:
            self.common[tag] = recipe_of(self.sources, *_parts(self.context, self.context.site_languages[tag]))
        return self.common[tag]

    def _speaker(self, tag: str) -> str:
        if tag not in self.speakers:
            one = self.context.speakers[tag]
            self.speakers[tag] = recipe_of(one.language, one.is_draft, wordless(one))
        return self.speakers[tag]

    def _words(self, tag: str, uses: Sequence[Use]) -> Iterator[str]:
        for use in uses:
            if (tag, use) not in self.shown:
                self.shown[tag, use] = repr((use, self._word(tag, use)))
            yield self.shown[tag, use]

    def _word(self, tag: str, use: Use) -> tuple[str, str] | None:
        word = None
        if use[0] == "word":
            word = self.context.site_languages[tag].word(use[1])
        elif use[0] == "draft" and use[1] in self.context.speakers:
            word = self.context.speakers[use[1]].draft(use[2])
        return None if word is None else (str(word), word.tag)


def wordless(site_language: SiteLanguage) -> str:
    """Return everything that a language's project says and is, except the words of sentences."""
    return translate(site_language.project, Wordless()).model_dump_json()


def _parts(context: RenderContext, site_language: SiteLanguage) -> Iterator[object]:
    """Yield what decides all pages of a language."""
    plan, tag = context.plan, site_language.language.tag
    yield tag, wordless(site_language), plan.languages, plan.updated, plan.designs
    yield context.style, context.script, context.gallery_script, context.copies_script, context.logos
    yield [(gone.code, gone.publication.withdrawn) for gone in plan.gone]
    yield [bundle for bundle in plan.bundles if bundle.language in ("", tag)], plan.redirects
    for item in plan.items:
        variants = [
            one
            for other, one in item.variants.items()
            if one is item.variant(tag) or tag in other.split("+") or page_language(plan, other) == tag
        ]
        pictures = [context.previews.of(picture) for variant in variants for picture in variant.pictures]
        elsewhere = [(one.language, one.code, one.title, one.formats) for one in item.variants.values()]
        title = "" if SOURCE in item.variants else item.publication.title
        yield item.id, item.code, item.risk, item.topics, title, variants, pictures, elsewhere


def all_pages(context: RenderContext, kept: Kept, sources: str) -> dict[str, bytes | Path]:
    """Return the pages of every language, and make their drawings.

    The former page stays if its recipe and those of its pieces are the same. If only those of pieces have changed, it
    gets these from a page that has been rendered; otherwise it is rendered, with the pieces that are as they were.
    """
    recipes, files = PageRecipes(context, sources), dict[str, bytes | Path]()
    same = {one for one, (known, uses) in kept.former_pieces.items() if recipes.of_piece(one, uses) == known}

    def former_piece(name: str) -> tuple[Markup, tuple[Use, ...]] | None:
        html = kept.former_piece(name) if name in same else None
        return None if html is None else (Markup(html), kept.former_pieces[name][1])

    context = replace(context, former_piece=former_piece)
    changed, in_pieces = Pages(), Pages()
    for site_language in context.site_languages.values():
        for page in pages_in(context, site_language):
            name = addresses.file_of(page.address)
            uses = kept.uses_of(name)
            former = None if uses is None else kept.former(name, recipes.of(site_language, page, uses))
            if uses is None or former is None:
                changed[name] = site_language, page
                continue
            files[name], kept.uses[name], kept.places[name] = former, uses, kept.places_of(name)
            if not same.issuperset(kept.pieces_on(name)):
                in_pieces[name] = site_language, page
    rendered, shown = render_all(context, list(changed.values()))
    made = dict(zip(changed, rendered, strict=True))
    for name, (site_language, page) in in_pieces.items():
        if same.union(context.pieces).issuperset(kept.pieces_on(name)):
            former_page = MadePage((kept.site / name).read_bytes(), kept.uses[name], kept.places[name])
            made[name] = with_pieces(context, former_page)
        else:
            made[name] = render_page(context, site_language, page)
    for name, (html, uses, places) in made.items():
        files[name], kept.uses[name], kept.places[name] = html, uses, places
        kept.recipes[name] = recipes.of(*(changed | in_pieces)[name], uses)
        kept.hashes.pop(name, None)
    _keep_pieces(kept, recipes, shown | pieces_of(context))
    _make_drawings(context, kept)
    return files


def _keep_pieces(kept: Kept, recipes: PageRecipes, shown: dict[str, tuple[Use, ...]]) -> None:
    """Keep the recipe of each piece on a page; `shown` is what those show that have been rendered."""
    every = {one: uses for one, (_, uses) in kept.former_pieces.items()} | shown
    placed = {piece for name in kept.places for piece in kept.pieces_on(name)}
    kept.pieces = {one: (recipes.of_piece(one, every[one]), every[one]) for one in placed}


def _make_drawings(context: RenderContext, kept: Kept) -> None:
    """Make the drawings that pages and pieces show, each once."""
    every = (*kept.uses.values(), *(uses for _, uses in kept.pieces.values()))
    for kind, *how in dict.fromkeys(use for uses in every for use in uses):
        if kind == "drawing":
            name, colour, *roles = how
            context.shared.drawing(name, colour, **dict(zip(roles[::2], roles[1::2], strict=True)))


def render_all(context: RenderContext, work: Work) -> Rendered:
    """Return pages, rendered in parallel by forks if there are many, and what the pieces on them show."""
    number = min(count_cores(), len(work) // ENOUGH)
    if number < 2 or METHOD != "forkserver" or threading.active_count() > 1:
        return render(context, work)
    size = -(-len(work) // number)
    parts = [work[start : start + size] for start in range(0, len(work), size)]
    fork = multiprocessing.get_context("fork")  # the templates of a language cannot be sent to another process
    copies, ends = [], []
    try:
        with defer_ctrl_c():
            for part in parts:
                end, own = fork.Pipe(duplex=False)
                copies.append(fork.Process(target=_render, args=(context, part, own), daemon=True))
                copies[-1].start()
                own.close()  # before the next fork would inherit it: it ends with this one
                ends.append(end)
        made = [_received(end) or render(context, part) for part, end in zip(parts, ends, strict=True)]
        return [page for pages, _ in made for page in pages], dict(ChainMap(*(shown for _, shown in made)))
    finally:
        for copy in (one for one in copies if one.pid):
            copy.kill()


def render(context: RenderContext, work: Work) -> Rendered:
    """Return pages, rendered one after another, and what their pieces show."""
    return [render_page(context, site_language, page) for site_language, page in work], pieces_of(context)


def pieces_of(context: RenderContext) -> dict[str, tuple[Use, ...]]:
    """Return what the pieces show that have been rendered."""
    return {name: uses for name, (_, uses) in context.pieces.items()}


def _render(context: RenderContext, work: Work, end: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(Exception):  # the caller meets it again, and reports it
        end.send(render(context, work))


def _received(end: Connection) -> Rendered | None:
    """Return what a fork has rendered; None if it has died or failed."""
    try:
        found: Rendered = end.recv()
    except (EOFError, OSError):
        return None
    return found
