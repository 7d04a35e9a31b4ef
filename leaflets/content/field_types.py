# SPDX-License-Identifier: MIT
"""The types of values in data.yaml: the form of an id, a line, a phone number and so on; the base of every model.

Problems quote the words of a pattern; the JSON Schema shows the same words in editors.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, NamedTuple

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
"""Pydantic's type for a refused address; the reason, hint and index are its context."""


class TextPattern(NamedTuple):
    """The form that a text must have."""

    regex: str
    form: str
    """The requirement in words, to follow the text that does not meet it."""
    hint: str

    def limits(self, max_length: int | None = None) -> StringConstraints:
        return StringConstraints(pattern=self.regex, max_length=max_length)


def _through(gate: Callable[[str], object]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            gate(text)
        except AddressRefused as refused:
            context = {"reason": str(refused), "hint": refused.hint, "at": refused.at}
            raise PydanticCustomError(ADDRESS_REFUSED, "{reason}", context) from None
        return text

    return AfterValidator(check)


def _six_small(colour: str) -> str:
    """Return a colour as six lower-case letters and digits: #5BA745 and #5ba as #5ba745 and #55bbaa."""
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _editors_see(pattern: TextPattern, longest: int) -> object:
    """Return what editors show for an address; the full check is stricter."""
    return Field(json_schema_extra={"pattern": pattern.regex, "maxLength": longest})


SLUG = TextPattern(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "must be lower-case letters and digits, in words joined by hyphens",
    "write it like `parents-guide`.",
)
WEB_ADDRESS = TextPattern(
    r"^https://[a-z0-9.-]+\.[a-z0-9-]{2,}(/[^\s]*)?$",
    "must be a whole web address that begins with https:// and has no spaces; the site's name in lower case",
    "copy it from the browser's address line.",
)
PRINTED_ADDRESS = TextPattern(
    r"^[^\s/:@]+\.[^\s/:@]{2,}(/[^\s]*)?$",
    "must be a web address without https:// and without spaces; the site's name in lower case",
    "write it like childline.org.uk/toolbox.",
)
PHONE_NUMBER = TextPattern(
    r"^\+?[0-9][0-9 ]{1,18}[0-9]$",
    "must be a phone number: digits in groups with single spaces, nothing else",
    'write it in quotes like "0121 303 1888"; an extension goes into `extension:`, a number to text into `text:`.',
)
TEXT_NUMBER = TextPattern(
    r"^[0-9][0-9 ]{3,14}$",
    "must be a text number: digits and spaces only",
    'write it in quotes like "85258", and the word to send as `keyword: SHOUT` below it.',
)
KEYWORD = TextPattern(r"^[A-Z]{3,12}$", "must be one word in capitals", "write it like SHOUT.")
EXTENSION = TextPattern(r"^[0-9]{1,6}$", "must be an extension: one to six digits", 'write it in quotes like "12".')
EMAIL_ADDRESS = TextPattern(
    r"^[A-Za-z0-9._%+-]+@[^@\s]+\.[a-z]{2,}$", "must be an e-mail address", "write it like name@example.org."
)
RGB_COLOUR = TextPattern(
    r"^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})$",
    "must be a colour like #005d7d: # and six of 0-9 and a-f",
    "put it in quotes.",
)
VERSION = TextPattern(
    r"^[0-9]+\.[0-9]+$", "must be a version: two numbers with a point between them", 'write it in quotes like "1.0".'
)
CODE = TextPattern(
    r"^[A-Z]{2,4}-[0-9]{2}[a-z]?$", "must be a code: two to four capitals, a hyphen, two digits", "write it like ES-01."
)
RISK_LETTER = TextPattern(
    r"^[a-z]{1,2}$", "must be one or two letters from a to z, in lower case", "write it like a; after z comes aa."
)
LANGUAGE_TAG = TextPattern(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "must be a language tag", "write it like en, ur or zh-Hans."
)
ORGANISATION = TextPattern(
    r"^(area\.)?[a-z0-9_]+(-[a-z0-9]+)*$",
    "must be the id of an organisation, or area.police, area.children_services or area.procedures",
    "write it like `childline`.",
)

Slug = Annotated[str, SLUG.limits(48)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1200, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)]
WebAddress = Annotated[str, _through(parse_address), _editors_see(WEB_ADDRESS, MAX_ADDRESS)]
PrintedAddress = Annotated[str, _through(parse_printed), _editors_see(PRINTED_ADDRESS, MAX_PRINTED)]
HostPattern = Annotated[str, _through(parse_pattern)]
PhoneNumber = Annotated[str, PHONE_NUMBER.limits()]
TextNumber = Annotated[str, TEXT_NUMBER.limits()]
Keyword = Annotated[str, KEYWORD.limits()]
EmailAddress = Annotated[
    str,
    EMAIL_ADDRESS.limits(),
    _through(lambda address: parse_host(address.rpartition("@")[2], at=address.rfind("@") + 1)),
]
RgbColour = Annotated[str, RGB_COLOUR.limits(), AfterValidator(_six_small)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Version = Annotated[str, VERSION.limits()]
Code = Annotated[str, CODE.limits()]
RiskLetter = Annotated[str, RISK_LETTER.limits()]
OrganisationId = Annotated[str, ORGANISATION.limits()]
LanguageTag = Annotated[str, LANGUAGE_TAG.limits()]
List = dict[Slug, Words]


class Model(BaseModel):
    """Frozen; unknown fields are refused. The text below a field says what it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@cache
def meanings_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the text below each field; read when it is needed, since pydantic would read all of them at each start."""
    found: dict[str, str] = {}
    for one in (one for one in reversed(model.__mro__) if issubclass(one, Model)):
        body = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0].body  # type: ignore[attr-defined]
        for field, said in itertools.pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(said, ast.Expr):
                found[field.target.id] = inspect.cleandoc(said.value.value)  # type: ignore[union-attr,attr-defined]
    return found


def names_of(model: type[BaseModel]) -> list[str]:
    """Return the names of a model's fields as data.yaml writes them."""
    return [info.alias or name for name, info in model.model_fields.items()]


PATTERNS = {
    one.regex: one
    for one in (
        *(SLUG, WEB_ADDRESS, PRINTED_ADDRESS, PHONE_NUMBER, TEXT_NUMBER, KEYWORD, EMAIL_ADDRESS, RGB_COLOUR, VERSION),
        *(CODE, RISK_LETTER, LANGUAGE_TAG, ORGANISATION, EXTENSION),
    )
}
"""The text patterns of the model, by regular expression."""
