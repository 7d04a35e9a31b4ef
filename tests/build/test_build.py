# SPDX-License-Identifier: MIT
"""The build as a whole: what it makes, what it keeps, what it survives."""

from __future__ import annotations

import datetime
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import harden_builds
import pytest
from patience import PATIENCE_SECONDS, RUN_SECONDS, wait_until
from poisoned import BEGUN, GO_ON, VICTIM
from program import SMALL, TODAY, command, environment, run, run_process

from leaflets.build import publish
from leaflets.build.pipeline import Request, build
from leaflets.build.publish import beside, read_manifest
from leaflets.build.recipes import PreparedLayout, Recipes
from leaflets.build.results import BuildResult
from leaflets.build.selection import Selection
from leaflets.build.verify import check_tree
from leaflets.core.edition import Layout
from leaflets.core.problems import ExitCode, ProblemsFound

CARDS = Selection(format=("card-*",))
DL_CARD = [f"everything.card-dl.en.{purpose}" for purpose in ("screen", "office", "press")]
ONE = Selection(format=("card-wallet",))
SCREEN = Selection(format=("card-*",), purpose=("screen",))


def request(folder: Path, selection: Selection = CARDS, **options: object) -> Request:
    today = datetime.date.fromisoformat(TODAY)
    return Request(folder, folder / "dist", today, selection, **options)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ids(folder: Path) -> list[str]:
    manifest = read_manifest(folder / "dist")
    assert manifest
    return [entry["id"] for entry in manifest["editions"]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, BuildResult]]:
    """The small project, built whole."""
    folder = tmp_path_factory.mktemp("whole") / "project"
    shutil.copytree(SMALL, folder)
    yield folder, build(request(folder, Selection()))


def test_everything_is_built_and_the_manifest_says_so(whole: tuple[Path, BuildResult]) -> None:
    folder, built = whole
    dist = folder / "dist"
    manifest = read_manifest(dist)
    assert manifest and manifest["editions"] == built.editions
    assert len(built.editions) == 23 and built.kept == 0
    assert manifest["next_review"] == "2027-05-22"
    texts = {f"text/{name}/{name}.en.txt" for name in {entry["publication"] for entry in built.editions}}
    assert {entry["path"] for entry in built.editions if entry["kind"] == "text"} == texts
    for entry in built.editions:
        path = dist / entry["path"]
        assert entry["path"] in ({f"pdf/{entry['publication']}/{entry['id']}.pdf"} if entry["kind"] == "pdf" else texts)
        assert path.stat().st_size == entry["bytes"]
        assert entry["state"] == ("proof" if entry["purpose"] == "press" else "final")
        assert entry["translation"] is None
        assert len(entry["digest"]) == 64
        assert bool(entry["qr"]) == (entry["kind"] == "pdf") and all(code["page"] > 0 for code in entry["qr"]), entry[
            "id"
        ]
        assert {fact["id"] for fact in entry["facts"]} >= {code["id"] for code in entry["qr"]}
    assert len({entry["digest"] for entry in built.editions}) == 23
    assert check_tree(dist) == []


def test_pages_and_sizes_are_those_of_the_screen_and_of_the_tray(whole: tuple[Path, BuildResult]) -> None:
    seen = {entry["id"]: (entry["pages"], entry["trim_mm"]) for entry in whole[1].editions}
    assert seen["everything.trifold-dl.en.screen"] == (6, [100, 210])
    assert seen["everything.trifold-dl.en.office"] == (2, [297, 210])
    assert seen["everything.booklet-a5.en.office"] == (2, [297, 210])
    assert seen["everything.poster-a3.en.screen"] == (1, [297, 420])
    assert seen["everything.card-wallet.en.screen"] == (2, [85, 55])


def test_each_page_of_a_screen_edition_has_a_preview(whole: tuple[Path, BuildResult]) -> None:
    folder, built = whole
    previews = {path.name for path in (folder / "dist" / "preview").rglob("*.png")}
    assert previews == {
        f"{entry['id'].removesuffix('.screen')}.{page}.png"
        for entry in built.editions
        if entry["purpose"] == "screen"
        for page in range(1, entry["pages"] + 1)
    }


