# SPDX-License-Identifier: MIT
"""Find a project's files: its own folder first, then what ships with the package, file by file.

Every other module asks here, so nothing is read from outside the project, the package and its font packages. Texts are
read once, so that everything that is made in one go is made of the same ones.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from leaflets.core.checksums import stays_inside
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import HINTS, no_file, read_data, read_source

PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the templates lie inside the package; in a checkout beside it.
SHIPPED = PACKAGE / "shipped" if (PACKAGE / "shipped").is_dir() else PACKAGE.parent


@dataclass(frozen=True, eq=False)
class Resources:
    """The files of one project; `folder` holds its data.yaml. Whoever must see what changes later takes new ones."""

    folder: Path
    asked: set[str] = field(default_factory=set, init=False, repr=False)
    """Every name that was asked for, whether there was such a file or not."""
    texts: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """The texts that have been read, by their names."""
    lists: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False)
    """The names that have been listed, by their globs."""
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    """What others have made of these files and keep as long as them, each under a name of its own."""

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process without what was derived: it may hold what cannot be copied."""
        return {**self.__dict__, "derived": {}}

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """The folders that are searched, first match wins."""
        own = self.folder.resolve()
        return (own,) if own == SHIPPED else (own, SHIPPED)

    def find(self, name: str) -> Path:
        """Return the file of that relative name; FileNotFoundError if there is none.

        ProblemsFound if the project has something of that name that cannot be used: what ships is then not taken
        for it, for nobody would notice.
        """
        self.asked.add(name)
        for root in self.roots if stays_inside(name) else ():
            if found := _find(root, name):
                return found
        raise FileNotFoundError(name)

    def read(self, name: str) -> str:
        """Return the text of that file as it was when it was read first."""
        if name not in self.texts:
            self.texts[name] = read_source(self.find(name), name=name)
        return self.texts[name]

    def data(self, name: str) -> bytes:
        """Return the bytes of that file."""
        return read_data(self.find(name), name=name)

    def list(self, pattern: str) -> list[str]:
        """Return the relative names that match a glob, from every folder, sorted."""
        if pattern not in self.lists:
            found = ((root, path) for root in self.roots for path in root.glob(pattern) if path.is_file())
            self.lists[pattern] = sorted({path.relative_to(root).as_posix() for root, path in found})
        return self.lists[pattern]


def _find(root: Path, name: str) -> Path | None:
    """Return the file of that name below a folder, None if there is nothing; ProblemsFound if it is no file of it."""
    path = root / name
    try:
        real = Path(os.path.realpath(path, strict=True))
        kind = real.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR) and not path.is_symlink():
            return None
        raise no_file(error, path, name) from None
    if not real.is_relative_to(root):
        link = next(one for one in (path, *path.parents) if one.is_symlink())
        message = f"it lies outside the project: {link.relative_to(root)} leads to {link.readlink()}."
        hint = "copy it into the project: nothing is read from elsewhere."
        raise ProblemsFound([Problem("outside-project", message, name, hint=hint)])
    if not stat.S_ISREG(kind):
        what = "a folder, not a file" if stat.S_ISDIR(kind) else "not an ordinary file"
        raise ProblemsFound([Problem("file-missing", f"this is {what}.", name, hint=HINTS[0])])
    return real
