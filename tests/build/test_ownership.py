# SPDX-License-Identifier: MIT
"""A build writes only into a folder that is empty or its project's own, and loses nobody's files."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from program import SMALL, TODAY, run

from leaflets.build.ownership import ID, MARK
from leaflets.build.pipeline import Request, build
from leaflets.build.publish import beside, locked
from leaflets.build.results import BuildResult
from leaflets.build.selection import Selection
from leaflets.build.verify import verify
from leaflets.core.problems import ExitCode, ProblemsFound

DAY = datetime.date.fromisoformat(TODAY)
ONE = Selection(format=("card-wallet",), purpose=("screen",))
NOBODY = 65534
KEPT = f"dist.kept-{TODAY}"


def make(folder: Path, out: Path | None = None) -> BuildResult:
    return build(Request(folder, out or folder / "dist", DAY, ONE))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(folder: Path, out: Path | None = None) -> str:
    """Return why the build is refused, after which everything is as it was."""
    before = contents(folder)
    with pytest.raises(ProblemsFound) as found:
        make(folder, out)
    assert found.value.exit_code == ExitCode.USAGE
    assert contents(folder) == before
    (problem,) = found.value.problems
    assert problem.slug == "folder-not-ours" and "--out" in problem.hint
    return problem.message


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("owned") / "project"
    shutil.copytree(SMALL, folder)
    make(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """The small project with one edition that is built."""
    return Path(shutil.copytree(built, tmp_path / "project"))


def test_the_first_build_gives_a_project_its_id_says_so_once_and_never_prints_it(small: Path) -> None:
    (small / ID).unlink()
    words = ("--project", small, "--today", TODAY, "--format", "card-wallet", "--purpose", "screen")
    first, second = run(*words), run(*words)
    own = (small / ID).read_text().strip()
    assert len(own) == 32 and (small / "dist" / MARK).read_text().strip() == own
    assert ID in first.stderr and ID not in second.stderr and "Nothing has changed" in second.stdout
    assert own not in first.stdout + first.stderr
    published = [path for path in (small / "dist").rglob("*") if path.is_file() and path.name != MARK]
    assert len(published) > 3 and not [path for path in published if own.encode() in path.read_bytes()]


@pytest.mark.parametrize("name", ["w", "dist"])
@pytest.mark.parametrize("manifest", ["[]", '{"schema": 1, "editions": []}'])
def test_a_folder_with_a_file_that_is_only_called_manifest_is_refused(small: Path, name: str, manifest: str) -> None:
    out = small / name
    out.mkdir()
    (out / "manifest.json").write_text(manifest)
    (out / "thesis.txt").write_text("four years of work")
    assert "not made by a build of this project" in refused(small, out)


def test_a_folder_of_another_project_is_refused_also_by_the_verbs_that_add_to_it(project: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(SMALL, tmp_path / "other"))
    (other / ID).write_text("0" * 32 + "\n")
    assert "another project" in refused(other, project / "dist")
    words = ("--project", other, "--out", project / "dist", "--today", TODAY)
    before = contents(project)
    for verb in (("print", "everything", "--quantity", "5"), ("site",), ("tile", "*"), ("translate", "export", "pl")):
        done = run(*verb, *words)
        assert done.returncode in (ExitCode.USAGE, ExitCode.PROBLEMS), (verb, done.stderr)
    assert contents(project) == before
    (other / ID).unlink()
    assert "another project" in refused(other, project / "dist")


def test_an_empty_folder_and_a_new_one_are_taken_and_a_new_project_is_given_an_id(small: Path) -> None:
    (small / ID).unlink()
    (small / "empty").mkdir()
    for out, said in ((small / "empty", ["project-id"]), (small / "new" / "deep", [])):
        assert [problem.slug for problem in make(small, out).once] == said
        assert (out / MARK).is_file() and verify(out).problems == []


@pytest.mark.parametrize("text", ["", "two\nids\n", "<<<<<<< HEAD\n" + "a" * 32, "\xff"])
def test_a_damaged_id_stops_the_build_or_is_made_if_it_is_empty(project: Path, text: str) -> None:
    (project / ID).write_text(text, encoding="latin-1")
    with pytest.raises(ProblemsFound) as found:
        make(project)
    assert [problem.slug for problem in found.value.problems] in (["project-id-damaged"], ["folder-not-ours"])


# Strangers' files


def test_files_that_no_build_has_made_are_moved_beside_and_named(project: Path) -> None:
    dist = project / "dist"
    before = contents(dist)
    (dist / "letter.txt").write_text("dear")
    (dist / "pdf" / "mine").mkdir()
    (dist / "pdf" / "mine" / "notes.pdf").write_text("notes")
    (dist / "link").symlink_to("/etc/hostname")
    os.mkfifo(dist / "pipe")
    (dist / ".DS_Store").write_text("litter")
    (warning,) = make(project).once
    assert warning.slug == "files-kept" and all(
        name in warning.message for name in ("letter.txt", "pdf/mine/notes.pdf")
    )
    assert contents(dist) == before and verify(dist).problems == []
    kept = project / KEPT
    assert (kept / "letter.txt").read_text() == "dear" and (kept / "pdf" / "mine" / "notes.pdf").read_text() == "notes"
    assert (kept / "link").is_symlink() and (kept / "pipe").is_fifo()
    (dist / "letter.txt").write_text("dear again")
    make(project)
    assert {path.read_text() for path in kept.glob("letter.txt*")} == {"dear", "dear again"}


def test_files_are_not_moved_when_nothing_is_published(project: Path) -> None:
    (project / "dist" / "letter.txt").write_text("dear")
    before = contents(project / "dist")
    with pytest.raises(ProblemsFound):
        build(Request(project, project / "dist", DAY, ONE, maker="poisoned:Broken", force=True))
    assert contents(project / "dist") == before and not (project / KEPT).exists()


def test_the_folders_of_other_verbs_are_carried_over(project: Path) -> None:
    (project / "dist" / "print").mkdir()
    (project / "dist" / "print" / "a.zip").write_text("a pack")
    assert make(project).once == []
    assert (project / "dist" / "print" / "a.zip").read_text() == "a pack"


# Leftovers


def test_a_folder_in_the_way_that_no_build_has_made_is_not_removed(project: Path) -> None:
    new = beside(project / "dist", "new")
    new.mkdir()
    (new / "thesis.txt").write_text("four years of work")
    with pytest.raises(ProblemsFound) as found:
        make(project)
    assert found.value.exit_code == ExitCode.USAGE and found.value.problems[0].file == str(new)
    assert (new / "thesis.txt").read_text() == "four years of work"


@pytest.fixture
def nobodys(project: Path) -> Iterator[Path]:
    """The project in a folder that everybody can reach, owned by nobody."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(shutil.copytree(project, Path(name) / "project", symlinks=True))
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        yield folder


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user without rights while the body runs."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
def test_what_another_user_has_left_is_named_with_what_removes_it(nobodys: Path) -> None:
    """`sudo leaflets`, killed, then one's own."""
    left = beside(nobodys / "dist", "new")
    left.mkdir()
    for path in (left / MARK, left / "manifest.json"):
        path.touch()
    before = contents(nobodys)
    with as_nobody(), pytest.raises(ProblemsFound) as found, locked(nobodys / "dist", nobodys):
        pass
    (problem,) = found.value.problems
    assert (found.value.exit_code, problem.file) == (ExitCode.DISK, str(left))
    assert f"sudo rm -r {left}" in problem.hint
    assert contents(nobodys) == before | {".dist.lock": contents(nobodys)[".dist.lock"]}


@pytest.mark.skipif(os.geteuid() != 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named_and_nothing_is_touched(nobodys: Path) -> None:
    (nobodys / ".dist.lock").unlink()
    os.chown(nobodys, 0, 0)
    nobodys.chmod(0o555)
    before = contents(nobodys)
    with as_nobody(), pytest.raises(ProblemsFound) as found:
        make(nobodys)
    assert contents(nobodys) == before
    assert found.value.exit_code == ExitCode.DISK and str(nobodys) in found.value.problems[0].file


def test_a_folder_is_held_by_one_and_the_next_learns_who_has_it(project: Path) -> None:
    with locked(project / "dist", project), pytest.raises(ProblemsFound, match=str(os.getpid())) as found:
        make(project)
    assert found.value.exit_code == ExitCode.LOCKED
