# SPDX-License-Identifier: MIT
"""Our side: everything of the package `leaflets` that the bench touches.

python -m bench.ours build FOLDER OUT       every edition, two workers, nothing read back
python -m bench.ours one FOLDER LAYOUT OUT  one layout's screen edition, in this process, nothing read back
python -m bench.ours pages FOLDER OUT       the same leaflets as HTML files, and what a Typst twin prints
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from leaflets import qr
from leaflets.build import Opened, open_project
from leaflets.colour import Palette
from leaflets.compose import Pictures, compose
from leaflets.compose.facts import ContactView, Facts
from leaflets.composed import LAYERS, Composed
from leaflets.finish import finish_screen
from leaflets.fit import LaidOut, lay_out
from leaflets.impose import office
from leaflets.intent import read_intent
from leaflets.job import Task
from leaflets.language import read_languages
from leaflets.model import Edition, Layout, Project
from leaflets.pictures import Converter
from leaflets.press import Press, finish_press
from leaflets.render import Renderer, fitting
from leaflets.resources import Resources
from leaflets.selection import ALL, Selection, select
from leaflets.slug import Slug
from leaflets.workers import Crew, count_cores, run_jobs

ADDRESS = re.compile(r"leaflets:([^\"'()\s]+)")
PROOF = "PROOF: facts not verified: not for print run"
TWIN = "trifold"
"""The design that has a Typst twin."""


class Unchecked:
    """Makes layouts one after another as a worker of `build` does, and reads none of them back."""

    def __init__(self, folder: Path, project: Project, out: Path) -> None:
        self.project, self.out = project, out
        self.resources = Resources(folder)
        self.languages = read_languages(self.resources, project.fonts)
        self.renderer = Renderer(self.resources, self.languages)

    def __call__(self, task: Task) -> int:
        """Write the layout's editions and return how many they are."""
        composed, laid_out = self.lay_out(task.layout)
        for purpose in task.purposes:
            edition = Edition(task.layout, purpose)
            path = self.out / edition.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.finish(edition, composed, laid_out))
        return len(task.purposes)

    def lay_out(self, layout: Layout) -> tuple[Composed, LaidOut]:
        """Return the layout composed, and laid out so that its words fit."""
        composed = compose(layout, self.project, resources=self.resources, languages=self.languages)
        return composed, lay_out(composed, self.renderer)

    def finish(self, edition: Edition, composed: Composed, laid_out: LaidOut) -> bytes:
        """Return the file of one edition."""
        version = self.project.publications[edition.layout.source].version
        if edition.purpose == "press":
            font = self.languages.fonts[composed.language.families[0]]
            return finish_press(
                laid_out.rendered,
                composed,
                press=self.press,
                slug=self.slug(edition, composed, version),
                font=font.path(font.faces[0][0]),
            )
        finish = finish_screen if edition.purpose == "screen" else office
        return finish(laid_out.rendered, composed, version=version)

    @cached_property
    def press(self) -> Press:
        """What every press edition shares."""
        intent = read_intent(self.project.publisher.press, self.resources)
        return Press(Palette.of(self.project), Converter(intent))

    def slug(self, edition: Edition, composed: Composed, version: str) -> Slug:
        """Return what stands outside the trim of a press edition."""
        return Slug(
            edition=edition.id,
            code=edition.layout.code,
            version=version,
            language=composed.language.name,
            issued=self.project.publications[edition.layout.source].issued.isoformat(),
            digest=hashlib.sha256(composed.html.encode()).hexdigest(),
            condition=self.press.intent.identifier,
            warning=PROOF,
        )


def opened(folder: Path) -> Opened:
    """Return a project that has passed every check that needs no page."""
    return open_project(folder, today=datetime.datetime.now(datetime.UTC).date())


def build(folder: Path, out: Path) -> dict[str, Any]:
    """Make every edition of a project with a worker for each core; return how many there are."""
    project = opened(folder).project
    with tempfile.TemporaryDirectory() as scratch:
        crew = Crew("bench.ours:Unchecked", (folder, project, out), count_cores(), Path(scratch))
        made = sum(number for _, number in run_jobs(crew, select(project, ALL)))
    return {"editions": made}


def one(folder: Path, name: str, out: Path) -> dict[str, Any]:
    """Make the screen edition of one layout in this process."""
    project = opened(folder).project
    publication, form, language = name.split(".")
    (task,) = select(project, Selection((publication,), (form,), (language,), ("screen",)))
    return {"editions": Unchecked(folder, project, out)(task)}


# The same leaflets for the peers


def pages(folder: Path, out: Path) -> dict[str, Any]:
    """Write every layout as an HTML file with its stylesheets beside it; return what there is of it.

    Stylesheets keep their cascade layers, the step at which the words fit is the last of them, and fonts and pictures
    are files that their addresses name.
    """
    maker = Unchecked(folder, opened(folder).project, out)
    written, twins = [], []
    for task in select(maker.project, ALL):
        composed, laid_out = maker.lay_out(task.layout)
        publication = maker.project.publications[task.layout.source]
        path = out / f"{task.layout.id}.html"
        path.write_text(page(maker, composed, laid_out), encoding="utf-8")
        kind = f"{publication.design}.{task.layout.format}"
        written.append({"id": task.layout.id, "kind": kind, "path": str(path), "editions": len(task.purposes)})
        if publication.design == TWIN:
            twins.append(str(twin(maker, task.layout, out)))
    return {"pages": written, "twins": twins, "fonts": copy_fonts(maker)}


