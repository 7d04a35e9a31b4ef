# SPDX-License-Identifier: MIT
"""Read the text of a YAML file: plain values, the place of each, and every problem with the text.

The parser's events are walked once. What makes a file hard to read or dangerous is refused: keys that stand twice,
references, tags, several documents, hidden characters, deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from leaflets.content.yaml.events import Event, NotYaml, Parser, fast, kind, meaning, thorough
from leaflets.content.yaml.positions import Loaded, Place
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound

MAX_DEPTH = 12
MAX_VALUES = 20_000
MAX_ALIKE = 10

# Left-to-right and right-to-left overrides, embeddings and isolates change the order in which a line is read.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ufffe\uffff"
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_HIDDEN = re.compile(f"[\t{_BIDI}{_CONTROL}]|\r(?!\n)")
_HIDDEN_IN_VALUE = re.compile(f"[\t\r{_BIDI}{_CONTROL}]")


def read_text(text: str, file: str) -> Loaded:
    """Return the values of that text; ProblemsFound if it cannot be read at all."""
    text = text.removeprefix("\ufeff")
    clean, problems = _find_hidden(text, file)
    try:
        return _read(_Reader(clean, file, fast), problems)
    except NotYaml:
        return _read_thoroughly(_Reader(clean, file, thorough), problems)


def read_shipped(text: str, file: str) -> dict[str, Any]:
    """Return the values of a file of the package; ProblemsFound if anything at all is wrong with it.

    Every start reads such files, so nothing is remembered of where their values stand.
    """
    reader = _Reader(text, file, fast)
    reader.muted += 1
    try:
        values = reader.read()
    except NotYaml:
        values, reader.problems = (loaded := read_text(text, file)).values, list(loaded.problems)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return values


def _read(reader: _Reader, problems: list[Problem]) -> Loaded:
    try:
        values = reader.read()
    except ProblemsFound as stop:
        raise ProblemsFound([*problems, *_limit(reader.problems), *stop.problems]) from None
    return Loaded(values, reader.places, reader.file, (*problems, *_limit(reader.problems)))


def _read_thoroughly(reader: _Reader, problems: list[Problem]) -> Loaded:
    from ruamel.yaml.error import YAMLError  # a file with a mistake can wait for it

    from leaflets.content.yaml.complaints import explain_syntax

    try:
        return _read(reader, problems)
    except YAMLError as error:
        # A tab in the indentation is the cause, and the parser's complaint only its echo.
        if not any(problem.slug == "tab" for problem in problems):
            problems = [*problems, explain_syntax(error, reader.text, reader.file, reader.last)]
        raise ProblemsFound([*problems, *_limit(reader.problems)]) from None


def _find_hidden(text: str, file: str) -> tuple[str, list[Problem]]:
    """Return the text with a space for each hidden character, and a problem for each of them."""
    found = []
    for match in _HIDDEN.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        line, column = text.count("\n", 0, start) + 1, match.start() - start + 1
        found.append(_hidden_problem(match[0], file, line, column))
        if len(found) > 1000:
            break
    return _HIDDEN.sub(" ", text), _limit(found)


def _hidden_problem(character: str, file: str, line: int, column: int) -> Problem:
    code = f"U+{ord(character):04X}"
    if character == "\t":
        return Problem("tab", "a tab stands here.", file, line, column, hint="use spaces, two for each step.")
    if character == "\ufffd":
        message = f"a letter was lost when this text was copied or saved ({code})."
        return Problem("control-character", message, file, line, column, hint="type the letter again.")
    if re.match(f"[{_BIDI}]", character):
        message = f"an invisible character ({code}) turns round the order of the words."
        return Problem(
            "bidi-control", message, file, line, column, hint="delete it; the layout sets the direction itself."
        )
    message = f"an invisible control character ({code}) stands here."
    return Problem("control-character", message, file, line, column, hint="delete it and type the words again.")


def _limit(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first few problems of each kind, the last of them saying how many more there are."""
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


