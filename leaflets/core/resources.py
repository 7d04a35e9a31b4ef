# SPDX-License-Identifier: MIT
"""Find a project's files: first in its own folder, then in the package, file by file.

All other modules read files through this one, so nothing is read from outside the project, the package and its font
packages. Each text is read once, so that everything made in one go uses the same version.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaflets.core.checksums import stays_inside
from leaflets.core.problems import Problem, ProblemsFound
from leaflets.core.source import HINTS, no_file, read_data, read_source

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the templates are inside the package; in a checkout beside it.
SHIPPED = PACKAGE / "shipped" if (PACKAGE / "shipped").is_dir() else PACKAGE.parent


@dataclass(frozen=True, eq=False)
class Resources:
    """The files of one project; `folder` holds its data.yaml. To see later changes, make a new one."""

    folder: Path
    asked: set[str] = field(default_factory=set, init=False, repr=False)
    """Every name that was looked up, found or not."""
    texts: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    """The texts that have been read, by name."""
    lists: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False)
    """The names that have been listed, by glob."""
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    """Values that other modules derive from these files and keep with them, by name."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave derived values behind when going to another process: they may not be picklable."""
        return {**self.__dict__, "derived": {}}

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """The folders that are searched, first match wins."""
        own = self.folder.resolve()
        return (own,) if own == SHIPPED else (own, SHIPPED)

    def find(self, name: str) -> Path:
        """Return the file with that relative name; FileNotFoundError if there is none.

        ProblemsFound if the project has something unusable with that name: the package's file would take its place
        unnoticed.
        """
        self.asked.add(name)
        for root in self.roots if stays_inside(name) else ():
            if found := _find(root, name):
                return found
        raise FileNotFoundError(name)

    def read(self, name: str) -> str:
        """Return the text of that file as it was when first read."""
        if name not in self.texts:
            self.texts[name] = read_source(self.find(name), name=name)
        return self.texts[name]

    def templates(self, folder: str = "") -> Environment:
        """Return what fills the templates of reports, strictly and escaped, by their names below a folder."""
        from jinja2 import Environment, FunctionLoader, StrictUndefined

        loader = FunctionLoader(lambda name: self.read(f"{folder}{name}"))
        return Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=loader
        )

    def data(self, name: str) -> bytes:
        return read_data(self.find(name), name=name)

    def list(self, pattern: str) -> list[str]:
        """Return the relative names that match a glob, from every folder, sorted."""
        if pattern not in self.lists:
            found = ((root, path) for root in self.roots for path in root.glob(pattern) if path.is_file())
            self.lists[pattern] = sorted({path.relative_to(root).as_posix() for root, path in found})
        return self.lists[pattern]


def _find(root: Path, name: str) -> Path | None:
    """Return the file with that name below a folder, or None; ProblemsFound if it is not a file inside that folder."""
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
        hint = "copy it into the project: files elsewhere are not read."
        raise ProblemsFound([Problem("outside-project", message, name, hint=hint)])
    if not stat.S_ISREG(kind):
        what = "a folder, not a file" if stat.S_ISDIR(kind) else "not an ordinary file"
        raise ProblemsFound([Problem("file-missing", f"this is {what}.", name, hint=HINTS[0])])
    return real
