# SPDX-License-Identifier: MIT
"""The same leaflets for the peers: HTML with its stylesheets, fonts and pictures as files; words for the Typst twin."""

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

from bench.unchecked import Unchecked
from leaflets import qr
from leaflets.compose import Pictures
from leaflets.compose.facts import ContactView, Facts
from leaflets.composed import LAYERS, Composed
from leaflets.edition import Layout
from leaflets.fit import LaidOut
from leaflets.render import fitting
from leaflets.selection import ALL, select

ADDRESS = re.compile(r"leaflets:([^\"'()\s]+)")
TWIN = "trifold"
"""The design that has a Typst twin."""


def write_pages(maker: Unchecked) -> dict[str, Any]:
    """Write every layout as an HTML file with its stylesheets beside it; return what there is of it.

    Stylesheets keep their cascade layers, the step at which the words fit is the last of them, and fonts and pictures
    are files that their addresses name.
    """
    out = maker.out
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
