# SPDX-License-Identifier: MIT
"""A project as a site finds it: built in several languages, its translations approved.

The words are real and composed as for paper. What the site only copies is made up: PDFs of a line, drawings of one
colour; but one poster is a real file, with a place for a school's own name. The translations are English in other
letters, approved by a reader of the tests' own.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import shutil
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
import polib
from catalogued import letters_of
from PIL import Image
from slotted import slotted

from leaflets.build import manifest
from leaflets.build.ownership import mark_output, project_id
from leaflets.build.project import Opened, load_project, open_project
from leaflets.build.recipe import MadeEdition
from leaflets.build.recipes import Recipes
from leaflets.content.load import load_designs
from leaflets.content.model import Project, layouts_of
from leaflets.content.short_links import links_of
from leaflets.core.edition import Edition, Layout
from leaflets.core.formats import points
from leaflets.core.resources import SHIPPED, Resources
from leaflets.languages.catalogue.po import path_of
from leaflets.languages.pseudo import KEPT
from leaflets.layout.composed import Composed
from leaflets.register.codes import read_codes, with_new_codes, write_codes
from leaflets.site.offered import SitePublication
from leaflets.site.plan import make_plan
from leaflets.site.publish import build_site
from leaflets.translate.catalogue_files import open_for_translation, update
from leaflets.translate.review import approve

TODAY = datetime.date(2026, 11, 23)
WIDTH, HEIGHT = 849, 1200
PAPER_ALONE = (
    "    design: risk-poster\n    formats: [poster-a4, poster-a3, share-square, share-story]\n",
    "    design: risk-poster\n    formats: [poster-a4, poster-a3]\n",
)
"""A change to data.yaml: without the series' pictures to share, a third of all layouts; other posters have theirs."""


@dataclass(frozen=True)
class Hosted:
    """A project, what is built of it, and its site."""

    folder: Path

    @property
    def dist(self) -> Path:
        return self.folder / "dist"

    @property
    def site(self) -> Path:
        return self.dist / "site"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.dist / "manifest.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def opened(self) -> Opened:
        return open_project(self.folder, today=TODAY)

    @property
    def project(self) -> Project:
        return self.opened.project

    @property
    def items(self) -> tuple[SitePublication, ...]:
        """What its site offers."""
        designs = load_designs(Resources(self.folder))
        return make_plan(self.project, self.manifest, designs=designs, files=(), codes={}).items

    def composed(self, layout: Layout) -> Composed:
        """Return a layout as paper has it."""
        return self._recipes.compose(layout)[0]

    @cached_property
    def _recipes(self) -> Recipes:
        return Recipes(self.folder, self.opened, today=TODAY)

    def make(self) -> None:
        """Make the site."""
        build_site(self.folder, self.dist, TODAY)


def new_project(folder: Path, *changes: tuple[str, str], languages: str = "en, ur, bn", drafts: bool = False) -> Hosted:
    """Write the project that ships into a folder, with changes to its text, translated and approved.

    With `drafts` the translations are those that ship.
    """
    folder.mkdir(parents=True)
    text = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^languages: \[.*\]$", f"languages: [{languages}]", text)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    give_codes(folder)
    tags = [tag for tag in languages.split(", ") if tag != "en"]
    for tag in tags if drafts else ():
        write(folder / path_of(tag), (SHIPPED / path_of(tag)).read_bytes())
    update(open_for_translation(folder, today=TODAY), tags, today=TODAY)
    for tag in tags:
        translate(folder, tag)
        approve_all(folder, tag)
    return Hosted(folder)


def give_codes(folder: Path) -> None:
    """Do what `site codes` does."""
    write_codes(folder, with_new_codes(read_codes(folder), links_of(load_project(folder, today=TODAY).project)))


def approve_all(folder: Path, tag: str) -> None:
    """Approve every message of a language, by two readers."""
    opened = open_for_translation(folder, today=TODAY)
    for by in ("First Person", "Second Reader"):
        approve(opened, tag, patterns=(), by=by, today=TODAY)


