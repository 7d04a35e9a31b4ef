# SPDX-License-Identifier: MIT
"""Kinds of contact, in one table: what each holds, how it is printed, and where its link leads.

The words are English and are translated where they are printed; a translation keeps %(number)s and the like.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError, PydanticKnownError

from leaflets.content.field_types import ADDRESS_REFUSED, EmailAddress, Line, PhoneNumber, TextNumber, WebAddress

Kind = Literal["phone", "text", "whatsapp", "email", "chat", "web", "in_person", "relay", "bsl"]
COUNTRY = "44"
RELAY = "18001"
"""The prefix for calls through Relay UK (relayuk.bt.com)."""


class ContactKind(NamedTuple):
    """A kind of contact."""

    holds: TypeAdapter[Any]
    form: str
    """The words in which it is printed; a placeholder alone prints the value as it is."""
    leads_to: str = ""
    """The address of the link, with {digits}, {national}, {value}."""
    is_number: bool = False
    is_address: bool = False


def _holds(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


KINDS: dict[Kind, ContactKind] = {
    "phone": ContactKind(_holds(PhoneNumber), "%(number)s", "tel:{digits}", is_number=True),
    "text": ContactKind(_holds(TextNumber), "Text %(number)s", "sms:{digits}", is_number=True),
    "whatsapp": ContactKind(_holds(PhoneNumber), "WhatsApp %(number)s", "https://wa.me/{national}", is_number=True),
    "email": ContactKind(_holds(EmailAddress), "%(address)s", "mailto:{value}"),
    "chat": ContactKind(_holds(WebAddress), "Chat at %(address)s", "{value}", is_address=True),
    "web": ContactKind(_holds(WebAddress), "%(address)s", "{value}", is_address=True),
    "in_person": ContactKind(_holds(Line), "%(address)s"),
    "relay": ContactKind(
        _holds(PhoneNumber), "Relay UK: dial 18001, then %(number)s", f"tel:{RELAY}{{digits}}", is_number=True
    ),
    "bsl": ContactKind(_holds(WebAddress), "In British Sign Language: %(address)s", "{value}", is_address=True),
}
NUMBER_WITH_EXTENSION = "%(number)s, extension %(extension)s"
WORD = "Text %(word)s to %(number)s"
FREE = "Free"
"""The words for a contact that is free."""
FORMS = (FREE, NUMBER_WITH_EXTENSION, WORD, *(kind.form for kind in KINDS.values() if " " in kind.form))
"""Every form that is translated."""
assert get_args(Kind) == tuple(KINDS)


def check_value(kind: Kind, value: str) -> None:
    """Raise pydantic's error if a value is not valid for a contact of that kind, as if the field itself raised it."""
    try:
        KINDS[kind].holds.validate_python(value)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        if first["type"] == ADDRESS_REFUSED:
            raise PydanticCustomError(ADDRESS_REFUSED, "{reason}", first["ctx"]) from None
        raise PydanticKnownError(first["type"], first.get("ctx")) from None  # type: ignore[arg-type]


def link_to(kind: Kind, value: str, keyword: str | None = None) -> str:
    """Return the link of a contact; "" for a place. The keyword of a text is included as in RFC 5724.

    Phones that do not support `body` open an empty message; the keyword is printed beside the link.
    """
    digits = value.replace(" ", "")
    national = COUNTRY + digits[1:] if digits.startswith("0") else digits.removeprefix("+")
    address = KINDS[kind].leads_to.format(digits=digits, national=national, value=value)
    return f"{address}?body={quote(keyword)}" if keyword and kind == "text" else address
