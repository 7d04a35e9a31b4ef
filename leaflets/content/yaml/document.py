# SPDX-License-Identifier: MIT
"""Walk the events of one YAML document: plain values, their positions, and every problem with them.

What makes a file hard to read or dangerous is refused: duplicate keys, references, tags, several documents, deep
nesting.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from leaflets.content.yaml.complaints import HIDDEN_IN_VALUE, hidden_problem, limit, plain_spaces, unseen_in
from leaflets.content.yaml.events import Event, Parser, kind, meaning
from leaflets.content.yaml.positions import Damage, Loaded, Place, human
from leaflets.core.characters import name_of
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound

MAX_DEPTH = 12
TOO_DEEP, BRACKET = f"lists and maps are nested more than {MAX_DEPTH} deep.", "is a bracket missing on this line?"
MAX_VALUES = 20_000

_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")


class YamlDocument:
    """Walks the events of one document; recursion is bounded by MAX_DEPTH."""

    def __init__(self, text: str, file: str, parse: Parser, *, english: bool = False) -> None:
        self.events = parse(text)
        self.text, self.file = text, file
        self.english = english
        self.unsure: set[str] = set()
        self.gaps: set[str] = set()
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.muted = 0
        self.count = 0

    def load(self) -> Loaded:
        """Return the file; ProblemsFound if it cannot be read on, and whatever the parser raises."""
        try:
            values = self.read()
        except ProblemsFound as stop:
            raise ProblemsFound([*limit(self.problems), *stop.problems]) from None
        damage = Damage(frozenset(self.unsure), frozenset(self.gaps))
        return Loaded(values, self.places, self.file, tuple(limit(self.problems)), damage)

    def read(self) -> dict[str, object]:
        """Return the values; what is wrong with them is in `problems`."""
        event = self._skip_to_content()
        value = self._node(event, "", 0) if event else None
        self._refuse_more_documents()
        if value is None:
            raise self._stop("file-empty", "the file is empty.", f"{command('init', 'DIR')} writes one to start from.")
        if not isinstance(value, dict):
            message = "the file must be a map of names and values, such as `publisher:`."
            raise self._stop(
                "wrong-type", message, f"compare it with the data.yaml that {command('init', 'DIR')} writes."
            )
        mark = event.start_mark if event else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.places[""] = Place(line, column, line, column)
        return value

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
            message = f"the file has more than {MAX_VALUES} names and values."
            raise self._stop("file-too-large", message, "is this the right file?", event)
        if depth > MAX_DEPTH:
            raise self._stop("too-deep", TOO_DEEP, BRACKET, event)
        if kind(event) == "AliasEvent":
            self._add("yaml-reference", event, f"'*{event.anchor}' refers to another place.", "write the value out.")
            self._doubt(path)
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
        return self._scalar(event, path)

    def _mapping(self, path: str, depth: int, *, flow: bool) -> dict[str, object]:
        result: dict[str, object] = {}
        lines: dict[str, int] = {}
        while kind(event := next(self.events)) != "MappingEndEvent":
            key = self._key(event, path)
            child = f"{path}.{key}" if path else key
            start = next(self.events)
            if flow and start.start_mark.index == event.end_mark.index:
                message = f"a comma in braces begins a new name, and '{key}' has no value."
                self._add("comma-in-words", event, message, "put words that contain a comma in quotes.", where=path)
                for name in (key, *list(lines)[-1:]):
                    self._doubt(f"{path}.{name}")
                continue
            if key in lines:
                message = f"'{key}' is already on line {lines[key]}."
                self._add("duplicate-key", event, message, "delete one of them, or rename it.", where=child)
                # Read for its problems only: the first one counts.
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
        plain = kind(value) == "ScalarEvent" and not value.style
        mark = key if plain and not value.value else value.start_mark  # the parsers disagree on where nothing is
        text = self._source(value, 80) if plain else ""
        first = mark.column + 1 + (not plain) if self._is_literal(value) else 0
        self.places[path] = Place(key.line + 1, key.column + 1, mark.line + 1, mark.column + 1, text, first)

    def _is_literal(self, event: Event) -> bool:
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
            hint = "give it a name followed by a colon, or put words that contain brackets in quotes."
            raise self._stop("key-not-words", message, hint, event)
        value = self._node(event, path, 0)
        if event.value == "<<" and not event.style:
            self._add(
                "yaml-reference", event, "'<<' merges another map into this one.", "write the values out.", where=path
            )
            self._doubt(f"{path}.<<")
            self.gaps.add(path)
        elif not isinstance(value, str):
            hint = f'put it in quotes: "{event.value}".' if event.value else "write a name before the colon."
            self._add("key-not-words", event, f"the name '{event.value}' is not read as words.", hint, where=path)
        return str(event.value)

    def _scalar(self, event: Event, path: str) -> object:
        value = str(event.value) if event.style or event.tag else meaning(event.value)
        if not isinstance(value, str):
            return value
        if not event.style:
            self._find_lost_words(event, path)
        elif event.style == '"':
            for match in HIDDEN_IN_VALUE.finditer(value):
                mark = event.start_mark
                self.problems.append(hidden_problem(match[0], self.file, mark.line + 1, mark.column + 1))
                self._doubt(path)
        odd = not value.isascii() or "  " in value
        return self._plain_english(value, event, path) if self.english and odd else value

    def _plain_english(self, value: str, event: Event, path: str) -> str:
        for character in unseen_in(value):
            message = f"there is an invisible character here: {name_of(character)}."
            problem = Problem("invisible-character", message, where=human(path), hint="delete it.")
            self.problems.append(self._put(problem, event, character))
            self._doubt(path)
            value = value.replace(character, "")
        return plain_spaces(value)

    def _put(self, problem: Problem, event: Event, character: str) -> Problem:
        at = self.text.find(character, event.start_mark.index, event.end_mark.index)
        mark = event.start_mark
        if at < 0:
            return replace(problem, file=self.file, line=mark.line + 1, column=mark.column + 1)
        start = self.text.rfind("\n", 0, at) + 1
        return replace(problem, file=self.file, line=self.text.count("\n", 0, at) + 1, column=at - start + 1)

    def _find_lost_words(self, event: Event, path: str) -> None:
        lost = _COMMENT.match(self.text, event.end_mark.index)
        if lost and (" " in event.value or lost[1][1:2].strip()):
            message = f"'{lost[1][:40]}' would be left out: after a space, # begins a comment."
            hint = "put the whole value in quotes; put comments on a line of their own."
            self._add("words-cut-off", event, message, hint)
            self._doubt(path)

    def _doubt(self, path: str) -> None:
        """Record that a value is not what its author meant, unless its name occurs twice."""
        if not self.muted:
            self.unsure.add(path)

    def _source(self, event: Event, limit: int) -> str:
        text = self.text[event.start_mark.index : event.end_mark.index]
        return text if len(text) <= limit else text[: limit - 1] + "…"

    def _add(self, slug: str, event: Event, message: str, hint: str, *, where: str = "") -> None:
        mark = event.start_mark
        self.problems.append(Problem(slug, message, self.file, mark.line + 1, mark.column + 1, where, hint))

    def _stop(self, slug: str, message: str, hint: str, event: Event | None = None) -> ProblemsFound:
        line, column = (event.start_mark.line + 1, event.start_mark.column + 1) if event else (1, 1)
        return ProblemsFound([Problem(slug, message, self.file, line, column, hint=hint)])
