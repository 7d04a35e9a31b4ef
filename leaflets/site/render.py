# SPDX-License-Identifier: MIT
"""Render the pages of the site to HTML, and the files that go with them, all in memory.

Every link is relative and made by `addresses.link`, so the site works in a subfolder and from a disk. Only the page
for missing addresses has links from the root: a host shows it at any address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from jinja2.runtime import Macro
from markupsafe import Markup

from leaflets.content.model import Project
from leaflets.core.colour import Coloured
from leaflets.core.messages import SOURCE, Message
from leaflets.core.paper import name_paper
from leaflets.languages.language import Language
from leaflets.layout.compose import fill
from leaflets.layout.compose.shares import RiskShares
from leaflets.layout.logos import PlacedLogo
from leaflets.site import addresses
from leaflets.site.found import absolute
from leaflets.site.hosting import POLICY, root_of
from leaflets.site.kept import Place, Use
from leaflets.site.languages import Shared, SiteLanguage
from leaflets.site.notice import Notice, Said, fill_section
from leaflets.site.offered import LanguageVariant
from leaflets.site.pages import SitePage, list_common_pages
from leaflets.site.plan import SitePlan
from leaflets.site.previews import Previews

FOLDER = "templates/site"
LOST = "404.html"
PASTE = re.compile(r"(?ms)^([^\n]+)\n-+\n\n(.*?)\s*(?=\n\n[^\n]+\n-+\n|\Z)")
"""A part of the words for a picture: its underlined heading, and what is to be pasted."""


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs besides pages: plan, languages of the site, shared files, previews."""

    plan: SitePlan
    site_languages: Mapping[str, SiteLanguage]
    languages: Mapping[str, Language]
    shared: Shared
    previews: Previews
    style: str
    script: str
    gallery_script: str
    copies_script: str
    logos: Sequence[Sequence[PlacedLogo]] = ((), ())
    """Of the publisher and its partners, for white and for dark schemes; their sizes in pixels."""
    pages: Mapping[str, Sequence[SitePage]] = field(default_factory=dict)
    """Of each language."""
    notices: Sequence[Notice] = ()
    speakers: Mapping[str, SiteLanguage] = field(default_factory=dict)
    """The languages of notices, which may be more than the site's."""
    pieces: dict[str, tuple[Markup, tuple[Use, ...]]] = field(default_factory=dict)
    """HTML shared by all pages of one part of the site: the menu; a publication in a list; with what it shows."""
    former_piece: Callable[[str], tuple[Markup, tuple[Use, ...]] | None] = lambda name: None
    """Gives a piece of the former site, with what it shows, if it would be the same."""
    placed: list[str] = field(default_factory=list)
    """The pieces that have been put on the page."""

    def uses_of(self, site_language: SiteLanguage) -> dict[Use, dict[Any, Any]]:
        """Return where it is recorded what a page in a language shows: its words, those of notices, drawings."""
        notices: dict[Use, dict[Any, Any]] = {("draft", tag): speaker.drafted for tag, speaker in self.speakers.items()}
        return {("word",): site_language.said, **notices, ("drawing",): self.shared.used}


class MadePage(NamedTuple):
    """A page, what it shows besides its pieces, and those."""

    html: bytes
    uses: tuple[Use, ...]
    places: Sequence[Place]


def pages_in(context: RenderContext, site_language: SiteLanguage) -> Iterator[SitePage]:
    """Yield every page in a language; with English, those that exist only once."""
    yield from context.pages[site_language.language.tag]
    if site_language.language.tag == SOURCE:
        yield from list_common_pages(context.plan, context.notices)
        yield SitePage(LOST, "lost")


def _from_root(project: Project) -> Callable[[str], Markup]:
    return lambda address: Markup("{}/{}").format(root_of(project), addresses.file_of(address))


