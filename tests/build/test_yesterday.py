# SPDX-License-Identifier: MIT
"""Yesterday stays: a fault, a deadline, a dead process or a damaged leftover never takes away what was published."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from catalogued import add_catalogues, open_at
from poisoned import VICTIM
from program import SMALL, TODAY, run

from leaflets.build.pipeline import Request, build
from leaflets.build.publish import beside, read_manifest
from leaflets.build.results import BuildResult
from leaflets.build.selection import Selection
from leaflets.build.verify import verify
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.languages.catalogue.po import path_of

SCREENS = Selection(format=("card-*",), purpose=("screen",))
POSTERS = Selection(format=("poster-a4",), purpose=("screen",))
WALLET, DL = (f"everything.{form}.en.screen" for form in ("card-wallet", "card-dl"))


def request(folder: Path, selection: Selection = SCREENS, **options: Any) -> Request:
    return Request(folder, folder / "dist", datetime.date.fromisoformat(TODAY), selection, **options)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def states(folder: Path) -> dict[str, str]:
    return {entry["id"]: entry["state"] for entry in entries(folder)}


def entries(folder: Path) -> list[dict[str, Any]]:
    manifest = read_manifest(folder / "dist")
    assert manifest
    found: list[dict[str, Any]] = manifest["editions"]
    return found


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with the cards that were built yesterday."""
    folder = tmp_path_factory.mktemp("yesterday") / "project"
    shutil.copytree(SMALL, folder)
    build(request(folder))
    return folder


@pytest.fixture
def project(yesterday: Path, tmp_path: Path) -> Path:
    """The same, to change."""
    return Path(shutil.copytree(yesterday, tmp_path / "project"))


def new_phone(folder: Path) -> None:
    edit(folder / "data.yaml", "0808 157 0001", "0808 157 0002")


# What cannot be made stays


@pytest.mark.parametrize(
    ("maker", "slug"), [("Faulty", "fault"), ("Deadly", "fault"), ("Hanging", "too-slow")], ids=str.lower
)
def test_what_cannot_be_made_stays_as_it_was_and_is_named(project: Path, maker: str, slug: str) -> None:
    before = contents(project / "dist")
    wallet = Selection(format=("card-wallet",), purpose=("screen",))
    built = build(
        request(project, wallet, maker=f"poisoned:{maker}", force=True, timeout=2 if maker == "Hanging" else 300)
    )
    assert contents(project / "dist") == before
    assert (built.stayed, built.outdated, built.lost) == ([WALLET], [], [VICTIM])
    assert [problem.where for problem in built.problems if problem.slug == slug] == [VICTIM]
    assert built.exit_code == ExitCode.PROBLEMS and states(project) == {DL: "final", WALLET: "final"}


def test_what_stays_and_prints_a_number_that_data_no_longer_has_is_outdated(project: Path) -> None:
    before = contents(project / "dist")
    new_phone(project)
    built = build(request(project, maker="poisoned:Faulty"))
    assert (built.stayed, built.outdated, built.made) == ([WALLET], [WALLET], {DL})
    assert states(project) == {DL: "final", WALLET: "outdated"}
    name = f"pdf/everything/{WALLET}.pdf"
    assert (project / "dist" / name).read_bytes() == before[name]
    assert verify(project / "dist").problems == []
    built = build(request(project, maker="poisoned:Faulty"))
    assert built.outdated == [WALLET], "until it can be made"
    assert build(request(project)).outdated == [] and states(project)[WALLET] == "final"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("purpose: Talk to somebody,", "purpose: Talk to somebody kind,"),
        ('"0808 157 0001"', '"0808 157 0002"'),
        ('version: "1.0"', 'version: "1.1"'),
    ],
    ids=["sentence", "phone", "version"],
)
def test_what_nobody_asked_for_and_prints_what_has_changed_is_outdated_too(project: Path, old: str, new: str) -> None:
    edit(project / "data.yaml", old, new)
    built = build(request(project, Selection(format=("card-dl",), purpose=("screen",))))
    assert (built.stayed, built.outdated) == ([], [WALLET])
    assert states(project) == {DL: "final", WALLET: "outdated"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Talk about the internet at home.", "Talk about the internet each day."),
        (
            '"0808 157 0001", source: made up',
            '"0808 157 0001", verified: 2026-11-20, verified_by: A tester, source: made up',
        ),
    ],
    ids=["another sentence", "verified"],
)
def test_what_does_not_print_what_has_changed_is_not_outdated(project: Path, old: str, new: str) -> None:
    edit(project / "data.yaml", old, new)
    built = build(request(project, Selection(format=("card-dl",), purpose=("screen",))))
    assert (built.stayed, built.outdated) == ([], [])
    assert states(project) == {DL: "final", WALLET: "final"}