class _Reader:
    """Walks the events of one document; recursion is bounded by MAX_DEPTH."""

    def __init__(self, text: str, file: str, parse: Parser) -> None:
        self.events = self._watch(parse(text))
        self.last: Event | None = None
        self.text, self.file = text, file
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.muted = 0
        self.count = 0

    def read(self) -> dict[str, object]:
        event = self._skip_to_content()
        value = self._node(event, "", 0) if event else None
        self._refuse_more_documents()
        if value is None:
            raise self._stop(
                "file-empty", "the file holds nothing.", f"{command('init', 'DIR')} writes one to start from."
            )
        if not isinstance(value, dict):
            message = "the file must be a map of names and values, such as `publisher:`."
            raise self._stop(
                "wrong-type", message, f"compare it with the data.yaml that {command('init', 'DIR')} writes."
            )
        mark = event.start_mark if event else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.places[""] = Place(line, column, line, column)
        return value

    def _watch(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield the events, keeping the last one for the explanation of what stops the parser."""
        for event in events:
            self.last = event
            yield event

    def _skip_to_content(self) -> Event | None:
        for event in self.events:
            if kind(event) == "DocumentStartEvent":
                if event.version or event.tags:
                    self._add(
                        "yaml-directive",
                        event,
                        "a line that begins with % changes how YAML is read.",
                        "delete the line.",
                    )
            elif kind(event) == "StreamEndEvent":
                return None
            elif kind(event) != "StreamStartEvent":
                return event
        return None

    def _refuse_more_documents(self) -> None:
        for event in self.events:
            if kind(event) == "DocumentStartEvent":
                message = "a second document begins here (`---`)."
                raise self._stop("several-documents", message, "delete the line.", event)

    def _node(self, event: Event, path: str, depth: int) -> object:
        self.count += 1
        if self.count > MAX_VALUES:
            message = f"the file holds more than {MAX_VALUES} names and values."
            raise self._stop("file-too-large", message, "is this the right file?", event)
        if depth > MAX_DEPTH:
            message = f"lists and maps are nested more than {MAX_DEPTH} deep."
            raise self._stop("too-deep", message, "is a bracket missing on this line?", event)
        if kind(event) == "AliasEvent":
            self._add("yaml-reference", event, f"'*{event.anchor}' refers to another place.", "write the value out.")
            return None
        if event.anchor:
            self._add("yaml-reference", event, f"'&{event.anchor}' names this value for reuse.", "delete the name.")
        if event.tag:
            self._add(
                "yaml-tag", event, f"'{self._source(event, 30)}' begins with a YAML tag.", "delete the word with the !."
            )
        if kind(event) == "MappingStartEvent":
            return self._mapping(path, depth, flow=bool(event.flow_style))
        if kind(event) == "SequenceStartEvent":
            return self._sequence(path, depth)
        return self._scalar(event)

    def _mapping(self, path: str, depth: int, *, flow: bool) -> dict[str, object]:
        result: dict[str, object] = {}
        lines: dict[str, int] = {}
        while kind(event := next(self.events)) != "MappingEndEvent":
            key = self._key(event, path)
            child = f"{path}.{key}" if path else key
            start = next(self.events)
            if flow and start.start_mark.index == event.end_mark.index:
                message = f"a comma in braces begins a new name, and '{key}' has no value."
                self._add("comma-in-words", event, message, "put words that hold a comma in quotes.", where=path)
                continue
            if key in lines:
                message = f"'{key}' stands twice: here and in line {lines[key]}."
                self._add("duplicate-key", event, message, "keep one of them, or give one another name.", where=child)
                # Read for its problems only: the first one stands.
                self.muted += 1
                self._node(start, child, depth + 1)
                self.muted -= 1
                continue
            lines[key] = event.start_mark.line + 1
            self._remember(child, event.start_mark, start)
            result[key] = self._node(start, child, depth + 1)
        return result

    def _sequence(self, path: str, depth: int) -> list[object]:
        result: list[object] = []
        while kind(event := next(self.events)) != "SequenceEndEvent":
            child = f"{path}.{len(result)}"
            self._remember(child, event.start_mark, event)
            result.append(self._node(event, child, depth + 1))
        return result

    def _remember(self, path: str, key: Any, value: Event) -> None:
        if self.muted:
            return
        mark = value.start_mark
        plain = kind(value) == "ScalarEvent" and not value.style
        text = self._source(value, 80) if plain else ""
        first = mark.column + 1 + (not plain) if self._is_literal(value) else 0
        self.places[path] = Place(key.line + 1, key.column + 1, mark.line + 1, mark.column + 1, text, first)

    def _is_literal(self, event: Event) -> bool:
        """Say whether a value stands in the file as it is read, letter for letter, but for a pair of quotes."""
        if kind(event) != "ScalarEvent":
            return False
        typed = self.text[event.start_mark.index : event.end_mark.index]
        return str(event.value) in (typed, typed[1:-1])

    def _key(self, event: Event, path: str) -> str:
        if kind(event) == "AliasEvent":
            self._node(event, path, 0)
            return f"*{event.anchor}"
        if kind(event) != "ScalarEvent":
            message = "a name was expected here, not a list or a map."
            hint = "give it a name followed by a colon, or put words that hold brackets in quotes."
            raise self._stop("key-not-words", message, hint, event)
        value = self._node(event, path, 0)
        if event.value == "<<" and not event.style:
            self._add(
                "yaml-reference", event, "'<<' merges another map into this one.", "write the values out.", where=path
            )
        elif not isinstance(value, str):
            hint = f'put it in quotes: "{event.value}".' if event.value else "write a name before the colon."
            self._add("key-not-words", event, f"the name '{event.value}' is not read as words.", hint, where=path)
        return str(event.value)

    def _scalar(self, event: Event) -> object:
        value = str(event.value) if event.style or event.tag else meaning(event.value)
        if isinstance(value, str) and not event.style:
            self._find_lost_words(event, value)
        if isinstance(value, str) and event.style == '"':
            for match in _HIDDEN_IN_VALUE.finditer(value):
                mark = event.start_mark
                self.problems.append(_hidden_problem(match[0], self.file, mark.line + 1, mark.column + 1))
        return value

    def _find_lost_words(self, event: Event, value: str) -> None:
        """Point out words without quotes of which a number sign cuts off the rest, so that it would not be printed."""
        lost = _COMMENT.match(self.text, event.end_mark.index)
        if lost and (" " in value or lost[1][1:2].strip()):
            message = f"'{lost[1][:40]}' would be left out: after a space, # begins a remark."
            hint = "put the whole value in quotes; a remark of your own gets a line of its own."
            self._add("words-cut-off", event, message, hint)

    def _source(self, event: Event, limit: int) -> str:
        text = self.text[event.start_mark.index : event.end_mark.index]
        return text if len(text) <= limit else text[: limit - 1] + "…"

    def _add(self, slug: str, event: Event, message: str, hint: str, *, where: str = "") -> None:
        mark = event.start_mark
        self.problems.append(Problem(slug, message, self.file, mark.line + 1, mark.column + 1, where, hint))

    def _stop(self, slug: str, message: str, hint: str, event: Event | None = None) -> ProblemsFound:
        """Return that the file cannot be read on from that event; without one, from its first line."""
        line, column = (event.start_mark.line + 1, event.start_mark.column + 1) if event else (1, 1)
        return ProblemsFound([Problem(slug, message, self.file, line, column, hint=hint)])
