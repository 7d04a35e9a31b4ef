# SPDX-License-Identifier: MIT
"""The build's cache: what is taken from it is what would be made; what is wrong with it costs time and nothing else."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import mutated
import program
import pytest
from patience import wait_until
from program import environment, run_process

from leaflets.build.cache import FOLDER, MARKS, Cache
from leaflets.build.pipeline import Request, build
from leaflets.build.pool import count_cores
from leaflets.build.project import load_project
from leaflets.build.publish import beside
from leaflets.build.recipe import MadeEdition, fingerprint
from leaflets.build.recipes import Recipes
from leaflets.build.results import BuildResult
from leaflets.build.selection import ALL, Selection, changed_first, marks_of, select
from leaflets.build.verify import check_tree
from leaflets.core.files import read_sealed, write_sealed
from leaflets.core.problems import ProblemsFound

TODAY = datetime.date(2026, 11, 23)
CARDS = Selection(format=("card-*",))


def request(folder: Path, **options: object) -> Request:
    return Request(folder, folder / "dist", TODAY, CARDS, **options)  # type: ignore[arg-type]


def made(built: BuildResult) -> set[str]:
    return {name.removeprefix("everything.") for name in built.made}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ALL_CARDS = {f"{form}.en.{purpose}" for form in ("card-dl", "card-wallet") for purpose in ("screen", "office", "press")}


# What is made again


def test_what_has_changed_in_data_yaml_is_composed_first(small: Path) -> None:
    build(request(small))
    project, cache = load_project(small, today=TODAY).project, Cache(small / FOLDER)
    assert cache.former_marks() == marks_of(project)
    shipped = load_project(program.ROOT, today=TODAY).project
    tasks, marks = select(shipped, ALL), marks_of(shipped)
    assert changed_first(tasks, marks, marks) == changed_first(tasks, marks, {}) == tasks
    changed = tasks[-1].layout.source
    ordered = changed_first(tasks, marks, {**marks, changed: "another"})
    assert [task.layout.source == changed for task in ordered] == sorted(
        (task.layout.source == changed for task in tasks), reverse=True
    )
    (small / FOLDER / MARKS).write_bytes(b"[1]")
    assert cache.former_marks() == {}


def test_a_second_build_makes_nothing_and_gives_the_same_tree(small: Path) -> None:
    first = build(request(small))
    before = contents(small / "dist")
    second = build(request(small))
    assert made(first) == ALL_CARDS and made(second) == set()
    assert contents(small / "dist") == before
    assert second.editions == first.editions and second.problems == first.problems and second.fills == first.fills
    assert check_tree(small / "dist") == []


def test_force_makes_everything_again(small: Path) -> None:
    build(request(small))
    assert made(build(request(small, force=True))) == ALL_CARDS


def test_a_date_of_verification_changes_the_manifest_and_no_screen_edition(small: Path) -> None:
    build(request(small))
    edit(small / "data.yaml", '"0808 157 0001", source: made up for tests', '"0808 157 0001", source: made up')
    assert made(build(request(small))) == set()
    edit(
        small / "data.yaml",
        '"0808 157 0001", source: made up',
        '"0808 157 0001", verified: 2026-11-20, verified_by: A tester, source: made',
    )
    built = build(request(small))
    assert made(built) == {name for name in ALL_CARDS if name.endswith("press")}, "the slug line counts what is open"
    facts = {fact["id"]: fact["verified"] for entry in built.editions for fact in entry["facts"]}
    assert facts["organisations.helpline.phone"] == "2026-11-20"


def test_a_build_that_stops_keeps_what_it_has_made(small: Path) -> None:
    with pytest.raises(ProblemsFound):
        build(request(small, maker="poisoned:Broken"))
    assert made(build(request(small))) == {name for name in ALL_CARDS if name.startswith("card-wallet")}


def test_a_draft_never_touches_the_cache(small: Path) -> None:
    build(request(small, draft=True))
    assert not (small / FOLDER).exists()


def test_a_folder_that_cannot_be_written_has_no_cache_and_builds(small: Path) -> None:
    (small / ".cache").write_text("in the way")
    assert made(build(request(small))) == ALL_CARDS


# What is wrong with a cache


def damage(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))


DAMAGE = [(kind, how) for kind in ("recipes", "files") for how in ("missing", "empty", "cut", "one bit")]
SAME_SUM = ("empty", "cut")
"""What is found as one changed bit is found."""


@pytest.mark.parametrize(
    ("kind", "how"),
    [pytest.param(*one, marks=pytest.mark.long if one[1] in SAME_SUM else ()) for one in DAMAGE],
)
def test_what_is_damaged_is_made_again(small: Path, kind: str, how: str) -> None:
    one = Selection(format=("card-wallet",), purpose=("office",))
    wanted = Request(small, small / "dist", TODAY, one)
    build(wanted)
    before = contents(small / "dist")
    (path,) = (path for path in (small / FOLDER / kind).rglob("*") if path.is_file())
    damage(path, how)
    built = build(wanted)
    assert made(built) == {"card-wallet.en.office"}
    assert contents(small / "dist") == before
    assert check_tree(small / "dist") == []


def test_a_finished_file_that_somebody_has_changed_is_made_again(small: Path) -> None:
    build(request(small))
    before = contents(small / "dist")
    pdf = small / "dist" / "pdf" / "everything" / "everything.card-dl.en.office.pdf"
    damage(pdf, "one bit")  # the same file as the cache's, if the disk has links
    built = build(request(small))
    assert made(built) == {"card-dl.en.office"}
    assert contents(small / "dist") == before


@pytest.mark.parametrize("text", ["[]", "{}", "null", '{"files": 3}', '{"path": "x", "files": {}, "reads": {}}'])
def test_a_record_that_is_none_is_nothing(tmp_path: Path, text: str) -> None:
    cache = Cache(tmp_path)
    path = tmp_path / "recipes" / "ab" / "abc.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert cache.find("abc", str) is None


# Size


def product(number: int, size: int) -> tuple[str, MadeEdition, dict[str, bytes]]:
    data = bytes([number]) * size
    name = f"pdf/{number}.pdf"
    files = {name: hashlib.sha256(data).hexdigest()}
    return f"{number:02d}key", MadeEdition(name, size, 1, (1.0, 1.0), "", {}, files), {name: data}


def test_what_was_not_used_for_longest_goes_first_and_what_is_in_use_stays(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=3000)
    for number in range(5):
        key, one, files = product(number, 1000)
        cache.store(key, one, files)
        os.utime(tmp_path / "recipes" / key[:2] / f"{key}.json", (number, number))
    assert cache.find("01key", str), "used again"
    cache.shrink([product(0, 1000)[1]])
    left = {number for number in range(5) if cache.find(product(number, 1000)[0], str)}
    assert left == {0, 1, 4}
    assert sum(path.stat().st_size for path in (tmp_path / "files").rglob("*") if path.is_file()) == 3000


def test_a_cache_within_its_limit_loses_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=5000)
    for number in range(5):
        cache.store(*product(number, 1000))
    cache.shrink([])
    assert all(cache.find(product(number, 1000)[0], str) for number in range(5))


# Two at once, and a sudden end


def test_two_builds_share_a_cache(small: Path) -> None:
    words = ["--project", small, "--format", "card-*", "--purpose", "screen", "--today", "2026-11-23", "--quiet"]
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda name: run_process(*words, "--out", small / name), ("one", "two")))
    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]
    assert contents(small / "one") == contents(small / "two")
    screens = {name for name in ALL_CARDS if name.endswith("screen")}
    assert made(build(request(small))) == ALL_CARDS - screens


def test_a_killed_build_leaves_a_cache_that_serves(small: Path) -> None:
    """One layout of it never ends, so that it is killed in the middle, however fast or slow it is."""
    code = "import poisoned; poisoned.go('poisoned:Hanging')"
    words = ("--project", str(small), "--format", "card-*", "--today", "2026-11-23", "--quiet", "--jobs", "2")
    process = subprocess.Popen([sys.executable, "-c", code, *words], env=environment())
    wait_until(lambda: list((small / FOLDER / "recipes").rglob("*.json")), "something is kept")
    process.send_signal(signal.SIGKILL)
    process.wait()
    built = build(request(small))
    assert set() < made(built) < ALL_CARDS and len(built.editions) == len(ALL_CARDS)
    assert check_tree(small / "dist") == [] and not beside(small / "dist", "new").exists()
    assert made(build(request(small))) == set()


# Keys


def test_values_that_differ_have_other_fingerprints() -> None:
    values = [None, True, 1, 1.0, "1", ("1",), ("1", ""), (("1",), ""), {"1": ""}, {"1": None}, "", (), TODAY, "True"]
    assert len({fingerprint(value) for value in values}) == len(values)
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint(frozenset("abc")) == fingerprint(frozenset("cba"))
    with pytest.raises(TypeError):
        fingerprint(object())


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    code = "from leaflets.build.recipe import fingerprint; print(fingerprint(frozenset(('b', 'a', 'c'))))"
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env=environment({"PYTHONHASHSEED": seed}), capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


# The proof: whatever is changed, exactly the editions whose bytes would differ are made again


Kept = tuple[Path, Cache, dict[str, str]]
"""A project, its cache, and a hash of each of its editions."""


@pytest.fixture(scope="module")
def eighteen(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A project of eighteen editions."""
    return kept(tmp_path_factory.mktemp("mutated") / "project")


