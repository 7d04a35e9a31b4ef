# SPDX-License-Identifier: MIT
"""Addresses: where each page and file of the site is, and the links between them.

An address is a path below the root of the site. A page ends in a slash (`p/es-07c/en/`); the first page is empty.
Addresses have codes and marks, never the name of a risk or an organisation, so that browser histories reveal
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from leaflets.core.edition import Purpose
from leaflets.core.messages import SOURCE

SUFFIXES: dict[Purpose, str] = {
    "screen": ".pdf",
    "office": "-print.pdf",
    "press": "-press.pdf",
    "picture": ".png",
    "caption": "-words.txt",
    "text": ".txt",
}
"""How the addresses of files end, in the order in which they are offered."""
LEAST_MARK = 4


def file_of(address: str) -> str:
    """Return the file for an address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


@cache
def link(here: str, there: str) -> str:
    """Return the relative link between two addresses; it names the file, so it works from a disk too."""
    folders, target = file_of(here).split("/")[:-1], file_of(there).split("/")
    shared = 0
    while shared < min(len(folders), len(target) - 1) and folders[shared] == target[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(target[shared:])


def spell(language: str) -> str:
    """Return a language's tag as in addresses: lower case, no plus sign."""
    return language.lower().replace("+", "-")


def home(language: str) -> str:
    """Return the address of a language's first page."""
    return "" if language == SOURCE else f"{spell(language)}/"


def section(name: str, language: str, *below: str) -> str:
    """Return the address of a page in a language: `gallery/en/`, `gallery/en/for-parents/`."""
    return "/".join((name, spell(language), *below, ""))


def index(language: str) -> str:
    """Return the address of the script that searches in a language."""
    return f"{section('gallery', language)}find.js"


def feed(language: str) -> str:
    """Return the address of the feed of changes."""
    return f"{section('changes', language)}feed.xml"


def publication(code: str, language: str = "") -> str:
    """Return the address of a publication, for all languages or one; it never changes."""
    return f"p/{code.lower()}/{spell(language)}/" if language else f"p/{code.lower()}/"


def reading(code: str, language: str) -> str:
    """Return the address of the web page with a publication's whole text."""
    return f"{publication(code, language)}read/"


def download(code: str, language: str, *, form: str, purpose: Purpose) -> str:
    """Return the address of a file; `form` is its format, unless it is the publication's first. It never changes."""
    size = f"-{form.rpartition('-')[2]}" if form else ""
    return f"{publication(code, language)}{code.lower()}{size}-{spell(language)}{SUFFIXES[purpose]}"


def slot(name: str = "all") -> str:
    """Return the address of the script with an edition that a name can be put on, or of what all of them need."""
    return f"slots/{name}.js"


def redirect(code: str) -> str:
    """Return the address of a short link."""
    return f"r/{code}/"


def current(code: str, version: str = "") -> str:
    """Return the address of the page that says whether a publication, or a version of it, is current."""
    return f"c/{code.lower()}/" + (f"{version}/" if version else "")


def marks(names: Iterable[str]) -> dict[str, str]:
    """Return a short mark for each name, which reveals nothing about it; a later name never changes an earlier mark."""
    taken: dict[str, str] = {}
    for name in names:
        digits = hashlib.sha256(name.encode()).hexdigest()
        taken[next(digits[:length] for length in range(LEAST_MARK, 65) if digits[:length] not in taken)] = name
    return {name: mark for mark, name in taken.items()}
