# SPDX-License-Identifier: MIT
"""Read a web page as a strict reader would: what it links to, what it says, what is nested wrongly."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "img", "br", "input", "hr"}
ADDRESSES = ("href", "src")
Attributes = dict[str, str]


@dataclass
class Page(HTMLParser):
    """A page that has been read."""

    name: str
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    """The text of each element, in order."""

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1][0] if self.open else 'nothing'}")
            return
        _, words = self.open.pop()
        text = "".join(words)
        if self.open:
            self.open[-1][1].append(text)
        if plain := squeeze(text):
            self.blocks.append(plain)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][1].append(data)

    @property
    def text(self) -> str:
        return self.blocks[-1]

    def all(self, tag: str) -> list[Attributes]:
        """Return the attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def targets(self) -> list[str]:
        """Return the files of the site that it leads to or shows; addresses of other sites are left out."""
        found = []
        for _, attributes in self.elements:
            values = [attributes[name] for name in ADDRESSES if name in attributes]
            values += [part.split()[0] for part in attributes.get("srcset", "").split(",") if part.strip()]
            found += [value for value in values if not urlsplit(value).scheme and not value.startswith("#")]
        return [resolve(self.name, value) for value in found]


def resolve(page: str, address: str) -> str:
    """Return the file that a relative address on a page names."""
    path = unquote(urlsplit(address).path)
    if path.startswith("/"):
        return path[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def squeeze(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def read(root: Path, name: str) -> Page:
    """Return the page of that name."""
    return parse((root / name).read_text(encoding="utf-8"), name)


def parse(html: str, name: str = "") -> Page:
    page = Page(name)
    page.feed(html)
    page.close()
    page.faults += [f"<{tag}> is not closed" for tag, _ in page.open]
    return page
