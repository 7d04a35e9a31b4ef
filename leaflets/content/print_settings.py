# SPDX-License-Identifier: MIT
"""What data.yaml says of printing: how files are made for the press, and what a printer is asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from leaflets.content.field_types import Line, Model


class PressSettings(Model):
    """What the printer asks for; left out, what most commercial printers take."""

    output_condition: Literal["FOGRA39", "FOGRA51", "FOGRA52"] = "FOGRA39"
    """The printing condition: FOGRA39 and FOGRA51 are coated paper, FOGRA52 is uncoated. The printer says which."""
    profile: Line | None = None
    """The printer's colour profile, by its path from data.yaml; FOGRA39 needs none, the others do."""
    bleed_mm: Annotated[float, Field(ge=3, le=5)] = 3.0
    """How far colour runs over the trimmed edge, in mm."""
    max_ink: Annotated[int, Field(ge=240, le=330, strict=True)] = 300
    """The most ink on one spot, in per cent of the four inks together."""


class PrintSettings(Model):
    """What a printer is asked for; whatever is left out is what is usual for the format."""

    stock: Line | None = None
    """The paper: "150 gsm silk"."""
    finishing: Line | None = None
    """What is done to it besides cutting and folding: "matt laminate on the front"."""
    bundles_of: Annotated[int, Field(ge=1, le=1000, strict=True)] | None = None
    """How many copies are wrapped together."""
    proof: Literal["pdf", "hard-copy", "contract"] = "pdf"
    """What the printer shows before the run: a PDF, a printed copy, or a colour-true (contract) proof."""
    under_percent: Annotated[int, Field(ge=0, le=10, strict=True)] = 0
    """How many fewer copies may be delivered."""
    over_percent: Annotated[int, Field(ge=0, le=10, strict=True)] = 1
    """How many more copies may be delivered and charged."""
