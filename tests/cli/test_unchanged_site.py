# SPDX-License-Identifier: MIT
"""A site that nothing has changed is answered at once; whatever a person could have done leads to the full way."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from notes import broken_note, empty_note
from program import command, copy_small, environment, run
from test_unchanged import HEAVY

from leaflets.build.ownership import MARK
from leaflets.cli import unchanged
from leaflets.core.resources import SHIPPED
from leaflets.site import publish

DAY, LAST, AFTER = "2026-11-23", "2027-05-22", "2027-05-23"
"""The last is that on which a fact must have been verified again."""
SAME = "Nothing has changed: "


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with its site; not to be changed."""
    folder = copy_small(tmp_path_factory.mktemp("site") / "project")
    assert run("build", "--project", folder, "--format", "card-wallet", "--purpose", "screen").returncode == 0
    (folder / "site-extra").mkdir()
    (folder / "site-extra" / "own.txt").write_text("ours")
    site(folder)
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it, of which `site` says that nothing has changed."""
    folder = Path(shutil.copytree(made, tmp_path / "project"))
    site(folder)
    assert site(folder).startswith(SAME)
    return folder


def site(folder: Path, *more: str | Path) -> str:
    """Run `site` and return what it said."""
    done = run("site", "--today", DAY, "--project", folder, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_it_says_what_the_full_way_says(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "project"))
    full, again = site(folder), site(folder)
    assert again == SAME + re.sub(r", in [0-9.]+ s:", ":", full) and "notice: " in full
    assert site(folder, "--quiet") == ""


def test_what_is_said_once_is_not_said_again(project: Path) -> None:
    add_to_site(project)
    assert "were not made by a build" in site(project)
    assert site(project).startswith(SAME) and "were not made by a build" not in site(project)


def test_a_quiet_run_hides_nothing_from_the_next(project: Path) -> None:
    touch_page(project)
    assert site(project, "--quiet") == ""
    assert site(project).startswith(SAME) and "notice: " in site(project)


def page(folder: Path) -> Path:
    return next((folder / "dist" / "site" / "p").rglob("index.html"))


def change_sentence(folder: Path) -> None:
    path = folder / "data.yaml"
    path.write_text(path.read_text().replace("What every family can do.", "What families can do."))


def change_template(folder: Path) -> None:
    path = folder / "templates" / "site" / "site.css"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((SHIPPED / "templates" / "site" / "site.css").read_text() + "\n.more { top: 0 }\n")


def approve(folder: Path) -> None:
    path = folder / "locales" / "pl" / "approvals.csv"
    path.parent.mkdir(parents=True)
    path.write_text("")


def forget_page(folder: Path) -> None:
    """Take a line out of the register."""
    path = folder / "register" / "published.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


def change_own_file(folder: Path) -> None:
    (folder / "site-extra" / "own.txt").write_text("mine")


def add_own_file(folder: Path) -> None:
    (folder / "site-extra" / "more.txt").write_text("more")


def make_edition_again(folder: Path) -> None:
    """With the same bytes: it is a file that nobody has read."""
    path = next((folder / "dist" / "pdf").rglob("*.pdf"))
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def change_manifest(folder: Path) -> None:
    path = folder / "dist" / "manifest.json"
    path.write_text(path.read_text() + "\n")


def edit_page(folder: Path) -> None:
    """As long as before."""
    page(folder).write_bytes(page(folder).read_bytes().replace(b"<h1", b"<h2", 1))


def touch_page(folder: Path) -> None:
    os.utime(page(folder), ns=(0, 0))


def hide_page(folder: Path) -> None:
    page(folder).chmod(0o600)


def remove_page(folder: Path) -> None:
    page(folder).unlink()


def add_to_site(folder: Path) -> None:
    (folder / "dist" / "site" / "mine.txt").write_text("mine")


def remove_site(folder: Path) -> None:
    shutil.rmtree(folder / "dist" / "site")


def half_made_site(folder: Path) -> None:
    (folder / ".dist.added").mkdir()
    (folder / ".dist.added" / MARK).touch()


class Noon(datetime.datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Noon:
        return cls(2026, 11, 23, 12, tzinfo=tz)


CHANGES: dict[Callable[[Path], None], str] = {
    change_sentence: "same",
    change_template: "same",
    approve: "same",
    forget_page: "same",
    change_own_file: "hash_states",
    add_own_file: "hash_states",
    make_edition_again: "hash_states",
    change_manifest: "hash_states",
    edit_page: "hash_states",
    touch_page: "hash_states",
    hide_page: "hash_states",
    remove_page: "hash_states",
    add_to_site: "hash_states",
    remove_site: "hash_states",
    half_made_site: "LEFT_OVERS",
    broken_note: "",
    empty_note: "",
}
"""What a person could have done, and what sees it."""
BLIND = {"same": lambda *_: True, "hash_states": lambda *_: "", "LEFT_OVERS": ()}


@pytest.mark.parametrize("change", [pytest.param(one, id=one.__name__) for one in CHANGES])
def test_whatever_has_changed_is_seen(project: Path, change: Callable[[Path], None]) -> None:
    change(project)
    assert SAME not in (said := site(project)) and " s: " in said
    assert site(project).startswith(SAME)
    fresh = Path(shutil.copytree(project, project.with_name("fresh"), ignore=shutil.ignore_patterns(".cache")))
    shutil.rmtree(fresh / "dist" / "site")
    site(fresh)
    assert contents(fresh) == contents(project)


@pytest.mark.parametrize("change", [pytest.param(one, id=one.__name__) for one, seen in CHANGES.items() if seen])
def test_a_program_that_does_not_look_would_not_see_it(
    project: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (unchanged, publish):
        monkeypatch.setattr(one, CHANGES[change], BLIND[CHANGES[change]], raising=one is unchanged)
    shutil.rmtree(project / unchanged.FOLDER)
    site(project)
    change(project)
    assert site(project).startswith(SAME)


def contents(project: Path) -> dict[str, bytes]:
    site = project / "dist" / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_other_words_are_another_question(project: Path, tmp_path: Path) -> None:
    for more in (("--accept-loss",), ("--json",), ("--verbose",)):
        assert SAME not in site(project, *more), more
    assert site(project, "--accept-loss").startswith(SAME)
    for _ in range(2):
        assert SAME not in site(project, "--verbose")
    other = os.umask(0o077)
    try:
        assert SAME not in site(project)
    finally:
        os.umask(other)
    assert SAME not in site(project), "it has the modes of another umask"
    assert site(project).startswith(SAME)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="signing needs ssh-keygen")
def test_another_key_is_another_signature(project: Path, tmp_path: Path) -> None:
    def sign() -> str:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True)
        return site(project, "--sign", tmp_path / "key")

    assert SAME not in sign()
    assert site(project, "--sign", tmp_path / "key").startswith(SAME)
    (tmp_path / "key").unlink()
    assert SAME not in sign()


def test_the_answer_holds_until_a_fact_is_due(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["site", "--project", str(project)]
    monkeypatch.setattr("leaflets.cli.command.datetime", Noon)
    run(*words)
    monkeypatch.setattr(sys, "orig_argv", command(*words))
    answers = {}
    for day in ("2026-11-22", DAY, LAST, AFTER):
        monkeypatch.setattr(unchanged, "today", lambda day=day: day)
        answers[day] = unchanged.answer(words)
    assert answers == {"2026-11-22": False, DAY: True, LAST: True, AFTER: False}


def test_a_run_that_was_killed_before_its_register_is_no_answer(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is new, and then data.yaml is as before."""
    before = (project / "data.yaml").read_bytes()
    change_sentence(project)
    with monkeypatch.context() as killed:
        killed.setattr(publish, "add_to_register", stop)
        killed.setattr(publish, "with_new", lambda records, new: (*records, *new))
        assert run("site", "--today", DAY, "--project", project).returncode != 0
    (project / "data.yaml").write_bytes(before)
    assert SAME not in site(project)


def stop(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("change", [edit_page, make_edition_again, change_own_file, change_sentence, forget_page])
def test_what_changes_while_it_runs_is_not_missed(
    project: Path, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just after the site has been exchanged, or while its register is written."""
    touch_page(project)
    with monkeypatch.context() as meanwhile:
        original = publish.changes
        meanwhile.setattr(publish, "changes", lambda *given: change(project) or original(*given))
        assert SAME not in site(project)
    assert SAME not in site(project)
    assert site(project).startswith(SAME)


def test_nothing_heavy_is_imported(project: Path) -> None:
    code = (
        "import sys; sys.argv = ['leaflets', *sys.argv[1:]]\n"
        f"sys.orig_argv = [*{command()}, *sys.argv[1:]]\n"
        "from leaflets.cli.start import main\nmain()\n"
        f"print(sorted(name for name in sys.modules if name.partition('.')[0] in {HEAVY}))"
    )
    words = ["site", "--today", DAY, "--project", str(project)]
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *words], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(SAME) and done.stdout.endswith("[]\n"), done.stdout
