# SPDX-License-Identifier: MIT
"""Read the text of a YAML file: plain values, the place of each, and every problem with the text.

The parser's events are walked once. What makes a file hard to read or dangerous is refused: keys that stand twice,
references, tags, several documents, hidden characters, deep nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from leaflets.content.yaml.complaints import explain_syntax
from leaflets.content.yaml.events import Event, NotYaml, Parser, fast, kind, meaning, thorough, yaml_error
from leaflets.content.yaml.hidden import HIDDEN_IN_VALUE, find_hidden, hidden_problem, limit, plain_spaces, unseen_in
from leaflets.content.yaml.mend import Mender, Names, settle_merges
from leaflets.content.yaml.positions import Damage, Loaded, Place, human
from leaflets.core.characters import name_of
from leaflets.core.commands import command
from leaflets.core.problems import Problem, ProblemsFound

MAX_DEPTH = 12
MAX_VALUES = 20_000

_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")


def read_text(text: str, file: str, *, english: bool = False, names: Names = dict) -> Loaded:
    """Return the values of that text; ProblemsFound if it cannot be read at all.

    In `english` words, which data.yaml holds, odd spaces become plain ones and characters that cannot be seen are
    refused; other languages need them. `names` gives the names that it may use, which help to tell what was meant.
    """
    text, problems = settle_merges(text.removeprefix("\ufeff"), file)
    clean, found, hidden = find_hidden(text, file)
    problems += found
    try:
        loaded = _read(_Reader(clean, file, fast, hidden=hidden, english=english), problems)
    except NotYaml:
        pass
    else:
        if any(one.slug == "duplicate-key" for one in loaded.problems) and Mender(clean, names(), file).stray_name():
            return _read_mended(clean, file, problems, hidden=hidden, english=english, names=names())
        return loaded
    try:
        return _read(_Reader(clean, file, thorough, hidden=hidden, english=english), problems)
    except yaml_error():
        return _read_mended(clean, file, problems, hidden=hidden, english=english, names=names())


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
        raise ProblemsFound([*problems, *limit(reader.problems), *stop.problems]) from None
    damage = Damage(frozenset(reader.unsure), frozenset(reader.gaps))
    return Loaded(values, reader.places, reader.file, (*problems, *limit(reader.problems)), damage)


def _read_mended(
    text: str,
    file: str,
    problems: list[Problem],
    *,
    hidden: Sequence[int],
    english: bool,
    names: Mapping[str, Set[str]],
) -> Loaded:
    """Return what can be read of a text with mistakes in its syntax, each of them a problem."""
    mender = Mender(text, names, file, hidden)
    mended = mender.mend()
    problems = [*problems, *limit(mender.problems)]
    try:
        loaded = _read(_Reader(mended, file, thorough, english=english), [])
    except ProblemsFound as stop:
        raise ProblemsFound([*problems, *stop.problems]) from None
    except yaml_error() as error:
        if not problems:
            problems = [explain_syntax(error, mended, file)]
        raise ProblemsFound(problems) from None
    return _with_guesses(loaded, mender, problems)


def _with_guesses(loaded: Loaded, mender: Mender, said: Sequence[Problem]) -> Loaded:
    """Return a file with the columns that it has, and doubt where its text was mended."""
    places = {path: place.moved(mender.shifts) for path, place in loaded.places.items()}
    problems = tuple(
        replace(one, column=max(1, one.column - mender.shifts.get(one.line, 0))) for one in loaded.problems
    )
    unsure = {path for path, place in loaded.places.items() if path and {place.line, place.value_line} & mender.lines}
    lost = mender.lines - {place.line for place in places.values()} - {place.value_line for place in places.values()}
    gaps = {_map_around(loaded, line) for line in lost}
    damage = Damage(loaded.damage.values | unsure, loaded.damage.gaps | gaps)
    return replace(loaded, places=places, problems=(*said, *problems), damage=damage)


def _map_around(loaded: Loaded, line: int) -> str:
    """Return the map or list in which something may have stood on a line that is empty now."""
    before = [(place.line, place.column, path) for path, place in loaded.places.items() if place.line < line and path]
    path = max(before, default=(0, 0, ""))[2]
    return path if isinstance(loaded.value(path), dict | list) else path.rpartition(".")[0]


class _Reader:
    """Walks the events of one document; recursion is bounded by MAX_DEPTH."""

    def __init__(
        self, text: str, file: str, parse: Parser, *, hidden: Sequence[int] = (), english: bool = False
    ) -> None:
        self.events = self._watch(parse(text))
        self.last: Event | None = None
        self.text, self.file = text, file
        self.hidden, self.english = hidden, english
        self.unsure: set[str] = set()
        self.gaps: set[str] = set()
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
                self._add("comma-in-words", event, message, "put words that hold a comma in quotes.", where=path)
                for name in (key, *list(lines)[-1:]):
                    self._doubt(f"{path}.{name}")
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
        start, end = event.start_mark.index, event.end_mark.index
        if bisect_left(self.hidden, start) < bisect_left(self.hidden, end):
            self._doubt(path)
        if not event.style:
            self._find_lost_words(event, path)
        if event.style == '"':
            for match in HIDDEN_IN_VALUE.finditer(value):
                mark = event.start_mark
                self.problems.append(hidden_problem(match[0], self.file, mark.line + 1, mark.column + 1))
                self._doubt(path)
        odd = not value.isascii() or "  " in value
        return self._plain_english(value, event, path) if self.english and odd else value

    def _plain_english(self, value: str, event: Event, path: str) -> str:
        """Return words in plain spaces, letters and marks together; a character that cannot be seen is a problem."""
        for character in unseen_in(value):
            message = f"an invisible character stands here: {name_of(character)}."
            problem = Problem("invisible-character", message, where=human(path), hint="delete it.")
            self.problems.append(self._put(problem, event, character))
            self._doubt(path)
            value = value.replace(character, "")
        return plain_spaces(value)

    def _put(self, problem: Problem, event: Event, character: str) -> Problem:
        """Return a problem where a character of a value stands; where the value begins if it is written as a code."""
        at = self.text.find(character, event.start_mark.index, event.end_mark.index)
        mark = event.start_mark
        if at < 0:
            return replace(problem, file=self.file, line=mark.line + 1, column=mark.column + 1)
        start = self.text.rfind("\n", 0, at) + 1
        return replace(problem, file=self.file, line=self.text.count("\n", 0, at) + 1, column=at - start + 1)

    def _find_lost_words(self, event: Event, path: str) -> None:
        """Point out words without quotes of which a number sign cuts off the rest, so that it would not be printed."""
        lost = _COMMENT.match(self.text, event.end_mark.index)
        if lost and (" " in event.value or lost[1][1:2].strip()):
            message = f"'{lost[1][:40]}' would be left out: after a space, # begins a remark."
            hint = "put the whole value in quotes; a remark of your own gets a line of its own."
            self._add("words-cut-off", event, message, hint)
            self._doubt(path)

    def _doubt(self, path: str) -> None:
        """Note that a value is not what its author meant; that of a name that stands twice does not count."""
        if not self.muted:
            self.unsure.add(path)

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
