# SPDX-License-Identifier: MIT
"""Print settings of data.yaml: how files are made for the press, and what is ordered from a printer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from leaflets.content.field_types import Line, Model


class PressSettings(Model):
    """What the printer requires; defaults are what most commercial printers take."""

    output_condition: Literal["FOGRA39", "FOGRA51", "FOGRA52"] = "FOGRA39"
    """The printing condition: FOGRA39 and FOGRA51 are coated paper, FOGRA52 is uncoated. Ask the printer."""
    profile: Line | None = None
    """The path of the printer's colour profile, from data.yaml; needed for all conditions but FOGRA39."""
    bleed_mm: Annotated[float, Field(ge=3, le=5)] = 3.0
    """The bleed, in mm."""
    max_ink: Annotated[int, Field(ge=240, le=330, strict=True)] = 300
    """The total ink limit: the most of all four inks together, in per cent."""


class PrintSettings(Model):
    """What is ordered from a printer; what is left out is as usual for the format."""

    stock: Line | None = None
    """The paper stock: "150 gsm silk"."""
    finishing: Line | None = None
    """Finishing besides cutting and folding: "matt laminate on the front"."""
    certified: Literal["FSC", "PEFC"] | None = None
    """The certificate that the paper must have."""
    bundles_of: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    """The number of copies in a pack."""
    proof: Literal["pdf", "hard-copy", "contract"] = "pdf"
    """The proof before the run: a PDF, a printed copy, or a contract (colour-accurate) proof."""
    under_percent: Annotated[int, Field(ge=0, le=10, strict=True)] = 0
    """The most copies by which a delivery may be short."""
    over_percent: Annotated[int, Field(ge=0, le=10, strict=True)] = 1
    """The most extra copies that may be delivered and charged."""
