# SPDX-License-Identifier: MIT
"""Everything that is written has the mode that umask gives, so that a web server can read what is published."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from harden_kills import accept_facts
from program import TODAY, command, copy_small, environment, run

from leaflets.cli.start import makes_pages
from leaflets.core.files import is_running, sweep, write_whole

CARD, POSTER = "everything.card-wallet.en", "everything.poster-a3.en"
FACT = "organisations.helpline.phone"
BUILD = ("--format", "card-wallet", "--format", "poster-a3")
VERBS: tuple[tuple[str, ...], ...] = (
    ("facts", "verify", FACT, "--by", "A Person"),  # else the next build has nothing to do
    BUILD,
    ("impose", CARD),
    ("tile", POSTER),
    ("print", "everything", "--format", "card-wallet", "--quantity", "500"),
    ("site",),
    ("translate", "extract"),
    ("translate", "update", "pl"),
    ("translate", "export", "pl", "--publication", "everything"),
)


def go(folder: Path, umask: int, *words: str) -> None:
    """Run a verb, in a process of its own if it has workers: they keep the umask that they were started with."""
    line = (*words, "--project", str(folder), "--today", TODAY)
    if makes_pages(list(words)):
        done = subprocess.run(
            command(*line), env=environment(), umask=umask, cwd=folder, capture_output=True, text=True, check=False
        )
    else:
        before = os.umask(umask)
        try:
            done = run(*line, folder=folder)
        finally:
            os.umask(before)
    assert done.returncode == 0, (words, done.stderr)


def wrong_modes(folder: Path, umask: int) -> Iterator[str]:
    """Yield what has another mode than umask gives."""
    for path in folder.rglob("*"):
        wanted = (0o777 if path.is_dir() else 0o666) & ~umask
        if stat.S_IMODE(path.stat().st_mode) != wanted:
            yield f"{path.relative_to(folder)}: {stat.S_IMODE(path.stat().st_mode):o}, not {wanted:o}"


def test_everything_written_has_the_mode_that_umask_gives(tmp_path: Path) -> None:
    """The cache of a careful user's build serves the next one, whose files a group may read and no one else: a mode
    that is written down anywhere (0600 of a temporary file, 0644) is another."""
    accept_facts(folder := copy_small(tmp_path / "project"))
    data, dist = folder / "data.yaml", folder / "dist"
    data.chmod(0o640)
    go(folder, 0o077, *BUILD)
    assert list(wrong_modes(dist, 0o077)) == []
    for words in VERBS:
        go(folder, 0o027, *words)
    made = {"pdf", "preview", "print", "sheets", "tiles", "site", "translate", "manifest.json", "SHA256SUMS"}
    assert {path.name for path in dist.iterdir()} >= made
    assert list(wrong_modes(dist, 0o027)) == []
    assert stat.S_IMODE(dist.stat().st_mode) == 0o750
    assert stat.S_IMODE(data.stat().st_mode) == 0o640, "an edit keeps the mode of the file"
    assert stat.S_IMODE((folder / "locales" / "pl" / "LC_MESSAGES" / "leaflets.po").stat().st_mode) == 0o640
    go(folder, 0o027, "init", str(tmp_path / "new"))
    assert list(wrong_modes(tmp_path / "new", 0o027)) == [] and len(list((tmp_path / "new").iterdir())) >= 3


def test_the_check_of_modes_can_fail(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch(0o600)
    assert list(wrong_modes(tmp_path, 0o022)) == ["a.pdf: 600, not 644"]


def test_a_file_keeps_its_mode_and_owner_and_what_was_left_beside_it_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text("one")
    path.chmod(0o604)
    if os.geteuid() == 0:
        os.chown(path, 12345, 54321)
    owner = path.stat().st_uid
    write_whole(path, b"two")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode), path.stat().st_uid) == ("two", 0o604, owner)
    dead = next(number for number in range(99_000, 199_000) if not is_running(number))
    left, mine = tmp_path / f".data.yaml.{dead}-1.new", tmp_path / f".data.yaml.{os.getpid()}-1.new"
    for other in (left, mine, tmp_path / ".gitignore", tmp_path / ".hidden.new"):
        other.touch()
    sweep(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"data.yaml", mine.name, ".gitignore", ".hidden.new"}


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.yaml"
    path.write_text("one")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(*((os, "fsync", fail) if failing == "fsync" else (Path, "replace", fail)))
    with pytest.raises(OSError, match="Input/output"):
        write_whole(path, b"two")
    assert path.read_text() == "one" and [one.name for one in tmp_path.iterdir()] == ["data.yaml"]
