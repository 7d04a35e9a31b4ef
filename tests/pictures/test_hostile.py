# SPDX-License-Identifier: MIT
"""Pictures that are made to do harm end within the limits, refused by name or right, and take nobody with them."""

from __future__ import annotations

import pytest
from hostile_pictures import hostile

from leaflets.core.limited import LimitedProcess
from leaflets.layout.project_pictures import JUDGE
from leaflets.pictures.judging import LIMITS, verdict_of

HARMLESS = {
    *(
        "use-10-to-3",
        "elements-19k",
        "deep-60",
        "attribute-3-mb",
        "transform-long",
        "dashes-10k",
        "role-many",
        "icc-many",
    ),
    *("doctype-external", "doctype-remote", "id-twice", "latin-1-said", "windows-1252", "utf-8-bom", "utf-16"),
    *("utf-16-le", "utf-16-be-said", "png-24-mpx", "jpeg-cmyk", "jpeg-srgb", "jpeg-turned", "jpeg-then-zip"),
}
"""Those that are odd but whole: they are let in, and drawn right."""
SLOW = {"classes-many", "path-49k-crossing"}
"""Those that take seconds: script/harden tries them."""


@pytest.fixture(scope="module")
def process() -> LimitedProcess:
    return LimitedProcess(JUDGE, LIMITS)


def test_there_are_many() -> None:
    assert len(hostile()) >= 200 and hostile().keys() >= HARMLESS | SLOW


@pytest.mark.parametrize("name", sorted(hostile().keys() - SLOW))
def test_a_hostile_picture_ends_within_limits(process: LimitedProcess, name: str) -> None:
    ended = process.ask(hostile()[name])
    assert ended.cpu_seconds <= LIMITS.cpu_seconds and ended.memory_mib <= LIMITS.memory_mib
    refusals = verdict_of(ended).refusals
    assert bool(refusals) == (name not in HARMLESS), refusals
    assert all(one.message.endswith(".") and one.hint.endswith(".") and "0x7f" not in one.message for one in refusals)
