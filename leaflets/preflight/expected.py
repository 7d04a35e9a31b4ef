# SPDX-License-Identifier: MIT
"""What is expected of a finished file: sizes, words, numbers, addresses, codes; and what was agreed with a printer."""

from __future__ import annotations

from dataclasses import dataclass, field

from leaflets.core.edition import Purpose
from leaflets.languages.language import Language
from leaflets.layout.composed import Composed, PrintedCode

SAFE_MM = 5.0


@dataclass(frozen=True)
class PressLimits:
    """Limits of press rules on which the rule sets differ; these are those of GWG 2022, variant SheetCMYK CMYK."""

    picture_ppi: tuple[int, int] = (300, 224)
    """Good, and too few."""
    line_art_ppi: int = 799
    average_ink: float = 320.0
    small_text_pt: float = 8.0
    """For white text on a colour, and for text in several inks."""
    profiled_pictures: bool = False
    """Whether a picture may be in RGB with a profile, or in Lab."""


@dataclass(frozen=True)
class PressExpected:
    """What is also expected of a press file."""

    folds: tuple[tuple[float, ...], ...] = ()
    """For each page, the distance of each fold from the left trim edge, in mm."""
    bleed_mm: float = 3.0
    safe_mm: float = SAFE_MM
    """The recommended distance of text from the trim and the folds."""
    max_ink: float = 300.0
    condition: str = "FOGRA39"
    """The printing condition that the output intent must name; empty: any."""
    words: tuple[str, ...] = ()
    """Words that must be in the slug line: code, version."""
    is_proof: bool = False
    panels: tuple[tuple[int, ...], ...] = ()
    """For each page, the pages of the layout that it shows from left to right."""
    layout: bytes = field(default=b"", repr=False)
    """The PDF of the layout, from which the screen edition is made too; empty: it is not compared."""
    limits: PressLimits = PressLimits()
    ours: bool = True
    """Whether this program made the file: then whatever differs from what it writes is wrong."""


@dataclass(frozen=True)
class Expected:
    """What is expected of a finished file."""

    where: str
    """The edition's id."""
    purpose: Purpose
    sizes: tuple[tuple[float, float], ...]
    """Width and height in mm of the trim of each page."""
    language: Language | None = None
    """None: any language and any fonts."""
    title: str = ""
    """The title that the file must have; empty: any."""
    words: tuple[str, ...] = ()
    """Words that must be in its text: code, version, language, dates."""
    numbers: tuple[str, ...] = ()
    """Phone numbers that must be in its text, their groups in order."""
    links: frozenset[str] = frozenset()
    """The only addresses that it may link to."""
    codes: tuple[PrintedCode, ...] = ()
    """All its QR codes."""
    press: PressExpected = PressExpected()
    is_stamped: bool = False
    """Whether DRAFT or PROOF is drawn across it: what is beneath has the look of the final edition, but darker."""


def expect(
    composed: Composed,
    purpose: Purpose,
    *,
    where: str,
    words: tuple[str, ...] = (),
    numbers: tuple[str, ...] = (),
    links: frozenset[str] = frozenset(),
    press: PressExpected | None = None,
) -> Expected:
    """Return what is expected of an edition of a composed layout."""
    return Expected(
        where=where,
        purpose=purpose,
        sizes=composed.format.page_sizes(purpose),
        language=composed.language,
        title=composed.file_title,
        words=words,
        numbers=numbers,
        links=links,
        codes=composed.codes,
        press=press or expect_press(composed),
    )


def expect_press(composed: Composed, *, words: tuple[str, ...] = ()) -> PressExpected:
    """Return what is also expected of the press edition of a composed layout."""
    form = composed.format
    pages = form.pages("press", composed.language.direction)
    panels = tuple(tuple(map(form.page_of, page.panels)) for page in pages)
    folds = tuple(page.folds for page in pages)
    return PressExpected(folds, form.bleed, min(SAFE_MM, form.safe), words=words, panels=panels)
