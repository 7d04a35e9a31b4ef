# SPDX-License-Identifier: MIT
"""Messages: translatable sentences that carry their key, so that what is printed can be recorded; their placeholders.

The key of a message from data.yaml is its path (`risks.grooming.title`); that of a fixed phrase in a template is its
English (`templates: For staff`). A `Translator` gives the words in a language: a catalogue, English, a pseudo-language.
A placeholder is replaced by a fact or a value, and a translation keeps it unchanged.
"""

from __future__ import annotations

import re
from typing import Protocol, Self

SOURCE = "en"
"""The language of data.yaml and of the templates."""
TEMPLATES = "templates"
FIXED = f"{TEMPLATES}: "
"""How the key of a fixed phrase begins."""


class Message(str):
    """A sentence as printed, with its key, its English and the language of its words."""

    key: str
    english: str
    tag: str

    def __new__(cls, text: str, key: str, english: str = "", tag: str = SOURCE) -> Self:
        self = super().__new__(cls, text)
        self.key, self.english, self.tag = key, english or text, tag
        return self

    def __getnewargs__(self) -> tuple[str, str, str, str]:  # type: ignore[override]
        return str(self), self.key, self.english, self.tag


class Translator(Protocol):
    """Gives words in one language."""

    def message(self, key: str, english: str) -> Message:
        """Return the message in this language, or in English if there is no printable translation."""
        ...


class English:
    """Returns everything as it is in the source."""

    def message(self, key: str, english: str) -> Message:
        return Message(english, key)


ENGLISH = English()


def fixed(english: str) -> str:
    """Return the key of a fixed phrase in a template."""
    return FIXED + english


def context_of(key: str) -> str:
    """Return the msgctxt of a message: its path in data.yaml, or `templates`."""
    return TEMPLATES if key.startswith(FIXED) else key


def key_of(context: str, english: str) -> str:
    """Return the key of the message with that msgctxt and msgid; without a context, the key is made of the English."""
    return fixed(english) if context == TEMPLATES else context or english


FACT = re.compile(r"\{([a-z0-9_-]+(?:\.[a-z_]+)?)\}")
"""A fact or a name of data.yaml, such as `{childline.phone}`; group 1 is its name."""
VALUE = re.compile(r"%\(([a-z_]+)\)s")
"""A value from a template, such as `%(address)s`; group 1 is its name."""
BRACES = re.compile(r"\{([^{}]*)\}")
"""Anything in braces, whether or not it names a fact."""
COPIED = re.compile(r"\{[a-z0-9_.-]+\}|%\([a-z_]+\)s|%%")
"""Everything that a translator copies exactly."""
