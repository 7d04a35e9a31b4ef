# SPDX-License-Identifier: MIT
"""Kinds of values in data.yaml: what a slug, a line, a phone number must look like; the base of every model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from leaflets.content.addresses import (
    MAX_ADDRESS,
    MAX_PRINTED,
    AddressRefused,
    parse_address,
    parse_host,
    parse_printed,
)
from leaflets.content.addresses.hosts import parse_pattern

ADDRESS_REFUSED = "address_refused"
"""What pydantic calls an address that the gate refuses; the reason, hint and index are its context."""


def _through(gate: Callable[[str], object]) -> AfterValidator:
    """Return what lets a text through a gate unchanged."""

    def check(text: str) -> str:
        try:
            gate(text)
        except AddressRefused as refused:
            context = {"reason": str(refused), "hint": refused.hint, "at": refused.at}
            raise PydanticCustomError(ADDRESS_REFUSED, "{reason}", context) from None
        return text

    return AfterValidator(check)


def _editors_see(pattern: str, longest: int) -> object:
    """Return what editors are told of an address; the gate is stricter."""
    return Field(json_schema_extra={"pattern": pattern, "maxLength": longest})


def _after_at(address: str) -> str:
    """Check the site's name of an e-mail address."""
    name, _, host = address.rpartition("@")
    return parse_host(host, at=len(name) + 1)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
WebAddress = Annotated[
    str,
    _through(parse_address),
    _editors_see(r"^https://[a-z0-9.-]+\.[a-z0-9-]{2,}(/[^\s]*)?$", MAX_ADDRESS),
]
PrintedAddress = Annotated[
    str, _through(parse_printed), _editors_see(r"^[^\s/:@]+\.[^\s/:@]{2,}(/[^\s]*)?$", MAX_PRINTED)
]
HostPattern = Annotated[str, _through(parse_pattern)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,18}[0-9]$")]
TextNumber = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]{3,14}$")]
EmailAddress = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]+@[^@\s]+\.[a-z]{2,}$"), _through(_after_at)]
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
