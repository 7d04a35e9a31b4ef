# SPDX-License-Identifier: MIT
"""Lists of endings and sites: the Public Suffix List, and sites that shorten addresses (shorteners.txt)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

SHORTENERS = Path(__file__).with_name("shorteners.txt")
_NOT_SITES = ("arpa", "onion")
"""Endings on the list that are not sites themselves."""
_END = "// ===END ICANN DOMAINS==="


@cache
def suffix_of(host: str, *, private: bool = False) -> str:
    """Return the ending under which anybody can register a name, `org.uk`; `private` includes github.io and such."""
    top = host.rpartition(".")[2]
    if top in _NOT_SITES:
        return ""
    return _suffixes(top, private).publicsuffix(host) or ""


@cache
def is_shortener(host: str) -> bool:
    """Say whether a site, or its parent site, shortens addresses."""
    parts = host.split(".")
    return any(".".join(parts[number:]) in _shorteners() for number in range(len(parts) - 1))


@cache
def _suffixes(top: str, private: bool) -> PublicSuffixList:
    """Return the entries with that top-level domain: reading all takes longer than reading data.yaml."""
    readable = top
    if top.startswith("xn--"):
        import idna

        readable = idna.decode(top)
    registries, companies = _list()
    lines = _ending(registries, readable) + (_ending(companies, readable) if private else [])
    odd = not all(map(str.isascii, lines))  # Python's codec of such names is large, and next to none has them
    return PublicSuffixList(lines, accept_unknown=False, accept_encoded_idn=odd)


@cache
def _list() -> tuple[str, str]:
    """Return the two halves of the list: endings of registries, and those of companies."""
    text = Path(PSLFILE).read_bytes().decode()
    registries, _, companies = text.partition(_END)
    return registries, companies


def _ending(text: str, top: str) -> list[str]:
    """Return the lines with that ending; searching is ten times as fast as reading line by line."""
    found, at = [], text.find(f"{top}\n")
    while at >= 0:
        line = text[text.rfind("\n", 0, at) + 1 : at + len(top)]
        if line == top or line.endswith(f".{top}"):
            found.append(line)
        at = text.find(f"{top}\n", at + 1)
    return found


@cache
def _shorteners() -> frozenset[str]:
    lines = SHORTENERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))
