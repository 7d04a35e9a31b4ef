# SPDX-License-Identifier: MIT
"""Rule sets for PDFs from anywhere: which rules of the table count, how strictly, and with which limits.

Severities and limits of the GWG sets are those of the Ghent Workgroup's 2022 specification; printers' artwork guides
add bleed and room at the cut, which the GWG leaves to an order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from leaflets.preflight.expected import Expected, PressLimits
from leaflets.preflight.reading import OpenFile
from leaflets.preflight.rule import Rule
from leaflets.preflight.rule_sets import GWG_DIGITAL, GWG_MAGAZINE, GWG_SHEET, HOUSE
from leaflets.preflight.rules.sources import AGAIN, PALETTE
from leaflets.preflight.rules.table import RULES
from leaflets.preflight.verdict import Verdict

OF_A_PROJECT = frozenset(
    {
        "qr-unreadable",
        "qr-unexpected",
        "qr-scaled",
        "imprint-incomplete",
        "number-scrambled",
        "font-unknown",
        "slug-line",
        "page-differs",
        "fold-marks",
        "text-near-fold",
        "title-missing",
        "language-missing",
        "tags",
    }
)
"""Rules that compare a file with the project that it is from."""
OF_THE_HOUSE = frozenset(("media-box", "transparent", "font-whole", "crop-marks", "ink-colour", "ink-total"))
"""Rules that PDF/X-4, the GWG and most printers do not have."""
REGISTER = frozenset(("black-text-overprint", "black-line-overprint", "grey-text-small", "colour-overprint"))
"""Rules about plates that are slightly out of register, which digital presses do not have."""
ADVICE = frozenset(
    {
        "page-turned",
        "trim-differs",
        "page-empty",
        "ink-average",
        "white-text-small",
        "coloured-text-small",
        "line-thin",
        "text-rich-black",
        "font-drawn",
        "layers",
        "text-near-trim",
        "marks-in-bleed",
        "qr-too-small",
        "qr-flawed",
        "qr-not-black",
        "qr-pixels",
        "qr-on-colour",
        "qr-plates",
    }
)
EXPORT = (
    "in the program that made the file, export it again as PDF/X-4 with fonts embedded, bleed and an output intent."
)
CONVERT = "in the program that made the file, convert the colour to CMYK (black words to 0 0 0 100) and export PDF/X-4."


SHEETFED = PressLimits()


@dataclass(frozen=True)
class RuleSet:
    """A way to judge a file for the press."""

    title: str
    unasked: frozenset[str] = OF_A_PROJECT
    """Rules that are left out."""
    advice: frozenset[str] = frozenset()
    """Rules that warn and never fail."""
    limits: PressLimits = SHEETFED
    pages: int = 0
    """The pages that every file must have; 0: any number."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in RULES if "press" in rule.purposes and rule.id not in self.unasked)

    def judge(self, file: OpenFile, expected: Expected) -> tuple[Verdict, ...]:
        return tuple(self.adapted(rule.judge(file, expected)) for rule in self.rules)

    def adapted(self, verdict: Verdict) -> Verdict:
        """Return a verdict as strict as this set, with a hint for whoever made the file."""
        if verdict.rule in self.advice and verdict.status == "fail":
            faults = tuple(replace(fault, level="warn") for fault in verdict.faults)
            verdict = replace(verdict, status="warn", faults=faults)
        return for_others(verdict)


def for_others(verdict: Verdict) -> Verdict:
    """Return a verdict with a hint for people who have made a file with another program."""
    convert = verdict.hint == PALETTE or "data.yaml" in verdict.hint
    own = verdict.hint == AGAIN or "`publisher" in verdict.hint
    return replace(verdict, hint=CONVERT if convert else EXPORT if own else verdict.hint)


SHEET = RuleSet("GWG 2022, sheet-fed offset (SheetCMYK CMYK)", OF_A_PROJECT | OF_THE_HOUSE, ADVICE | REGISTER)
RULE_SETS = {
    GWG_SHEET: SHEET,
    GWG_MAGAZINE: replace(
        SHEET,
        title="GWG 2022, magazine advertisements (MagazineAds CMYK)",
        unasked=SHEET.unasked | {"page-turned", "trim-differs"},
        advice=SHEET.advice - {"page-empty"},
        limits=PressLimits(average_ink=305, small_text_pt=9),
        pages=1,
    ),
    GWG_DIGITAL: replace(
        SHEET,
        title="GWG 2022, digital print (Digital Print)",
        unasked=SHEET.unasked | REGISTER | {"page-empty", "ink-average"},
        advice=SHEET.advice | {"colour-spot"},
        limits=PressLimits(picture_ppi=(150, 149), line_art_ppi=599, small_text_pt=5, profiled_pictures=True),
    ),
    HOUSE: RuleSet("the rules that this program's own press files keep"),
}
