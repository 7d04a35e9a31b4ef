# SPDX-License-Identifier: MIT
"""Change one value in a YAML text and leave everything else as it is: comments, quotes, order, line ends.

The parser gives the position of each key and value; the text is cut there. New values are JSON, which is valid YAML.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from leaflets.content.yaml.events import NotYaml, fast, kind

BOM = "\ufeff"
Node = Any
"""A node of either parser: same names and attributes, but no common class."""


@dataclass(frozen=True)
class _Entry:
    key: Node
    value: Node

    @property
    def start(self) -> int:
        return int(self.key.start_mark.index)


def set_values(text: str, path: str, changes: Mapping[str, object], *, before: str = "") -> str:
    """Return the text with those names of the map at `path` set; KeyError if there is no such map.

    New names go before the name `before`, or at the end.
    """
    for name, value in changes.items():
        text = _set(text, path, name, write(value), before=before)
    return text


def write(value: object) -> str:
    """Return a value on one line, valid anywhere in a YAML file."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _set(text: str, path: str, name: str, written: str, *, before: str) -> str:
    node = _find(_compose(text), path)
    entries = _entries(node)
    if name in entries:
        return _exchange(text, node, entries[name], written)
    last = list(entries.values())[-1] if entries else None
    if node.flow_style:
        if before in entries:
            start = entries[before].start
            return f"{text[:start]}{name}: {written}, {text[start:]}"
        start = _end(last.value, text) if last else int(node.start_mark.index) + 1
        comma = ", " if last else ""
        return f"{text[:start]}{comma}{name}: {written}{text[start:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    if before in entries:
        start, indent = _above_comments(text, entries[before].start)
        return f"{text[:start]}{indent}{name}: {written}{newline}{text[start:]}"
    assert last  # a map without braces is never empty
    line = text.find("\n", _end(last.value, text) - 1) + 1
    if not line:
        text += newline
        line = len(text)
    return f"{text[:line]}{' ' * int(last.key.start_mark.column)}{name}: {written}{newline}{text[line:]}"


def _exchange(text: str, node: Node, entry: _Entry, written: str) -> str:
    value = entry.value
    start, end = int(value.start_mark.index), _end(value, text)
    empty = not text[start:end].strip()
    block = isinstance(value.value, list) and not value.flow_style and not node.flow_style
    if empty or block:
        # A block begins on the line after its name, and an empty value nowhere; the new value goes beside the name.
        start = text.index(":", entry.key.end_mark.index) + 1
        return f"{text[:start]} {written}{text[start if empty else end :]}"
    return text[:start] + written + text[end:]


def _above_comments(text: str, start: int) -> tuple[int, str]:
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    while line:
        above = text.rfind("\n", 0, line - 1) + 1
        if not text[above:line].startswith(indent + "#"):
            break
        line = above
    return line, indent


def _compose(text: str) -> Node:
    if text.startswith(BOM):
        text = " " + text[1:]  # the same length, so that positions are those of the file
    try:
        list(fast(text))  # it raises NotYaml
        return yaml.compose(text, yaml.CSafeLoader)
    except NotYaml:
        from ruamel.yaml import YAML

        return YAML(typ="safe", pure=True).compose(text)


def _find(node: Node, path: str) -> Node:
    for part in path.split(".") if path else ():
        if kind(node) == "SequenceNode" and part.isdecimal() and int(part) < len(node.value):
            node = node.value[int(part)]
        elif kind(node) == "MappingNode" and part in (entries := _entries(node)):
            node = entries[part].value
        else:
            raise KeyError(path)
    if not isinstance(node.value, list):
        raise KeyError(path)
    return node


def _entries(node: Node) -> dict[str, _Entry]:
    if kind(node) != "MappingNode":
        raise KeyError("there is no map there")
    return {str(key.value): _Entry(key, value) for key, value in node.value}


def _end(node: Node, text: str) -> int:
    """Return the end of the value; a block's own end mark comes after the empty lines and comments that follow it."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(node.value, list) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if kind(node) == "MappingNode" else last, text)
    if kind(node) != "ScalarNode" or node.style not in ("|", ">"):
        return end
    return start + len(text[start:end].rstrip())
