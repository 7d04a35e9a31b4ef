# SPDX-License-Identifier: MIT
"""What is wrong with a YAML text: hidden or misleading characters, named and replaced; syntax, in plain words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from leaflets.core.characters import is_odd_space, is_unseen, name_of
from leaflets.core.problems import Problem

MAX_ALIKE = 10

# Left-to-right and right-to-left overrides, embeddings and isolates change the order in which a line is read.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ufffe\uffff"
_HIDDEN = re.compile(f"[\t{_BIDI}{_CONTROL}]|\r(?!\n)")
HIDDEN_IN_VALUE = re.compile(f"[\t\r{_BIDI}{_CONTROL}]")
_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENT = re.compile(f"^ *([{_ODD}][ {_ODD}]*)", re.M)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


def find_hidden(text: str, file: str) -> tuple[str, list[Problem], dict[int, int]]:
    """Return the text with a space for each hidden character, their problems, and each line with its first, from 1."""
    found, lines = [], dict[int, int]()
    for match in _ODD_INDENT.finditer(text):
        line, column = text.count("\n", 0, match.start()) + 1, match.start(1) - match.start() + 1
        message = f"the line does not begin with plain spaces: {name_of(match[1][0])}."
        found.append(Problem("odd-space", message, file, line, column, hint="delete it, and type a plain space."))
    text = _ODD_INDENT.sub(lambda match: " " * len(match[0]), text)
    for match in _HIDDEN.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        line, column = text.count("\n", 0, start) + 1, match.start() - start + 1
        found.append(hidden_problem(match[0], file, line, column))
        lines.setdefault(line, column)
        if len(found) > 1000:
            break
    return _HIDDEN.sub(" ", text), limit(found), lines


def hidden_problem(character: str, file: str, line: int, column: int) -> Problem:
    """Return the problem for such a character."""
    code = f"U+{ord(character):04X}"
    if character == "\t":
        return Problem("tab", "there is a tab here.", file, line, column, hint="use spaces, two for each level.")
    if character == "\ufffd":
        message = f"a letter was lost when this text was copied or saved ({code})."
        return Problem("control-character", message, file, line, column, hint="type the letter again.")
    if re.match(f"[{_BIDI}]", character):
        message = f"an invisible character ({code}) reverses the order of the words."
        return Problem("bidi-control", message, file, line, column, hint="delete it; the layout sets the direction.")
    message = f"there is an invisible control character ({code}) here."
    return Problem("control-character", message, file, line, column, hint="delete it and type the words again.")


def unseen_in(value: str) -> list[str]:
    """Return the invisible characters of a value, each once, except those that may be in any text."""
    return [one for one in dict.fromkeys(value) if is_unseen(one) and one != "\n" and not HIDDEN_IN_VALUE.match(one)]


def plain_spaces(value: str) -> str:
    """Return words with single plain spaces, and accented letters composed (NFC)."""
    plain = "".join(" " if is_odd_space(one) else one for one in value)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain)).strip(" ")


def limit(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first few problems of each kind; the last says how many more there are."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(problem.slug, []).append(problem)
    kept: list[Problem] = []
    for alike in kinds.values():
        kept += alike[:MAX_ALIKE]
        more = len(alike) - MAX_ALIKE
        if more > 0:
            last = kept.pop()
            kept.append(replace(last, message=f"{last.message} There are {more} more like this."))
    return kept


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
