# SPDX-License-Identifier: MIT
"""The gate keeps its verdicts, believes no record that it did not write, and names a picture as its owner knows it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from drawings import BLUE, svg

from leaflets.core.limited import Ended
from leaflets.core.problems import ProblemsFound
from leaflets.layout.project_pictures import JUDGE
from leaflets.pictures.gate import FOLDER, Gate, fingerprint_judge
from leaflets.pictures.inspect import inspect
from leaflets.pictures.judging import verdict_of
from leaflets.pictures.verdict import PictureVerdict, Records, Refusal

GOOD = svg(f'<circle cx="50" cy="40" r="30" fill="{BLUE}"/>').encode()
BAD = svg("<text>Call us</text>").encode()


class Counted(Gate):
    """A gate that judges in this process and counts how often."""

    judged = 0

    def ask(self, data: bytes) -> PictureVerdict:
        self.judged += 1
        return inspect(data, no_renderer)


def no_renderer(*_: object) -> bytes:
    raise ValueError("nothing is drawn here")


def test_a_verdict_is_kept_for_the_next_time(tmp_path: Path) -> None:
    first, second = Counted(tmp_path, JUDGE), Counted(tmp_path, JUDGE)
    assert first.judge_picture(BAD) == first.judge_picture(BAD) == second.judge_picture(BAD)
    assert (first.judged, second.judged) == (1, 0)
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def record_of(folder: Path) -> Path:
    (record,) = (folder / FOLDER).iterdir()
    return record


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"refusals": [{', b'"refusals": [],"x": [{'), (b"picture-text", b"picture-tex "), (b"svg", b"png"), (b"}", b"")],
)
def test_a_record_that_was_edited_passes_no_bad_picture(tmp_path: Path, old: bytes, new: bytes) -> None:
    Counted(tmp_path, JUDGE).judge_picture(BAD)
    record = record_of(tmp_path)
    assert old in record.read_bytes()
    record.write_bytes(record.read_bytes().replace(old, new))
    again = Counted(tmp_path, JUDGE)
    assert again.judge_picture(BAD).refusals and again.judged == 1
    assert Counted(tmp_path, JUDGE).judge_picture(BAD).refusals


def test_the_record_of_another_picture_is_not_believed(tmp_path: Path) -> None:
    records = Records(tmp_path, "judge")
    good, bad = (hashlib.sha256(data).hexdigest() for data in (GOOD, BAD))
    records.keep(good, PictureVerdict("svg"))
    (record,) = tmp_path.iterdir()
    records.keep(bad, PictureVerdict("svg", (Refusal("picture-text", "Words.", "none."),)))
    (other,) = set(tmp_path.iterdir()) - {record}
    other.write_bytes(record.read_bytes())
    assert records.find(good) and records.find(bad) is None


@pytest.mark.parametrize("content", [b"", b"\n", b"0" * 64 + b"\n{}", b"\xff\xfe", b"[]"])
def test_a_damaged_record_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    Counted(tmp_path, JUDGE).judge_picture(BAD)
    record_of(tmp_path).write_bytes(content)
    again = Counted(tmp_path, JUDGE)
    assert again.judge_picture(BAD).refusals and again.judged == 1


def test_another_judge_judges_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Counted(tmp_path, JUDGE).judge_picture(BAD)
    fingerprint_judge.cache_clear()
    monkeypatch.setattr("leaflets.pictures.gate.installed", lambda: ("weasyprint-99.dist-info",))
    again = Counted(tmp_path, JUDGE)
    again.judge_picture(BAD)
    fingerprint_judge.cache_clear()
    assert again.judged == 1


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where a folder should be")
    gate = Counted(tmp_path, JUDGE)
    assert gate.judge_picture(BAD).refusals and gate.judge_picture(BAD).refusals and gate.judged == 1


def test_a_picture_is_named_with_the_line_of_what_is_wrong(tmp_path: Path) -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg"\n  viewBox="0 0 9 9">\n  <text>Call us</text>\n  <script/>\n</svg>'
    with pytest.raises(ProblemsFound) as caught:
        Counted(tmp_path, JUDGE).let_in(data, "assets/logo.svg")
    assert [(one.slug, one.file, one.line, one.column) for one in caught.value.problems] == [
        ("picture-text", "assets/logo.svg", 3, 3),
        ("picture-script", "assets/logo.svg", 4, 3),
    ]
    assert all(one.hint for one in caught.value.problems)


@pytest.mark.parametrize("reason", ["time", "memory", "crash"])
def test_running_into_a_limit_is_a_verdict(reason: str) -> None:
    (refusal,) = verdict_of(Ended(b"", reason, 10, 400)).refusals  # type: ignore[arg-type]
    assert refusal.slug in ("picture-costly", "picture-broken")


def test_a_fault_is_no_verdict_and_is_not_kept(tmp_path: Path) -> None:
    gate = Gate(tmp_path, "leaflets.core.problems:Problem")  # which makes nothing of bytes
    with pytest.raises(RuntimeError, match=r"assets/logo\.svg could not be judged"):
        gate.let_in(GOOD, "assets/logo.svg")
    assert not (tmp_path / FOLDER).exists()


def test_a_verdict_survives_its_record() -> None:
    verdict = PictureVerdict("svg", (Refusal("picture-text", "“Words” \udce9.", "none.", 3, 4),), ("aa", "bb"))
    assert json.loads(verdict.as_json())["kind"] == "svg"
    assert PictureVerdict.from_json(verdict.as_json()) == verdict
