# SPDX-License-Identifier: MIT
"""The sites that a publisher links to: `publisher.hosts` of data.yaml.

`example.org` allows https:  example.org and https:  www.example.org; `.example.org` also allows every site below it. A
leading dot needs no quotes in YAML; a star would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leaflets.content.addresses import AddressRefused, ascii_host, parse_host, readable_host
from leaflets.content.addresses.lookalikes import imitated
from leaflets.content.addresses.registries import suffix_of


def parse_pattern(text: str) -> str:
    """Return an entry of the list as given; AddressRefused if it allows nothing, or names that anybody can register."""
    if text.startswith("*."):
        raise AddressRefused("stars are not used here", f"write {text[1:]}, which allows all sites below it.", at=0)
    if "/" in text:
        site = text.partition("://")[2] or text
        raise AddressRefused("it is an address, not the name of a site", f"write {site.partition('/')[0]}.")
    host = text.removeprefix(".")
    parse_host(host, at=len(text) - len(host))
    if text != host and suffix_of(host, private=True) == host:
        raise AddressRefused(f"'{host}' is an ending under which anybody can register a site", "name each site.")
    return text


@dataclass(frozen=True)
class AllowedHosts:
    """The list of allowed sites."""

    exact: frozenset[str]
    below: tuple[str, ...]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> AllowedHosts:
        names = [ascii_host(pattern.removeprefix(".")).removeprefix("www.") for pattern in patterns]
        return cls(
            frozenset(names), tuple(f".{name}" for name, one in zip(names, patterns, strict=True) if one[0] == ".")
        )

    def allows(self, host: str) -> bool:
        """Say whether the publisher allows links to that site."""
        bare = host.removeprefix("www.")
        return bare in self.exact or bare.endswith(self.below)

    def imitated_by(self, host: str) -> str:
        """Return the allowed site that another one could be mistaken for; "" if there is none."""
        return "" if self.allows(host) else imitated(readable_host(host), sorted(self.exact))