def render_page(context: RenderContext, site_language: SiteLanguage, page: SitePage) -> MadePage:
    """Return a page, and what it shows; ProblemsFound if its template cannot be filled."""

    def relative(address: str) -> Markup:
        return Markup(addresses.link(page.address, address))

    to = _from_root(context.plan.project) if page.address == LOST else relative
    name = f"{FOLDER}/{page.template}.html"
    uses = context.uses_of(site_language)
    context.placed.clear()
    for used in uses.values():
        used.clear()
    values = {**_values(context, site_language, page, to), **page.values}
    html = fill(site_language.templates, name, values, where=page.address).encode()
    places = tuple(_places(html, context))
    others = () if places else (use for piece in context.placed for use in context.pieces[piece][1])
    return MadePage(html, tuple(dict.fromkeys((*_listed(uses), *others))), places)


def _listed(uses: Mapping[Use, Iterable[Any]]) -> tuple[Use, ...]:
    return tuple((*kind, *(of if isinstance(of, tuple) else (of,))) for kind, used in uses.items() for of in used)


def _places(html: bytes, context: RenderContext) -> Iterator[Place]:
    """Yield where the pieces are; nothing if a template has changed one."""
    end, found = 0, []
    for piece in context.placed:
        data = str(context.pieces[piece][0]).encode()
        if (start := html.find(data, end)) < 0:
            return
        end = start + len(data)
        found.append((piece, start, end))
    yield from found


def with_pieces(context: RenderContext, former: MadePage) -> MadePage:
    """Return a page with those of its pieces that have been made again."""
    html, places, end = b"", [], 0
    for piece, start, stop in former.places:
        new = str(context.pieces[piece][0]).encode() if piece in context.pieces else former.html[start:stop]
        html += former.html[end:start] + new
        places.append((piece, len(html) - len(new), len(html)))
        end = stop
    return MadePage(html + former.html[end:], former.uses, tuple(places))


def _values(
    context: RenderContext, site_language: SiteLanguage, page: SitePage, to: Callable[[str], Markup]
) -> dict[str, Any]:
    plan, tag = context.plan, site_language.language.tag
    facts = site_language.facts(page.layout) if page.layout else None
    project = site_language.project

    def picture(name: str, colour: str, **roles: str) -> Markup:
        return to(context.shared.drawing(name, colour, **roles))

    def topic(mark: str) -> str:
        return next(risk.title for name, risk in project.risks.items() if plan.topics[name] == mark)

    values = {
        "plan": plan,
        "page": page,
        "policy": POLICY,
        "logos": [[replace(logo, address=to(logo.address)) for logo in row] for row in context.logos],
        "tag": tag,
        "language": site_language.language,
        "languages": context.languages,
        "alternates": [(context.languages[one], at) for one, at in page.alternates.items() if "+" not in one],
        "publisher": project.publisher,
        "project": project,
        "area": project.area,
        "risks": project.risks,
        "organisations": project.organisations,
        "formats": project.every_format,
        "name_paper": name_paper,
        **{name: to(getattr(context, name)) for name in ("style", "script", "gallery_script", "copies_script")},
        "addresses": addresses,
        "to": to,
        "section": lambda name, *below: to(addresses.section(name, tag, *below)),
        "home": to(addresses.home(tag)),
        "english": lambda text: text if isinstance(text, Message) else Message(text, "", tag=SOURCE),
        "picture": picture,
        "topic": topic,
        "once": _once(context, site_language, page),
        "previews_of": lambda one: [(to(address), size) for address, size in context.previews.of(one)],
        **_sharing(context, to),
        "date": site_language.language.write_date,
        "kilobytes": lambda number: max(1, round(number / 1000)),
    }
    if facts and page.layout:
        publication = project.publications[page.layout.source]
        shares = RiskShares(plan.designs[publication.design], project.every_format[page.layout.format], project)
        values |= {"contacts": facts.contacts, "helpers": facts.helpers, "help_strip": facts.help_strip}
        values |= {"risks_on": shares.on, "group_of": shares.design.group_of}
        values |= {"words": publication.words, "publication": publication}
    facts = facts or site_language.facts(plan.general_layout(tag))
    printers = {"contact": facts.unlisted, "tel": facts.tel, "say": facts.say, "terms": facts.terms, "note": facts.note}
    return values | printers | {"web": facts.web, "website": facts.website, "plain": facts.plain}


