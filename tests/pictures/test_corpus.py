# SPDX-License-Identifier: MIT
"""Every construct of SVG in tests/drawings.py is drawn right or refused by name; nothing is drawn wrong unsaid.

`verdicts.txt` says which. What is let in is drawn once more as the product draws it, by another program than the one
that the gate looks through (Ghostscript, not pdfium), and compared with resvg.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from drawings import constructs
from drawn_twice import compare_drawings
from PIL import Image

from leaflets.core.resources import SHIPPED
from leaflets.layout.picture_judge import draw
from leaflets.pictures import svg
from leaflets.pictures.compare import GROUND, count_different
from leaflets.pictures.inspect import inspect
from leaflets.pictures.verdict import PictureVerdict

VERDICTS = Path(__file__).with_name("verdicts.txt")
PROGRAMS = (
    *("inkscape", "inkscape-plain", "illustrator", "illustrator-defs", "illustrator-doctype", "figma", "figma-plain"),
    *("material", "affinity", "corel", "potrace"),
)


@cache
def verdicts() -> dict[str, PictureVerdict]:
    return {name: inspect(text.encode(), draw) for name, text in constructs().items()}


@cache
def let_in() -> dict[str, str]:
    """Return the text of the drawings that were let in, with plain colours."""
    drawings = constructs()
    return {
        name: svg.with_fallback_colours(drawings[name]) for name, verdict in verdicts().items() if not verdict.refusals
    }


def test_each_construct_is_let_in_or_refused_by_name(update_golden: bool) -> None:
    said = "".join(
        f"{name}: {' '.join(dict.fromkeys(one.slug for one in verdict.refusals)) or 'right'}\n"
        for name, verdict in verdicts().items()
    )
    if update_golden:
        VERDICTS.write_text(said, encoding="utf-8")
    assert said == VERDICTS.read_text(encoding="utf-8")
    assert len(verdicts()) >= 340 and len(let_in()) >= 230


def test_every_refusal_says_what_was_found_and_what_to_do() -> None:
    refusals = [refusal for verdict in verdicts().values() for refusal in verdict.refusals]
    assert len(refusals) > 100
    for refusal in refusals:
        assert refusal.slug.startswith(("picture-", "current-colour"))
        assert refusal.message.endswith(".") and refusal.hint.endswith((".", "`.")), refusal
        assert refusal.line or refusal.slug in ("picture-unlike", "picture-blank"), refusal


def test_nothing_that_is_let_in_is_drawn_wrong(tmp_path: Path) -> None:
    """Every third; `script/harden pictures` draws them all."""
    differences = compare_drawings({name: let_in()[name] for name in sorted(let_in())[::3]}, tmp_path)
    assert len(differences) > 70
    assert {name: one for name, one in differences.items() if one.is_visible} == {}


def test_what_is_drawn_wrong_would_be_seen(tmp_path: Path) -> None:
    """The proof above is worth something: it sees what the renderer is known to draw wrong."""
    names = ("gradient-radial", "gradient-stroke", "clip-evenodd", "symbol-no-size")
    wrong = {name: constructs()[name] for name in names}
    assert all(one.is_visible for one in compare_drawings(wrong, tmp_path).values())


def test_what_people_export_is_let_in() -> None:
    assert set(PROGRAMS) <= set(let_in())


@pytest.mark.parametrize("path", sorted((SHIPPED / "assets").rglob("*.svg")), ids=lambda path: path.stem)
def test_each_drawing_that_ships_is_let_in(path: Path) -> None:
    assert inspect(path.read_bytes(), draw) == PictureVerdict("svg")


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
