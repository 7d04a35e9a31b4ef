# SPDX-License-Identifier: MIT
"""The build's cache: the product of each recipe, by the recipe's key, and the files by their content.

A product is used only if everything that was looked up for it is unchanged and its files are whole; anything
missing, broken or half written just means that the edition is made again. Files are written beside and renamed, so
that builds may share the cache and be killed at any time. If the cache grows too large, the least recently used goes
first.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leaflets.build.recipe import MadeEdition
from leaflets.core.files import hash_file, read_sealed, write_sealed, write_whole

FOLDER, RECIPES = Path(".cache") / "build", "recipes"
MARKS = "publications.json"
LIMIT = 512_000_000
"""In bytes; all editions in nine languages take about 60 million."""


@dataclass(frozen=True)
class Cache:
    """The cache in one folder; `limit` is in bytes."""

    folder: Path
    limit: int = LIMIT
    fresh: bool = False
    """Whether to make everything again, and then keep it."""

    @property
    def is_empty(self) -> bool:
        return not (self.folder / RECIPES).is_dir()

    def find(self, key: str, look: Callable[[str], str], *, in_use: bool = True) -> MadeEdition | None:
        """Return the product of that recipe, if still valid; `look` returns what is there now under a name.

        What is `in_use` is kept longest.
        """
        record = self._record(key)
        if self.fresh:
            return None
        try:
            product = MadeEdition.from_json(json.loads(read_sealed(record) or b""))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if any(look(name) != found for name, found in product.reads.items()):
            return None
        if not all(self.holds(sha256) for sha256 in product.files.values()):
            return None
        if in_use:
            with contextlib.suppress(OSError):
                os.utime(record)
        return product

    def store(self, key: str, product: MadeEdition, files: Mapping[str, bytes]) -> None:
        """Keep a product and its files; the record is written last, so that its files are always there."""
        for name, sha256 in product.files.items():
            if not self.holds(sha256):
                self._write(self.path_of(sha256), files[name])
        write_sealed(self._record(key), json.dumps(product.as_json()).encode())

    def read_layout(self, name: str) -> dict[str, Any] | None:
        """Return what is known of a layout; None if nothing is."""
        try:
            return dict(json.loads(read_sealed(self._layout(name)) or b""))
        except (ValueError, TypeError):
            return None

    def write_layout(self, name: str, record: Mapping[str, Any]) -> None:
        """Keep what is known of a layout."""
        write_sealed(self._layout(name), json.dumps(record).encode())

    def _layout(self, name: str) -> Path:
        return self.folder / "layouts" / f"{name}.json"

    def path_of(self, sha256: str) -> Path:
        """Return the path of the file with that content, if it is there."""
        return self.folder / "files" / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Return whether the file with that content is there, and whole."""
        return hash_file(self.path_of(sha256)) == sha256

    def former_marks(self) -> dict[str, str]:
        """Return the hash of each publication as it was last built."""
        try:
            return dict(json.loads(read_sealed(self.folder / MARKS) or b"{}"))
        except (ValueError, TypeError):
            return {}

    def keep_marks(self, marks: Mapping[str, str]) -> None:
        """Keep the hash of each publication as it is built now."""
        write_sealed(self.folder / MARKS, json.dumps(marks).encode())

    def shrink(self, keep: Iterable[MadeEdition]) -> None:
        """Delete the least recently used until the rest is within the limit; `keep` are in use now."""
        sizes = {path.name: size for path, size, _ in self._listed("files")}
        if sum(sizes.values()) <= self.limit:
            return
        wanted = {sha256 for product in keep for sha256 in product.files.values()}
        room = self.limit - sum(sizes.get(sha256, 0) for sha256 in wanted)
        for record, _, _ in sorted(self._listed(RECIPES), key=lambda found: found[2], reverse=True):
            more = self._files_of(record) - wanted
            room -= sum(sizes.get(sha256, 0) for sha256 in more)
            if room >= 0:
                wanted |= more
            elif more:
                _delete(record)
        for path, _, _ in self._listed("files"):
            if path.name not in wanted:
                _delete(path)

    def _files_of(self, record: Path) -> set[str]:
        try:
            return set(json.loads(read_sealed(record) or b"")["files"].values())
        except (ValueError, KeyError, TypeError, AttributeError):
            return set()

    def _record(self, key: str) -> Path:
        return self.folder / RECIPES / key[:2] / f"{key}.json"

    def _listed(self, kind: str) -> Iterator[tuple[Path, int, float]]:
        for folder, _, names in os.walk(self.folder / kind):
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    found = path.stat()
                    yield path, found.st_size, found.st_mtime

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, flush=False)


def _delete(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
