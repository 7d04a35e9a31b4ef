# SPDX-License-Identifier: MIT
"""Poor copies of office editions: a small sample of `script/harden copies` and `captures`, and files that must fail."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import harden_captures
import harden_copies
import pytest
from badfiles import finished
from harden_captures import CAPTURES, Code, codes_of, missed, photographed, read_code, read_trials
from harden_copies import Page, compare, compare_words, flaws, words
from photocopy import photocopy
from PIL import ImageDraw


@cache
def code() -> Code:
    return next(codes_of(finished("card-dl", "office")))


@cache
def page() -> Page:
    found = next(harden_copies.pages_of(finished("card-dl", "office"), "pl"))
    return replace(found, clean=found.clean.crop((0, 0, 1200, 1200)))


@pytest.fixture
def few_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harden_captures, "TRIALS", 2)
    monkeypatch.setattr(harden_captures, "HAS_OPENCV", False)


@pytest.mark.usefixtures("few_trials")
def test_a_code_of_small_modules_is_read_in_poor_photographs_and_copies_but_not_across_a_crease() -> None:
    assert missed(read_code(code())) == ["crease"]


@pytest.mark.usefixtures("few_trials")
def test_a_code_of_large_modules_is_read_across_a_crease() -> None:
    width, height = code().drawn.size
    large = replace(code(), module_mm=2 * code().module_mm, drawn=code().drawn.resize((width * 2, height * 2)))
    assert read_trials(large, "crease")["two"] == 1


@pytest.mark.usefixtures("few_trials")
def test_a_code_of_tiny_modules_misses_the_bounds() -> None:
    width, height = code().drawn.size
    tiny = replace(code(), drawn=code().drawn.resize((width // 3, height // 3)))
    assert {"blur", "half"} <= set(missed(read_code(tiny)))


@pytest.mark.usefixtures("few_trials")
def test_a_code_that_leads_elsewhere_is_not_read() -> None:
    assert read_trials(replace(code(), address="https://example.org/"), "jpeg")["two"] == 0


def test_a_trial_is_the_same_each_time_and_unlike_the_next() -> None:
    for name in CAPTURES:
        one, again, another = (photographed(code(), name, trial).tobytes() for trial in (0, 0, 1))
        assert one == again != another, name


def test_the_second_copy_of_a_page_keeps_its_ink() -> None:
    assert flaws(compare(page())) == []


def test_a_copy_on_which_words_have_gone_or_grown_together_is_found() -> None:
    copied = photocopy(page().clean)
    ImageDraw.Draw(copied).rectangle((50, 50, 300, 300), fill=255)
    assert [what.split()[-1] for what in flaws(harden_copies.compare_ink(page().clean, copied))] == ["lost"]
    dark = page().clean.point([0] * 250 + [255] * 6)
    ImageDraw.Draw(dark).rectangle((0, 0, 500, 500), fill=0)
    assert [what.split()[-1] for what in flaws(harden_copies.compare_ink(page().clean, dark))] == ["gained"]


def test_a_lost_digit_fails_and_so_do_too_few_words() -> None:
    printed = words("Call 0800 1111, day or night. " + "It is not your fault. " * 20)
    assert flaws(compare_words(printed + Counter({"oO": 1}), [printed], printed)) == []
    assert flaws(compare_words(printed, [printed - words("night")], printed)) == []
    lost = [printed - words("1111"), printed - words("1111 day")]
    assert flaws(compare_words(printed, lost, printed)) != []
    assert flaws(compare_words(printed, [*lost, printed - words("day")], printed)) == []
    assert flaws(compare_words(printed, [printed - words("day or night")], printed)) != []
    assert flaws(compare_words(Counter(), [Counter()], printed)) != []


def test_without_tesseract_nothing_is_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert harden_copies.run(tmp_path, tmp_path / "copies.jsonl", again=False) == 3
    assert "Tesseract is missing" in capsys.readouterr().out
