# SPDX-License-Identifier: MIT
"""Regular expressions with a part missing, to prove that each part is needed: removed, an example is judged otherwise.

A part is an alternative of a group, something optional or counted, a member of a character class, or a look around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LOOK = re.compile(r"\(\?<?[=!]")
_GROUP = re.compile(r"\((?:\?:|\?<?[=!])?")
_QUANTIFIER = re.compile(r"(?:[?*]|\{\d*,?\d*\})\??")
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_MEMBER = re.compile(r"(?:\\.|[^\\])(?:-[^\]])?")


@dataclass(frozen=True)
class Weakened:
    """A pattern without one of its parts; `part` tells a person which."""

    part: str
    pattern: str


@dataclass
class _Open:
    """A group that has begun: where it starts, and where each of its alternatives does."""

    start: int
    alternatives: list[int] = field(default_factory=list)


def weaken(pattern: str) -> Iterator[Weakened]:
    """Yield the pattern with each of its parts removed in turn; not without the whole of it."""
    at, groups = 0, [_Open(0, [0])]
    while at < len(pattern):
        start = at
        if pattern[at] == "(":
            at = _match(_GROUP, pattern, at).end()
            groups.append(_Open(start, [at]))
            continue
        if pattern[at] == "|":
            at += 1
            groups[-1].alternatives.append(at)
            continue
        if pattern[at] == ")":
            group, at = groups.pop(), at + 1
            yield from _without_alternatives(pattern, group.alternatives, at - 1)
            start = group.start
            if _LOOK.match(pattern, start):
                yield _cut(pattern, start, at)
        elif pattern[at] == "[":
            at = _match(_CLASS, pattern, at).end()
            yield from _without_members(pattern, start, at)
        else:
            at += 2 if pattern[at] == "\\" else 1
        if repeated := _QUANTIFIER.match(pattern, at):
            yield from _without_repeating(pattern, start, at, repeated[0])
            at = repeated.end()
    yield from _without_alternatives(pattern, groups.pop().alternatives, len(pattern))
    assert not groups, pattern


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives at the outermost level of the pattern."""
    depth, found = 0, [""]
    for piece in re.findall(r"\\.|\[(?:\\.|[^\]\\])*\]|.", pattern):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def _match(what: re.Pattern[str], pattern: str, at: int) -> re.Match[str]:
    found = what.match(pattern, at)
    assert found, pattern[at:]
    return found


def _cut(pattern: str, start: int, end: int, *, shown: tuple[int, int] | None = None) -> Weakened:
    first, last = shown or (start, end)
    return Weakened(f"{pattern[first:last]!r} of {pattern!r}", pattern[:start] + pattern[end:])


def _without_alternatives(pattern: str, starts: list[int], end: int) -> Iterator[Weakened]:
    """Yield the pattern without each alternative and one of the bars beside it."""
    ends = [*(start - 1 for start in starts[1:]), end]
    if len(starts) > 1:
        yield _cut(pattern, starts[0], starts[1], shown=(starts[0], ends[0]))
        for first, last in list(zip(starts, ends, strict=True))[1:]:
            yield _cut(pattern, first - 1, last, shown=(first, last))


def _without_members(pattern: str, start: int, end: int) -> Iterator[Weakened]:
    members = list(_MEMBER.finditer(pattern, start + 1, end - 1))
    if len(members) > 1 and pattern[start + 1] != "^":
        for member in members:
            yield _cut(pattern, member.start(), member.end())


def _without_repeating(pattern: str, start: int, end: int, quantifier: str) -> Iterator[Weakened]:
    """Yield the pattern where a piece stands once and no more, and, if it is optional, not at all."""
    after = end + len(quantifier)
    yield _cut(pattern, end, after, shown=(start, after))
    if quantifier[0] in "?*":
        yield _cut(pattern, start, after)
