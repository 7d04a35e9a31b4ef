# SPDX-License-Identifier: MIT
"""Judge a PDF from anywhere as a printer would: nothing is known of it but what somebody has ordered.

The file may be damaged or malicious, so it is read in a limited process, a fork for each file; what comes back is JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.core.limited import MIB, LimitedProcess, Limits
from leaflets.core.problems import ProblemsFound
from leaflets.core.source import read_data
from leaflets.preflight.check import BROKEN, unreadable
from leaflets.preflight.expected import Expected, PressExpected
from leaflets.preflight.press.report import PagePicture, draw_pages
from leaflets.preflight.reading import OpenFile, open_file
from leaflets.preflight.rule_sets import GWG_SHEET
from leaflets.preflight.rules.press_file import intents_of, value_of
from leaflets.preflight.rules.sets import RULE_SETS, for_others
from leaflets.preflight.verdict import Fault, Verdict

LIMITS = Limits(cpu_seconds=120, memory_mib=1536, wall_seconds=1800.0)
MOST_BYTES = 256 * MIB
TOO_MUCH = {
    "time": f"it takes more than {LIMITS.cpu_seconds} seconds of processor time, which is the limit",
    "memory": f"it takes more than {LIMITS.memory_mib} MiB of memory, which is the limit",
    "crash": "it crashes the program that reads it: it is damaged or malicious",
}


@dataclass(frozen=True)
class Wanted:
    """What a file must be, as far as somebody has said so."""

    rules: str = GWG_SHEET
    size: tuple[float, float] | None = None
    """The short and the long side of each page when cut, in mm."""
    bleed_mm: float = 3.0
    condition: str = ""
    pages: int = 0
    draws: bool = False
    """Whether pictures of the pages are wanted."""

    def expected(self, file: OpenFile) -> Expected:
        """Return what an open file must be; what nobody has said is as it is."""
        press = PressExpected(
            bleed_mm=self.bleed_mm, condition=self.condition, limits=RULE_SETS[self.rules].limits, ours=False
        )
        trims = [page.trim_mm for page in file.pages]
        if self.size:
            trims = [self.size if width <= height else self.size[::-1] for width, height in trims]
        pages = self.pages or RULE_SETS[self.rules].pages or len(trims)
        return Expected("", "press", tuple((trims + trims[-1:] * pages)[:pages]), press=press)


@dataclass(frozen=True)
class Judged:
    """What was found in a file."""

    verdicts: tuple[Verdict, ...]
    facts: dict[str, Any]
    """Pages, sizes, bleed, printing condition and standard, as the file states them; empty if it cannot be read."""
    pictures: tuple[PagePicture, ...] = ()


@cache
def _process() -> LimitedProcess:
    return LimitedProcess(f"{__name__}:answer", LIMITS)


def judge_file(path: Path, wanted: Wanted) -> tuple[bytes, Judged]:
    """Return what a file holds, and the verdict on it; nothing, and why, if it is no ordinary file or too large."""
    try:
        data = read_data(path, limit=MOST_BYTES)
    except ProblemsFound as found:
        return b"", _refused(found.problems[0].message.removesuffix("."))
    return data, judge(data, wanted)


def judge(pdf: bytes, wanted: Wanted) -> Judged:
    """Return the verdict on a file; it never raises for what is in the file."""
    ended = _process().ask(json.dumps(asdict(wanted)).encode() + b"\n" + pdf)
    if ended.reason:
        return _refused(TOO_MUCH[ended.reason])
    found = json.loads(ended.answer)
    pictures = tuple(PagePicture(**{**one, "trim": tuple(one["trim"])}) for one in found["pictures"])
    return Judged(tuple(map(_verdict, found["verdicts"])), found["facts"], pictures)


def _refused(why: str) -> Judged:
    return Judged((for_others(unreadable(ValueError(why))),), {})


def _verdict(values: dict[str, Any]) -> Verdict:
    faults = (Fault(**{**fault, "box": fault["box"] and tuple(fault["box"])}) for fault in values["faults"])
    return Verdict(**{**values, "faults": tuple(faults)})


# Inside the process


def answer(data: bytes) -> bytes:
    """Judge one file; the options are JSON on a line before it."""
    options, _, pdf = data.partition(b"\n")
    del data
    return json.dumps(asdict(read(pdf, Wanted(**json.loads(options))))).encode()


def read(pdf: bytes, wanted: Wanted) -> Judged:
    """Return the verdict on a file that is read in this process."""
    try:
        with open_file(pdf, "press") as file:
            file.alone = True
            verdicts = RULE_SETS[wanted.rules].judge(file, wanted.expected(file))
            facts = facts_of(file)
    except BROKEN as error:
        return Judged((for_others(unreadable(error)),), {})
    return Judged(verdicts, facts, tuple(draw_pages(pdf)) if wanted.draws else ())


def facts_of(file: OpenFile) -> dict[str, Any]:
    """Return what a file states of itself."""
    intents = [str(intent.get("/OutputConditionIdentifier", "")) for intent in intents_of(file.pdf)]
    claim = value_of(file.metadata, "pdfxid:GTS_PDFXVersion") or str(file.pdf.docinfo.get("/GTS_PDFXVersion", ""))
    return {
        "pages": len(file.pages),
        "sizes_mm": list(dict.fromkeys((round(page.trim_mm[0], 1), round(page.trim_mm[1], 1)) for page in file.pages)),
        "bleed_mm": round(max(0.0, min(min(page.bleeds_mm) for page in file.pages)), 2),
        "condition": intents[0] if intents else "",
        "standard": claim,
    }


def in_words(facts: dict[str, Any]) -> str:
    """Return the facts of a file in a sentence for the person who ordered it."""
    if not facts:
        return ""
    sizes = " and ".join(f"{width:g} x {height:g}" for width, height in facts["sizes_mm"][:3])
    pages = f"{facts['pages']} page{'s' * (facts['pages'] != 1)} of {sizes} mm"
    bleed = f"{facts['bleed_mm']:g} mm bleed" if facts["bleed_mm"] else "no bleed"
    condition = f"for {facts['condition']}" if facts["condition"] else "for no printing condition"
    return f"{pages}, {bleed}, {condition}, {facts['standard'] or 'not PDF/X'}."
