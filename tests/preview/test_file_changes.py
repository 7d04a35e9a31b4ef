# SPDX-License-Identifier: MIT
"""Watching files: a change counts once, when the editor has done, however it saves."""

from __future__ import annotations

from pathlib import Path

import pytest
from patience import Clock, wait_until

from leaflets.preview.file_changes import GONE_SECONDS, SETTLE_SECONDS, Watcher, look


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.yaml"
    path.write_text("a: 1\n")
    (tmp_path / "templates" / "deep").mkdir(parents=True)
    (tmp_path / "templates" / "deep" / "a.css").write_text("a {}")
    return path


@pytest.fixture
def watcher(data: Path, clock: Clock) -> Watcher:
    roots = [data, data.parent / "templates", data.parent / "there-is-no-such-folder"]
    return Watcher(roots, clock.time, clock.wait)


def test_nothing_has_changed_at_first(watcher: Watcher, clock: Clock) -> None:
    assert len(watcher.seen) == 2
    assert watcher.changed() == [] and clock.now == 0


def test_a_change_is_told_once_after_two_looks(watcher: Watcher, data: Path, clock: Clock) -> None:
    data.write_text("a: 22\n")
    assert watcher.changed() == [str(data)]
    assert clock.now == pytest.approx(SETTLE_SECONDS)
    assert watcher.changed() == []


def test_a_new_file_and_one_deep_down_are_seen(watcher: Watcher, data: Path) -> None:
    (data.parent / "templates" / "new.css").write_text("b {}")
    (data.parent / "templates" / "deep" / "a.css").write_text("a { color: red }")
    assert [Path(name).name for name in watcher.changed()] == ["a.css", "new.css"]


def test_a_file_that_is_still_written_is_waited_for(watcher: Watcher, data: Path, clock: Clock) -> None:
    data.write_text("a: [1,\n")
    clock.plan = [(0.03 * n, lambda n=n: data.write_text("a: [1,\n" + " 2,\n" * n)) for n in range(1, 6)]  # type: ignore[misc]
    assert watcher.changed() == [str(data)]
    assert clock.now >= 0.15 + SETTLE_SECONDS and watcher.changed() == []


def test_a_file_that_is_emptied_or_gone_first_is_waited_for(watcher: Watcher, data: Path, clock: Clock) -> None:
    data.write_text("")
    clock.plan = [(0.2, lambda: data.write_text("a: 3\n"))]
    assert watcher.changed() == [str(data)]
    assert data.stat().st_size and clock.now < GONE_SECONDS
    data.unlink()
    clock.plan = [(clock.now + 0.3, lambda: data.write_text("a: 4\n"))]
    assert watcher.changed() == [str(data)] and data.exists()


def test_a_file_that_stays_away_is_told(watcher: Watcher, data: Path, clock: Clock) -> None:
    data.unlink()
    assert watcher.changed() == [str(data)]
    assert clock.now >= GONE_SECONDS


def test_a_file_that_is_put_in_the_place_of_another_is_seen(watcher: Watcher, data: Path) -> None:
    new = data.with_name("4913")
    new.write_text("a: 9\n")
    mark = look([data])
    new.rename(data)
    assert look([data]) != mark
    assert watcher.changed() == [str(data)]


def test_a_file_that_is_taken_away_and_put_back_as_it_was_is_seen(watcher: Watcher, data: Path) -> None:
    """While it was away the project may have been opened without it."""
    before, away = look([data]), data.with_name("away")

    def put_back() -> bool:
        data.rename(away).rename(data)
        return look([data]) != before  # the disk's clock may not have ticked yet

    wait_until(put_back, "the time of its return")
    about = data.stat()
    assert {about.st_mtime_ns, about.st_size, about.st_ino} <= {*before[str(data)]}
    assert watcher.changed() == [str(data)]


def test_what_editors_write_for_themselves_does_not_count(watcher: Watcher, data: Path, clock: Clock) -> None:
    for name in (".a.css.swp", "a.css~", "#a.css#", "4913"):
        (data.parent / "templates" / name).write_text("x")
    assert watcher.changed() == [] and clock.now == 0


def test_stirring_is_noticed_and_not_counted_as_seen(watcher: Watcher, data: Path, clock: Clock) -> None:
    assert not watcher.is_stirring(0.1)
    clock.plan = [(clock.now + 0.05, lambda: data.write_text("a: 55\n"))]
    assert watcher.is_stirring(0.2)
    assert watcher.changed() == [str(data)]
