# SPDX-License-Identifier: MIT
"""Facts: their state by the day, and the dates that `facts verify` writes without touching anything else."""

from __future__ import annotations

import datetime
import difflib
import os
import stat
from pathlib import Path

import pytest
from validated import validate

from leaflets.content.facts import list_facts, verify_facts
from leaflets.content.load import load_data
from leaflets.content.model import facts_of
from leaflets.content.trust import Trust
from leaflets.core.problems import ExitCode, ProblemsFound
from leaflets.core.resources import SHIPPED

RIGHT = Path(__file__).parents[1] / "problems" / "right.yaml"
TODAY = datetime.date(2026, 11, 23)
BLOCK = """\
# Ours.
publisher: {name: x}
organisations:
  # The one for children
  childline:   # free
    name:   'Childline'
    phone:
      value: "0800 1111"
      source: >-
        A page of theirs,
        read in November

      # every half year
      review_by: 2027-05-22   # soon

    about: "A long line that a tool would like to fold, because it is longer than any line ought to be in a file."
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.yaml"
    path.write_text(BLOCK, encoding="utf-8")
    return path


def changes(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_only_the_new_lines_are_written(data: Path) -> None:
    verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    assert changes(BLOCK, data.read_text(encoding="utf-8")) == [
        "+      verified: 2026-11-23\n",
        '+      verified_by: "A Person"\n',
        '+      verified_value: "0800 1111"\n',
    ]


def test_a_second_time_changes_the_two_values(data: Path) -> None:
    verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    first = data.read_text(encoding="utf-8")
    verify_facts(data, ["organisations.childline.phone"], 'Ann "A" Other: é', TODAY + datetime.timedelta(days=30))
    assert changes(first, data.read_text(encoding="utf-8")) == [
        "-      verified: 2026-11-23\n",
        '-      verified_by: "A Person"\n',
        "+      verified: 2026-12-23\n",
        '+      verified_by: "Ann \\"A\\" Other: é"\n',
    ]


def test_a_review_that_is_due_is_moved_on_by_half_a_year(data: Path) -> None:
    due = datetime.date(2027, 5, 22)
    (written,) = verify_facts(data, ["organisations.childline.phone"], "A Person", due).values()
    assert written["review_by"] == datetime.date(2027, 11, 20)
    assert "review_by: 2027-11-20   # soon\n" in data.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "id", ["organisations.helpline.links.parents.en", "publisher.website", "organisations.police.phone"]
)
def test_a_fact_on_one_line_stays_on_one_line(id: str, tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    before = RIGHT.read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    verify_facts(path, [id], "A Person", TODAY)
    removed, added = changes(before, path.read_text(encoding="utf-8"))
    fact = facts_of(validate(load_data(path), today=TODAY))[id]
    assert (fact.verified, fact.verified_by) == (TODAY, "A Person")
    written = f'verified: 2026-11-23, verified_by: "A Person", verified_value: "{fact.verified_value}", '
    assert added[1:].replace(written, "") == removed[1:]


def test_a_line_that_waits_for_its_value_is_filled(data: Path) -> None:
    text = BLOCK.replace("      # every half", "      verified:\n      verified_by:  # who?\n      # every half")
    data.write_text(text, encoding="utf-8")
    verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    filled = text.replace("verified:\n", "verified: 2026-11-23\n").replace(
        "verified_by:  #", 'verified_by: "A Person"  #'
    )
    filled = filled.replace("      # every half", '      verified_value: "0800 1111"\n      # every half')
    assert data.read_text(encoding="utf-8") == filled


def test_windows_line_ends_and_a_byte_order_mark_stay(data: Path) -> None:
    data.write_bytes(b"\xef\xbb\xbf" + BLOCK.replace("\n", "\r\n").encode())
    verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    after = data.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf# Ours.\r\n")
    assert after.count(b"\n") == after.count(b"\r\n") == BLOCK.count("\n") + 3


def test_every_fact_of_the_shipped_data_can_be_verified(tmp_path: Path) -> None:
    text = (SHIPPED / "data.yaml").read_text(encoding="utf-8")
    ids = list(facts_of(validate(load_data(SHIPPED / "data.yaml"))))
    assert len(ids) > 40
    for id in (ids[0], ids[len(ids) // 2], ids[-1]):
        path = tmp_path / "data.yaml"
        path.write_text(text, encoding="utf-8")
        verify_facts(path, [id], "A Person", TODAY)
        assert [line[0] for line in changes(text, path.read_text(encoding="utf-8"))] in (["+"] * 3, ["-", "+"])


def test_an_unknown_fact_is_answered_with_the_nearest(data: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        verify_facts(data, ["organisations.childlin.phone"], "A Person", TODAY)
    assert caught.value.problems[0].slug == "unknown-fact"
    assert caught.value.problems[0].hint == "did you mean 'organisations.childline.phone'?"
    assert data.read_text(encoding="utf-8") == BLOCK


@pytest.mark.parametrize("name", ["", "   ", "A\nPerson", "A\0", "A\u202ePerson", "x" * 81])
def test_a_name_must_be_one(name: str, data: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        verify_facts(data, ["organisations.childline.phone"], name, TODAY)
    assert caught.value.problems[0].slug == "wrong-name"
    assert data.read_text(encoding="utf-8") == BLOCK


def test_a_file_with_problems_is_left_alone(data: Path) -> None:
    data.write_text(BLOCK + "publisher: {}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    assert caught.value.problems[0].slug == "duplicate-key"


def test_a_failed_write_leaves_the_file_and_nothing_beside_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemsFound) as caught:
        verify_facts(data, ["organisations.childline.phone"], "A Person", TODAY)
    assert caught.value.exit_code == ExitCode.DISK
    assert data.read_text(encoding="utf-8") == BLOCK
    assert [path.name for path in data.parent.iterdir()] == ["data.yaml"]


def test_permissions_and_links_stay(data: Path) -> None:
    data.chmod(0o640)
    link = data.with_name("link.yaml")
    link.symlink_to(data)
    verify_facts(link, ["organisations.childline.phone"], "A Person", TODAY)
    assert link.is_symlink()
    assert stat.S_IMODE(data.stat().st_mode) == 0o640
    assert "A Person" in data.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["Your name", "NAME", " their  name "])
def test_a_place_for_a_name_is_no_name(name: str, data: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        verify_facts(data, ["organisations.childline.phone"], name, TODAY)
    assert found.value.problems[0].slug == "wrong-name"


def test_the_list_holds_every_fact_with_what_prints_it() -> None:
    loaded = load_data(RIGHT, name="data.yaml")
    project = validate(loaded)
    rows = list_facts(project, loaded.places, {"organisations.police.phone": ["everything.card-dl.en"]}, Trust(TODAY))
    assert [row.id for row in rows] == list(facts_of(project))
    police = next(row for row in rows if row.id == "organisations.police.phone")
    assert (police.value, police.age, police.state, police.printed) == (
        "101",
        None,
        "unverified",
        ("everything.card-dl.en",),
    )
    assert police.line == loaded.places[police.id].line
    assert police.as_json()["review_by"] == "2027-05-22"


def test_many_facts_are_verified_at_once_or_none(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(RIGHT.read_text(encoding="utf-8"), encoding="utf-8")
    before = data.read_text(encoding="utf-8")
    ids = ["organisations.helpline.phone", "organisations.police.phone"]
    with pytest.raises(ProblemsFound) as found:
        verify_facts(data, [*ids, "organisations.nobody.phone", "organisations.no-one.phone"], "A Person", TODAY)
    assert len(found.value.problems) == 2
    assert data.read_text(encoding="utf-8") == before
    assert list(verify_facts(data, ids, "A Person", TODAY)) == ids
    assert data.read_text(encoding="utf-8").count("A Person") == 2
