# SPDX-License-Identifier: MIT
"""Kinds of values in data.yaml: what a slug, a line, a phone number must look like; the base of every model."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+\.[a-z]{2,}(/[^\s]*)?$", max_length=300)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,18}[0-9]$")]
TextNumber = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]{3,14}$")]
EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$")]
RgbColour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[0-9]{2}[a-z]?$")]
RiskLetter = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,2}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
List = dict[Slug, Words]


class Model(BaseModel):
    """Frozen; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
