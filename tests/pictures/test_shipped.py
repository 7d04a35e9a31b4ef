# SPDX-License-Identifier: MIT
"""The drawings that ship: accepted like any other, in palette colours alone, a scene and an icon for each risk.

Their verdicts ship too: each is what the judge says today, and none counts for other bytes or of another judge.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_risks import shipped
from program import ROOT

from leaflets.core.files import read_sealed
from leaflets.core.resources import Resources
from leaflets.layout.project_pictures import JUDGE, pictures_of
from leaflets.pictures import gate
from leaflets.pictures.gate import FOLDER, SHIPPED, Gate, fingerprint_judge, shipped_verdicts
from leaflets.pictures.verdict import PictureVerdict

DRAWINGS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("assets/*/*.svg"))
PAINT = re.compile(r' (?:fill|stroke)="([^"]*)"')


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_shipped_drawing_is_accepted_and_has_colours_of_the_palette_alone(name: str) -> None:
    text = pictures_of(Resources(ROOT)).drawing(name)
    paints = PAINT.findall(text)
    assert paints and all(paint == "none" or paint.startswith("var(--") for paint in paints)


def test_each_risk_has_a_scene_and_an_icon_of_its_own() -> None:
    risks = shipped()["risks"]
    assert {f"assets/pictures/scene-{name}.svg" for name in (*risks, "any")} <= set(DRAWINGS)
    icons = [f"assets/icons/{risk['icon']}.svg" for risk in risks.values()]
    assert len(set(icons)) == len(icons) and set(icons) <= set(DRAWINGS)


def test_the_verdicts_that_ship_are_what_the_judge_says_today_of_every_picture() -> None:
    source = importlib.util.spec_from_file_location("verdicts", ROOT / "script" / "verdicts.py")
    assert source and source.loader
    script = importlib.util.module_from_spec(source)
    source.loader.exec_module(script)
    assert read_sealed(SHIPPED) == script.written(), "run script/verdicts.py"
    known = shipped_verdicts(fingerprint_judge(JUDGE))
    hashes = {hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in DRAWINGS}
    assert DRAWINGS and hashes <= set(known)
    assert all(verdict.kind == "svg" and not verdict.refusals for verdict in known.values())


class Counted(Gate):
    """A gate whose judge accepts everything; it counts how often it is asked."""

    judged = 0

    def ask(self, data: bytes) -> PictureVerdict:
        self.judged += 1
        return PictureVerdict("svg")


PICTURE = (ROOT / DRAWINGS[0]).read_bytes()


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Fingerprints and verdicts are worked out anew, in the test and after it."""
    for remembered in (fingerprint_judge, shipped_verdicts):
        remembered.cache_clear()
    yield
    for remembered in (fingerprint_judge, shipped_verdicts):
        remembered.cache_clear()


def times_judged(folder: Path, data: bytes = PICTURE) -> int:
    counted = Counted(folder, JUDGE)
    counted.judge_picture(data)
    return counted.judged


def test_a_picture_that_ships_is_not_judged_again(tmp_path: Path) -> None:
    assert times_judged(tmp_path) == 0 and not (tmp_path / FOLDER).exists()
    assert times_judged(tmp_path, PICTURE + b"\n") == 1


@pytest.mark.usefixtures("forgetful")
def test_other_libraries_judge_what_ships_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "installed", lambda: ("weasyprint-99.dist-info",))
    assert times_judged(tmp_path) == 1


@pytest.mark.usefixtures("forgetful")
def test_a_judge_of_other_code_judges_what_ships_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "leaflets" / "pictures"
    code.mkdir(parents=True)
    for path in Path(gate.__file__).parent.iterdir():
        if path.suffix in (".py", ".yaml"):
            (code / path.name).write_bytes(path.read_bytes())
    judge = tmp_path / "leaflets" / "layout" / "picture_judge.py"
    judge.parent.mkdir()
    judge.write_bytes((ROOT / "leaflets" / "layout" / judge.name).read_bytes())
    monkeypatch.setattr(gate, "__file__", str(code / "gate.py"))
    assert times_judged(tmp_path) == 0
    for changed in (code / "svg_rules.py", code / "svg_table.yaml", judge):
        before = changed.read_bytes()
        changed.write_bytes(before + b"\n")
        fingerprint_judge.cache_clear()
        assert times_judged(tmp_path / "leaflets" / changed.stem) == 1, changed
        changed.write_bytes(before)


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("content", [None, b"", b"{}", json.dumps({"judge": "", "verdicts": {}}).encode()])
def test_damaged_verdicts_that_ship_count_for_nothing(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / SHIPPED.name
    shipped.write_bytes(SHIPPED.read_bytes())
    monkeypatch.setattr(gate, "SHIPPED", shipped)
    assert times_judged(tmp_path) == 0
    shipped_verdicts.cache_clear()
    if content is None:
        shipped.write_bytes(SHIPPED.read_bytes().replace(b'"png"', b'"gif"').replace(b'"svg"', b'"png"'))
    else:
        shipped.write_bytes(content)
    assert times_judged(tmp_path) == 1