def test_what_is_outdated_is_named_first_and_nothing_is_made_of_it(project: Path) -> None:
    new_phone(project)
    build(request(project, maker="poisoned:Faulty"))
    words = ("--project", project, "--today", TODAY)
    done = run("--format", "card-dl", "--purpose", "screen", *words)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("everything.card-wallet.en (screen): outdated: ")
    again = run("--format", "card-dl", "--purpose", "screen", *words)
    assert "Nothing has changed" in again.stdout and "everything.card-wallet.en" in again.stdout + again.stderr
    told = json.loads(run("--format", "card-dl", "--purpose", "screen", "--json", "--force", *words).stdout)
    assert told["outdated"] == [WALLET] and told["stayed"] == told["removed"] == []
    refused = run("tile", "everything.card-wallet.en", "--paper", "a4", *words, "--json")
    assert refused.returncode == ExitCode.PROBLEMS
    assert [problem["slug"] for problem in json.loads(refused.stdout)["problems"]] == ["edition-outdated"]


def test_only_data_takes_an_edition_away(project: Path) -> None:
    edit(project / "data.yaml", "card-dl, card-wallet]", "card-dl]")
    built = build(request(project))
    assert built.removed == [WALLET] and states(project) == {DL: "final"}
    assert not list((project / "dist").rglob("*card-wallet*"))


def test_nothing_is_published_when_nothing_could_be_made_and_nothing_was_there(small: Path) -> None:
    built = build(request(small, Selection(format=("card-wallet",)), maker="poisoned:Faulty"))
    assert built.lost == [VICTIM] and built.exit_code == ExitCode.PROBLEMS
    assert not (small / "dist").exists() and not beside(small / "dist", "new").exists()


