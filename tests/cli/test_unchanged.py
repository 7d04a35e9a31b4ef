# SPDX-License-Identifier: MIT
"""A build that has nothing to do: it answers at once, only when nothing has changed, and imports next to nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from notes import broken_note, empty_note
from program import ROOT, TODAY, command, copy_small, environment, run

from leaflets.cli import unchanged
from leaflets.core import file_states
from leaflets.core.problems import ExitCode

WORDS = ("--format", "card-wallet", "--purpose", "screen")
HEAVY = ("click", "pydantic", "jinja2", "ruamel", "weasyprint", "pathlib", "dataclasses", "typing", "multiprocessing")
SAME = "Nothing has changed: 1 edition unchanged"


def build(folder: Path, *more: str, **options: object) -> str:
    """Run the build and return what it said."""
    done = run("--project", folder, *WORDS, *more, **options)  # type: ignore[arg-type]
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small project, with one edition that is built."""
    folder = tmp_path_factory.mktemp("unchanged") / "project"
    copy_small(folder)
    (folder / "assets").mkdir()
    (folder / "assets" / "unused.svg").write_text("<svg/>")
    build(folder)
    yield folder


@pytest.fixture
def project(built: Path) -> Path:
    """The same, and a build that has found nothing to do."""
    build(built)
    said = build(built)
    assert SAME in said and "have never been verified" in said, said
    return built


def test_it_says_again_what_there_is_to_say(project: Path) -> None:
    done = run("--project", project, *WORDS)
    assert done.stdout.startswith(SAME) and done.stderr.startswith("notice: ")


@pytest.mark.parametrize("more", [("--quiet",), ("--no-progress",), ("--no-progress", "--quiet")])
def test_words_about_what_is_said_make_no_other_build(project: Path, more: tuple[str, ...]) -> None:
    before = [path for path, _ in notes(project)]
    done = run(*more, "--project", project, *WORDS)
    assert (done.stdout, done.stderr) == ("", "") if "--quiet" in more else SAME in done.stdout
    assert [path for path, _ in notes(project)] == before
    assert SAME in run("build", "--project", project, *WORDS).stdout


