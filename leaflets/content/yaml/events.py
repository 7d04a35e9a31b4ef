# SPDX-License-Identifier: MIT
"""What stands in a YAML text, one event after another, and what a word without quotes means.

Two parsers give the same events: libyaml, which takes 3 ms where ruamel.yaml takes 70, and ruamel.yaml itself, which
knows YAML 1.2 to the letter and says best what is wrong. Whatever libyaml does not like, what it reads more freely, and
words whose meaning is not plain at once, are left to ruamel.yaml.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

Event = Any
"""An event of either parser: they have the same names and attributes, but no class in common."""
Parser = Callable[[str], Iterator[Event]]
NOTHING, YES, NO = ("", "~", "null", "Null", "NULL"), ("true", "True", "TRUE"), ("false", "False", "FALSE")
MEANT = {words: value for group, value in ((NOTHING, None), (YES, True), (NO, False)) for words in group}
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
DECIMAL = re.compile(r"(0|[1-9][0-9]{0,8})\.[0-9]{1,8}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAYBE_NUMBER = re.compile(r"[-+.0-9][^ ]*")
"""Anything else is words: no number and no day begins otherwise, and none has a space but a time of day, which is words
to us."""
BLOCK = re.compile(r"[|>][-+0-9]*(?:[ \t]+(?:#[^\r\n]*)?)?\r?\n(?:\r?\n)*(?![ \t]+\r?\n)")
"""How a block of words begins; libyaml also takes words after the sign for a comment, and a first line of spaces."""
TAG = "tag:yaml.org,2002:"
WORDS = (f"{TAG}str", f"{TAG}merge", f"{TAG}value")


class NotYaml(Exception):
    """libyaml cannot read the text, or not to the letter, or is not here; ruamel.yaml says what there is to say."""


def kind(event: Event) -> str:
    """Return the name of an event: ScalarEvent."""
    return type(event).__name__


def fast(text: str) -> Iterator[Event]:
    """Yield the events of a text as libyaml sees them; NotYaml if it cannot read on."""
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
    """Yield the events of a text as ruamel.yaml sees them; its YAMLError if it cannot read on."""
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)


def yaml_error() -> type[Exception]:
    """Return what ruamel.yaml raises; the library is imported only for a file with a mistake in it."""
    from ruamel.yaml.error import YAMLError

    return YAMLError


def meaning(words: str) -> object:
    """Return what words without quotes mean in YAML 1.2: nothing, yes or no, a number, a day, else the words."""
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
    """Return what ruamel.yaml takes the words for; a time of day is left as it was typed."""
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
