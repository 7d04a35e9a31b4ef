# SPDX-License-Identifier: MIT
"""What is known of endings and sites: the Public Suffix List, and sites that shorten addresses (shorteners.txt)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from publicsuffixlist import PublicSuffixList

SHORTENERS = Path(__file__).with_name("shorteners.txt")
_NOT_SITES = ("arpa", "onion")
"""Endings on the list to which no phone can go by itself."""
_END = "// ===END ICANN DOMAINS==="


def suffix_of(host: str, *, private: bool = False) -> str:
    """Return the ending under which anybody may own a name, `org.uk` of `www.childline.org.uk`; "" if there is none.

    `private` also takes endings that companies give out, such as github.io.
    """
    top = host.rpartition(".")[2]
    if top in _NOT_SITES:
        return ""
    return _suffixes(top, private).publicsuffix(host) or ""


@cache
def is_shortener(host: str) -> bool:
    """Say whether a site, or the one that it is part of, shortens addresses."""
    parts = host.split(".")
    return any(".".join(parts[number:]) in _shorteners() for number in range(len(parts) - 1))


@cache
def _suffixes(top: str, private: bool) -> PublicSuffixList:
    """Return the part of the list that ends so: to read the whole of it takes longer than all else in data.yaml."""
    readable = top
    if top.startswith("xn--"):
        import idna

        readable = idna.decode(top)
    lines = [line for line, icann in _list().get(readable, ()) if icann or private]
    return PublicSuffixList(lines, accept_unknown=False)


@cache
def _list() -> dict[str, list[tuple[str, bool]]]:
    """Return the lines of the list by what they end with, and whether each is of a registry."""
    found: dict[str, list[tuple[str, bool]]] = {}
    icann = True
    for line in (files("publicsuffixlist") / "public_suffix_list.dat").read_text(encoding="utf-8").splitlines():
        icann = icann and line != _END
        found.setdefault(line.rpartition(".")[2], []).append((line, icann))
    return found


@cache
def _shorteners() -> frozenset[str]:
    lines = SHORTENERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))
