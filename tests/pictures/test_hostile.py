# SPDX-License-Identifier: MIT
"""Pictures that are made to do harm end within the limits, refused by name or right, and take nobody with them."""

from __future__ import annotations

from hostile_pictures import hostile

from leaflets.core.limited import Ended, LimitedProcess
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


def fault_of(ended: Ended, name: str) -> str:
    """Return what is wrong with the way in which looking at a picture ended; nothing if it is as it must be."""
    refusals = verdict_of(ended).refusals
    if ended.cpu_seconds > LIMITS.cpu_seconds or ended.memory_mib > LIMITS.memory_mib:
        return f"it took {ended.cpu_seconds} s and {ended.memory_mib} MiB"
    if bool(refusals) != (name not in HARMLESS):
        return f"refused: {refusals}" if refusals else "it is let in"
    said = [text for one in refusals for text in (one.message, one.hint)]
    return next((text for text in said if not text.endswith(".") or "0x7f" in text), "")


def test_there_are_many() -> None:
    assert len(hostile()) >= 200 and hostile().keys() >= HARMLESS | SLOW


def test_hostile_pictures_end_within_limits() -> None:
    """Every third; `script/harden pictures` tries them all."""
    process = LimitedProcess(JUDGE, LIMITS)
    faults = {name: fault_of(process.ask(hostile()[name]), name) for name in sorted(hostile().keys() - SLOW)[::3]}
    assert {name: fault for name, fault in faults.items() if fault} == {}
    process.close()


def test_a_picture_that_is_judged_wrongly_would_be_named() -> None:
    process = LimitedProcess(JUDGE, LIMITS)
    assert fault_of(process.ask(hostile()["png-24-mpx"]), "another").startswith("it is let in")
    assert fault_of(process.ask(b"no picture"), "png-24-mpx").startswith("refused: ")
    process.close()
