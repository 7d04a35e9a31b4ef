# SPDX-License-Identifier: MIT
"""The press editions that we ship, before judges with no part in making them: Ghostscript, veraPDF, qpdf, MuPDF."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from making import Bench
from plates import Plates, as_archive, separate
from ruamel.yaml import YAML
from veracheck import verapdf

from leaflets.build.maker import expect
from leaflets.content.model import Project, layouts_of
from leaflets.core.edition import Edition
from leaflets.layout.composed import Composed
from leaflets.layout.fit import lay_out
from leaflets.preflight.check import inspect
from leaflets.preflight.verdict import Verdict

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 23)
TINT = 30
"""The most colour, in per cent, that may lie under small black text, which overprints the tint it stands on."""
ICC = "warning: ICC support is not available"
WRONG = ("fail", "not-run")


@dataclass
class Pressed:
    """One press edition of our own project, its verdicts and its plates."""

    composed: Composed
    pdf: Path
    verdicts: tuple[Verdict, ...]
    plates: list[Plates]


def load() -> Project:
    return Project.model_validate(YAML(typ="safe", pure=True).load((ROOT / "data.yaml").read_text(encoding="utf-8")))


RISK = "violence"
"""Of a series of posters, which differ by a drawing and by words, the one with the most words."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Pressed]:
    project, folder = load(), tmp_path_factory.mktemp("press")
    bench = Bench(ROOT, project, TODAY)
    maker = bench.maker
    made: dict[str, Pressed] = {}
    for layout in layouts_of(project):
        if layout.language != "en" or layout.risk not in (None, RISK):
            continue
        if not project.every_format[layout.format].for_press:
            continue
        if (layout.source, layout.format) == ("risk-poster", "poster-a3"):
            continue
        recipe = bench.prepare(layout).recipe
        edition = Edition(layout, "press")
        laid_out, digest = lay_out(recipe.composed, maker.renderer), maker.digest(recipe, "press")
        form = recipe.composed.format.with_pages(laid_out.rendered.pages)
        recipe = replace(recipe, composed=replace(recipe.composed, format=form))
        pdf, _ = maker.press_maker.make(edition, recipe, laid_out, digest=digest)
        path = folder / f"{edition.id}.pdf"
        path.write_bytes(pdf)
        verdicts = inspect(pdf, expect(edition, recipe)).verdicts
        made[layout.id] = Pressed(recipe.composed, path, verdicts, separate(path, folder / layout.id))
    assert len(made) >= 10
    return made


def test_preflight_passes_every_rule(editions: Mapping[str, Pressed]) -> None:
    for name, one in editions.items():
        assert len(one.verdicts) > 25
        wrong = [f"{verdict.rule}: {verdict.message}" for verdict in one.verdicts if verdict.status in WRONG]
        assert wrong == [], name


def test_codes_lie_on_the_black_plate_alone(editions: Mapping[str, Pressed]) -> None:
    for name, one in editions.items():
        found: dict[str, int] = {}
        for plates in one.plates:
            found |= plates.codes()
        assert found == {code.url: 0 for code in one.composed.codes}, name


def test_no_colour_lies_under_black_but_the_tint_that_small_text_overprints(editions: Mapping[str, Pressed]) -> None:
    for name, one in editions.items():
        most = TINT if overprints(one.pdf) else 0
        for plates in one.plates:
            assert plates.solid_black().getextrema()[1] == 255, f"{name} has black text"
            assert plates.under_black() <= most, name


def overprints(pdf: Path) -> bool:
    """Return whether any text of the file asks to overprint."""
    done = subprocess.run(["qpdf", "--qdf", "--static-id", str(pdf), "-"], capture_output=True, check=True)
    return b"/Overprint gs" in done.stdout


def test_ink_stays_under_300_per_cent(editions: Mapping[str, Pressed]) -> None:
    most = {name: [plates.most_ink() for plates in one.plates] for name, one in editions.items()}
    assert {name: inks for name, inks in most.items() if not inks or not all(100 <= ink <= 300 for ink in inks)} == {}


def test_verapdf_finds_fonts_colours_and_syntax_in_order(editions: Mapping[str, Pressed], tmp_path: Path) -> None:
    """There is no free judge of PDF/X-4; a copy that calls itself PDF/A-2b is held to much the same rules."""
    copies = []
    for pressed in editions.values():
        copies.append(tmp_path / pressed.pdf.name)
        copies[-1].write_bytes(as_archive(pressed.pdf.read_bytes()))
    for path, verdict in verapdf(copies, "2b").items():
        assert verdict.compliant, f"{path.name}: {verdict.broken}"
        assert verdict.checks > 1000


def test_qpdf_and_mupdf_have_nothing_to_say(editions: Mapping[str, Pressed]) -> None:
    assert shutil.which("qpdf") and shutil.which("mutool"), "script/test installs qpdf and mupdf-tools"
    for one in editions.values():
        path = str(one.pdf)
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert checked.returncode == 0 and "WARNING" not in checked.stdout + checked.stderr, checked.stderr
        drawn = subprocess.run(
            ["mutool", "draw", "-q", "-o", "/dev/null", "-F", "png", "-r", "36", path], capture_output=True, check=False
        )
        said = [line for line in drawn.stderr.decode().splitlines() if line and line != ICC]
        assert drawn.returncode == 0 and said == [], one.pdf.name
