# SPDX-License-Identifier: MIT
"""Find a project's files: its own folder first, then what ships with the package, file by file.

Every other module asks here, so nothing is read from outside the project, the package and its font packages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In a wheel the templates lie inside the package; in a checkout beside it.
SHIPPED = PACKAGE / "shipped" if (PACKAGE / "shipped").is_dir() else PACKAGE.parent


@dataclass(frozen=True)
class Resources:
    """The files of one project; `folder` holds its data.yaml."""

    folder: Path
    asked: set[str] = field(default_factory=set, compare=False)
    """Every name that was asked for, whether there was such a file or not."""

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """The folders that are searched, first match wins."""
        own = self.folder.resolve()
        return (own,) if own == SHIPPED else (own, SHIPPED)

    def find(self, name: str) -> Path:
        """Return the file of that relative name; FileNotFoundError if there is none or if it lies elsewhere."""
        self.asked.add(name)
        for root in self.roots:
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        raise FileNotFoundError(name)

    def read(self, name: str) -> str:
        """Return the text of that file."""
        return self.find(name).read_text(encoding="utf-8")

    def list(self, pattern: str) -> list[str]:
        """Return the relative names that match a glob, from every folder, sorted."""
        found = ((root, path) for root in self.roots for path in root.glob(pattern) if path.is_file())
        names = {path.relative_to(root).as_posix() for root, path in found}
        return sorted(names)
