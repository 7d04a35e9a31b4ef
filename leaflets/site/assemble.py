# SPDX-License-Identifier: MIT
"""Assemble every file of the download site: plan it, render its pages, collect its files.

In: the project in each language, the manifest and the files of `dist`. Out: every file of the site by its path, as
bytes or as the path of a file of `dist`. Only the cache of previews is written here.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leaflets.build.manifest import Manifest
from leaflets.content.model import Project, facts_of
from leaflets.content.short_links import links_of, short_address
from leaflets.content.trust import value_of
from leaflets.core.checksums import SIGNATURE, SUMS, write_sums
from leaflets.core.problems import Problem
from leaflets.core.resources import Resources
from leaflets.languages.language import Languages
from leaflets.layout.compose.drawings import Pictures
from leaflets.layout.logos import Ground, PlacedLogo, place_logos, read_logos
from leaflets.register.published import one_line
from leaflets.site.bundles import pack
from leaflets.site.found import findable
from leaflets.site.hosting import FORWARDS, HEADERS, extra_files, forwards, headers
from leaflets.site.kept import Kept
from leaflets.site.languages import Draw, Shared, SiteLanguage
from leaflets.site.listing import catalogue
from leaflets.site.notice import Notice, NoticePaper
from leaflets.site.page_recipes import all_pages
from leaflets.site.pages import SitePage
from leaflets.site.plan import SitePlan
from leaflets.site.previews import Previews
from leaflets.site.render import RenderContext, style_of
from leaflets.site.search import search_scripts
from leaflets.site.slots import SlotTables, slot_scripts

CATALOGUE = "catalogue.json"
COMMENT = re.compile(r" */\*(?s:.*?)\*/\n?|(?m:^) *//.*\n")
"""A comment of a stylesheet, or a script's on lines of its own: they are not sent."""
SCRIPTS = "site", "gallery", "copies"
LOGOS_PX = 44, 480
"""Height and width of the row of logos, in pixels."""


@dataclass(frozen=True)
class SiteInputs:
    """The inputs for the site."""

    resources: Resources
    languages: Languages
    folder: Path
    dist: Path
    kept: Kept
    sources: str
    """A hash of templates, drawings and languages."""
    tables: SlotTables


def site_logos(project: Project, resources: Resources, shared: Shared) -> Iterator[tuple[PlacedLogo, ...]]:
    """Yield the logos for the foot of the pages, as files of their own: for white, then for dark schemes."""
    grounds: tuple[Ground, ...] = ("file", "on_dark")
    for ground in grounds:
        logos = read_logos(project, resources, ground)
        placed = place_logos(logos, *LOGOS_PX, least_ppi=0)
        yield tuple(
            replace(one, address=shared.add("logo", logo.suffix, logo.data))
            for logo, one in zip(logos, placed, strict=True)
        )


