# SPDX-License-Identifier: MIT
"""A project's pictures on their way to its pages: each is accepted once, by its name or address.

Everything that a page shows passes here: drawings from templates, files named in HTML and styles, `data:` addresses.
The renderer is given the hashes of accepted pictures, and draws no others.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.resources import Resources
from leaflets.layout.composed import Composed
from leaflets.pictures import svg
from leaflets.pictures.gate import Gate

JUDGE = "leaflets.layout.picture_judge:judge"
SCHEMES = ("leaflets:", "data:")
ADDRESS = re.compile(r"[^\"'()\s<>]+")
MOST_BYTES = 50_000_000
DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),(.*)", re.DOTALL)


@dataclass
class ProjectPictures:
    """The accepted pictures of a project; see `pictures_of`."""

    resources: Resources
    gate: Gate
    drawings: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """The text of each drawing, and the hashes of the pictures inside it."""
    addresses: dict[str, frozenset[str]] = field(default_factory=dict)
    """The hashes of the picture at an address, with those inside it."""
    coloured: dict[tuple[Any, ...], str] = field(default_factory=dict)
    """The addresses of drawings in given colours."""

    def drawing(self, name: str) -> str:
        """Return an accepted drawing, as text with the roles of its colours; ProblemsFound if it is refused."""
        if name not in self.drawings:
            data = self.read(name)
            verdict = self.gate.let_in(data, name)
            if verdict.kind != "svg":
                message = f"The file is named as a drawing (SVG), but is a {verdict.kind.upper()} picture."
                hint = f"rename it, and use its address, `leaflets:{name}`."
                raise ProblemsFound([Problem("picture-type", message, name, hint=hint)])
            self.drawings[name] = svg.without_icc_colours(svg.decode(data)), frozenset(verdict.embeds)
        return self.drawings[name][0]

    def give(self, name: str, key: tuple[Any, ...], colour: Callable[[str], str]) -> str:
        """Return the `data:` address of a drawing with colours from `colour` for its roles; `key` identifies these."""
        if (name, key) not in self.coloured:
            data = colour(self.drawing(name)).encode()
            address = "data:image/svg+xml;base64," + base64.b64encode(data).decode()
            self.addresses[address] = self.drawings[name][1] | {hashlib.sha256(data).hexdigest()}
            self.coloured[name, key] = address
        return self.coloured[name, key]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; FileNotFoundError if there is none, ProblemsFound if it is far too large."""
        path = self.resources.find(name)
        if (size := path.stat().st_size) > MOST_BYTES:
            message = f"The file has {size / 1e6:.0f} MB; the limit for a picture is {MOST_BYTES / 1e6:.0f} MB."
            raise ProblemsFound([Problem("picture-too-large", message, name, hint="make it smaller.")])
        return path.read_bytes()

    def let_in(self, address: str, page: str) -> frozenset[str]:
        """Return the hashes of the picture at an address on a page; none if it is missing or not a picture."""
        if address not in self.addresses:
            name = unquote(address.removeprefix("leaflets:"))
            if not address.startswith("data:"):
                self.addresses[address] = frozenset() if name.endswith(".css") else self._file(name)
            elif (data := bytes_of(address)) is not None:
                verdict = self.gate.let_in(data, f"{page} ({address[:30]}...)")
                self.addresses[address] = frozenset((hashlib.sha256(data).hexdigest(), *verdict.embeds))
            else:
                return frozenset()
        return self.addresses[address]

    def _file(self, name: str) -> frozenset[str]:
        try:
            data = self.read(name)
        except OSError:
            return frozenset()  # the renderer reports it, with any others that are missing
        verdict = self.gate.let_in(data, name)
        if verdict.kind == "svg" and svg.with_fallback_colours(text := svg.decode(data)) != text:
            message = "The drawing takes colours from the palette, but its address gives it none."
            short = name.removeprefix("assets/").removesuffix(".svg")
            hint = f"write `{{{{ picture('{short}') }}}}` in the template instead of its address."
            raise ProblemsFound([Problem("colour-unknown", message, name, hint=hint)])
        return frozenset((hashlib.sha256(data).hexdigest(), *verdict.embeds))


def pictures_of(resources: Resources) -> ProjectPictures:
    """Return the pictures of a project's resources, always the same object."""
    found = resources.derived.get("pictures")
    if not isinstance(found, ProjectPictures):
        found = resources.derived["pictures"] = ProjectPictures(resources, Gate(resources.folder, JUDGE))
    return found


def let_in_pictures(composed: Composed, resources: Resources) -> Composed:
    """Return a composed layout with the hashes of all that it may show; ProblemsFound with every picture refused."""
    pictures, shown, problems = pictures_of(resources), set[str](), list[Problem]()
    texts = {sheet.name: sheet.text for sheet in composed.stylesheets} | {composed.page_file: composed.html}
    for file, text in texts.items():
        for address in dict.fromkeys(addresses_in(text)):
            try:
                shown |= pictures.let_in(unescape(address), file)
            except ProblemsFound as refused:
                where = f"used in {file}:{text.count(chr(10), 0, text.index(address)) + 1}"
                where = f"used in {file}" if file == composed.page_file else where
                problems += (replace(problem, where=where) for problem in refused.problems)
    if problems:
        raise ProblemsFound(problems)
    return replace(composed, pictures=frozenset(shown))


def addresses_in(text: str) -> Iterator[str]:
    """Yield the addresses in HTML or a stylesheet, except for fonts; `find` skips most of a page."""
    for scheme in SCHEMES:
        at = text.find(scheme)
        while at >= 0:
            found = ADDRESS.match(text, at)
            assert found
            if not found[0].startswith("leaflets:font/"):
                yield found[0]
            at = text.find(scheme, found.end())


def bytes_of(address: str) -> bytes | None:
    """Return the bytes in a `data:` address; None if it is not one."""
    found = DATA.fullmatch(address)
    if not found:
        return None
    data = unquote_to_bytes(found[3])
    try:
        return base64.b64decode(data) if found[2].endswith(";base64") else data
    except (binascii.Error, ValueError):
        return None
