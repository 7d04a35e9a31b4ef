# SPDX-License-Identifier: MIT
"""Publishing: yesterday's tree is whole until the new one is, and what a killed build left is put right."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from leaflets.build import publish
from leaflets.build.ownership import MARK, refuse_foreign
from leaflets.build.publish import Tree, beside, locked, read_manifest, repair
from leaflets.build.verify import check_tree
from leaflets.core import lock
from leaflets.core.files import is_running
from leaflets.core.problems import ExitCode, ProblemsFound

EMPTY, TODAY = {"schema": 1, "editions": []}, date(2026, 11, 23)


def make(out: Path, files: dict[str, bytes]) -> None:
    tree = Tree(out)
    tree.begin()
    for name, data in files.items():
        tree.write(name, data)
    tree.publish(EMPTY, out.parent, TODAY)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files, without the mark of who has made the folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def beside_out(out: Path) -> set[str]:
    return {path.name for path in out.parent.iterdir()} - {".leaflets-id", ".cache"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "dist"


def test_a_tree_holds_its_files_a_manifest_and_sums_that_agree(out: Path) -> None:
    make(out, {"pdf/a/a.pdf": b"one", "preview/a.png": b"two"})
    assert set(contents(out)) == {"pdf/a/a.pdf", "preview/a.png", "manifest.json", "SHA256SUMS"}
    lines = (out / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == 3
    assert lines == sorted(lines, key=lambda line: line.split("  ")[1])
    for line in lines:
        sha256, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == sha256
    assert check_tree(out) == []
    assert not beside(out, "new").exists() and not beside(out, "old").exists()


def test_a_file_that_has_not_changed_is_the_same_file(out: Path) -> None:
    make(out, {"same.pdf": b"same", "other.pdf": b"one"})
    same, other = (out / "same.pdf").stat().st_ino, (out / "other.pdf").stat().st_ino
    make(out, {"same.pdf": b"same", "other.pdf": b"two"})
    assert (out / "same.pdf").stat().st_ino == same
    assert (out / "other.pdf").stat().st_ino != other
    assert (out / "other.pdf").read_bytes() == b"two"


def test_what_is_not_made_again_is_gone_and_other_verbs_folders_stay(out: Path) -> None:
    make(out, {"old.pdf": b"old"})
    (out / "sheets").mkdir()
    (out / "sheets" / "a.pdf").write_text("a sheet")
    tree = Tree(out)
    tree.begin()
    tree.write("new.pdf", b"new")
    tree.keep_others()
    tree.publish(EMPTY, out.parent, TODAY)
    assert set(contents(out)) == {"new.pdf", "sheets/a.pdf", "manifest.json", "SHA256SUMS"}
    assert check_tree(out) == []


@pytest.mark.parametrize("one_step", [True, False])
def test_the_exchange_works_in_one_step_and_in_two(out: Path, one_step: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    make(out, {"a.pdf": b"one"})
    if not one_step:
        monkeypatch.setattr(publish, "_swap", lambda one, other: False)
    make(out, {"a.pdf": b"two"})
    assert (out / "a.pdf").read_bytes() == b"two"
    assert beside_out(out) == {"dist"}


def test_the_system_exchanges_folders_in_one_step_here(tmp_path: Path) -> None:
    """Only a guard for the test above: on Linux the one step must be what is really taken."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "was").write_text(name)
    if publish._swap(tmp_path / "one", tmp_path / "other"):
        assert (tmp_path / "one" / "was").read_text() == "other"
    else:
        assert os.uname().sysname != "Linux"


def test_a_build_that_died_between_two_renames_is_undone_at_the_next_start(out: Path) -> None:
    make(out, {"a.pdf": b"yesterday"})
    before = contents(out)
    out.rename(beside(out, "old"))
    beside(out, "new").mkdir()
    repair(out)
    assert contents(out) == before
    assert beside_out(out) == {"dist"}


def test_a_build_that_died_after_the_exchange_leaves_nothing_behind(out: Path) -> None:
    make(out, {"a.pdf": b"today"})
    make(beside(out, "old"), {"a.pdf": b"yesterday"})
    repair(out)
    assert (out / "a.pdf").read_bytes() == b"today"
    assert not beside(out, "old").exists()


