# SPDX-License-Identifier: MIT
"""The tools that make an edition: this package, the Python packages, the libraries and programs of the system.

Another version of any of them may draw pages differently, so their fingerprint is part of every cache key.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from leaflets import __version__
from leaflets.core.requirements import LIBRARIES, installed, package_folders, prepare_loader, versions_of
from leaflets.core.resources import PACKAGE

VERSIONS = ("weasyprint", "pydyf", "pikepdf", "qrcode", "pypdfium2", "zxing-cpp")
"""The packages that the manifest names."""
CODE = (".py", ".yaml", ".conf")
SETS_TEXT = re.compile(r"/lib(pango|harfbuzz|fontconfig|freetype|fribidi|graphite|glib)[^/]*$")
MAPS = Path("/proc/self/maps")
PROGRAMS = ("gs",)
"""Programs that check finished files, if installed."""


@cache
def built_with() -> dict[str, str]:
    """Return the versions that affect the output."""
    return {"leaflets": __version__, **{name: metadata.version(name) for name in VERSIONS}}


@cache
def fingerprint_tools() -> str:
    """Return a hash that changes with anything that draws pages or checks files."""
    digest = hashlib.sha256()
    for part in (*_system(), *(f"{path}\0{_version_of(path)}" for path in tool_files())):
        digest.update(part.encode(errors="surrogateescape") + b"\n")
    digest.update(hash_code().encode())
    return digest.hexdigest()


@cache
def hash_code() -> str:
    """Return a hash of this package, and of the versions of Python and its packages."""
    digest = hashlib.sha256("\n".join((sys.version, *installed())).encode(errors="surrogateescape"))
    for path in code_files():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def code_files() -> list[Path]:
    """Return the files of this package that contain code or settings."""
    shipped = PACKAGE / "shipped"
    return sorted(
        Path(folder, name)
        for folder, _, names in os.walk(PACKAGE)
        if not Path(folder).is_relative_to(shipped)
        for name in names
        if name.endswith(CODE)
    )


@cache
def tool_files() -> list[Path]:
    """Return the system's text libraries, as the loader finds them, and the programs that check."""
    prepare_loader()
    loaded = [library.load() for library in LIBRARIES]
    programs = [Path(found) for name in PROGRAMS if (found := shutil.which(name))]
    return sorted({path.resolve() for path in (*(_mapped() if any(loaded) else ()), *programs)})


def _system() -> Iterator[str]:
    yield platform.platform()
    if not MAPS.is_file():
        loaded = (library.load() for library in LIBRARIES)
        yield from (version for one in loaded if one is not None for version in versions_of(one))


def _mapped() -> Iterator[Path]:
    """Yield the system's text libraries loaded in this process; nothing if the system does not tell.

    Those inside Python packages are known by the packages' versions, and not every process loads them.
    """
    packaged = [folder.resolve() for folder in package_folders()]
    lines = MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines() if MAPS.is_file() else ()
    for line in lines:
        if SETS_TEXT.search(line) and not any(folder in Path(line[line.index("/") :]).parents for folder in packaged):
            yield Path(line[line.index("/") :])


def _version_of(path: Path) -> str:
    """Return size and time of a file, which change when it is replaced."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
