# SPDX-License-Identifier: MIT
"""How far a fact can be trusted: verified, never verified, overdue, changed, or leading to another site.

If a fact has changed since it was verified or published, or leads to a site that is not allowed, every edition that
prints it is a proof; if it was never verified, or too long ago, only the press edition is. Print cannot be recalled.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from leaflets.content.addresses import host_of
from leaflets.content.addresses.hosts import AllowedHosts
from leaflets.content.model import Project
from leaflets.content.organisations import Fact, link_of

State = Literal["unverified", "changed", "other-host", "overdue", "due-soon", "verified", "accepted"]
Published = Mapping[str, frozenset[str]]
"""The last published values of each fact, by id."""

DUE_SOON = datetime.timedelta(days=30)
STOPS_ALL: tuple[State, ...] = ("changed", "other-host")
"""States that make an edition for any purpose a proof."""
STOPS_PRESS: tuple[State, ...] = (*STOPS_ALL, "unverified", "overdue")


@dataclass(frozen=True)
class Trust:
    """What the trust in facts depends on."""

    today: datetime.date
    accepted: frozenset[str] = frozenset()
    """What `publisher.accept_unverified` says: "ID", whatever it says, or "ID = VALUE", as it is now."""
    hosts: AllowedHosts | None = None
    """None if sites do not matter."""
    published: Published | None = None

    @classmethod
    def of(cls, project: Project, today: datetime.date, published: Published | None = None) -> Trust:
        publisher = project.publisher
        return cls(today, frozenset(publisher.accept_unverified), AllowedHosts.of(publisher.hosts), published)

    def state_of(self, id: str, fact: Fact) -> State:
        """Return how far the fact can be trusted; on the day of `review_by` it is still in time."""
        former = self.former_value(id, fact)
        accepted = not self.accepted.isdisjoint((id, f"{id} = {value_of(fact)}"))
        if fact.review_by >= self.today and accepted and not is_verified(fact):
            return "accepted"
        if former:
            return "changed"
        if self.leads_elsewhere(fact) and not is_verified(fact):
            return "other-host"
        if fact.review_by < self.today:
            return "overdue"
        if fact.verified is None:
            return "unverified"
        return "due-soon" if fact.review_by - self.today <= DUE_SOON else "verified"

    def former_value(self, id: str, fact: Fact) -> str:
        """Return the value last verified or published, if the fact is different now; otherwise ""."""
        if is_verified(fact):
            return ""
        if fact.verified is not None and fact.verified_value is not None:
            return fact.verified_value
        last = (self.published or {}).get(id, frozenset())
        return "" if not last or " ".join(value_of(fact).split()) in last else min(last)

    def leads_elsewhere(self, fact: Fact) -> bool:
        """Say whether the fact is an address on a site that the publisher does not allow."""
        link = link_of(fact)
        return link is not None and self.hosts is not None and not self.hosts.allows(host_of(link.value))


def value_of(fact: Fact) -> str:
    """Return the value of a fact."""
    return str(getattr(fact, "value", ""))


def is_verified(fact: Fact) -> bool:
    """Say whether a person has checked the fact's present value."""
    return fact.verified is not None and fact.verified_value == value_of(fact)
