# SPDX-License-Identifier: MIT
"""The same leaflets for the peers: HTML with its stylesheets, fonts and pictures as files; twins of the tri-fold."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jinja2
import qrcode
from qrcode.image.svg import SvgPathImage

from leaflets.build.recipes import Recipes
from leaflets.build.selection import ALL, select
from leaflets.core import qr
from leaflets.core.edition import KINDS, Layout
from leaflets.layout.compose.contact_view import ContactView
from leaflets.layout.compose.drawings import Pictures
from leaflets.layout.compose.facts import PrintedFacts
from leaflets.layout.composed import LAYERS, Composed
from leaflets.layout.fit import LaidOut, lay_out
from leaflets.layout.render import Renderer
from leaflets.layout.room import fitting

ADDRESS = re.compile(r"leaflets:([^\"'()\s]+)")
TWIN = "trifold"
CATEGORIES = ("content", "contact", "conduct")
"""The order in which the tri-fold groups risks."""
"""The design that has twins: one for Typst, and one in HTML as such a page is usually written."""
HERE = Path(__file__).parent


def write_pages(recipes: Recipes, out: Path) -> dict[str, Any]:
    """Write every layout as an HTML file with its stylesheets beside it; return what there is of it.

    Stylesheets keep their cascade layers, the step at which the words fit is the last of them, and fonts and pictures
    are files that their addresses name.
    """
    written, twins, usual = [], [], []
    fonts, renderer = copy_fonts(recipes, out), Renderer(recipes.resources, recipes.languages)
    for task in select(recipes.project, ALL):
        composed, _ = recipes.compose(task.layout)
        publication = recipes.project.publications[task.layout.source]
        path = out / f"{task.layout.id}.html"
        path.write_text(page(recipes, composed, lay_out(composed, renderer), out), encoding="utf-8")
        kind = f"{publication.design}.{task.layout.format}"
        drawn = sum(KINDS.get(purpose) != "text" for purpose in task.purposes)  # plain texts are extra
        written.append({"id": task.layout.id, "kind": kind, "path": str(path), "editions": drawn})
        if publication.design == TWIN:
            twins.append(str(twin(recipes, task.layout, out)))
            usual.append(str(usual_page(Path(twins[-1]), fonts)))
    return {"pages": written, "twins": twins, "usual": usual, "fonts": fonts}


def copy_fonts(recipes: Recipes, out: Path) -> str:
    """Copy the fonts of English into a folder of their own, and return it."""
    english, folder = recipes.languages.languages["en"], out / "fonts"
    folder.mkdir()
    for family in {english.families[0], english.numbers}:
        font = recipes.languages.fonts[family]
        for weight, _ in font.faces:
            shutil.copy(font.path(weight), folder)
    return str(folder)


def page(recipes: Recipes, composed: Composed, laid_out: LaidOut, out: Path) -> str:
    """Return the HTML of a layout with links to its stylesheets, which are written."""
    links = []
    for sheet in (*composed.stylesheets, fitting(laid_out.step)):
        text = f"@layer {', '.join(LAYERS)}; @layer {sheet.layer} {{\n{sheet.text}\n}}\n"
        text = ADDRESS.sub(lambda match: where(recipes, match[1]), text)
        path = out / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.css"
        path.write_text(text, encoding="utf-8")
        links.append(f'    <link rel="stylesheet" href="{path.name}">\n')
    html = ADDRESS.sub(lambda match: where(recipes, match[1]), composed.html)
    return html.replace("  </head>", f"{''.join(links)}  </head>", 1)


def where(recipes: Recipes, name: str) -> str:
    """Return the address of the file that a `leaflets:` address names."""
    name = unquote(name)
    if name.startswith("font/"):
        family, _, weight = name.removeprefix("font/").rpartition("/")
        return recipes.languages.fonts[family].path(int(weight)).as_uri()
    return recipes.resources.find(name).resolve().as_uri()


def twin(recipes: Recipes, layout: Layout, out: Path) -> Path:
    """Write what the Typst twin of a tri-fold prints, with its drawings beside it; return the file of words."""
    publication, publisher = recipes.project.publications[layout.source], recipes.project.publisher
    language, facts = recipes.languages.languages[layout.language], PrintedFacts(recipes.project, layout, 1)
    accent = recipes.project.accent_of(publication)
    pictures = Pictures(recipes.resources, recipes.project.colours, accent)
    contacts = {
        place: [contact_of(facts, contact, out) for contact in facts.contacts(place)]
        for place in ("inside-2", "inside-3", "main", "number")
    }
    strip = facts.help_strip()
    help_rows = [contact_of(facts, contact, out) for contact in strip.others]
    colours = {"accent": accent, "tint": f"{accent}-tint", "signal": "signal", "ink": "ink"}
    words = {
        "title": str(publication.title),
        "words": plain(facts, publication.words),
        "publisher": publisher.name,
        "risks": [
            {
                "icon": drawing(pictures, f"icons/{risk.icon}", out),
                "title": facts.plain(risk.title),
                "do": facts.plain(risk.in_brief),
            }
            for risk in sorted(recipes.project.risks.values(), key=lambda one: CATEGORIES.index(one.category))
        ],
        "picture": drawing(pictures, "pictures/door", out),
        "contacts": {**contacts, "number": contacts["number"] + help_rows},
        "danger": f"{facts.plain(strip.danger.purpose)} {facts.tel(strip.danger).striptags()}" if strip.danger else "",
        "imprint": f"{layout.code}, version {publication.version}, English. Issued {publication.issued}. "
        f"Check for a newer one after {publication.review_by}. {publisher.other_formats}",
        "fonts": {"words": language.families[0], "numbers": language.numbers},
        "colours": {role: recipes.project.colours[name].rgb for role, name in colours.items()},
    }
    path = out / f"{layout.id}.json"
    path.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return path


def usual_page(words: Path, fonts: str) -> Path:
    """Write the HTML twin beside what it prints, with the codes as the library qrcode draws them; return its path."""
    printed = json.loads(words.read_text(encoding="utf-8"))
    codes = {}
    for contact in (contact for contacts in printed["contacts"].values() for contact in contacts if "link" in contact):
        path = words.with_name(f"usual-{contact['code']}")
        qrcode.make(contact["link"], image_factory=SvgPathImage).save(path)
        codes[contact["link"]] = path.name
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
        (HERE / f"{TWIN}.html").read_text(encoding="utf-8")
    )
    path = words.with_suffix(".usual.html")
    path.write_text(template.render(printed, fonts=Path(fonts).name, codes=codes), encoding="utf-8")
    return path


def plain(facts: PrintedFacts, words: Any) -> Any:
    """Return words of data.yaml, lists as lists, with their placeholders filled."""
    if isinstance(words, Mapping):
        return {key: plain(facts, value) for key, value in words.items()}
    return facts.plain(words)


def contact_of(facts: PrintedFacts, contact: ContactView, out: Path) -> dict[str, str]:
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
