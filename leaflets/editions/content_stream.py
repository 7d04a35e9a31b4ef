# SPDX-License-Identifier: MIT
"""Find operators in a content stream and leave its other bytes unchanged.

Patterns are used because pikepdf's tokeniser takes six times as long, 40 ms for a leaflet. Preflight reads streams
with pikepdf, so that a fault here would be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STRING_OR_COMMENT = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|%[^\r\n]*"


def outside_strings(pattern: bytes) -> re.Pattern[bytes]:
    """Return a pattern that skips strings and comments; group 1 is what the given pattern finds between them."""
    return re.compile(STRING_OR_COMMENT + b"|(" + pattern + b")", re.DOTALL)


def statements(content: bytes, operators: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each operator with all bytes since the one before it, and finally the remaining bytes without one."""
    done = 0
    for match in operators.finditer(content):
        if operator := match[1]:
            yield content[done : match.start()], operator
            done = match.end()
    yield content[done:], b""


def remove(content: bytes, statement: re.Pattern[bytes]) -> bytes:
    """Return the stream without what the pattern matches outside strings and comments."""
    return b"".join(before for before, _ in statements(content, statement))


def split(before: bytes, number: int) -> tuple[bytes, tuple[bytes, ...]]:
    """Return what comes before the last operands, and the operands."""
    parts = before.rsplit(None, number)
    rest = parts[0] if len(parts) > number else b""
    return b"\n" + rest, tuple(parts[-number:])
