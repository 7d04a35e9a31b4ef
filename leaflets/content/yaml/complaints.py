# SPDX-License-Identifier: MIT
"""Say in plain words what a YAML parser complains about, and what to do."""

from __future__ import annotations

import re
from typing import Any

from leaflets.core.problems import Problem


def explain_syntax(error: Exception, text: str, file: str, last: Any = None) -> Problem:
    """Return the parser's complaint in plain words; `last` is what it read before it stopped."""
    from ruamel.yaml.error import MarkedYAMLError  # the library is imported only for a file with a mistake in it
    from ruamel.yaml.events import ScalarEvent

    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Problem("yaml-syntax", "the file cannot be read as YAML.", file, 1, 1, hint="undo the last change.")
    complaint = f"{error.context or ''}; {error.problem or ''}"
    mark, start = error.problem_mark, error.context_mark or error.problem_mark
    if (
        isinstance(last, ScalarEvent)
        and last.style in ("'", '"')
        and last.start_mark.line < last.end_mark.line == mark.line
    ):
        message = f"the quote that opens here closes only in line {mark.line + 1}, where words follow it."
        line, column = last.start_mark.line + 1, last.start_mark.column + 1
        return Problem("yaml-syntax", message, file, line, column, hint="close it on its own line.")
    lines = text.split("\n")
    row = lines[mark.line] if mark.line < len(lines) else ""
    here = row.strip()
    words = {
        "character": row[mark.column : mark.column + 1] or here[:1],
        "line": here if len(here) <= 50 else here[:49] + "…",
        "start": str(start.line + 1),
    }
    for pattern, at_start, message, hint in _COMPLAINTS:
        if re.search(pattern, complaint):
            at = start if at_start else mark
            return Problem(
                "yaml-syntax", message.format(**words), file, at.line + 1, at.column + 1, hint=hint.format(**words)
            )
    message = "this line cannot be read: '{line}'." if here else "the file ends too early."
    hint = "look for a missing quote, colon or bracket here or just above."
    return Problem("yaml-syntax", message.format(**words), file, mark.line + 1, mark.column + 1, hint=hint)


# What ruamel.yaml says; whether the place is where the thing began; our sentence; what to do.
_COMPLAINTS = (
    (
        r"mapping values are not allowed",
        False,
        "a colon is not expected here: '{line}'.",
        "put words that hold a colon in quotes; if this begins a new name, it must stand as far in as its neighbours, "
        "and the line above needs its own colon.",
    ),
    (
        r"quoted scalar; found unexpected (end of stream|document separator)",
        True,
        "the quote that opens here is never closed.",
        "close it with the same quote mark.",
    ),
    (
        r"unknown escape character|expected escape sequence",
        False,
        "a backslash in double quotes needs a known letter after it, and '{character}' is none.",
        "leave the backslash out, or use single quotes.",
    ),
    (
        r"expected the node content, but found '<stream end>'|expected ',' or '[\]}}]', but got '<stream end>'",
        True,
        "the bracket that opens here is never closed.",
        "close it on the same line.",
    ),
    (
        r"flow (sequence|mapping); expected ','",
        False,
        "a comma or a closing bracket was expected: '{line}'. The bracket opens in line {start}.",
        "close the bracket, part the items with commas, and put words that hold brackets or commas in quotes.",
    ),
    (
        r"found character .* that cannot start any token",
        False,
        "a value cannot begin with '{character}'.",
        "put the whole value in quotes.",
    ),
    (
        r"could not find expected ':'",
        False,
        "a name without a colon: '{line}'.",
        "write a colon and a space after the name.",
    ),
    (
        r"block collection; expected <block end>",
        False,
        "this line does not belong to the list above: '{line}'.",
        "begin it with `- `, or move it as far in as the lines it belongs to.",
    ),
    (
        r"expected <block end>, but found '<scalar>'",
        False,
        "words stand after a closing quote: '{line}'.",
        "put the whole value in one pair of quotes; a quote mark inside single quotes is written twice.",
    ),
    (
        r"expected <block end>, but found '[\]}},]'",
        False,
        "a bracket or comma stands here that nothing opened: '{line}'.",
        "delete it, or put the words in quotes.",
    ),
    (
        r"expected <block end>",
        False,
        "this line is not as far in as its neighbours: '{line}'.",
        "give all names of one group the same number of spaces before them.",
    ),
    (
        r"chomping or indentation indicators",
        False,
        "nothing may follow `|` or `>` on its line.",
        "begin the words on the next line, two spaces further in.",
    ),
)
