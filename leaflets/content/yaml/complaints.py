# SPDX-License-Identifier: MIT
"""Put a YAML parser's complaints into plain words, and say what to do."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.core.problems import Problem


def explain_syntax(error: Exception, text: str, file: str, last: Any = None) -> Problem:
    """Return the parser's complaint in plain words; `last` is what it read before it stopped."""
    from ruamel.yaml.error import MarkedYAMLError  # imported only for a file with a mistake in it
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
        message = f"the quote that opens here closes only on line {mark.line + 1}, where words follow it."
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
    for known in _complaints():
        if re.search(known["says"], complaint):
            at = start if known.get("at_start") else mark
            message, hint = known["message"].format(**words), known["hint"].format(**words)
            return Problem("yaml-syntax", message, file, at.line + 1, at.column + 1, hint=hint)
    message = "this line cannot be read: '{line}'." if here else "the file ends too early."
    hint = "look for a missing quote, colon or bracket here or just above."
    return Problem("yaml-syntax", message.format(**words), file, mark.line + 1, mark.column + 1, hint=hint)


@cache
def _complaints() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML

    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(Path(__file__).with_suffix(".yaml"))
    return found