# Translations


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A poster in English and Polish that was built yesterday."""
    folder = tmp_path_factory.mktemp("translated") / "project"
    shutil.copytree(SMALL, folder)
    edit(folder / "data.yaml", "languages: [en]", "languages: [en, pl]")
    edit(folder / "data.yaml", "[trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]", "[poster-a4]")
    add_catalogues(open_at(folder), "pl")
    build(request(folder, POSTERS))
    return folder


@pytest.fixture
def polish(translated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(translated, tmp_path / "project"))


ONE = {tag: f"one-risk-grooming.poster-a4.{tag}.screen" for tag in ("en", "pl")}
ALL = {tag: f"everything.poster-a4.{tag}.screen" for tag in ("en", "pl")}


def break_catalogue(folder: Path) -> None:
    (folder / path_of("pl")).write_text("this is no catalogue\n", encoding="utf-8")


def test_a_translation_goes_when_its_english_changes_and_no_other(polish: Path) -> None:
    edit(polish / "data.yaml", "body: Talk about it.", "body: Talk about it today.")
    built = build(request(polish, POSTERS))
    assert (built.removed, built.stayed, built.outdated) == ([ONE["pl"]], [], [])
    assert set(states(polish)) == {ONE["en"], *ALL.values()}


def test_a_translation_that_nobody_asked_for_stays_when_its_english_changes_and_is_outdated(polish: Path) -> None:
    edit(polish / "data.yaml", "body: Talk about it.", "body: Talk about it today.")
    built = build(request(polish, Selection(format=("poster-a4",), purpose=("screen",), language=("en",))))
    assert (built.removed, built.outdated) == ([], [ONE["pl"]])
    assert states(polish)[ONE["pl"]] == "outdated" and states(polish)[ALL["pl"]] == "proof"


def test_a_broken_catalogue_takes_nothing_away_though_another_sentence_changed(polish: Path) -> None:
    before = contents(polish / "dist" / "pdf")
    break_catalogue(polish)
    edit(polish / "data.yaml", "body: Talk about it.", "body: Talk about it today.")
    built = build(request(polish, POSTERS))
    assert built.exit_code == ExitCode.PROBLEMS
    assert (built.stayed, built.removed, built.outdated) == ([ALL["pl"], ONE["pl"]], [], [ONE["pl"]])
    after = contents(polish / "dist" / "pdf")
    assert {name for name in before if after.get(name) != before[name]} == {f"one-risk-grooming/{ONE['en']}.pdf"}


# Templates


def test_a_template_that_never_ends_is_stopped_and_named_and_nothing_is_touched(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(project / "dist")
    template = project / "templates" / "leaflets" / "plain" / "plain.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text + "{% for i in range(10**12) %}{% endfor %}\n", encoding="utf-8")
    monkeypatch.setattr("leaflets.layout.compose.LONGEST_SECONDS", 0.5)
    with pytest.raises(ProblemsFound) as found:
        build(request(project))
    (problem,) = found.value.problems
    assert found.value.exit_code == ExitCode.PROBLEMS
    assert (problem.slug, problem.file) == ("template-endless", "templates/leaflets/plain/plain.html")
    assert problem.line == text.count("\n") + 1
    assert contents(project / "dist") == before and not beside(project / "dist", "new").exists()


# Leftovers


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


MANIFESTS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": cut,
    "not utf-8": lambda path: path.write_bytes(b"\xff" + path.read_bytes()),
    "entry without anything": lambda path: path.write_text('{"schema":1,"editions":[{}]}'),
    "editions no list": lambda path: path.write_text('{"schema":1,"editions":{"a":1}}'),
    "editions null": lambda path: path.write_text('{"schema":1,"editions":null}'),
    "no editions": lambda path: path.write_text('{"schema":1}'),
    "another schema": lambda path: path.write_text('{"schema":2,"editions":[]}'),
    "a list": lambda path: path.write_text("[]"),
    "deep": lambda path: path.write_text("[" * 100_000),
    "state a number": lambda path: path.write_text(path.read_text().replace('"state": "final"', '"state": 7')),
    "path outside": lambda path: path.write_text(path.read_text().replace('"path": "pdf/', '"path": "../pdf/')),
    "facts of another kind": lambda path: path.write_text(path.read_text().replace('"facts": [', '"facts": [3, ')),
    "translation a word": lambda path: path.write_text(
        path.read_text().replace('"translation": null', '"translation": "x"')
    ),
    "a date that is none": lambda path: path.write_text(
        path.read_text().replace('"review_by": "2027', '"review_by": "x')
    ),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", MANIFESTS.values(), ids=MANIFESTS)
def test_a_damaged_manifest_is_none(yesterday: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = Path(shutil.copy(yesterday / "dist" / "manifest.json", tmp_path))
    assert read_manifest(tmp_path)
    damage(path)
    assert read_manifest(tmp_path) is None


def test_after_a_damaged_manifest_everything_is_built_so_that_nothing_is_lost(project: Path) -> None:
    before = contents(project / "dist")
    all_formats = "[trifold-dl, poster-a3, poster-a4, booklet-a5, card-dl, card-wallet]"
    edit(project / "data.yaml", all_formats, "[card-dl, card-wallet]")
    edit(project / "data.yaml", "formats: [poster-a4]", "formats: [card-wallet]")
    (project / "dist" / "manifest.json").write_text('{"schema":1,"editions":[{}]}')
    build(request(project, Selection(format=("card-dl",), purpose=("screen",))))
    after = contents(project / "dist")
    assert [name for name in before if name.startswith("pdf") and after.get(name) != before[name]] == []
    assert {DL, WALLET} <= set(states(project)) and verify(project / "dist").problems == []


def test_a_file_that_is_gone_from_dist_comes_back_from_the_cache(project: Path) -> None:
    before = contents(project / "dist")
    (project / "dist" / "pdf" / "everything" / f"{WALLET}.pdf").unlink()
    built = build(request(project, Selection(format=("card-dl",), purpose=("screen",))))
    assert contents(project / "dist") == before and not has_lost(built)
    shutil.rmtree(project / ".cache")
    (project / "dist" / "pdf" / "everything" / f"{WALLET}.pdf").unlink()
    built = build(request(project, Selection(format=("card-dl",), purpose=("screen",))))
    assert has_lost(built) and states(project) == {DL: "final"}


def has_lost(built: BuildResult) -> bool:
    return "file-changed" in {problem.slug for problem in built.problems}


def record_of(folder: Path, part: str) -> Path:
    """Return the cache's record of the edition whose id holds that part."""
    found = [path for path in (folder / ".cache" / "build" / "recipes").rglob("*.json") if part in path.read_text()]
    assert len(found) == 1
    return found[0]


