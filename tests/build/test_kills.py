# SPDX-License-Identifier: MIT
"""Verbs that are killed, or whose disk fails: nothing is lost, and the next run puts all right.

`script/harden kills` and `script/harden disk` do the same at random, and often.
"""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from harden_disk import fail_once, make_library
from harden_kills import Case, compare, edit, go_here, must, prepare, run_again, state_of
from program import TODAY, command, environment

from leaflets.core.problems import ExitCode

Cases = Callable[[str], Case]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """Yesterday's project of each verb, made when it is asked for."""
    folder = tmp_path_factory.mktemp("kills")
    return cache(lambda verb: prepare(verb, folder / verb, go=go_here))


def shoot(case: Case, folder: Path, number: int) -> int:
    """Run the verb, killed before that change to the project; return its exit code."""
    return shot(case, folder, f"go({str(folder)!r}, {number})")


def shot(case: Case, folder: Path, how: str) -> int:
    line = [sys.executable, "-c", f"import shot; shot.{how}", *case.words, "--project", folder, "--today", TODAY]
    quiet = subprocess.DEVNULL
    return subprocess.run(line, env=environment(), cwd=folder, stdout=quiet, stderr=quiet, check=False).returncode


@pytest.mark.parametrize(
    ("verb", "number"),
    [
        *(("import", 6), ("verify", 5), ("build", 47), ("print", 9), ("site", 99)),
        *(
            pytest.param(verb, number, marks=pytest.mark.long)
            for verb, number in (("import", 1), ("verify", 1), ("build", 1), ("build", 24), ("print", 5), ("site", 62))
        ),
    ],
)
def test_a_verb_killed_before_one_of_its_changes_leaves_each_part_as_it_was_or_as_it_will_be(
    cases: Cases, verb: str, number: int, tmp_path: Path
) -> None:
    """Near the end; the long proof: before the first, and in the middle. An import makes 7 changes, a site 168."""
    case = cases(verb)
    folder = copy(case, tmp_path / "project")
    assert shoot(case, folder, number) == -signal.SIGKILL
    kept, made, torn = compare(case, folder)
    assert torn == () and kept + made == len({*case.before, *case.after})
    assert list(run_again(case, folder)) == []


MOMENTS = {
    "before-the-exchange": ("leaflets.build.publish:exchange", "", "before"),
    "before-the-note": ("leaflets.site.kept:Kept.write", "", "after"),
    "in-the-note": ("pathlib:Path.replace", "kept.json", "after"),
    "before-the-answer": ("leaflets.cli.unchanged:write_note", "", "after"),
    "in-the-answer": ("os:replace", "unchanged", "after"),
}
"""Before which call a site is killed, and whether the site is then as before or as it will be."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_site_that_is_killed_is_whole_and_so_is_the_next(cases: Cases, moment: str, tmp_path: Path) -> None:
    """All is kept of yesterday's, as usual; the next is that of a run without a cache that nobody disturbed."""
    case, (called, about, site) = cases("site"), MOMENTS[moment]
    folder = of_yesterday(case, tmp_path / "project")
    assert shot(case, folder, f"go_before({called!r}, {about!r})") == -signal.SIGKILL
    assert compare(case, folder)[2] == ()
    assert state_of(folder)["dist/site"] == getattr(case, site)["dist/site"]
    assert case.before["dist/site"] != case.after["dist/site"]
    assert list(run_again(case, folder)) == []


def test_a_site_that_was_exchanged_file_by_file_would_be_torn(cases: Cases, tmp_path: Path) -> None:
    case = cases("site")
    folder = of_yesterday(case, tmp_path / "project")
    assert shot(case, folder, "go_torn()") == -signal.SIGKILL
    assert compare(case, folder)[2] == ("dist/site",)
    assert list(run_again(case, folder)) == []


def of_yesterday(case: Case, folder: Path) -> Path:
    """Return a copy of a site's project with what is kept of yesterday's site."""
    copy(case, folder)
    today = (folder / "data.yaml").read_bytes()
    edit(folder, "What families can do.", "What every family can do.")
    for _ in range(2):
        must(folder, "site")
    (folder / "data.yaml").write_bytes(today)
    assert state_of(folder) == case.before
    return folder


def copy(case: Case, folder: Path) -> Path:
    return Path(shutil.copytree(case.folder, folder, symlinks=True))


def limit(size: int) -> None:
    """Let no file grow larger: as on a disk that is full, or with a quota."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(("verb", "size"), [("build", 9_000), ("print", 30_000), ("import", 500), ("verify", 2_000)])
def test_a_file_that_cannot_grow_is_exit_5_and_everything_is_as_it_was(
    cases: Cases, verb: str, size: int, tmp_path: Path
) -> None:
    """Copies of fonts cannot be written either: the renderer must not be let loose without them."""
    case = cases(verb)
    folder = copy(case, tmp_path / "project")
    jobs = ("--jobs", "1") if verb in ("build", "print") else ()
    done = subprocess.run(
        command(*case.words, "--project", folder, "--today", TODAY, *jobs),
        env=environment(), cwd=folder, capture_output=True, text=True, preexec_fn=lambda: limit(size), check=False,
    )  # fmt: skip
    assert done.returncode == ExitCode.DISK, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr and "Nothing was written." in done.stderr
    assert state_of(folder) == case.before
    assert list(run_again(case, folder)) == []


@pytest.mark.skipif(shutil.which("cc") is None, reason="the failing disk needs a C compiler")
def test_a_disk_that_fails_now_and_then_loses_nothing(cases: Cases, tmp_path: Path) -> None:
    library = make_library(tmp_path)
    runs = [fail_once(cases(verb), verb, seed, library) for verb in ("verify", "build") for seed in range(3)]
    assert [one.wrong for one in runs] == [()] * len(runs)
    assert any(one.code == ExitCode.DISK for one in runs)
