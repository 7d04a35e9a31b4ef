# SPDX-License-Identifier: MIT
"""Every construct of SVG in tests/drawings.py is drawn right or refused by name; nothing is drawn wrong unsaid.

`verdicts.txt` says which. What is let in is drawn once more as the product draws it, by another program than the one
that the gate looks through (MuPDF, not pdfium), and compared with resvg.
"""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import resvg_py
from drawings import constructs
from PIL import Image, ImageChops, ImageStat

from leaflets.core.resources import SHIPPED
from leaflets.layout.picture_judge import draw
from leaflets.pictures import svg
from leaflets.pictures.compare import GROUND, count_different, size_of
from leaflets.pictures.inspect import inspect
from leaflets.pictures.verdict import Verdict

VERDICTS = Path(__file__).with_name("verdicts.txt")
VISIBLY_WRONG = 1.0
"""The mean difference, of 255, from which on a drawing counts as wrong here."""
PROGRAMS = (
    *("inkscape", "inkscape-plain", "illustrator", "illustrator-defs", "illustrator-doctype", "figma", "figma-plain"),
    *("material", "affinity", "corel", "potrace"),
)


@cache
def verdicts() -> dict[str, Verdict]:
    return {name: inspect(text.encode(), draw) for name, text in constructs().items()}


@cache
def let_in() -> dict[str, str]:
    """Return the text of the drawings that were let in, with plain colours."""
    drawings = constructs()
    return {
        name: svg.with_fallback_colours(drawings[name]) for name, verdict in verdicts().items() if not verdict.findings
    }


def test_each_construct_is_let_in_or_refused_by_name(update_golden: bool) -> None:
    said = "".join(
        f"{name}: {' '.join(dict.fromkeys(one.slug for one in verdict.findings)) or 'right'}\n"
        for name, verdict in verdicts().items()
    )
    if update_golden:
        VERDICTS.write_text(said, encoding="utf-8")
    assert said == VERDICTS.read_text(encoding="utf-8")
    assert len(verdicts()) >= 340 and len(let_in()) >= 230


def test_every_refusal_says_what_was_found_and_what_to_do() -> None:
    findings = [finding for verdict in verdicts().values() for finding in verdict.findings]
    assert len(findings) > 100
    for finding in findings:
        assert finding.slug.startswith(("picture-", "current-colour"))
        assert finding.message.endswith(".") and finding.hint.endswith((".", "`.")), finding
        assert finding.line or finding.slug in ("picture-unlike", "picture-blank"), finding


def by_resvg(text: str, size: tuple[int, int]) -> Image.Image:
    """Return a drawing on the ground of the comparison, as resvg draws it."""
    data = resvg_py.svg_to_bytes(svg_string=text, width=size[0], height=size[1], skip_system_fonts=True, dpi=96)
    drawn = Image.open(io.BytesIO(data))
    ground = Image.new("RGBA", drawn.size, (*GROUND, 255))
    ground.alpha_composite(drawn.convert("RGBA"))
    return ground.convert("RGB")


def test_nothing_that_is_let_in_is_drawn_wrong(tmp_path: Path) -> None:
    sizes: dict[str, tuple[int, int]] = {}
    with pikepdf.new() as all_pages:
        for name, text in let_in().items():
            size = size_of(svg.parse(text))
            assert isinstance(size, tuple)
            sizes[name] = size
            with pikepdf.open(io.BytesIO(draw(text, size, GROUND))) as page:
                all_pages.pages.extend(page.pages)
        all_pages.save(tmp_path / "all.pdf")
    subprocess.run(
        ["mutool", "draw", "-q", "-r", "150", "-o", str(tmp_path / "%d.png"), str(tmp_path / "all.pdf")], check=True
    )
    wrong = {}
    for number, (name, text) in enumerate(let_in().items(), start=1):
        other = by_resvg(text, sizes[name])
        with Image.open(tmp_path / f"{number}.png") as drawn:
            ours = drawn.convert("RGB").crop((0, 0, *other.size))
        mean = max(ImageStat.Stat(ImageChops.difference(ours, other)).mean)
        if mean > VISIBLY_WRONG:
            wrong[name] = round(mean, 2)
    assert not wrong
    assert len(let_in()) > 200


def test_what_people_export_is_let_in() -> None:
    assert set(PROGRAMS) <= set(let_in())


@pytest.mark.parametrize("path", sorted((SHIPPED / "assets").rglob("*.svg")), ids=lambda path: path.stem)
def test_each_drawing_that_ships_is_let_in(path: Path) -> None:
    assert inspect(path.read_bytes(), draw) == Verdict("svg")


def test_the_comparison_finds_what_is_small_and_forgives_what_is_near() -> None:
    ground = Image.new("RGB", (295, 200), GROUND)
    line, moved, missing = (ground.copy() for _ in range(3))
    line.paste("#005d7d", (50, 20, 51, 180))
    moved.paste("#005d7d", (52, 20, 53, 180))
    assert count_different(line, line) == count_different(line, moved) == 0
    assert count_different(line, missing) >= 160
    pale = ground.copy()
    pale.paste("#4a7d8f", (50, 20, 51, 180))
    assert count_different(line, pale) >= 150