def swap_hashes(folder: Path) -> None:
    """Let one record name the other's file."""
    other = next(entry["sha256"] for entry in entries(folder) if entry["id"] == DL)
    own = next(entry["sha256"] for entry in entries(folder) if entry["id"] == WALLET)
    edit(record_of(folder, "card-wallet"), own, other)


def swap_records(folder: Path) -> None:
    one, other = record_of(folder, "card-wallet"), record_of(folder, "card-dl")
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def escape(folder: Path) -> None:
    edit(record_of(folder, "card-wallet"), f"pdf/everything/{WALLET}.pdf", "../../escaped.pdf")


@pytest.mark.parametrize("damage", [swap_hashes, swap_records, escape], ids=lambda one: one.__name__)
def test_an_edited_record_of_the_cache_publishes_nothing_wrong(project: Path, damage: Callable[[Path], None]) -> None:
    before = contents(project / "dist")
    damage(project)
    assert WALLET in build(request(project)).made
    assert contents(project / "dist") == before
    assert not (project.parent / "escaped.pdf").exists() and not (project / "escaped.pdf").exists()


def test_a_record_that_is_sealed_and_names_other_files_publishes_nothing_wrong(project: Path) -> None:
    from leaflets.core.files import read_sealed, write_sealed

    record = record_of(project, "card-wallet")
    data = read_sealed(record)
    assert data
    write_sealed(record, data.replace(f"pdf/everything/{WALLET}.pdf".encode(), b"../../escaped.pdf"))
    assert WALLET in build(request(project)).made
    assert not (project.parent / "escaped.pdf").exists()


def test_a_file_of_the_cache_that_changes_after_it_was_looked_at_is_not_published(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leaflets.build.cache import Cache

    before = contents(project / "dist")
    shutil.rmtree(project / "dist")
    monkeypatch.setattr(Cache, "holds", lambda self, sha256: True)
    path = next((project / ".cache" / "build" / "files").rglob(entry_hash(before)))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ProblemsFound) as found:
        build(request(project))
    assert found.value.exit_code == ExitCode.DISK and not (project / "dist").exists()


def entry_hash(before: dict[str, bytes]) -> str:
    found: str = next(one["sha256"] for one in json.loads(before["manifest.json"])["editions"] if one["id"] == WALLET)
    return found