def make_site(
    plan: SitePlan,
    site_languages: Mapping[str, SiteLanguage],
    inputs: SiteInputs,
    *,
    pages: Mapping[str, Sequence[SitePage]],
    notices: Sequence[Notice],
    speakers: Mapping[str, SiteLanguage],
) -> dict[str, bytes | Path]:
    """Return every file of the site except the list of checksums; `speakers` are the languages of notices."""
    shared = Shared(drawer(plan.project, inputs.resources))
    kept = inputs.kept
    previews = Previews(inputs.dist, kept)
    previews.make(plan)
    sheet, *texts = (
        COMMENT.sub("", inputs.resources.read(f"templates/site/{name}"))
        for name in ("site.css", *(f"{one}.js" for one in SCRIPTS))
    )
    spoken = [one.language for one in site_languages.values()]
    style = shared.add("site", "css", style_of(plan.project.colours, spoken, sheet).encode())
    scripts = [shared.add(name, "js", text.encode()) for name, text in zip(SCRIPTS, texts, strict=True)]
    context = RenderContext(
        plan,
        site_languages,
        inputs.languages.languages,
        shared,
        previews,
        style,
        script=scripts[0],
        gallery_script=scripts[1],
        copies_script=scripts[2],
        logos=tuple(site_logos(plan.project, inputs.resources, shared)),
        pages=pages,
        notices=notices,
        speakers=speakers,
    )
    files: dict[str, bytes | Path] = {**all_pages(context, kept, inputs.sources)}
    files |= shared.files | previews.files
    files |= {
        one.address: inputs.dist / one.source
        for item in plan.items
        for variant in item.variants.values()
        for one in variant.downloads
    }
    found = findable(plan, list(site_languages.values()), [page for own in pages.values() for page in own])
    files |= {name: text.encode() for name, text in found}
    files |= search_scripts(context, inputs.resources, files, kept)
    files |= slot_scripts(plan, inputs.tables)
    paper = NoticePaper(plan.project, inputs.resources, inputs.languages, speakers, kept.cache)
    files |= paper.files(notices)
    files |= {bundle.address: pack(bundle, plan, inputs.dist, kept) for bundle in plan.bundles}
    listed = json.dumps(catalogue(context), ensure_ascii=False, indent=1) + "\n"
    files |= {CATALOGUE: listed.encode(), HEADERS: headers(plan).encode(), FORWARDS: forwards(plan).encode()}
    files |= extra_files(inputs.folder, {SUMS, SIGNATURE, *files})
    return dict(sorted(files.items()))


def drawer(project: Project, resources: Resources) -> Draw:
    """Return the function that supplies the leaflets' pictures, as separate files."""

    def draw(name: str, colour: str, roles: Mapping[str, str]) -> bytes:
        address = Pictures(resources, project.colours, colour)(name, **roles)
        return base64.b64decode(str(address).partition(",")[2])

    return draw


def list_sums(files: Mapping[str, bytes | Path], release: str, kept: Kept) -> bytes:
    """Return the list of checksums; `release` is the day from which it offers what it offers, or empty."""
    return write_sums({name: kept.hash_of(name, file) for name, file in files.items()}, release=release)


def check_manifest(plan: SitePlan, manifest: Manifest, dist: Path, kept: Kept) -> list[Problem]:
    """Return what does not agree: changed files, editions older than data.yaml, QR codes that lead nowhere."""
    problems = _stale_facts(plan.project, manifest)
    links = links_of(plan.project)
    known = {link.value for link in links.values()}
    known |= {short for name in links if (short := short_address(plan.project, name))}
    for entry in manifest["editions"]:
        if entry["state"] != "final":
            continue
        file = dist / entry["path"]
        if not file.is_file() or kept.hash(file) != entry["sha256"]:
            problems.append(_stale(entry["id"], "its file is missing or has changed since it was built"))
        problems += [
            _stale(entry["id"], f"its QR code leads to {code['url']}, which is not in data.yaml")
            for code in entry["qr"]
            if code["url"] not in known
        ]
    for item in plan.items:
        for variant in item.variants.values():
            problems += [
                _stale(one.edition, f"its picture {one.page} is missing")
                for one in variant.downloads
                if one.page > 1 and not (dist / one.source).is_file()
            ]
            if variant.version != item.publication.version or variant.issued != item.publication.issued:
                built = f"version {variant.version} of {variant.issued} is built"
                message = f"{built}, data.yaml says {item.publication.version}"
                problems.append(_stale(f"{item.id} ({variant.language})", message))
    return problems


def _stale_facts(project: Project, manifest: Manifest) -> list[Problem]:
    """Return the facts that finished files print otherwise than the pages beside them would say."""
    shown = {name: one_line(value_of(fact)) for name, fact in facts_of(project).items()}
    printed = Counter(
        (fact["id"], one_line(fact["value"]))
        for entry in manifest["editions"]
        if entry["state"] == "final"
        for fact in entry["facts"]
    )
    return [
        _stale(name, f"{number} files print '{value}', and data.yaml says '{shown.get(name, '')}'")
        for (name, value), number in sorted(printed.items())
        if value != shown.get(name)
    ]


def _stale(where: str, message: str) -> Problem:
    return Problem("site-stale", f"{message}.", where=where, hint="build again, then make the site.")