def copy_fonts(maker: Unchecked) -> str:
    """Copy the fonts of English into a folder of their own, and return it."""
    english, folder = maker.languages.languages["en"], maker.out / "fonts"
    folder.mkdir()
    for family in {english.families[0], english.numbers}:
        font = maker.languages.fonts[family]
        for weight, _ in font.faces:
            shutil.copy(font.path(weight), folder)
    return str(folder)


def page(maker: Unchecked, composed: Composed, laid_out: LaidOut) -> str:
    """Return the HTML of a layout with links to its stylesheets, which are written."""
    links = []
    for sheet in (*composed.stylesheets, fitting(laid_out.step)):
        text = f"@layer {', '.join(LAYERS)}; @layer {sheet.layer} {{\n{sheet.text}\n}}\n"
        text = ADDRESS.sub(lambda match: where(maker, match[1]), text)
        path = maker.out / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.css"
        path.write_text(text, encoding="utf-8")
        links.append(f'    <link rel="stylesheet" href="{path.name}">\n')
    html = ADDRESS.sub(lambda match: where(maker, match[1]), composed.html)
    return html.replace("  </head>", f"{''.join(links)}  </head>", 1)


def where(maker: Unchecked, name: str) -> str:
    """Return the address of the file that a `leaflets:` address names."""
    name = unquote(name)
    if name.startswith("font/"):
        family, _, weight = name.removeprefix("font/").rpartition("/")
        return maker.languages.fonts[family].path(int(weight)).as_uri()
    return maker.resources.find(name).resolve().as_uri()


def twin(maker: Unchecked, layout: Layout, out: Path) -> Path:
    """Write what the Typst twin of a tri-fold prints, with its drawings beside it; return the file of words."""
    publication, publisher = maker.project.publications[layout.source], maker.project.publisher
    language, facts = maker.languages.languages[layout.language], Facts(maker.project, layout, 1)
    pictures = Pictures(maker.resources, maker.project.palette, publication.colour, layout.id)
    contacts = {
        place: [contact_of(facts, contact, out) for contact in facts.contacts(place)]
        for place in ("inside-1", "inside-2", "main", "number")
    }
    colours = {"accent": publication.colour, "tint": f"{publication.colour}-tint", "signal": "signal", "ink": "ink"}
    words = {
        "title": str(publication.title),
        "words": plain(facts, publication.words),
        "publisher": publisher.name,
        "introduction": [facts.plain(text) for text in publisher.introduction.values()],
        "risks": [
            {
                "icon": drawing(pictures, f"icons/{risk.icon}", out),
                "title": facts.plain(risk.title),
                "do": facts.plain(risk.in_brief),
            }
            for risk in maker.project.risks.values()
        ],
        "picture": drawing(pictures, "pictures/door", out),
        "contacts": contacts,
        "imprint": f"{layout.code}, version {publication.version}, English. Issued {publication.issued}. "
        f"Check for a newer one after {publication.review_by}. {publisher.other_formats}",
        "fonts": {"words": language.families[0], "numbers": language.numbers},
        "colours": {role: maker.project.palette[name].rgb for role, name in colours.items()},
    }
    path = out / f"{layout.id}.json"
    path.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return path


def plain(facts: Facts, words: Any) -> Any:
    """Return words of data.yaml, lists as lists, with their placeholders filled."""
    if isinstance(words, Mapping):
        return {key: plain(facts, value) for key, value in words.items()}
    return facts.plain(words)


def contact_of(facts: Facts, contact: ContactView, out: Path) -> dict[str, str]:
    """Return a contact as the Typst twin prints it; its code is drawn into a file."""
    values = {name: str(getattr(fact, "value", "")) for name, fact in contact.facts.items()}
    phone, late = values.get("phone", ""), values.get("out_of_hours_phone", "")
    found = {"purpose": facts.plain(contact.purpose), "phone": phone, "late": late}
    if link := values.get("link"):
        symbol = qr.encode(link)
        path = out / f"{hashlib.sha256(link.encode()).hexdigest()[:12]}.svg"
        box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {symbol.size} {symbol.size}"'
        path.write_text(f'<svg {box}><path d="{symbol.path}"/></svg>', encoding="utf-8")
        found |= {"code": path.name, "address": facts.web(contact).striptags(), "link": link}
    return found


def drawing(pictures: Pictures, name: str, out: Path) -> str:
    """Write a drawing in the palette's colours and return the name of its file."""
    path = out / f"{name.replace('/', '-')}.svg"
    path.write_bytes(base64.b64decode(pictures(name).partition(",")[2]))
    return path.name


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"build": build, "pages": pages, "one": one}

if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    words: list[Any] = [*rest[:-1], Path(rest[-1])]
    print(json.dumps(COMMANDS[command](Path(folder), *words)))
