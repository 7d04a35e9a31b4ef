# SPDX-License-Identifier: MIT
"""Requirements: what this machine must have, the commands that install it, and the Python packages that are here.

Imports only the standard library and runs on old versions of Python, so that it can say that Python is too old.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leaflets.core.problems import MissingProgram, Severity

OLDEST_PYTHON = (3, 11)
CHECKOUT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Library:
    """A system library: its names for the loader, and the packages that contain it."""

    name: str
    files: tuple[str, ...]
    debian: str
    brew: str
    severity: Severity = "error"
    price: str = ""
    """The cost of building without it."""

    def load(self) -> ctypes.CDLL | None:
        """Return the library, or None if this machine lacks it."""
        for file in self.files:
            try:
                return ctypes.CDLL(file)
            except OSError:
                continue
        return None


def versions_of(library: ctypes.CDLL) -> Iterator[str]:
    """Yield the versions of Pango and HarfBuzz, as far as a library finds their symbols in those that it uses."""
    for symbol in ("pango_version_string", "hb_version_string"):
        if hasattr(library, symbol):
            function = getattr(library, symbol)
            function.restype = ctypes.c_char_p
            yield function().decode()


def require(*, libraries: bool = True) -> None:
    """Raise MissingProgram with all that a build needs and this machine lacks; only of Python's, if not `libraries`."""
    needs: dict[str, str] = {}
    if sys.version_info < OLDEST_PYTHON:
        found, oldest = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, OLDEST_PYTHON))
        needs[f"Python {oldest} or newer (this is {found})"] = f"PYTHON=python{oldest} {bootstrap_command()}"
    if packages := [name for name, module in MODULES.items() if not has_module(module)]:
        needs[f"Part of the Python environment ({', '.join(packages)})"] = package_command()
    if libraries:
        prepare_loader()
        absent = [library for library in LIBRARIES if library.load() is None]
        needs.update({one.name: library_command(absent) for one in absent if one.severity == "error"})
    if needs:
        raise MissingProgram(" and ".join(needs), "\n          ".join(dict.fromkeys(needs.values())))


def stop_if_missing() -> None:
    """End the program with exit code 3 if Python or one of its packages is unsuitable."""
    try:
        require(libraries=False)
    except MissingProgram as lack:
        sys.stderr.write(f"{lack}\n")
        sys.exit(3)


@cache
def has_module(name: str) -> bool:
    """Say whether a module can be imported, without importing it."""
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


def prepare_loader() -> None:
    """Let the loader find Homebrew's libraries on macOS, where other Pythons do not look."""
    if sys.platform == "darwin":
        folders = [os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", ""), "/opt/homebrew/lib", "/usr/local/lib", "/usr/lib"]
        os.environ["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(dict.fromkeys(filter(None, folders)))


def package_command() -> str:
    """Return the command that installs the Python packages."""
    made = CHECKOUT / ".venv" / "bin" / "python"
    if in_checkout() and made.is_file() and Path(sys.prefix).resolve() != CHECKOUT / ".venv":
        return f"{bootstrap_command()} && {shlex.join((str(made), str(CHECKOUT / 'build_pdfs.py')))}"
    return bootstrap_command()


def library_command(libraries: list[Library]) -> str:
    """Return the one command that installs these system libraries on this machine."""
    return system_command([library.debian for library in libraries], [library.brew for library in libraries])


def system_command(debian: list[str], brew: list[str]) -> str:
    """Return the command that installs these packages with this machine's package manager."""
    if sys.platform == "darwin":
        return f"brew install {' '.join(dict.fromkeys(brew))}"
    names = " ".join(dict.fromkeys(debian))
    if shutil.which("apt-get"):
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        return f"{'' if root else 'sudo '}apt-get install {names}"
    return f"install these with your system's package manager (names as in Debian): {names}"


def in_checkout() -> bool:
    """Say whether this is a checkout with its scripts, and not an installed package."""
    return (CHECKOUT / "script" / "bootstrap").is_file()


def bootstrap_command(*options: str) -> str:
    """Return the command that installs the Python packages, in the checkout or in this Python."""
    if in_checkout():
        return shlex.join((str(CHECKOUT / "script" / "bootstrap"), *options))
    return f"{shlex.quote(sys.executable)} -m pip install --upgrade --force-reinstall leaflets"


LIBRARIES = (
    Library(
        "Pango (libpangoft2-1.0)",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        "libpangoft2-1.0-0",
        "pango",
    ),
    Library(
        "HarfBuzz (libharfbuzz-subset)",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
        "harfbuzz",
        "warning",
        "without it a leaflet takes 2.7 times as long, a Chinese one 31 times",
    ),
)

# Every run-time package of pyproject.toml, and the module to import.
MODULES = {
    "babel": "babel",
    "click": "click",
    "filelock": "filelock",
    "fontpkg-atkinson-hyperlegible": "fontpkg_atkinson_hyperlegible",
    "fontpkg-ibm-plex-sans-arabic": "fontpkg_ibm_plex_sans_arabic",
    "fonttools": "fontTools",
    "idna": "idna",
    "jinja2": "jinja2",
    "lxml": "lxml",
    "manimgx-fonts": "manimgx_fonts",
    "markupsafe": "markupsafe",
    "openpyxl": "openpyxl",
    "packaging": "packaging",
    "pikepdf": "pikepdf",
    "pillow": "PIL",
    "polib": "polib",
    "publicsuffixlist": "publicsuffixlist",
    "pydantic": "pydantic",
    "pydantic-core": "pydantic_core",
    "pydyf": "pydyf",
    "pypdfium2": "pypdfium2",
    "pyphen": "pyphen",
    "pyyaml": "yaml",
    "qrcode": "qrcode",
    "reportlab": "reportlab",
    "resvg-py": "resvg_py",
    "rich": "rich",
    "ruamel.yaml": "ruamel.yaml",
    "tinycss2": "tinycss2",
    "weasyprint": "weasyprint",
    "zxing-cpp": "zxingcpp",
}


def package_folders() -> list[Path]:
    """Return the folders in which Python packages are installed."""
    return sorted({path for name in sys.path if (path := Path(name)).name in ("site-packages", "dist-packages")})


@cache
def installed() -> tuple[str, ...]:
    """Return the packages: `weasyprint-70.0.dist-info`."""
    folders = [folder for folder in package_folders() if folder.is_dir()]
    names = (path.name for folder in folders for path in folder.iterdir())
    return tuple(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))
