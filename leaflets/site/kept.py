# SPDX-License-Identifier: MIT
"""What is kept of the former site: each of its files with its recipe, so that only files with another one are made.

A recipe is a hash of everything that decides a file's bytes. The note of the last publication has the recipe, the hash
and the marks of every file; a file with other marks has been touched, and is made again. A note that is missing,
damaged or of another version of the program costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

from leaflets.build.toolchain import hash_code
from leaflets.core.file_states import SETTLED_NS, States, marks_of, states_in
from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.resources import Resources

NOTE = "kept.json"
SOURCES = ("templates/**/*.*", "assets/**/*.svg", "locales/search.csv")
T = TypeVar("T")
Use = tuple[str, ...]
"""Something that a page shows: `word` and its key, `draft`, a language and its key, `drawing` and how it is drawn."""

Place = tuple[str, int, int]
"""A piece on a page, its first byte and the first after it."""


def hash_sources(resources: Resources) -> str:
    """Return a hash of the project's templates and drawings."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for name in resources.list(pattern):
            digest.update(f"{name}\0".encode() + resources.data(name) + b"\0")
    return digest.hexdigest()


def recipe_of(*parts: object) -> str:
    """Return the recipe that is made of these values."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:32]


@dataclass
class Kept:
    """The files of the former `site`, and what is known of files without reading them."""

    site: Path
    cache: Path
    program: str = field(default_factory=hash_code)
    recipes: dict[str, str] = field(default_factory=dict)
    """The recipes of the files that this site has, by address."""
    hashes: dict[str, str] = field(default_factory=dict)
    """The SHA-256 of those that are not in memory."""
    derived: dict[str, Any] = field(default_factory=dict)
    """What this run has derived from values, by their hash."""
    read: dict[str, tuple[list[int], str]] = field(default_factory=dict)
    """The files that were read, with their hashes."""
    uses: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    """What each page shows, besides its pieces, of what may change without other pages."""
    places: dict[str, Sequence[Place]] = field(default_factory=dict)
    """The pieces of each page, and where they are."""
    pieces: dict[str, tuple[str, tuple[Use, ...]]] = field(default_factory=dict)
    """The recipe of each piece, and what it shows."""

    @cached_property
    def note(self) -> dict[str, Any]:
        """What the last publication left, or nothing."""
        found = json.loads(read_sealed(self.cache / NOTE) or b"{}")
        nothing: dict[str, Any] = {"files": {}, "derived": {}, "read": {}, "uses": {}, "used": []}
        nothing |= {"pieces": {}, "places": {}}
        return found if found.get("program") == self.program else nothing

    @cached_property
    def _states(self) -> States:
        return states_in(os.fspath(self.site))

    @cached_property
    def _used(self) -> list[Use]:
        return [tuple(one) for one in self.note["used"]]

    def uses_of(self, address: str) -> tuple[Use, ...] | None:
        """Return what the former page at an address showed besides its pieces."""
        found = self.note["uses"].get(address)
        return None if found is None else tuple(self._used[number] for number in found)

    @cached_property
    def former_pieces(self) -> dict[str, tuple[str, tuple[Use, ...]]]:
        """The recipe of each piece of the former pages, and what it showed."""
        found = self.note["pieces"].items()
        return {name: (recipe, tuple(self._used[number] for number in uses)) for name, (recipe, uses) in found}

    def places_of(self, address: str) -> list[Place]:
        """Return the pieces of the former page at an address."""
        found: list[Place] = self.note["places"].get(address, [])
        return found

    def pieces_on(self, address: str) -> set[str]:
        """Return the names of the pieces of the page at an address."""
        return {piece for piece, _, _ in self.places[address]}

    @cached_property
    def _piece_places(self) -> dict[str, Place]:
        """A former page that has each piece, and where, by the piece's name."""
        found = self.note["places"].items()
        return {piece: (address, start, end) for address, places in found for piece, start, end in places}

    def former_piece(self, name: str) -> str | None:
        """Return the HTML of a piece from a former page; None if there is none that nobody has touched."""
        address, start, end = self._piece_places.get(name, ("", 0, 0))
        return self._page(address)[start:end].decode() if self._untouched(address)[0] else None

    @cached_property
    def _page(self) -> Callable[[str], bytes]:
        return cache(lambda address: (self.site / address).read_bytes())

    def _untouched(self, address: str) -> tuple[str, str]:
        """Return the recipe and the hash of the former file at an address; nothing if somebody has touched it."""
        recipe, *marks, digest = self.note["files"].get(address, ("", ""))
        return (recipe, digest) if marks and marks_of(self._states.get(address)) == marks else ("", "")

    def file(self, address: str, recipe: str, make: Callable[[], bytes]) -> bytes | Path:
        """Return a file of the site: the former one if its recipe is the same, otherwise a new one."""
        self.recipes[address] = recipe
        return self.former(address, recipe) or make()

    def former(self, address: str, recipe: str) -> Path | None:
        """Return the former file at an address if that is its recipe and nobody has touched it."""
        known, digest = self._untouched(address)
        if known != recipe:
            return None
        self.recipes[address], self.hashes[address] = recipe, digest
        return self.site / address

    def value(self, make: Callable[[], T], *of: object) -> T:
        """Return a value for JSON that depends on nothing but these others, from the note or made."""
        key = recipe_of(*of)
        if key not in self.derived:
            known = self.note["derived"]
            self.derived[key] = known[key] if key in known else make()
        found: T = self.derived[key]
        return found

    def hash(self, path: Path) -> str:
        """Return the SHA-256 of a file; it is read only if size, time and inode do not prove that it is unchanged."""
        name, marks, now = str(path), marks_of(path.lstat()), time.time_ns()
        known, digest = self.note["read"].get(name, ([], ""))
        if not marks or known != marks:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if marks and marks[1] < now - SETTLED_NS:
            self.read[name] = marks, digest
        return str(digest)

    def hash_of(self, address: str, file: bytes | Path) -> str:
        """Return the SHA-256 of a file of this site."""
        if address not in self.hashes:
            self.hashes[address] = self.hash(file) if isinstance(file, Path) else hashlib.sha256(file).hexdigest()
        return self.hashes[address]

    def write(self, states: States) -> None:
        """Write the note of the site that is now published, whose files have these states."""
        files = {one: [recipe, *marks_of(states.get(one)), self.hashes[one]] for one, recipe in self.recipes.items()}
        every = dict.fromkeys(chain(*self.uses.values(), *(uses for _, uses in self.pieces.values())))
        numbers = dict(zip(every, count()))
        uses = {address: [numbers[one] for one in found] for address, found in self.uses.items()}
        pieces = {name: (recipe, [numbers[one] for one in found]) for name, (recipe, found) in self.pieces.items()}
        note: dict[str, Any] = {"program": self.program, "files": files, "derived": self.derived, "read": self.read}
        note |= {"uses": uses, "used": list(every), "pieces": pieces, "places": self.places}
        with contextlib.suppress(OSError):  # without it, the next site takes longer
            write_sealed(self.cache / NOTE, json.dumps(note, ensure_ascii=False, separators=(",", ":")).encode())