def _once(context: RenderContext, site_language: SiteLanguage, page: SitePage) -> Callable[..., Markup]:
    """Return what fills a piece that many pages share, and remembers what it shows."""

    def once(piece: Macro, *shown: Any) -> Markup:
        part, depth = page.address.partition("/")[0], str(page.address.count("/"))
        named = (site_language.language.tag, part, depth, piece.name, *(item.code for item in shown[:1]))
        key = " ".join((*named, str(len(shown))))
        if key not in context.pieces:
            context.pieces[key] = context.former_piece(key) or _fill_piece(context, site_language, piece, shown)
        context.placed.append(key)
        return context.pieces[key][0]

    return once


def _fill_piece(
    context: RenderContext, site_language: SiteLanguage, piece: Macro, shown: Sequence[Any]
) -> tuple[Markup, tuple[Use, ...]]:
    """Return a piece, and what it shows, which is not counted to its page."""
    uses = context.uses_of(site_language)
    before, number = [dict(used) for used in uses.values()], len(context.placed)
    for used in uses.values():
        used.clear()
    html = Markup(piece(*shown))
    within = (use for one in context.placed[number:] for use in context.pieces[one][1])
    found = html, tuple(dict.fromkeys((*_listed(uses), *within)))
    del context.placed[number:]
    for used, former in zip(uses.values(), before, strict=True):
        used.clear()
        used.update(former)
    return found


def _sharing(context: RenderContext, to: Callable[[str], Markup]) -> dict[str, Callable[..., Any]]:
    """Return what a page needs that is passed on, or replaced: whole addresses, its picture, words; notices."""
    plan = context.plan
    return {
        "section_of": _sections(context, to),
        "absolute": lambda address: absolute(plan, address),
        "share_picture": lambda variant: absolute(plan, share_picture(context, variant)),
        "pastes": lambda one: PASTE.findall((context.previews.dist / one.source).read_text(encoding="utf-8")),
    }


def share_picture(context: RenderContext, variant: LanguageVariant) -> str:
    """Return the address of the picture for links to a publication: one to share, or else its first page."""
    made = [one.address for one in variant.downloads if one.purpose == "picture"]
    made += [context.previews.of(one)[-1][0] for one in variant.pictures[:1]]
    return next(iter(made), "")


def _sections(context: RenderContext, to: Callable[[str], Markup]) -> Callable[[Said], Markup]:
    """Return what fills the sections of a notice, each in its language."""

    def section(said: Said) -> Markup:
        own = said.language if said.language in context.plan.languages else SOURCE
        more = {name: addresses.section(name, own) for name in ("gallery", "help")}
        return fill_section(context.speakers[said.language], said, to=to, more=more)

    return section


def style_of(palette: Mapping[str, Coloured], languages: Iterable[Language], sheet: str) -> str:
    """Return the site's stylesheet: data.yaml's colours, a class for each audience's, the sheet, scripts' needs."""
    root = "\n".join(f"  --palette-{name}: {colour.rgb};" for name, colour in palette.items())
    classes = [
        f".in-{name} {{ --audience: var(--palette-{name}); --audience-mid: var(--palette-{name}-mid);"
        f" --audience-tint: var(--palette-{name}-tint); }}"
        for name in palette
        if f"{name}-mid" in palette and f"{name}-tint" in palette
    ]
    return "\n".join((":root {", root, "}", *classes, sheet, *_scripts(list(languages)), ""))


def _scripts(languages: Sequence[Language]) -> Iterator[str]:
    latin = {family for one in languages if one.script == "Latn" for family in one.families}
    for one in languages:
        if one.script != "Latn":
            fonts = "".join(f'"{family}", ' for family in one.families if family not in latin)
            lines, tight = max(one.line_height, 1.5), max(one.line_height * 0.9, 1.2)
            family = f"font-family: {fonts}var(--letters); line-height: var(--lines)"
            rule = f"{family}; --lines: {lines}; --tight: {tight:.2f};"
            yield f'[lang="{one.tag}"] {{ {rule} }}'
