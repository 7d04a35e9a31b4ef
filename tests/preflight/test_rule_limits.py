# SPDX-License-Identifier: MIT
"""Each limit of a rule for the press: what is at it passes, and what is just beyond it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import badpress
import pytest
from badpress import FORM, TRIFOLD, Pdf, picture, rectangle, words
from pikepdf import Dictionary, Name

from leaflets.core.formats import points
from leaflets.layout.composed import PrintedCode
from leaflets.preflight.page import OpenPage
from leaflets.preflight.raster import ReadCode
from leaflets.preflight.reading import open_file
from leaflets.preflight.rules import codes
from leaflets.preflight.rules.table import RULES

BY_ID = {rule.id: rule for rule in RULES}
FOLD = 97
"""How far the first fold of a tri-fold's outside lies from the left, in mm."""
Draw = Callable[[Pdf, float], None]


def status(rule: str, draw: Draw, amount: float, form: str = FORM, **agreed: Any) -> str:
    """Return what a rule says of a good file on which something was drawn."""
    wanted = badpress.expected(form)
    wanted = replace(wanted, press=replace(wanted.press, **agreed))
    with open_file(badpress.spoiled(lambda pdf: draw(pdf, amount), form), "press") as file:
        return BY_ID[rule].judge(file, wanted).status


def word_at(pdf: Pdf, x: float) -> None:
    words(pdf, "0 0 0 1 k", 12, (x, 100))


def word_of(colour: str, pdf: Pdf, size: float) -> None:
    badpress.on_ground(pdf, colour, size)


def rich_word(pdf: Pdf, black: float) -> None:
    words(pdf, f"0.3 0 0 {black} k", 14)


def line(pdf: Pdf, width: float) -> None:
    badpress.paint(
        pdf, f"0 0 0 1 K {width} w {points(30):.3f} {points(60):.3f} m {points(60):.3f} {points(60):.3f} l S"
    )


def surface(pdf: Pdf, black: float) -> None:
    badpress.paint(pdf, f"0.75 0.75 0.75 {black} k {rectangle(30, 60, 30, 30)} f")


def surface_from(pdf: Pdf, x: float) -> None:
    badpress.paint(pdf, f"{badpress.GROUND} {rectangle(x, 60, 40, 20)} f")


def pixels(bits: int, pdf: Pdf, number: float) -> None:
    """Draw a picture of so many pixels, 20 mm wide."""
    space, parts = (Name.DeviceCMYK, 4) if bits == 8 else (Name.DeviceGray, 1)
    badpress.show_picture(pdf, picture(pdf, space, parts, pixels=int(number), bits=bits), 20)


def bleed_of(pdf: Pdf, width: float) -> None:
    for page in pdf.pages:
        left, bottom, right, top = (float(value) for value in page.TrimBox)
        side = points(width)
        page.BleedBox = [left - side, bottom - side, right + side, top + side]


def trim_wider(pdf: Pdf, more: float) -> None:
    for page in pdf.pages:
        page.TrimBox[2] = float(page.TrimBox[2]) + points(more)


LIMITS: tuple[tuple[str, Draw, dict[float, str]], ...] = (
    ("text-near-trim", word_at, {5.0: "pass", 4.8: "warn", 3.0: "warn", 2.8: "fail"}),
    ("line-thin", line, {0.25: "pass", 0.24: "fail"}),
    ("picture-coarse", partial(pixels, 8), {236: "pass", 235: "warn", 177: "warn", 176: "fail"}),
    ("line-art-coarse", partial(pixels, 1), {630: "pass", 629: "fail"}),
    ("white-text-small", partial(word_of, "0 0 0 0 k"), {8: "pass", 7.9: "fail"}),
    ("coloured-text-small", partial(word_of, "1 0.5 0 0 k"), {8: "pass", 7.9: "fail"}),
    ("grey-text-small", partial(word_of, "0 g"), {12: "pass", 11.9: "fail"}),
    ("text-rich-black", rich_word, {0.84: "pass", 0.85: "fail"}),
    ("ink-colour", surface, {0.75: "pass", 0.76: "fail"}),
    ("ink-total", surface, {0.75: "pass", 0.77: "fail"}),
    ("ink-average", surface, {0.94: "pass", 0.97: "fail"}),
    ("bleed-short", surface_from, {0.6: "pass", 0.4: "fail", -2.8: "fail", -3.0: "pass"}),
    ("bleed-box", bleed_of, {3.01: "pass", 3.03: "fail", 2.99: "pass", 2.97: "fail"}),
    ("page-size", trim_wider, {0.09: "pass", 0.11: "fail"}),
)


@pytest.mark.parametrize(("rule", "draw", "said"), LIMITS, ids=[rule for rule, _, _ in LIMITS])
def test_a_rule_begins_at_its_limit(rule: str, draw: Draw, said: dict[float, str]) -> None:
    assert {amount: status(rule, draw, amount) for amount in said} == said


def test_text_keeps_5_mm_from_a_fold_on_either_side() -> None:
    right = {FOLD + gap: status("text-near-fold", word_at, FOLD + gap, TRIFOLD) for gap in (5, 4.8, 3, 2.8)}
    assert list(right.values()) == ["pass", "warn", "warn", "fail"]


def a_code(module_mm: float) -> tuple[SimpleNamespace, Any]:
    """Return a file in which one code was read, and what it must be; a code's drawn size is exact."""
    url = "https://example.org/talk"
    read = ReadCode(text=url, page=1, box_mm=(10, 10, 30, 30), module_mm=module_mm, flaw="")
    page = OpenPage(1, Dictionary(), *[(0, 0, 300, 600)] * 3)
    printed = PrintedCode(id="one", url=url, width_mm=20, module_mm=module_mm)
    return SimpleNamespace(codes=[read], pages=[page]), replace(badpress.expected(), codes=(printed,))


def test_a_module_of_a_code_measures_half_a_millimetre_for_ease_and_0_4_at_least() -> None:
    said = {}
    for module in (0.5, 0.49, 0.4, 0.39):
        faults = list(codes.large_enough(*a_code(module)))
        said[module] = faults[0].level if faults else "pass"
    assert said == {0.5: "pass", 0.49: "warn", 0.4: "warn", 0.39: "fail"}