@pytest.mark.parametrize("kind", ["new", "old", "added"])
def test_a_build_that_died_while_it_cleared_up_is_cleared_up_after(
    out: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that has lost its mark first would be refused as somebody else's, for ever."""
    for steps in range(8):
        make(beside(out, kind), dict.fromkeys(("a.pdf", "b/c.pdf", "z.pdf"), b"x"))
        left = iter(range(steps))
        with monkeypatch.context() as patch:
            for name in ("unlink", "rmdir"):
                patch.setattr(os, name, partial(removed_or_dead, getattr(os, name), left))
            with pytest.raises(KeyboardInterrupt):
                publish.clear(beside(out, kind))
        repair(out)
        assert not beside(out, kind).exists()


def removed_or_dead(remove: Callable[..., None], left: Iterator[int], *what: object, **at: object) -> None:
    if next(left, None) is None:
        raise KeyboardInterrupt
    remove(*what, **at)


def test_a_folder_that_no_build_has_made_is_refused(out: Path) -> None:
    out.mkdir()
    refuse_foreign(out, out.parent)
    (out / "holiday.jpg").write_bytes(b"precious")
    with pytest.raises(ProblemsFound, match="not made by a build of this project") as found:
        refuse_foreign(out, out.parent)
    assert found.value.exit_code == ExitCode.USAGE


def test_two_builds_cannot_hold_one_folder_and_the_second_learns_who_does(out: Path) -> None:
    with locked(out, out.parent), pytest.raises(ProblemsFound) as found, locked(out, out.parent):
        pass
    assert found.value.exit_code == ExitCode.LOCKED
    assert str(os.getpid()) in found.value.problems[0].message
    with locked(out, out.parent):
        pass
    assert not beside(out, "lock").read_bytes(), "an id that stays names whoever has it by then"


@pytest.mark.parametrize("former", ["", "99999999999999999999", "the dead"])
def test_a_holder_that_has_not_yet_written_its_id_is_named_when_it_has(
    out: Path, former: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock file is as its last holder left it, also if that was killed, until the new one has written its id."""
    note, naps = beside(out, "lock"), list[float]()
    dead = next(number for number in range(99_000, 199_000) if not is_running(number))

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            note.write_text(f"{os.getpid()}\n")

    monkeypatch.setattr(lock.time, "sleep", nap)
    with locked(out, out.parent):
        note.write_text(str(dead) if former == "the dead" else former)
        with pytest.raises(ProblemsFound, match=f"Process {os.getpid()} is working on"), locked(out, out.parent):
            pass
        naps += [0.0, 0.0]
        note.write_text("")
        with pytest.raises(ProblemsFound, match="Another process is working on"), locked(out, out.parent):
            pass


def test_a_full_disk_leaves_yesterday_and_no_rest(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(out, {"a.pdf": b"yesterday"})
    before = contents(out)

    def full(_self: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(_self))

    tree = Tree(out)
    tree.begin()
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        tree.write("a.pdf", b"today")
    tree.discard()
    assert contents(out) == before
    assert not beside(out, "new").exists()


def test_changed_missing_and_unknown_files_are_found(out: Path) -> None:
    make(out, {"changed.pdf": b"one", "missing.pdf": b"two", "fine.pdf": b"three"})
    (out / "changed.pdf").write_bytes(b"One")
    (out / "missing.pdf").unlink()
    (out / "unknown.pdf").write_bytes(b"four")
    assert {(problem.slug, Path(problem.file).name) for problem in check_tree(out)} == {
        ("file-changed", "changed.pdf"),
        ("file-missing", "missing.pdf"),
        ("file-unknown", "unknown.pdf"),
    }


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 99}', "\ud800"])
def test_a_manifest_that_cannot_be_read_is_none(out: Path, text: str) -> None:
    out.mkdir()
    (out / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert read_manifest(out) is None


def test_a_former_file_that_has_changed_is_not_carried_over(out: Path) -> None:
    make(out, {"a.pdf": b"one"})
    sha256 = json.dumps(hashlib.sha256(b"one").hexdigest()).strip('"')
    (out / "a.pdf").write_bytes(b"broken")
    tree = Tree(out)
    tree.begin()
    assert not tree.keep("a.pdf", sha256)
    assert not tree.keep("never.pdf")
    tree.discard()
