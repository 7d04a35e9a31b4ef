# SPDX-License-Identifier: MIT
"""How addresses are printed, where a line of words may not end, and where that of a long address may."""

from __future__ import annotations

import re

from markupsafe import Markup

from leaflets.content.organisations import ContactPoint, Link

ADDRESS = Markup('<a class="web" href="{address}" dir="ltr"{label}>{printed}</a>')
PART = Markup('<a class="web web--part" href="{address}" dir="ltr"{label}>{printed}</a>')
WHOLE = Markup('<span class="web-whole" dir="ltr">{words}</span>')
NO_BREAK_SPACE = "\u00a0"
SHORT, LATIN_ENDS = 7, "\u0250"
SHORT_NAME = 14
ONE_LETTER = re.compile(r"(?<![^\s(„])([^\W\d_]) (?=\S)")
LONG = 28
"""A printed address of more characters does not fit a narrow column."""
LONG_SHORT = 24
"""The same of a short address, which is printed wherever there are codes."""


def whole(name: str) -> str:
    """Return a name, a short one with no-break spaces: Report Remove."""
    return name.replace(" ", NO_BREAK_SPACE) if len(name) <= SHORT_NAME else name


def breakable(printed: str) -> tuple[str, ...]:
    """Return an address, a long one in two parts: before its path, or after its first dot."""
    at = max(printed.find("/"), printed.find(".") + 1) if len(printed) > LONG else 0
    return (printed[:at], printed[at:]) if at else (printed,)


def in_halves(printed: str) -> tuple[str, ...]:
    """Return a short address, a long one in two parts: it ends a line after a slash, or a dot if that is too late."""
    if len(printed) <= LONG_SHORT:
        return (printed,)
    slashes, dots = ([at for at, letter in enumerate(printed, start=1) if letter == sign] for sign in "/.")
    ends = [at for at in slashes if at <= LONG] or slashes + dots
    at = min(ends, key=lambda end: max(end, len(printed) - end), default=0)
    return (printed[:at], printed[at:]) if at else (printed,)


def held(text: str, *, one_letter: bool = False) -> str:
    """Return a sentence whose last word, if short and Latin, is kept with the one before it.

    With `one_letter`, a word of one letter is kept with the one that follows.
    """
    rest, space, last = text.rpartition(" ")
    is_short = len(last) <= SHORT and last[:1] < LATIN_ENDS and "{" not in last
    text = f"{rest}{NO_BREAK_SPACE}{last}" if space and is_short and rest.count(" ") >= 2 else text
    return ONE_LETTER.sub(rf"\1{NO_BREAK_SPACE}", text) if one_letter else text


def printed_address(link: Link | ContactPoint) -> str:
    """Return a link's address as printed: without scheme and final slash."""
    return link.printed_url or link.value.removeprefix("https://").removeprefix("www.").rstrip("/")


def on_site(address: str, label: str = "") -> Markup:
    """Return an address of the download site as text, linked: a long one as two links, in order in every script."""
    parts = in_halves(address.removeprefix("https://"))
    form = PART if len(parts) > 1 else ADDRESS
    words = Markup().join(form.format(address=address, printed=part, label=label) for part in parts)
    return WHOLE.format(words=words) if len(parts) > 1 else words


def in_words(link: Link | ContactPoint, label: str = "", *, narrow: bool = False) -> Markup:
    """Return a link's address as text, linked: in a narrow column, a long one as two links."""
    printed = printed_address(link)
    parts = breakable(printed) if narrow else (printed,)
    return Markup().join(ADDRESS.format(address=link.value, printed=part, label=label) for part in parts)
