# SPDX-License-Identifier: MIT
"""Remove from a layout's stylesheets what cannot affect it: comments, rules of other components, unused tokens.

The renderer has less to read, and a page is made again only if a rule changes that may apply to it. A rule stays
unless each of its selectors needs a class that no element has; a custom property stays if anything that stays uses
it. Lines keep their numbers, so that warnings name the right line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Any

import tinycss2

from leaflets.layout.composed import Stylesheet

CLASSES = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
COMMENT = re.compile(
    r"""(?P<other>\\.|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|(?<![\w-])url\(\s*(?!["'\s])(?:\\.|[^)\\])*)|/\*.*?(?:\*/|\Z)""",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, or what may have `/*` without beginning one."""
USES = re.compile(r"var\(\s*(--[\w-]+)")
ALWAYS = frozenset(("--font", "--line-height"))
"""Custom properties that words over pages need (`Renderer.write_words`)."""


@dataclass(frozen=True)
class Token:
    """A custom property set by a rule: its position in the sheet, and the properties that its value uses."""

    name: str
    start: int
    end: int
    uses: frozenset[str]


@dataclass(frozen=True)
class StyleRule:
    """A rule of a stylesheet: its position, the classes that each of its selectors needs, what it sets and uses."""

    start: int
    end: int
    selectors: tuple[frozenset[str], ...]
    """Empty for an at-rule, which always stays."""
    uses: frozenset[str]
    tokens: tuple[Token, ...]

    def may_apply(self, classes: frozenset[str]) -> bool:
        return not self.selectors or any(asked <= classes for asked in self.selectors)


@dataclass(frozen=True)
class ParsedSheet:
    """A parsed stylesheet; `text` is without comments, with its lines where they were."""

    text: str
    rules: tuple[StyleRule, ...]


def shake(sheets: Sequence[Stylesheet], html: str) -> tuple[Stylesheet, ...]:
    """Return the stylesheets with only what may affect that page."""
    written = (unescape("".join(names)) for names in set(CLASSES.findall(html)))
    classes = frozenset(name for names in written for name in names.split())
    read = [read_sheet(sheet.text) for sheet in sheets]
    kept = [[rule for rule in one.rules if rule.may_apply(classes)] for one in read]
    used = _closure(set(USES.findall(html)) | ALWAYS, [rule for rules in kept for rule in rules])
    return tuple(
        replace(sheet, text=_leave(one, rules, used)) for sheet, one, rules in zip(sheets, read, kept, strict=True)
    )


def _closure(used: set[str], rules: Iterable[StyleRule]) -> frozenset[str]:
    behind: dict[str, set[str]] = {}
    for rule in rules:
        used |= rule.uses
        for token in rule.tokens:
            behind.setdefault(token.name, set()).update(token.uses)
    waiting = list(used)
    while waiting:
        for name in behind.get(waiting.pop(), ()):
            if name not in used:
                used.add(name)
                waiting.append(name)
    return frozenset(used)


def _leave(sheet: ParsedSheet, rules: Sequence[StyleRule], used: frozenset[str]) -> str:
    """Return the text of the sheet with only those rules and tokens; what is removed leaves its line breaks."""
    gone, end = [], 0
    for rule in rules:
        gone.append((end, rule.start))
        gone += [(token.start, token.end) for token in rule.tokens if token.name not in used]
        end = rule.end
    gone.append((end, len(sheet.text)))
    return _blank(sheet.text, gone)


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], "\n" * text.count("\n", start, stop)]
        end = stop
    return "".join((*parts, text[end:]))


# Parsing stylesheets


@lru_cache(maxsize=256)
def read_sheet(text: str) -> ParsedSheet:
    """Return the rules of a stylesheet; what cannot be parsed stays for the renderer to report."""
    text = _without_comments(text) if "/*" in text else text
    lines = _Lines(text)
    found = [_rule(node, lines) for node in tinycss2.parse_stylesheet(text, skip_whitespace=True)]
    ends = [*(rule.start for rule in found[1:]), len(text)]
    return ParsedSheet(text, tuple(replace(rule, end=end) for rule, end in zip(found, ends, strict=False)))


def _without_comments(text: str) -> str:
    return COMMENT.sub(lambda match: match[0] if match["other"] else "\n" * match[0].count("\n"), text)


class _Lines:
    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def offset(self, node: Any) -> int:
        line, column = int(node.source_line), int(node.source_column)
        return self.starts[line - 1] + column - 1


def _rule(node: Any, lines: _Lines) -> StyleRule:
    start = lines.offset(node)
    if node.type != "qualified-rule":
        text = "" if node.type == "error" else node.serialize()
        return StyleRule(start, start, (), frozenset(USES.findall(text)), ())
    ends = [lines.offset(one) for one in node.content if one.type == "literal" and one.value == ";"]
    tokens, uses = list[Token](), set[str]()
    for one in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
        asked = set() if one.type == "error" else set(USES.findall(one.serialize()))
        begin = lines.offset(one)
        end = next((end + 1 for end in ends if end > begin), None)
        if one.type == "declaration" and one.name.startswith("--") and end is not None:
            tokens.append(Token(one.name, begin, end, frozenset(asked)))
        else:
            uses |= asked
    return StyleRule(start, start, tuple(_selectors(node.prelude)), frozenset(uses), tuple(tokens))


def _selectors(prelude: Sequence[Any]) -> Iterator[frozenset[str]]:
    """Yield the classes that each selector of a list needs; those inside :not() or :is() do not count."""
    asked: set[str] = set()
    for number, node in enumerate(prelude):
        if node.type == "literal" and node.value == ",":
            yield frozenset(asked)
            asked = set()
        elif node.type == "ident" and number and prelude[number - 1] == ".":
            asked.add(node.value)
    yield frozenset(asked)