def notes(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return the notes that are whole, and where they are."""
    found = [(path, json.loads(path.read_text())) for path in (folder / unchanged.FOLDER).glob("*.json")]
    return [(path, note) for path, note in found if isinstance(note, dict)]


def change_data(folder: Path) -> None:
    path = folder / "data.yaml"
    path.write_text(path.read_text() + "\n")


def change_template(folder: Path) -> None:
    path = folder / "templates" / "leaflets" / "plain" / "plain.css"
    path.write_text(path.read_text() + "\n")


def add_override(folder: Path) -> None:
    path = folder / "templates" / "components" / "qr" / "qr.css"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "templates" / "components" / "qr" / "qr.css").read_text()
    path.write_text(text if not path.exists() else path.read_text() + "\n")


def add_languages(folder: Path) -> None:
    path = folder / "languages.yaml"
    text = (ROOT / "leaflets" / "languages" / "languages.yaml").read_text()
    path.write_text(text if not path.exists() else path.read_text() + "\n")


def add_catalogue(folder: Path) -> None:
    path = folder / "locales" / "pl" / "LC_MESSAGES" / "leaflets.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + "\n")


def remove_asset(folder: Path) -> None:
    path = folder / "assets" / "unused.svg"
    if path.exists():
        path.unlink()
    else:
        path.write_text("<svg/>")


def remove_pdf(folder: Path) -> None:
    next((folder / "dist" / "pdf").rglob("*.pdf")).unlink()


def change_pdf(folder: Path) -> None:
    path = next((folder / "dist" / "pdf").rglob("*.pdf"))
    path.write_bytes(path.read_bytes() + b"\n")


def remove_preview(folder: Path) -> None:
    next((folder / "dist" / "preview").rglob("*.png")).unlink()


def remove_dist(folder: Path) -> None:
    shutil.rmtree(folder / "dist")


def add_file_to_dist(folder: Path) -> None:
    path = folder / "dist" / "pdf" / "mine.txt"
    path.write_text("x")


def half_made_tree(folder: Path) -> None:
    (folder / ".dist.new").mkdir()


CHANGES = (
    change_data,
    change_template,
    add_override,
    add_languages,
    add_catalogue,
    remove_asset,
    remove_pdf,
    change_pdf,
    remove_preview,
    remove_dist,
    add_file_to_dist,
    half_made_tree,
    broken_note,
    empty_note,
)


def test_whatever_has_changed_is_seen(project: Path) -> None:
    """Once: the build after it has nothing to do."""
    for change in CHANGES:
        change(project)
        said = build(project)
        assert SAME not in said and " in " in said, change.__name__
        assert SAME in build(project), change.__name__


@pytest.mark.parametrize("kind", ["tool", "font"])
def test_another_tool_or_font_is_seen(project: Path, tmp_path: Path, kind: str) -> None:
    sample = tmp_path / kind
    sample.write_text("one")
    for path, note in notes(project):
        note["besides"].append(str(sample))
        note["seen"]["besides"] = unchanged.context(note["besides"])
        path.write_text(json.dumps(note))
    assert SAME in build(project)
    sample.write_text("another")
    assert SAME not in build(project)


def test_the_tools_that_are_watched_are_those_that_draw(project: Path) -> None:
    besides = {name for _, note in notes(project) for name in note["besides"]}
    for part in ("leaflets/layout/render.py", "libpango", "libharfbuzz", "site-packages", ".ttf", "/gs"):
        assert any(part in name for name in besides), part


def test_other_words_another_day_and_another_folder_are_seen(project: Path, tmp_path: Path) -> None:
    assert SAME not in build(project, "--force")
    assert "0 of them new" in build(project), "what was forced is what there was, and was kept"
    assert SAME in build(project)
    assert SAME not in build(project, "--purpose", "office")
    build(project)
    assert SAME not in build(project, env={"SOURCE_DATE_EPOCH": "1900000000"})
    assert SAME not in build(project, env={"SOURCE_DATE_EPOCH": "1700000000"}), "days that are gone are other days"
    assert SAME not in build(project, "--today", TODAY)
    assert SAME in build(project, "--today", TODAY)


def test_the_day_after_the_next_review_is_another_day(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--project", str(project), *WORDS]
    monkeypatch.setattr(sys, "orig_argv", command(*words))
    monkeypatch.setattr(sys, "stdout", open(os.devnull, "w"))  # noqa: PTH123, SIM115
    monkeypatch.setattr(sys, "stderr", sys.stdout)
    monkeypatch.setattr(unchanged, "today", lambda: "2027-05-22")
    assert unchanged.answer(words)
    monkeypatch.setattr(unchanged, "today", lambda: "2027-05-23")
    assert not unchanged.answer(words)
    sys.stdout.close()


def test_a_build_that_found_something_wrong_is_run_again(small: Path) -> None:
    (small / "data.yaml").write_text((small / "data.yaml").read_text().replace("Talk about the internet", "{nobody}"))
    for _ in range(2):
        assert run("--project", small, *WORDS).returncode == 1
    assert not list((small / unchanged.FOLDER).glob("*"))


@pytest.mark.parametrize("epoch", ["", "soon", "9" * 30])
def test_words_that_are_wrong_are_answered_by_the_command_line(project: Path, epoch: str) -> None:
    done = run("--project", env={"SOURCE_DATE_EPOCH": epoch})
    assert done.returncode == ExitCode.USAGE and "Traceback" not in done.stderr
    done = run("--project", project, *WORDS, env={"SOURCE_DATE_EPOCH": epoch})
    assert done.returncode in (ExitCode.OK, ExitCode.USAGE) and "Traceback" not in done.stderr


def test_a_reader_who_has_had_enough_is_no_fault(project: Path) -> None:
    words = " ".join((*command("--project", project, *WORDS), "| true"))
    done = subprocess.run(["sh", "-c", words], env=environment(), capture_output=True, text=True, check=False)
    assert "Error" not in done.stderr and "notice: " in done.stderr


def test_what_changes_while_it_builds_is_not_missed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--project", str(project), *WORDS]
    monkeypatch.setattr(sys, "orig_argv", command(*words))
    inputs = file_states.read_all(str(project), {})
    change_data(project)
    note = unchanged.note_of(str(project), words)
    before = Path(note).read_text()
    out = str(project / "dist")
    seen = unchanged.describe(out, [], [out])
    unchanged.write_note(words, inputs, seen, out=out, besides=[], days=("2026-11-23", None), said=("", ""))
    assert Path(note).read_text() == before
    build(project)


def test_a_file_that_is_only_touched_has_not_changed(project: Path) -> None:
    (project / "data.yaml").touch()
    assert SAME in build(project)


def test_a_change_that_hides_its_time_is_seen(project: Path) -> None:
    """The same size, and the time of the last change set back: the system's own time of change tells."""
    path = project / "data.yaml"
    before = path.stat()
    text = path.read_text()
    path.write_text(text.replace("Large print is at", "Small print is at"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert SAME not in build(project)
    path.write_text(text)
    build(project)


def test_size_and_times_prove_nothing_of_a_file_that_was_just_written(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text("one")
    about = path.stat()
    at_once = file_states.read(str(path), about, None, about.st_ctime_ns + file_states.SETTLED_NS)
    later = file_states.read(str(path), about, None, about.st_ctime_ns + file_states.SETTLED_NS + 1)
    assert (at_once[4], later[4]) == (0, 1) and at_once[5] == later[5]
    path.write_text("two")  # within a tick of the disk's clock: the marks are the same
    assert file_states.read(str(path), about, at_once, about.st_ctime_ns)[5] != at_once[5]
    assert file_states.read(str(path), about, later, about.st_ctime_ns) is later, "it is not read"


def test_what_lies_about_in_assets_neither_stops_nor_slows_a_build(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "project")
    assets = folder / "assets"
    (assets / "closed").mkdir(parents=True)
    (assets / ".#map.svg").symlink_to("someone@somewhere.123")
    (assets / "circle").symlink_to(".")
    os.mkfifo(assets / "pipe")
    with (assets / "film.mp4").open("wb") as film:
        film.truncate(3_000_000_000)
    (assets / "closed" / "a.svg").write_text("<svg/>")
    (assets / "closed").chmod(0)
    assert SAME not in build(folder)
    (note,) = [note for _, note in notes(folder)]
    assert note["inputs"][str(assets / "film.mp4")][5].startswith("3000000000 "), "it is not read"
    assert SAME in build(folder)
    (assets / "closed").chmod(0o755)


def test_files_behind_links_to_folders_are_seen(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "project")
    shutil.move(folder / "templates", folder / "designs")
    (folder / "templates").symlink_to("designs")
    build(folder)
    assert SAME in build(folder)
    with (folder / "designs" / "leaflets" / "plain" / "plain.css").open("a") as sheet:
        sheet.write("\n.plain__title { letter-spacing: 0.01em }\n")
    assert "1 of them new" in build(folder)


def test_another_id_of_the_project_is_seen(project: Path) -> None:
    path = project / ".leaflets-id"
    own = path.read_text()
    path.write_text("0" * 32 + "\n")
    assert run("--project", project, *WORDS).returncode == ExitCode.USAGE
    path.write_text(own)
    build(project)


def test_nothing_heavy_is_imported_to_find_that_nothing_has_changed(project: Path) -> None:
    code = (
        "import sys; sys.argv = ['leaflets', *sys.argv[1:]]\n"
        f"sys.orig_argv = [*{command()}, *sys.argv[1:]]\n"
        "from leaflets.cli.start import main\nmain()\n"
        f"print(sorted(name for name in sys.modules if name.partition('.')[0] in {HEAVY}))"
    )
    words = ["--project", str(project), *WORDS]
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *words], env=environment(), capture_output=True, text=True, check=True
    )
    assert SAME in done.stdout and done.stdout.endswith("[]\n"), done.stdout