def kept(folder: Path, *, is_long: bool = False) -> Kept:
    mutated.new_project(folder, is_long=is_long)
    cache = Cache(folder / "kept")
    made = mutated.make_all(folder, cache)
    mutated.note_all(folder, cache)
    return folder, cache, made


def test_the_editions_made_again_after_a_change_of_each_kind_are_those_whose_bytes_differ(eighteen: Kept) -> None:
    assert_enough(made_again(eighteen, [kind[0] for kind in mutated.mutations(eighteen[0])]))


@pytest.mark.long
def test_the_editions_made_again_after_any_change_are_those_whose_bytes_differ(tmp_path: Path) -> None:
    """Each core has a project of its own, and its share of the changes of each kind."""
    shares = [(tmp_path / str(number), number, count_cores()) for number in range(count_cores())]
    with ProcessPoolExecutor(len(shares), get_context("fork")) as processes:
        assert_enough(sum(processes.map(made_again_in_share, shares), Counter[str]()))


def made_again_in_share(share: tuple[Path, int, int]) -> Counter[str]:
    folder, number, shares = share
    project = kept(folder / "project", is_long=True)
    return made_again(project, [one for kind in mutated.mutations(project[0]) for one in kind][number::shares])


def made_again(project: Kept, chosen: list[mutated.Mutation]) -> Counter[str]:
    """Make each of the changes, and every edition anew, to know what a build must not take from the cache."""
    folder, cache, before = project
    assert len(before) >= 18 and mutated.STOPPED not in before.values()
    assert mutated.would_make(folder, cache) == set()
    assert mutated.recalled(folder, cache) == ({name.rpartition(".")[0] for name in before}, set())
    kinds = mutated.mutations(folder)
    every = [one for kind in kinds for one in kind]
    assert len(every) > 300 and len({one.file for one in every}) > 30 and all(kinds)
    found = Counter[str](changes=len(chosen))
    for one in chosen:
        text = (folder / one.file).read_text(encoding="utf-8")
        one.apply(folder)
        try:
            again, after = mutated.would_make(folder, cache), mutated.make_all(folder)
            kept_layouts, wrong = mutated.recalled(folder, cache)
        finally:
            (folder / one.file).write_text(text, encoding="utf-8")
        if not after:  # refused before anything is composed: nothing is published
            continue
        assert not wrong, f"{one}: {sorted(wrong)} would be composed otherwise, and would not be composed again"
        differ = {name for name in before | after if before.get(name) != after.get(name)}
        assert differ <= again, f"{one}: {sorted(differ - again)} would be another, and would be kept"
        if again - differ:
            print(f"{one}: {sorted(again - differ)} are made again for nothing")
        found.update(looked_at=1, recalled=len(kept_layouts), differing=len(differ), needless=len(again - differ))
    return found


