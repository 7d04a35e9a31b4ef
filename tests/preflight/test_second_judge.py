# SPDX-License-Identifier: MIT
"""veraPDF as a second judge: it agrees where it must, counts only in what it knows, and is silent if it is missing."""

from __future__ import annotations

import badpress
import pytest

from leaflets.preflight.press import second_judge
from leaflets.preflight.press.second_judge import second_opinions


def test_it_judges_many_files_at_once_and_each_by_what_it_knows() -> None:
    spoiled = (badpress.rgb_text, badpress.widths_wrong, badpress.standard_font, badpress.link)
    files = [badpress.good(), *map(badpress.spoiled, spoiled), b"nothing"]
    good, colour, widths, font, link, nothing = second_opinions(files)
    assert nothing is None and good and (good.status, good.faults) == ("pass", ())
    for verdict, clause in ((colour, "6.2.4.3"), (widths, "6.2.11.5"), (font, "6.2.11.4.1")):
        assert verdict and verdict.status == "fail" and clause in verdict.message and verdict.hint
    assert colour and colour.slug == "press-second-judge"
    assert link and link.status == "warn", "what is not about syntax, colour or fonts is advice"


def test_without_it_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_judge, "jar", lambda: None)
    assert second_opinions([badpress.good()]) == [None]


def test_a_judge_that_falls_over_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_judge, "BRIEF", ("-Xnothing",))
    assert second_opinions([badpress.good()]) == [None]