def test_a_worker_stays_under_300_mb(whole: tuple[Path, BuildResult]) -> None:
    assert 20 < whole[1].memory_mb < 300


def test_unverified_facts_are_counted_at_each_build(whole: tuple[Path, BuildResult]) -> None:
    (notice,) = whole[1].notices
    assert notice.slug == "facts-unverified" and notice.message.startswith("4 printed facts")


def test_nothing_is_left_beside_a_finished_build(whole: tuple[Path, BuildResult]) -> None:
    assert {path.name for path in whole[0].iterdir()} == {
        *("data.yaml", "templates", ".leaflets-id"),
        *(".cache", "dist", ".dist.lock"),
    }


def test_a_partial_build_keeps_the_other_editions(whole: tuple[Path, BuildResult], tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(whole[0], folder)
    before = contents(folder / "dist")
    built = build(request(folder, ONE))
    assert (len(built.editions), built.kept) == (3, 20)
    assert contents(folder / "dist") == before


def test_editions_that_data_no_longer_has_are_dropped(whole: tuple[Path, BuildResult], tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(whole[0], folder)
    data = folder / "data.yaml"
    data.write_text(data.read_text().replace("formats: [trifold-dl, poster-a3,", "formats: [trifold-dl,"))
    build(request(folder, ONE))
    assert len(ids(folder)) == 20
    assert not [name for name in contents(folder / "dist") if "poster-a3" in name]
    assert check_tree(folder / "dist") == []


def test_the_same_project_gives_the_same_bytes_anywhere(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "somewhere else" / "другой"
    shutil.copytree(small, other)
    ways = (
        (small, ("--jobs", "1"), {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
        (other, ("--jobs", "2"), {"TZ": "America/Adak", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "HOME": "/"}),
    )
    for folder, options, env in ways:
        done = run_process("--format", "card-*", "--today", TODAY, *options, folder=folder, env=env)
        assert done.returncode == 0, done.stderr
    first = contents(small / "dist")
    assert len(first) == 13
    assert first == contents(other / "dist")


def test_today_decides_only_what_is_overdue(small: Path) -> None:
    build(request(small, ONE))
    before = contents(small / "dist")
    late = Request(small, small / "dist", datetime.date(2027, 6, 1), ONE)
    (overdue,) = build(late).notices
    assert overdue.slug == "facts-overdue"
    after = contents(small / "dist")
    assert {name for name in after if after[name] != before[name]} == {"manifest.json", "SHA256SUMS"}


# What goes wrong


def test_a_layout_whose_worker_always_dies_costs_itself_only(small: Path) -> None:
    built = build(request(small, maker="poisoned:Deadly"))
    assert ids(small) == DL_CARD
    (problem,) = [problem for problem in built.problems if problem.slug == "fault"]
    assert problem.where == VICTIM and "2 times" in problem.message


def test_a_layout_whose_worker_dies_once_is_made_again(small: Path) -> None:
    built = build(request(small, maker="poisoned:DeadlyOnce"))
    assert (small / "died-once").exists()
    assert len(ids(small)) == 6
    assert not [problem for problem in built.problems if problem.slug == "fault"]


def test_a_layout_that_hangs_is_given_up_in_time(small: Path) -> None:
    """The others are in the cache: however slow the machine, only what never ends takes longer than a second."""
    build(request(small, Selection(format=("card-dl",))))
    built = build(request(small, maker="poisoned:Hanging", timeout=1.5))
    assert ids(small) == DL_CARD
    (problem,) = [problem for problem in built.problems if problem.slug == "too-slow"]
    assert problem.where == VICTIM and "longer than 1.5 seconds" in problem.message


def test_a_fault_of_ours_is_kept_for_the_log_and_costs_one_layout(small: Path) -> None:
    built = build(request(small, maker="poisoned:Faulty"))
    assert len(ids(small)) == 3
    assert "Traceback" in built.faults[0] and "a fault for the tests" in built.faults[0]
    assert [problem.where for problem in built.problems if problem.slug == "fault"] == [VICTIM]


def test_a_fault_of_ours_while_composing_costs_one_layout(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Recipes.prepare

    def prepare(self: Recipes, layout: Layout) -> PreparedLayout:
        if layout.id == VICTIM:
            raise ZeroDivisionError("a fault for the tests")
        return plain(self, layout)

    monkeypatch.setattr(Recipes, "prepare", prepare)
    built = build(request(small))
    assert ids(small) == DL_CARD
    assert "Traceback" in built.faults[0] and "a fault for the tests" in built.faults[0]


def test_a_file_that_fails_its_check_publishes_nothing(small: Path) -> None:
    build(request(small, ONE))
    before = contents(small / "dist")
    with pytest.raises(ProblemsFound) as found:
        build(request(small, maker="poisoned:Broken", force=True))
    assert found.value.exit_code == ExitCode.CHECK_FAILED
    assert contents(small / "dist") == before
    assert not beside(small / "dist", "new").exists()


def test_words_that_must_not_be_printed_stop_a_build_whose_workers_are_at_work(small: Path) -> None:
    build(request(small, ONE))
    before, kept = contents(small / "dist"), contents(small / ".cache" / "build")
    data = small / "data.yaml"
    data.write_text(data.read_text().replace("Ask what they like", "Do not be careless. Ask what they like"))
    for selection in (ONE, Selection()):
        with pytest.raises(ProblemsFound) as found:
            build(request(small, selection))
        assert found.value.exit_code == ExitCode.PROBLEMS
        assert [(problem.slug, problem.line > 0) for problem in found.value.problems] == [("blame", True)]
        assert contents(small / "dist") == before and not beside(small / "dist", "new").exists()
        assert contents(small / ".cache" / "build") == kept


def test_a_wrong_profile_and_wrong_words_are_said_together(small: Path) -> None:
    data = small / "data.yaml"
    text = data.read_text().replace("Ask what they like", "Do not be careless. Ask what they like")
    data.write_text(text.replace("  other_formats:", "  press: {output_condition: FOGRA51}\n  other_formats:"))
    with pytest.raises(ProblemsFound) as found:
        build(request(small, ONE))
    assert {problem.slug for problem in found.value.problems} == {"blame", "profile-missing"}


def test_a_panel_that_is_too_full_stops_the_build_but_not_a_draft(small: Path) -> None:
    data = small / "data.yaml"
    data.write_text(data.read_text().replace("max: 120", ""))
    css = small / "templates" / "leaflets" / "plain" / "plain.css"
    css.write_text(css.read_text() + "\n.plain__contact { padding-top: 300mm }\n")
    with pytest.raises(ProblemsFound) as found:
        build(request(small, Selection(format=("card-dl",))))
    assert found.value.exit_code == ExitCode.PROBLEMS
    assert "overset" in {problem.slug for problem in found.value.problems}
    assert not (small / "dist").exists()
    built = build(request(small, Selection(format=("card-dl",)), draft=True))
    assert {entry["state"] for entry in built.editions} == {"draft"}
    assert {problem.severity for problem in built.problems} == {"warning"}


def test_a_missing_font_is_named_with_the_command_that_installs_it(small: Path) -> None:
    languages = (Path(sys.modules["leaflets"].__path__[0]) / "languages" / "languages.yaml").read_text()
    (small / "languages.yaml").write_text(languages.replace("fontpkg_atkinson_hyperlegible", "fontpkg_not_here"))
    with pytest.raises(ProblemsFound) as found:
        build(request(small, ONE))
    assert found.value.exit_code == ExitCode.MISSING
    assert "pip install fontpkg-not-here" in found.value.problems[0].hint


@pytest.mark.parametrize("least_room", [200_000, publish.LEAST_ROOM])
def test_a_full_disk_is_exit_5_and_names_path_and_need(
    small: Path, tmp_path: Path, least_room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found before the work begins, or in the middle of it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    monkeypatch.setattr(publish, "LEAST_ROOM", least_room)
    try:
        with pytest.raises(ProblemsFound) as found:
            build(Request(small, disk / "dist", datetime.date.fromisoformat(TODAY), CARDS))
        assert found.value.exit_code == ExitCode.DISK
        assert str(disk) in found.value.problems[0].file
        assert least_room == 200_000 or "at least 8.0 MB" in found.value.problems[0].message
        assert [path.name for path in disk.iterdir()] == [".dist.lock"]
    finally:
        # What a worker had started may be ending still.
        wait_until(lambda: not subprocess.run(["umount", str(disk)], check=False).returncode, "the disk is free")


# What is interrupted


def start(folder: Path, *words: str, maker: str = "") -> subprocess.Popen[bytes]:
    """Start a build of the project; with a maker through a small program of its own."""
    words = ("--format", "card-*", "--today", TODAY, "--project", str(folder), *words)
    line = command(*words)
    if maker:
        code = f"import poisoned; poisoned.go({maker!r})"
        line = [sys.executable, "-c", code, *words]
    return subprocess.Popen(
        line,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=listen,
    )


def listen() -> None:
    """Heed Ctrl-C also where the tests run in the background, which is told to ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_build_killed_at_any_moment_leaves_yesterday_or_today(small: Path) -> None:
    """Both trees are known: whatever is found must be one of them, whole; the next build must work."""
    build(request(small, SCREEN))
    yesterday = contents(small / "dist")
    data = small / "data.yaml"
    before = data.read_text()
    after = before.replace("Talk about the internet at home.", "Talk about the internet today.")
    data.write_text(after)
    begun = time.monotonic()
    assert start(small, "--purpose", "screen").wait(RUN_SECONDS) == 0
    duration = time.monotonic() - begun
    today = contents(small / "dist")
    assert today != yesterday
    seed = random.Random(7)
    for text in (before, after):
        data.write_text(text)
        process = start(small, "--purpose", "screen")
        # The last moments, when files are written and folders exchanged, are the dangerous ones.
        time.sleep(duration * seed.uniform(0.5, 1.0))
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)
        found = contents(small / "dist")
        assert found in (yesterday, today)
        assert check_tree(small / "dist") == []
    build(request(small, SCREEN))
    assert contents(small / "dist") in (yesterday, today)
    assert sorted(path.name for path in small.iterdir() if path.name.startswith(".dist")) == [".dist.lock"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_ends_with_130_and_leaves_nothing(small: Path, sent: signal.Signals) -> None:
    process = start(small, maker="poisoned:Held")
    wait_until((small / BEGUN).exists, "the build begins")
    process.send_signal(sent)
    assert process.wait(PATIENCE_SECONDS) == ExitCode.INTERRUPTED
    assert not (small / "dist").exists()
    assert not beside(small / "dist", "new").exists()


def test_four_builds_at_once_mix_no_edition_and_lose_none(tmp_path: Path) -> None:
    """`script/harden builds` does fifty rounds; this is one, with a change and a kill."""
    assert harden_builds.build_at_once(harden_builds.prepare(tmp_path), 0).wrong == []


@pytest.mark.long
def test_four_builds_of_other_editions_at_once_mix_none_and_lose_none(tmp_path: Path) -> None:
    """The next round, without a change or a kill."""
    prepared = harden_builds.prepare(tmp_path)
    assert harden_builds.build_at_once(prepared, 1).wrong == []
    built = [ExitCode.OK] * 4
    mixed = {**prepared.before, (name := "pdf/everything/everything.card-dl.en.screen.pdf"): prepared.yesterday[name]}
    assert harden_builds.flaws_of_whole(prepared, mixed, built) == ["dist is mixed"]
    assert harden_builds.flaws_of_whole(prepared, prepared.yesterday, built) == ["dist is mixed"]
    assert harden_builds.flaws_of_parts(prepared, {**mixed, name: b"half"}, built) != []


def test_a_second_build_at_the_same_time_ends_with_6_and_the_pid_of_the_first(small: Path) -> None:
    first = start(small, maker="poisoned:Held")
    try:
        wait_until((small / BEGUN).exists, "the first build begins")
        second = run("--project", small, "--format", "card-wallet", "--json")
        assert second.returncode == ExitCode.LOCKED
        (problem,) = json.loads(second.stdout)["problems"]
        assert problem["slug"] == "locked" and str(first.pid) in problem["message"]
        (small / GO_ON).touch()
        assert first.wait(RUN_SECONDS) == 0
    finally:
        first.kill()
        first.wait(PATIENCE_SECONDS)
    assert len(ids(small)) == 6