def assert_enough(found: Counter[str]) -> None:
    """Check that the changes were looked at, that most changed something, and that little was made for nothing."""
    print(", ".join(f"{number} {name}" for name, number in found.items()))
    assert found["recalled"] > 0
    assert found["looked_at"] > 0.9 * found["changes"] and found["differing"] >= found["changes"] / 2
    assert found["needless"] <= max(1, 0.1 * found["differing"]), "too many editions are made again for nothing"


def test_a_changed_sentence_stops_its_translations_and_nothing_else_is_made(eighteen: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(eighteen[0], folder)
    whole = Request(folder, folder / "dist", TODAY)
    assert len(build(whole).made) >= 18
    before = contents(folder / "dist" / "pdf")
    edit(folder / "data.yaml", "Worried by something online?", "Worried about something online?")
    built = build(whole)
    pdfs = {f"helpline-card.card-dl.en.{purpose}" for purpose in ("screen", "office", "press")}
    assert built.made == {*pdfs, "helpline-card.card-dl.en.text"}
    translated = {f"helpline-card.card-dl.{tag}" for tag in ("ur", "pl")}
    assert set(built.stopped) == translated
    after = contents(folder / "dist" / "pdf")
    gone = {name for name in before if name not in after}
    assert gone == {f"helpline-card/{name}.{purpose}.pdf" for name in translated for purpose in ("screen", "office")}
    changed = {name for name in after if before[name] != after[name]}
    assert changed == {f"helpline-card/{name}.pdf" for name in pdfs}


def test_the_proof_can_fail(eighteen: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache, _ = eighteen
    one = next(one for kind in mutated.mutations(folder) for one in kind if one.file.endswith(".css") and one.old)
    text = (folder / one.file).read_text(encoding="utf-8")
    monkeypatch.setattr("leaflets.layout.composed.Stylesheet.rules", "")
    keys = mutated.would_make(folder, cache)
    one.apply(folder)
    try:
        assert keys == mutated.would_make(folder, cache), "a key that forgets the stylesheets sees no change"
    finally:
        (folder / one.file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("forget", "kind"),
    [
        ("leaflets.build.known_layouts.KnownLayouts._hash_files", "rules"),
        ("leaflets.build.recipes.own_view", "risks"),
        ("leaflets.build.known_layouts.hash_data", "words"),
    ],
)
def test_the_proof_of_what_is_not_composed_again_can_fail(
    eighteen: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: str, kind: str
) -> None:
    folder, cache = tmp_path / "project", Cache(tmp_path / "kept")
    shutil.copytree(eighteen[0], folder)
    shutil.copytree(eighteen[1].folder, cache.folder)
    monkeypatch.setattr(forget, (lambda project, *_: project) if kind == "risks" else (lambda *_: ""))
    mutated.note_all(folder, cache)
    name = {"rules": "templates/", "risks": "risks.", "words": "publications."}[kind]
    changes = mutated.rules(folder) if kind == "rules" else mutated.words(folder)
    wrong = set[str]()
    for one in (one for one in changes if name in f"{one.file} {one.name}" and one.old):
        text = (folder / one.file).read_text(encoding="utf-8")
        one.apply(folder)
        wrong |= mutated.recalled(folder, cache)[1]
        (folder / one.file).write_text(text, encoding="utf-8")
        if wrong:
            return
    raise AssertionError("what forgets something it depends on was never caught")


def composed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and return the layouts that were composed."""
    names, prepare = list[str](), Recipes.prepare
    with monkeypatch.context() as patched:
        patched.setattr(Recipes, "prepare", lambda self, layout: names.append(layout.id) or prepare(self, layout))
        build(Request(folder, folder / "dist", TODAY))
    return sorted(names)


def test_only_what_may_have_changed_is_composed_again(
    eighteen: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(eighteen[0], folder, ignore=shutil.ignore_patterns("kept"))
    cards = [f"helpline-card.card-dl.{tag}" for tag in ("en", "pl", "ur")]
    every = sorted(["ask-a-grown-up.poster-a4.en", "parents-guide.trifold-dl.en", *cards])
    assert composed_again(folder, monkeypatch) == every
    assert composed_again(folder, monkeypatch) == []
    tree = contents(folder / "dist")
    edit(folder / "data.yaml", "Worried by something online?", "Worried about something online?")
    assert composed_again(folder, monkeypatch) == cards
    edit(folder / "data.yaml", "Worried about something online?", "Worried by something online?")
    assert composed_again(folder, monkeypatch) == cards[:1], "the translations are as they were"
    assert contents(folder / "dist") == tree
    assert composed_again(folder, monkeypatch) == []
    records = sorted((folder / FOLDER / "layouts").iterdir())
    for record, values in zip(records, (b"", b"[1]", {}, {"basis": ""}, {"keys": {}, "problems": [1]}), strict=True):
        whole = json.loads(read_sealed(record) or b"")
        if isinstance(values, dict):
            write_sealed(record, json.dumps({**whole, **values} if values else {}).encode())
        else:
            record.write_bytes(values)
    assert composed_again(folder, monkeypatch) == every, "a record that is none is made again"
    assert contents(folder / "dist") == tree
    with (folder / "templates" / "components" / "contact" / "contact.css").open("a") as sheet:
        sheet.write("/* nothing */\n")
    assert composed_again(folder, monkeypatch) == every, "of a file nobody knows what it changes"
    assert contents(folder / "dist") == tree


def test_a_record_of_what_was_looked_up_is_kept(eighteen: Kept) -> None:
    _, cache, _ = eighteen
    records = [json.loads(read_sealed(path) or b"") for path in (cache.folder / "recipes").rglob("*.json")]
    names = {name.split("/")[0] for record in records for name in record["reads"]}
    assert names >= {"font", "ink"}
