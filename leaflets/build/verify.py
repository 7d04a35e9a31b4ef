# SPDX-License-Identifier: MIT
"""Verify: are these the files that were published? For a `dist`, a download site or a print pack, offline.

A folder or a zip goes in; a summary comes out, with a problem for each file that has changed, is missing, was added,
or is a link. Checksums beside the files prove that nothing was damaged; a signature proves that the checksums were
not rewritten too; the project, or the date of an earlier release, proves that the files are not old.
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from leaflets.build.manifest import MANIFEST, EditionEntry
from leaflets.build.ownership import MARK
from leaflets.build.publish import OTHERS
from leaflets.content.model import Project
from leaflets.core.checksums import SIGNATURE, SUMS, Checksums, read_sums
from leaflets.core.commands import command
from leaflets.core.problems import ExitCode, Problem, ProblemsFound
from leaflets.core.ssh_signature import find_signer

Kind = Literal["dist", "site", "pack"]
SITE = "site"
CHUNK = 1 << 20
MAX_LIST = 64 << 20
"""The limit for a list of checksums or a manifest; a site in nine languages has 0.2 MB."""
AGAIN = "publish it again."


@dataclass
class Verified:
    """A summary; `unlisted` are folders of a dist whose files have no checksums."""

    kind: Kind
    path: Path
    checked: int = 0
    release: str = ""
    signer: str = ""
    signed: bool = False
    unlisted: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Folder:
    """The files of a folder; links are not followed."""

    path: Path

    def names(self) -> list[str]:
        files = (path for path in self.path.rglob("*") if path.is_symlink() or not path.is_dir())
        return sorted(path.relative_to(self.path).as_posix() for path in files)

    def flaw(self, name: str) -> str:
        path = self.path / name
        within = [parent for parent in path.parents if parent.is_relative_to(self.path) and parent != self.path]
        if any(parent.is_symlink() for parent in (path, *within)):
            return "This is a link; a published file is never one."
        mode = path.lstat().st_mode if path.exists() else 0
        return "" if not mode or stat.S_ISREG(mode) else "This is not an ordinary file."

    def open(self, name: str) -> BinaryIO:
        return (self.path / name).open("rb")


@dataclass(frozen=True)
class Zip:
    """The files of a zip."""

    path: Path
    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        return sorted(name for name in self.archive.namelist() if not name.endswith("/"))

    def flaw(self, name: str) -> str:
        infos = [info for info in self.archive.infolist() if info.filename == name]
        if len(infos) > 1:
            return f"This is in the zip {len(infos)} times."
        return "This is protected with a password." if infos[0].flag_bits & 1 else ""

    def open(self, name: str) -> BinaryIO:
        return self.archive.open(name)  # type: ignore[return-value]


Store = Folder | Zip


def verify(
    path: Path, *, project: Project | None = None, newer_than: str = "", signers: Path | None = None
) -> Verified:
    """Compare everything under a path with its checksums; ProblemsFound if it cannot be verified at all.

    With `project`, editions older than its data.yaml are problems; with `newer_than`, so is a release of that date
    or before; with `signers`, the list must be signed by one of them.
    """
    if path.is_dir():
        found = _verify_folder(Folder(path))
    elif path.exists() and not path.is_file():
        raise _nothing(path, "This is not an ordinary file.")
    else:
        found = _verify_pack(path)
    if project is not None and found.kind == "dist":
        found.problems += older_editions(read_json(Folder(path), MANIFEST), project)
    if newer_than and not found.release > newer_than:
        what = f"release {found.release}" if found.release else "a release without a date"
        found.problems.append(_problem("release-old", path, f"This is {what}, not one after {newer_than}.", AGAIN))
    if signers is not None:
        _check_signature(found, signers)
    return found


def check_tree(out: Path) -> list[Problem]:
    """Return what is wrong with the files of a finished tree."""
    try:
        return verify(out).problems
    except ProblemsFound as found:
        return found.problems


def _verify_folder(folder: Folder) -> Verified:
    names = folder.names()
    if SUMS not in names:
        raise _nothing(folder.path, f"There is no {SUMS} here, so this is not a dist, a site or a pack.")
    if MANIFEST not in names:
        return compare(folder, names, "site")
    mine = [name for name in names if name.partition("/")[0] not in OTHERS and name != MARK]
    found = compare(folder, mine, "dist")
    found.problems += check_manifest(folder, found)
    others = {name.partition("/")[0] for name in names} & set(OTHERS)
    if SITE in others:
        site = _verify_folder(Folder(folder.path / SITE))
        found.checked += site.checked
        found.release, found.signed = site.release, site.signed
        found.problems += site.problems
    for name in names:
        if name.startswith("print/") and name.endswith(".zip"):
            pack = _verify_pack(folder.path / name)
            found.checked += pack.checked
            found.problems += pack.problems
    found.unlisted = tuple(sorted(others - {SITE, "print"}))
    return found


def _verify_pack(path: Path) -> Verified:
    try:
        with zipfile.ZipFile(path) as archive:
            return compare(Zip(path, archive), Zip(path, archive).names(), "pack")
    except zipfile.BadZipFile:
        message = "This is not a folder or a zip that can be read, so it is not a dist, a site or a pack."
    except OSError as error:
        message = (
            f"It cannot be read: {error.strerror or error}." if path.exists() else "There is no such file or folder."
        )
    raise _nothing(path, message)


def _nothing(path: Path, message: str) -> ProblemsFound:
    hint = "give the path of a dist, a site or a pack."
    return ProblemsFound([_problem("nothing-to-verify", path, message, hint)], exit_code=ExitCode.CHECK_FAILED)


def compare(store: Store, names: list[str], kind: Kind) -> Verified:
    """Compare the files of a store with its list."""
    sums = _read_list(store, names)
    found = Verified(kind, store.path, release=sums.release, signed=SIGNATURE in names)
    found.problems += [
        _problem("sums-damaged", store.path / SUMS, "This line is not a checksum and a path.", AGAIN, line=number)
        for number in sums.wrong
    ]
    there = set(names) - {SUMS, SIGNATURE}
    for name, sha256 in sorted(sums.hashes.items()):
        found.checked += 1
        if name not in there:
            found.problems.append(_problem("file-missing", store.path / name, "This file is missing.", AGAIN))
        elif message := store.flaw(name) or _difference(store, name, sha256):
            found.problems.append(_problem("file-changed", store.path / name, message, AGAIN))
    found.problems += [
        _problem("file-unknown", store.path / name, "This file was not published: it is not listed.", "delete it.")
        for name in sorted(there - sums.hashes.keys())
    ]
    return found


def _read_list(store: Store, names: list[str]) -> Checksums:
    if SUMS not in names or store.flaw(SUMS):
        raise _nothing(store.path, f"There is no {SUMS} in it, so it is not a pack that can be verified.")
    with store.open(SUMS) as stream:
        return read_sums(stream.read(MAX_LIST))


def _difference(store: Store, name: str, sha256: str) -> str:
    digest = hashlib.sha256()
    try:
        with store.open(name) as stream:
            while data := stream.read(CHUNK):
                digest.update(data)
    except (OSError, zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        return f"This file cannot be read: {str(error).rstrip('.')}."
    except Exception as error:  # zlib.error and what other decompressors raise
        return f"This file is damaged: {str(error).rstrip('.')}."
    return "" if digest.hexdigest() == sha256 else "This file has changed since it was published."


def read_json(folder: Folder, name: str) -> dict[str, Any]:
    """Return a JSON object of the folder; empty if it cannot be read."""
    try:
        value = json.loads((folder.path / name).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _entries(manifest: Mapping[str, Any]) -> Iterator[EditionEntry]:
    for entry in manifest.get("editions") or ():
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            yield cast(EditionEntry, entry)


def check_manifest(folder: Folder, found: Verified) -> list[Problem]:
    """Return where the manifest and the checksums disagree about an edition."""
    manifest = read_json(folder, MANIFEST)
    if not manifest:
        return [_problem("manifest-damaged", folder.path / MANIFEST, "The manifest cannot be read.", AGAIN)]
    hashes = _read_list(folder, [SUMS]).hashes
    differs = "The manifest and the list of checksums disagree about this file."
    return [
        _problem("manifest-differs", folder.path / entry["path"], differs, AGAIN)
        for entry in _entries(manifest)
        if hashes.get(entry["path"]) != entry.get("sha256")
    ]


def older_editions(manifest: Mapping[str, Any], project: Project) -> list[Problem]:
    """Return the editions whose version or date differs from data.yaml."""
    problems = []
    for entry in _entries(manifest):
        source = next(
            (
                publication
                for name, publication in project.publications.items()
                if entry.get("publication") == name
                or (publication.series and str(entry.get("publication")).startswith(f"{name}-"))
            ),
            None,
        )
        if source and (entry.get("version"), entry.get("issued")) != (source.version, source.issued.isoformat()):
            message = (
                f"This is version {entry.get('version')} of {entry.get('issued')}; data.yaml has version "
                f"{source.version} of {source.issued}."
            )
            problems.append(_problem("edition-old", Path(entry["path"]), message, AGAIN))
    return problems


def _check_signature(found: Verified, signers: Path) -> None:
    folder = found.path / SITE if found.kind == "dist" else found.path
    if not found.signed or found.kind == "pack":
        message = f"It is not signed: there is no {SIGNATURE}."
        hint = f"sign it: {command('site', '--sign', 'KEY')}."
        found.problems.append(_problem("signature-missing", folder, message, hint))
        return
    data, signature = ((folder / name).read_bytes() for name in (SUMS, SIGNATURE))
    found.signer = find_signer(data, signature, signers)
    if not found.signer:
        message = f"The list of checksums is not signed by anyone named in {signers}."
        hint = "ask the publisher for their public key, or for the files again."
        found.problems.append(_problem("signature-wrong", folder / SIGNATURE, message, hint))


def _problem(slug: str, path: Path, message: str, hint: str, *, line: int = 0) -> Problem:
    return Problem(slug, message, file=str(path), line=line, hint=hint)
