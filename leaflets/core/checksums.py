# SPDX-License-Identifier: MIT
"""SHA256SUMS: the list of files that people check with `sha256sum -c`.

Each line is a hash, two spaces and a path. The first line may be a comment, which `sha256sum` ignores: the date of the
release and the first digits of a hash of that date and the other lines, `# release 2026-11-28 3f1c9a0c5b7e`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
RELEASE = re.compile(r"# release (\d{4}-\d{2}-\d{2}) ([0-9a-f]{12})")


@dataclass(frozen=True)
class Checksums:
    """The contents of a list: hashes by path, the release (empty if there is none), the numbers of invalid lines."""

    hashes: Mapping[str, str]
    release: str = ""
    wrong: tuple[int, ...] = ()


def write_sums(hashes: Mapping[str, str], *, release: str = "") -> bytes:
    """Return the text of the list, sorted by path."""
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))
    head = f"# release {release} {_mark(release, lines)}\n" if release else ""
    return (head + lines).encode()


def read_sums(data: bytes) -> Checksums:
    """Return the contents of a list; a path that leaves its folder, or is listed twice, makes its line invalid."""
    hashes: dict[str, str] = {}
    wrong, release = [], ""
    text = data.decode("utf-8", "replace")
    for number, line in enumerate(text.split("\n")[: -1 if text.endswith("\n") else None], start=1):
        if number == 1 and (match := RELEASE.fullmatch(line)):
            release = match[1]
            if _mark(release, text.partition("\n")[2]) != match[2]:
                wrong.append(number)
            continue
        match = LINE.fullmatch(line)
        if not match or match[2] in hashes or not stays_inside(match[2]):
            wrong.append(number)
        else:
            hashes[match[2]] = match[1]
    return Checksums(hashes, release, tuple(wrong))


def _mark(release: str, lines: str) -> str:
    return hashlib.sha256(f"{release}\n{lines}".encode()).hexdigest()[:12]


def stays_inside(name: str) -> bool:
    """Return whether a path is relative, with plain slashes, and stays in its folder."""
    return not name.startswith("/") and "\\" not in name and not {"", ".", ".."} & set(name.split("/"))
