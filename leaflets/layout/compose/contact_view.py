# SPDX-License-Identifier: MIT
"""Contacts, and the help that stands on every piece for an audience, as templates see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaflets.content.contact_kinds import KINDS, WORD
from leaflets.content.organisations import ContactPoint, Fact, Reader, Statement, form_of


@dataclass(frozen=True)
class ContactView:
    """A contact as templates see it: who, what for, and its facts with their ids."""

    id: str
    organisation: str
    name: str
    about: str
    purpose: str
    facts: Mapping[str, Fact]
    """phone, text, hours, contacts by name ... and `link`, as far as the organisation has them."""
    ids: Mapping[str, str]
    main: str = ""
    """The name of the contact printed first; "" if there is only a link."""
    readers: frozenset[str] = frozenset()
    """For whom the organisation has links."""
    named: Mapping[str, ContactPoint] = field(default_factory=dict)
    """The organisation's named contacts."""
    notes: tuple[str, ...] = ()
    """Names of its other contacts, or facts in words, that are printed with it: how to call without speaking."""

    def is_for(self, reader: Reader) -> bool:
        """Say whether the organisation has a page for a kind of reader."""
        return reader in self.readers

    def get(self, name: str) -> Fact | None:
        return self.facts.get(name)

    @property
    def is_instruction(self) -> bool:
        """Is anything but a bare number printed for the main contact?"""
        point = self.facts.get(self.main)
        return isinstance(point, ContactPoint) and (" " in form_of(point) or not KINDS[point.kind].is_number)

    @property
    def has_terms(self) -> bool:
        """Is there a cost, or are there hours, to print beside the main contact?"""
        point = self.facts.get(self.main)
        return isinstance(point, ContactPoint) and bool(point.cost or self.hours_of(self.main))

    @property
    def is_short(self) -> bool:
        """Has the main contact a number of three figures, which needs no row of its own?"""
        point = self.facts.get(self.main)
        return isinstance(point, ContactPoint) and len(point.value) == len("101")

    def is_sentence(self, name: str) -> bool:
        """Say whether one of its notes is a sentence, which has a line of its own."""
        return isinstance(self.facts.get(name), Statement)

    def has_same_route(self, other: ContactView) -> bool:
        """Say whether another contact leads to the same number of the same organisation, or has it as a note."""
        return self.organisation == other.organisation and self.main in (other.main, *other.notes)

    def hours_of(self, name: str) -> str | Fact | None:
        """Return the hours of a contact: its own, or the organisation's if it is a short form."""
        point = self.facts.get(name)
        has_own = name in self.named or name not in ("phone", "text")
        return getattr(point, "hours", None) or (None if has_own else self.facts.get("hours"))

    @property
    def says_it_all(self) -> bool:
        """Say whether the main contact names the service too, as the word to send usually does."""
        point = self.facts.get(self.main)
        return isinstance(point, ContactPoint) and form_of(point) == WORD


@dataclass(frozen=True)
class HelpStrip:
    """The help that stands on everything for an audience, most urgent first."""

    everyone: tuple[ContactView, ...]

    @property
    def danger(self) -> ContactView | None:
        """Whom to call in danger."""
        return next(iter(self.everyone), None)

    @property
    def beside(self) -> list[ContactView]:
        """Short numbers, such as 101, that stand with the one for danger."""
        return [one for one in self.everyone[1:] if one.is_short]

    @property
    def others(self) -> list[ContactView]:
        """Everybody else."""
        return [one for one in self.everyone[1:] if not one.is_short]