def translate(folder: Path, tag: str) -> None:
    """Fill what a catalogue lacks with English in the letters of the language; names, numbers, placeholders stay."""
    project = open_project(folder, today=TODAY).project
    names = sorted((re.escape(one.name) for one in project.organisations.values()), key=len, reverse=True)
    kept = re.compile(f"({'|'.join((*names, *TERMS))}|{KEPT.pattern[1:-1]})")
    catalogue, letters = polib.pofile(str(folder / path_of(tag))), letters_of(tag)
    for entry in (one for one in catalogue if one.fuzzy or not one.msgstr):
        parts = kept.split(entry.msgid)
        entry.msgstr = "".join(part if n % 2 else part.translate(letters) for n, part in enumerate(parts))
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save()


TERMS = ("IWF", "CASS")


def build(hosted: Hosted) -> None:
    """Make up what a build leaves: manifest, files and drawings. Press editions are proofs but for one."""
    entries = []
    for layout in layouts_of(hosted.project):
        composed = hosted.composed(layout)
        form = hosted.project.every_format[layout.format]
        purposes = hosted.project.purposes_of(layout)
        for purpose in purposes if layout.language == "en" else [one for one in purposes if one != "press"]:
            edition = Edition(layout, purpose)
            state = "proof" if purpose == "press" and layout.source != "parents-guide" else "final"
            pdf = blank_poster(form.flat) if purpose == "office" and min(form.flat) > 210 else b"%PDF-1.7"
            if layout.source == "talk-to-someone" and layout.format == "poster-a4" and purpose in ("screen", "office"):
                pdf = slotted("poster-a4", purpose, direction="rtl" if layout.language == "ur" else "ltr")
            pdf += f" {edition.id}\n".encode()
            if purpose == "caption":
                pdf = f"Words\n=====\n\nMessage\n-------\n\n{edition.id}\n".encode()
            paths = [edition.path]
            if purpose == "picture":
                paths = [edition.path.replace(".1.png", f".{page}.png") for page in range(1, len(form.panels) + 1)]
            for path in paths:
                write(hosted.dist / path, pdf)
            product = MadeEdition(
                path=edition.path,
                bytes=len(pdf),
                pages=len(form.panels),
                trim_mm=form.flat,
                digest="",
                code_pages={},
                files=dict.fromkeys(paths, hashlib.sha256(pdf).hexdigest()),
            )
            entries.append(manifest.entry(edition, hosted.project, composed, product=product, state=state))
        for page in range(1, len(form.panels) + 1):
            path = f"preview/{layout.publication}/{layout.id}.{page}.png"
            write(hosted.dist / path, drawing(hosted.project, layout, page))
    whole = manifest.make_manifest(hosted.project, entries, built_with={}, today=TODAY)
    write(hosted.dist / "manifest.json", json.dumps(whole).encode())
    mark_output(hosted.dist, project_id(hosted.folder, []))


@cache
def blank_poster(trim_mm: tuple[float, float]) -> bytes:
    """Return a real PDF of one empty page: the site makes tiles of what is larger than A4."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(points(trim_mm[0]), points(trim_mm[1])))
        page.trimbox = page.mediabox
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue() + b"%"


def drawing(project: Project, layout: Layout, page: int) -> bytes:
    """Return a page of one colour, another for each page."""
    colour = project.colours[project.accent_of(project.publications[layout.source])].rgb
    number = int(colour[1:], 16) + page + sum(map(ord, layout.id))
    stream = io.BytesIO()
    page = Image.new("RGB", (WIDTH, HEIGHT), (number >> 16 & 255, number >> 8 & 255, number & 255))
    page.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def copy_of(hosted: Hosted, folder: Path) -> Hosted:
    """Return the same project in another folder, to be changed."""
    shutil.copytree(hosted.folder, folder)
    return Hosted(folder)
