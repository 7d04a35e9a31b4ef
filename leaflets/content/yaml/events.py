# SPDX-License-Identifier: MIT
"""The events of a YAML text, and what a word without quotes means.

Two parsers give the same events: libyaml, which takes 3 ms instead of 70, and ruamel.yaml, which follows YAML 1.2
exactly and explains errors best. Text that libyaml rejects or reads too freely, and words that may have another
meaning, are left to ruamel.yaml.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

Event = Any
"""An event of either parser: same names and attributes, but no common class."""
Parser = Callable[[str], Iterator[Event]]
NOTHING, YES, NO = ("", "~", "null", "Null", "NULL"), ("true", "True", "TRUE"), ("false", "False", "FALSE")
MEANT = {words: value for group, value in ((NOTHING, None), (YES, True), (NO, False)) for words in group}
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
DECIMAL = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{1,8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAYBE_NUMBER = re.compile(r"[-+.0-9][^ ]*")
"""Anything else is words: all numbers and dates begin so, and none has a space but a time of day, which counts as words
here."""
BLOCK = re.compile(r"[|>][-+0-9]*(?:[ \t]+(?:#[^\r\n]*)?)?\r?\n(?:\r?\n)*(?![ \t]+\r?\n)")
"""The start of a block of words; libyaml wrongly accepts words after the sign, and a first line of spaces."""
TAG = "tag:yaml.org,2002:"
WORDS = (f"{TAG}str", f"{TAG}merge", f"{TAG}value")


class NotYaml(Exception):
    """libyaml cannot read the text, or reads it differently, or is not installed; ruamel.yaml takes over."""


def kind(event: Event) -> str:
    """Return the name of an event: ScalarEvent."""
    return type(event).__name__


def fast(text: str) -> Iterator[Event]:
    """Yield the events of a text by libyaml; NotYaml if it cannot go on."""
    if not yaml.__with_libyaml__:
        raise NotYaml
    try:
        for event in yaml.parse(text, yaml.CSafeLoader):
            start: Any = event.start_mark
            if getattr(event, "style", None) in ("|", ">") and not BLOCK.match(text, start.index):
                raise NotYaml
            yield event
    except (yaml.YAMLError, UnicodeError) as error:
        raise NotYaml from error


def thorough(text: str) -> Iterator[Event]:
    """Yield the events of a text by ruamel.yaml; its YAMLError if it cannot go on."""
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)


def meaning(words: str) -> object:
    """Return what words without quotes mean in YAML 1.2: nothing, yes or no, a number, a date, otherwise the words."""
    if words in MEANT:
        return MEANT[words]
    if not MAYBE_NUMBER.fullmatch(words):
        return words
    if WHOLE.fullmatch(words):
        return int(words)
    if DECIMAL.fullmatch(words):
        return float(words)
    if DAY.fullmatch(words):
        try:
            return datetime.date.fromisoformat(words)
        except ValueError:
            return words
    return _meaning(words)


def _meaning(words: str) -> object:
    """Return what ruamel.yaml reads the words as; a time of day stays as typed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.nodes import ScalarNode

    ruamel = YAML(typ="safe", pure=True)
    tag = str(ruamel.resolver.resolve(ScalarNode, words, (True, False)))
    if tag in WORDS:
        return words
    try:
        value = ruamel.constructor.construct_object(ScalarNode(tag, words))
    except (ValueError, YAMLError):
        return words
    return words if isinstance(value, datetime.datetime) else value
